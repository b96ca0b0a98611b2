"""How a programme gets here: fetched when its manifest is told, once, and ever later again as long as it fails."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from content.schedule.plan import Window
from display_client import events
from display_client.assets import PROGRAMMES_S
from display_client.bench.rehearsal import Rehearsal, Rehearsed, SyntheticSlide
from display_client.store import StoredManifest
from tests.display.playbook import Playbook
from tests.figures import shown

A, B = SyntheticSlide(b"not looked at by the player"), SyntheticSlide(b"other")


def test_what_plays_goes_on_however_late_the_programme_is(city: Rehearsal, play: Playbook) -> None:
    before, after = city.manifest({"a": A}), city.manifest({"a": A, "b": B})
    play.adopt(before).on(play.received(after), play.programme(after))
    for _ in range(5):
        play.after(20).player.handle(events.Ticked(), play.now)
        play.on(play.received(after))
    asset = before.asset("a")
    play.on(events.Damaged(asset), events.Fetch(asset, before.assets[asset])).on(events.Stored(asset))
    (fresh,) = play.fetches(after, before)
    play.on(play.arrived(after), fresh)
    play.on(events.Stored(fresh.asset), events.Adopt(play.stored(after))).kept(after)


CHANGES: dict[str, dict[str, Any]] = {
    "renewed": {"valid_until": datetime(9000, 1, 1, tzinfo=UTC)},
    "other hours": {"hours": (Window(days=(0,), start=0, end=60),)},
    "another phase": {"phase": 7},
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_same_programme_under_a_new_manifest_fetches_nothing(city: Rehearsal, play: Playbook, name: str) -> None:
    before = city.manifest({"a": A})
    after = before.told(sequence=2, **CHANGES[name])
    assert (after.manifest.programme, after.manifest != before.manifest) == (before.manifest.programme, True)
    play.adopt(before)
    play.on(play.received(after), events.Adopt(play.stored(after)))
    play.kept(after).on(play.received(after))


def test_nor_does_it_while_its_assets_are_on_their_way(city: Rehearsal, play: Playbook) -> None:
    told = city.manifest({"a": A})
    one, other = play.fetches(told)
    renewed = told.told(sequence=2)
    play.told(told, one, other)
    play.on(events.Stored(one.asset))
    play.on(play.received(renewed))
    play.on(events.Stored(other.asset), events.Adopt(play.stored(renewed))).kept(renewed)


def test_nor_while_its_programme_is(city: Rehearsal, play: Playbook) -> None:
    told = city.manifest({"a": A})
    renewed = told.told(sequence=2)
    play.on(play.received(told), play.programme(told)).on(play.received(renewed))
    one, other = play.fetches(told)
    play.on(play.arrived(told), one, other).on(events.Stored(one.asset))
    play.on(events.Stored(other.asset), events.Adopt(play.stored(renewed))).kept(renewed)


def test_a_newer_manifest_does_not_wait_for_the_programme_of_the_older(city: Rehearsal, play: Playbook) -> None:
    first, second = city.manifest({"a": A}), city.manifest({"b": B})
    play.on(play.received(first), play.programme(first))
    play.on(play.received(second), abandoned(first.manifest.programme), play.programme(second))
    play.on(play.arrived(first))  # nobody plays it any more
    one, other = play.fetches(second)
    play.on(play.arrived(second), one, other).on(events.Stored(one.asset))
    play.on(events.Stored(other.asset), events.Adopt(play.stored(second))).kept(second)


def test_an_older_programme_that_fails_is_not_tried_again(city: Rehearsal, play: Playbook) -> None:
    first, second = city.manifest({"a": A}), city.manifest({"b": B})
    play.on(play.received(first), play.programme(first))
    play.on(play.received(second), abandoned(first.manifest.programme), play.programme(second))
    play.on(failed(first)).after(1).on(events.Ticked())
    play.on(play.arrived(second), *play.fetches(second))


def test_one_that_is_told_again_while_it_is_on_its_way_is_fetched_once(city: Rehearsal, play: Playbook) -> None:
    first, second = city.manifest({"a": A}), city.manifest({"b": B})
    undone = first.told(sequence=3)
    play.on(play.received(first), play.programme(first))
    play.on(play.received(second), abandoned(first.manifest.programme), play.programme(second))
    play.on(play.received(undone), abandoned(second.manifest.programme))
    play.on(play.arrived(second))
    play.on(play.arrived(undone), *play.fetches(undone))


def abandoned(*digests: str) -> events.Abandon:
    return events.Abandon(frozenset(digests))


def failed(told: Rehearsed) -> events.Failed:
    return events.Failed(told.manifest.programme, "503")


def reason(told: Rehearsed) -> str:
    return f"programme {told.manifest.programme[:12]}: 503"


def test_a_programme_that_fails_is_fetched_again_ever_later(city: Rehearsal, play: Playbook) -> None:
    told = city.manifest({"a": A})
    play.on(play.received(told), play.programme(told))
    play.on(failed(told), play.report(rejected=reason(told)))
    for wait_s in (0.5, 1.0, 2.0, 4.0, 8.0):
        assert play.player.wakes_at == play.now + timedelta(seconds=wait_s)
        play.on(play.received(told))  # does not hasten it
        play.on(events.Ticked()).after(wait_s).on(events.Ticked(), play.programme(told)).on(events.Ticked())
        play.player.handle(failed(told), play.now)


def test_a_new_manifest_with_the_same_programme_tries_it_at_once(city: Rehearsal, play: Playbook) -> None:
    told = city.manifest({"a": A})
    play.on(play.received(told), play.programme(told))
    play.on(failed(told), play.report(rejected=reason(told)))
    renewed = told.told(sequence=2)
    play.on(play.received(renewed), play.programme(renewed))
    play.on(failed(renewed))
    assert play.player.wakes_at == play.now + timedelta(seconds=0.5)


@pytest.mark.parametrize("is_on_its_way", [True, False])
def test_an_older_manifest_that_gets_written_meanwhile_does_not_lose_the_next_try(
    city: Rehearsal, play: Playbook, is_on_its_way: bool
) -> None:
    first, second = city.manifest({"a": A}), city.manifest({"b": B})
    play.gather(first)
    play.on(play.received(second), play.programme(second))
    play.on(failed(second), play.report(rejected=reason(second)))
    play.after(0.5).on(events.Ticked(), play.programme(second))
    if not is_on_its_way:
        play.on(failed(second))
    play.player.handle(events.Kept(first.version), play.now)
    if is_on_its_way:
        play.player.handle(failed(second), play.now)
    assert play.player.wakes_at == play.now + timedelta(seconds=1)  # the second wait
    play.after(1).on(events.Ticked(), play.programme(second))
    play.on(play.arrived(second), *play.fetches(second, first))


# --- a full card ------------------------------------------------------------------------------------------------------


def test_a_withdrawal_is_written_though_the_card_takes_no_asset(city: Rehearsal, play: Playbook) -> None:
    """It names nothing that is not on the card, and its programme needs no file before the slots."""
    before, larger = city.manifest({"a": A}), city.manifest({"a": A, "b": B})
    withdrawal = city.manifest({})
    (fresh,) = play.fetches(larger, before)
    play.adopt(before).told(larger, fresh)
    full = "No space left on device"
    play.on(events.Failed(fresh.asset, full), play.report(rejected=f"asset {fresh.asset[:12]}: {full}"))
    play.told(withdrawal, events.Adopt(play.stored(withdrawal))).kept(withdrawal, rejected=None)


def test_what_was_withdrawn_goes_though_neither_card_nor_memory_takes_what_is_new(
    city: Rehearsal, play: Playbook
) -> None:
    """The manifest is adopted without the asset, which is tried again and again, and said as long as it lacks."""
    before, after = city.manifest({"a": A}), city.manifest({"b": B})
    (fresh,) = play.fetches(after, before)
    play.adopt(before).told(after, fresh)
    full = "No space left on device"
    reason = f"asset {fresh.asset[:12]}: {full}"
    failed = events.Failed(fresh.asset, full, is_here=True)
    play.on(failed, play.report(rejected=reason), events.Adopt(play.stored(after)))
    play.kept(after)
    play.after(1).on(events.Ticked(), fresh)
    play.on(failed)
    play.after(1).on(events.Ticked(), fresh)
    play.on(events.Stored(fresh.asset), play.report(rejected=None))


def test_an_asset_that_does_not_arrive_is_waited_for_though_the_card_takes_no_other(
    city: Rehearsal, play: Playbook
) -> None:
    before, after = city.manifest({}), city.manifest({"a": A, "b": B})
    first, second = play.fetches(after, before)
    play.adopt(before).told(after, first, second)
    play.on(events.Failed(first.asset, "full", is_here=True), play.report(rejected=f"asset {first.asset[:12]}: full"))
    play.on(events.Failed(second.asset, "no answer"))
    play.after(1).on(events.Ticked(), play.report(rejected=f"asset {second.asset[:12]}: no answer"), first, second)
    play.on(events.Stored(second.asset), events.Adopt(play.stored(after)))


# --- started again in every state -------------------------------------------------------------------------------------


def again(city: Rehearsal, now: datetime, plays: Rehearsed | None) -> Playbook:
    """The agent after a restart: it goes on with what its slots hold, whose assets are looked at again."""
    play = Playbook(city, now)
    if plays is None:
        return play.start()
    stored = play.stored(plays)
    play.status = msgspec.structs.replace(play.status, adopted=stored.version, manifest=stored.digest)
    play.start(stored, *play.fetches(plays))
    for fetch in play.fetches(plays):
        play.on(events.Stored(fetch.asset))
    return play


STEPS = ("told", "its programme here", "its assets here")


@pytest.mark.parametrize("is_empty", [True, False])
@pytest.mark.parametrize("step", STEPS)
def test_started_again_before_the_slots_are_written_it_begins_anew(
    city: Rehearsal, now: datetime, step: str, is_empty: bool
) -> None:
    before = None if is_empty else city.manifest({"a": A})
    after, had = city.manifest({"a": A, "b": B}), [before] if before else []
    play = again(city, now, before)
    play.on(play.received(after), play.programme(after))
    fetches = play.fetches(after, *had)
    if step in STEPS[1:]:
        play.on(play.arrived(after), *fetches)
    if step == STEPS[2]:
        for fetch in fetches:
            play.player.handle(events.Stored(fetch.asset), now)
    again(city, now, before).adopt(after, *had)


def test_started_again_after_the_slots_are_written_it_plays_that(city: Rehearsal, now: datetime) -> None:
    before, after = city.manifest({"a": A}), city.manifest({"a": A, "b": B})
    again(city, now, before).gather(after, before)
    play = again(city, now, after)
    play.on(play.received(after))
    renewed = after.told(sequence=9)
    play.on(play.received(renewed), events.Adopt(play.stored(renewed)))


def test_started_again_after_a_programme_was_refused_it_is_refused_again(city: Rehearsal, now: datetime) -> None:
    before, refused = city.manifest({"a": A}), city.manifest({"a": B}).told(width=100_000)
    for _ in range(2):
        play = again(city, now, before)
        play.on(play.received(refused), play.programme(refused))
        said = "programme 1.2: is for 100000 × 360 pixels, expected at most 4096 a side"
        play.on(play.arrived(refused), play.report(rejected=said))


def test_started_with_another_programme_in_its_slots_it_fetches_the_right_one(city: Rehearsal, now: datetime) -> None:
    told, other = city.manifest({"a": A}), city.manifest({"b": B})
    play = Playbook(city, now)
    play.on(events.Started(StoredManifest(told.version, city.sign(told), other.data)), play.programme(told))
    said = "stored manifest: programme 1.1: is another than the manifest names"
    play.on(events.Ticked(), play.report(rejected=said), events.AskManifest(), events.SendPlays())
    one, last = play.fetches(told)
    play.on(play.arrived(told), one, last).on(events.Stored(one.asset))
    play.on(events.Stored(last.asset), events.Adopt(play.stored(told))).kept(told, rejected=None)


def test_assets_of_a_superseded_manifest_are_given_up_once_it_is_known_what_the_new_one_needs(play: Playbook) -> None:
    first, second = play.city.manifest({"a": A}), play.city.manifest({"b": B})
    play.told(first, *play.fetches(first))
    play.on(play.received(second), play.programme(second))
    gone = first.asset("a")
    play.on(play.arrived(second), abandoned(gone), *play.fetches(second, first))
    play.on(events.Failed(gone, "is not wanted any more"))


def test_three_thousand_manifests_make_a_handful_of_requests(play: Playbook) -> None:
    """All genuine, each newer than the one before, within ten seconds: the newest plays in the end."""
    told, asked = [], 0
    for number in range(3_000):
        told.append(play.city.manifest({"a": SyntheticSlide(b"%d" % number)}))
        effects = play.player.handle(play.received(told[-1]), play.now)
        asked += sum(isinstance(effect, events.FetchProgramme) for effect in effects)
        for effect in effects:
            if isinstance(effect, events.Abandon):
                for digest in effect.digests:
                    play.player.handle(events.Failed(digest, "is not wanted any more"), play.now)
        play.after(10 / 3_000)
    play.after(PROGRAMMES_S)
    effects = play.player.handle(events.Ticked(), play.now)
    asked += sum(isinstance(effect, events.FetchProgramme) for effect in effects)
    shown("requests for programmes after 3,000 manifests in 10 s", asked, "at most 20", holds=asked <= 20)
    assert play.programme(told[-1]) in effects
