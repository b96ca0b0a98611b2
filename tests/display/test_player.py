"""The agent's decisions as scripts: what happens, and everything the display does about it."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from content import wire
from content.wire import Command, Glass, dsse
from display_client import events
from display_client.bench.rehearsal import Rehearsal, SyntheticSlide
from display_client.player import Player
from display_client.store import StoredManifest
from tests.display.playbook import Playbook

PNG = b"not looked at by the player"


A, B = SyntheticSlide(PNG), SyntheticSlide(b"other")


def test_a_manifest_is_adopted_when_its_last_asset_is_on_the_card(city: Rehearsal, play: Playbook) -> None:
    manifest = city.manifest({"a": A, "b": B})
    first, second, last = play.fetches(manifest)
    assert {(fetch.asset, fetch.size) for fetch in (first, second, last)} == set(manifest.assets.items())
    stored = StoredManifest((1, 1), city.sign(manifest), manifest.data)
    play.on(play.received(manifest), events.FetchProgramme(manifest.manifest.programme, len(manifest.data)))
    play.on(events.ProgrammeArrived(manifest.manifest.programme, manifest.data), first, second, last)
    play.on(events.Stored(second.asset))
    play.on(events.Stored(first.asset))
    play.on(events.Stored(last.asset), events.Adopt(stored))
    report = play.report(adopted=(1, 1), manifest=stored.digest)
    play.on(events.Kept((1, 1)), report, events.Collect(frozenset(manifest.assets)))


def test_only_what_is_missing_is_fetched_for_the_next_one(city: Rehearsal, play: Playbook) -> None:
    play.adopt(city.manifest({"a": A}))
    after = city.manifest({"a": SyntheticSlide(b"new")})
    play.told(after, events.Fetch(after.asset("a"), 3))


def test_a_manifest_whose_assets_are_all_there_is_written_at_once(city: Rehearsal, play: Playbook) -> None:
    play.adopt(city.manifest({"a": A}))
    longer = city.manifest({"a": SyntheticSlide(PNG, 20)})
    play.told(longer, events.Adopt(play.stored(longer)))


def test_the_same_manifest_again_is_nothing(city: Rehearsal, play: Playbook) -> None:
    manifest = city.manifest({"a": A})
    play.on(play.received(manifest), play.programme(manifest)).on(play.received(manifest))
    play.on(play.arrived(manifest), *play.fetches(manifest)).on(play.received(manifest))


def test_the_manifest_that_plays_again_is_nothing(city: Rehearsal, play: Playbook) -> None:
    manifest = city.manifest({"a": A})
    play.adopt(manifest).on(play.received(manifest))


def test_a_newer_one_replaces_one_still_on_its_way(city: Rehearsal, play: Playbook) -> None:
    first, second = city.manifest({"a": SyntheticSlide(b"first")}), city.manifest({"a": SyntheticSlide(b"second")})
    play.told(first, *play.fetches(first))
    play.told(second, events.Abandon(frozenset({first.asset("a")})), *play.fetches(second, first))
    play.on(events.Stored(first.asset("a")))
    play.on(events.Stored(first.programme.neutral.asset))
    play.on(events.Stored(second.asset("a")), events.Adopt(play.stored(second)))


def test_what_arrives_after_it_was_deleted_is_fetched_again(city: Rehearsal, play: Playbook) -> None:
    """An edit made, undone and made again, while its picture is on its way."""
    without, picture = {"a": A}, {"a": A, "b": B}
    play.adopt(city.manifest(without))
    edited, undone, again = (
        city.manifest(picture),
        city.manifest({"a": SyntheticSlide(PNG, 20)}),
        city.manifest(picture),
    )
    (fetch,) = play.fetches(edited, undone)
    play.told(edited, fetch)
    given_up = events.Abandon(frozenset({fetch.asset}))
    play.told(undone, given_up, events.Adopt(play.stored(undone))).kept(undone)
    play.told(again)
    play.on(events.Stored(fetch.asset), fetch)
    play.on(events.Stored(fetch.asset), events.Adopt(play.stored(again)))


def test_slots_are_written_one_after_the_other(city: Rehearsal, play: Playbook) -> None:
    first, second = city.manifest({"a": A}), city.manifest({"a": SyntheticSlide(PNG, 20)})
    play.gather(first)
    play.told(second)
    play.kept(first, events.Adopt(play.stored(second)))
    play.kept(second)


def test_a_card_that_is_full_is_reported_and_tried_again(city: Rehearsal, play: Playbook) -> None:
    manifest = city.manifest({"a": A})
    play.gather(manifest)
    reason = "manifest 1.1 is not on the card: No space left on device"
    play.on(events.NotKept((1, 1), "No space left on device"), play.report(rejected=reason))
    play.after(4.9).on(events.Ticked())
    assert play.player.wakes_at == play.now + timedelta(seconds=0.1)
    play.after(0.1).on(events.Ticked(), events.Adopt(play.stored(manifest)))
    play.on(events.NotKept((1, 1), "No space left on device"))  # said already
    play.after(5).on(events.Ticked(), events.Adopt(play.stored(manifest)))
    play.kept(manifest, rejected=None)


def test_a_card_that_takes_nothing_costs_no_withdrawal(city: Rehearsal, play: Playbook) -> None:
    """Memory holds the manifest. What is on the card stays: it is all that survives a power cut."""
    first, second = city.manifest({"a": A}), city.manifest({})
    play.adopt(first)
    play.told(second, events.Adopt(play.stored(second)))
    stored, reason = play.stored(second), "manifest 1.2 plays from memory: Read-only file system"
    held = events.NotKept((1, 2), "Read-only file system", plays=True)
    report = play.report(adopted=stored.version, manifest=stored.digest, rejected=reason)
    play.on(held, report, events.Collect(frozenset(second.assets), on_card=False))
    play.after(5).on(events.Ticked(), events.Adopt(stored))
    play.on(held)  # said already
    play.after(5).on(events.Ticked(), events.Adopt(stored)).kept(second, rejected=None)


def test_a_manifest_held_in_memory_gives_way_to_a_newer_one(city: Rehearsal, play: Playbook) -> None:
    first, second = city.manifest({"a": A}), city.manifest({})
    play.gather(first)
    stored = play.stored(first)
    reason = "manifest 1.1 plays from memory: Read-only file system"
    report = play.report(adopted=stored.version, manifest=stored.digest, rejected=reason)
    held = events.NotKept((1, 1), "Read-only file system", plays=True)
    play.on(held, report, events.Collect(frozenset(first.assets), on_card=False))
    play.told(second, events.Adopt(play.stored(second)))
    play.kept(second, rejected=None)


def test_json_nested_beyond_reason_is_refused_wherever_it_arrives(play: Playbook) -> None:
    nested = b'{"more": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    for event in (events.Received(nested), events.Commanded(nested), events.Acknowledged(nested)):
        (report,) = play.player.handle(event, play.now)
        assert isinstance(report, events.Report) and "RecursionError" not in str(report.status.adopted)
        assert report == play.report(rejected=report.status.rejected)


def test_the_newest_again_ends_what_was_refused_before(city: Rehearsal, play: Playbook) -> None:
    manifest = city.manifest({"a": A})
    play.adopt(manifest)
    (report,) = play.player.handle(events.Received(b"junk"), play.now)
    assert isinstance(report, events.Report) and report.status.rejected
    play.on(play.received(manifest))
    play.after(20).on(events.Ticked(), play.report(rejected=None))


def test_a_long_reason_is_cut_and_said_once(city: Rehearsal, play: Playbook) -> None:
    manifest = city.manifest({"a": A})
    (fetch, *others) = play.fetches(manifest)
    play.told(manifest, fetch, *others)
    failed = events.Failed(fetch.asset, "x" * 999)
    cut = f"asset {failed.asset[:12]}: {'x' * 999}"[:299] + "…"
    play.on(failed, play.report(rejected=cut)).on(failed)


def test_a_reboot_goes_on_from_the_slots_and_refuses_older(city: Rehearsal, now: datetime) -> None:
    old, current = city.manifest({"a": SyntheticSlide(b"old")}), city.manifest({"a": A})
    play = Playbook(city, now)
    stored = play.stored(current)
    play.status = msgspec.structs.replace(play.status, adopted=(1, 2), manifest=stored.digest)
    play.start(stored, *play.fetches(current))  # every asset is looked at again
    play.on(play.received(old), play.report(rejected="manifest: 1.1 is not newer than 1.2"))


def test_a_slot_with_something_forged_is_not_played_and_said(city: Rehearsal, now: datetime) -> None:
    play = Playbook(city, now).on(events.Started(StoredManifest((9, 9), b"forged", b"")))
    (report, *others) = play.player.handle(events.Ticked(), now)
    assert isinstance(report, events.Report) and report.status.adopted is None
    assert str(report.status.rejected).startswith("stored manifest: manifest: is not genuine: ")
    assert others == [events.AskManifest(), events.SendPlays()]
    play.status = msgspec.structs.replace(play.status, rejected=report.status.rejected)
    play.on(events.NewestTold(None))
    manifest = city.manifest({"a": A})
    play.gather(manifest)


def test_a_failed_asset_is_fetched_again_later_and_ever_later(city: Rehearsal, play: Playbook) -> None:
    manifest = city.manifest({"a": A})
    fetch, *others = play.fetches(manifest)
    play.told(manifest, fetch, *others)
    failed = events.Failed(fetch.asset, "503")
    play.on(failed, play.report(rejected=f"asset {failed.asset[:12]}: 503"))
    for wait_s in (0.5, 1.0, 2.0, 4.0, 8.0):
        assert play.player.wakes_at == play.now + timedelta(seconds=wait_s)
        play.after(wait_s).on(events.Ticked(), fetch).on(events.Ticked()).on(failed)


def test_of_many_that_fail_the_first_is_said_at_once_and_the_last_within_a_second(
    city: Rehearsal, play: Playbook
) -> None:
    """A server puts out a display that reports without end."""
    manifest = city.manifest({f"s{number}": SyntheticSlide(b"%d" % number) for number in range(50)})
    first, *others = play.fetches(manifest)
    play.told(manifest, first, *others)
    play.on(events.Failed(first.asset, "503"), play.report(rejected=f"asset {first.asset[:12]}: 503"))
    for fetch in others:
        play.on(events.Failed(fetch.asset, "503"))
    play.after(1)
    reports = [each for each in play.player.handle(events.Ticked(), play.now) if isinstance(each, events.Report)]
    assert [each.status.rejected for each in reports] == [f"asset {others[-1].asset[:12]}: 503"]


def test_a_new_manifest_tries_everything_at_once(city: Rehearsal, play: Playbook) -> None:
    first, second = city.manifest({"a": A}), city.manifest({"a": A, "b": B})
    fetch, *others = play.fetches(first)
    play.told(first, fetch, *others)
    failed = events.Failed(fetch.asset, "503")
    play.on(failed, play.report(rejected=f"asset {failed.asset[:12]}: 503"))
    (fresh,) = play.fetches(second, first)
    play.told(second, *sorted([fetch, fresh], key=lambda effect: effect.asset))


def test_what_fails_and_is_not_needed_any_more_is_forgotten(city: Rehearsal, play: Playbook) -> None:
    play.on(events.Failed("0" * 64, "503"))
    play.on(events.Ticked())


def test_an_asset_the_screen_found_damaged_is_fetched_again(city: Rehearsal, play: Playbook) -> None:
    manifest = city.manifest({"a": A})
    play.adopt(manifest)
    asset = manifest.asset("a")
    play.on(events.Damaged(asset), events.Fetch(asset, len(PNG)))
    play.on(events.Damaged(asset))  # already on its way
    play.on(events.Damaged("0" * 64))  # nothing that is played
    play.on(events.Stored(asset))


def test_heartbeat_every_20_seconds_and_at_each_change_of_the_glass(play: Playbook) -> None:
    glass = Glass(state="showing", slide="a", since=play.now, lit=play.now)
    play.after(5).on(events.GlassChanged(glass), play.report(glass=glass))
    play.after(19).on(events.Ticked())
    play.after(1).on(events.Ticked(), play.report())
    play.after(5).on(events.Ticked(), events.SendPlays())
    play.after(15).on(events.Ticked(), play.report())


def test_on_connection_everything_is_said_and_asked_at_once(city: Rehearsal, play: Playbook) -> None:
    play.adopt(city.manifest({"a": A})).after(1)
    play.on(events.Connected(), play.report(), events.AskManifest(), events.SendPlays())


def test_the_manifest_is_asked_for_every_five_minutes_or_so(city: Rehearsal, now: datetime) -> None:
    """Chance spreads it by a fifth; these gaps are the longest."""
    manifest = city.manifest({"a": A})
    play = Playbook(city, now)
    stored = play.stored(manifest)
    play.status = msgspec.structs.replace(play.status, adopted=(1, 1), manifest=stored.digest)
    play.start(stored, *play.fetches(manifest))
    for seconds in range(20, 400, 20):  # heartbeats, plays every 30 s, the poll at 360 s
        expected: list[events.Effect] = [play.after(20).report()]
        if seconds == 360:
            expected.append(events.AskManifest())
        if seconds % 40 == 0:  # due after 30 s, sent with the next tick
            expected.append(events.SendPlays())
        play.on(events.Ticked(), *expected)


def of(effects: list[events.Effect], kind: type[Any]) -> list[Any]:
    return [effect for effect in effects if isinstance(effect, kind)]


def test_a_fleet_asks_at_different_times(city: Rehearsal, now: datetime) -> None:
    enrolment, manifest = city.enrolment, city.manifest({"a": A})
    player = Player(enrolment.site, enrolment.display, enrolment.public_key(), random.Random(1))
    player.handle(events.Started(city.stored(manifest)), now)
    player.handle(events.Connected(), now)
    gaps = []
    for _ in range(5):
        began = now
        while not of(player.handle(events.Ticked(), now := player.wakes_at), events.AskManifest):
            pass
        gaps.append((now - began).total_seconds())
    assert all(240 <= gap <= 360 for gap in gaps) and len(set(gaps)) > 1


def test_an_empty_display_asks_sooner_when_the_server_is_away(play: Playbook) -> None:
    for wait_s in (0.5, 1.0, 2.0, 4.0):
        play.on(events.Unavailable())
        assert play.player.wakes_at == play.now + timedelta(seconds=wait_s)
        play.after(wait_s).on(events.Ticked(), events.AskManifest())


def test_a_display_that_plays_does_not(city: Rehearsal, play: Playbook) -> None:
    play.adopt(city.manifest({"a": A})).on(events.Unavailable())
    play.after(1).on(events.Ticked())


@pytest.mark.parametrize("step", [timedelta(days=-1), timedelta(days=-20_000), timedelta(days=1), timedelta(days=3650)])
def test_a_clock_that_is_set_does_not_silence_it(city: Rehearsal, play: Playbook, step: timedelta) -> None:
    play.adopt(city.manifest({"a": A}))
    play.now += step
    ahead = step > timedelta(0)
    play.on(events.Ticked(), *([play.report(), events.AskManifest(), events.SendPlays()] if ahead else []))
    assert play.player.wakes_at <= play.now + timedelta(seconds=wire.HEARTBEAT_S)
    play.after(wire.HEARTBEAT_S).on(events.Ticked(), play.report())


def command(city: Rehearsal, now: datetime, **fields: Any) -> events.Commanded:
    made = Command(id="c1", display=city.enrolment.display, verb="screenshot", expires=now + timedelta(seconds=30))
    return events.Commanded(dsse.sign(wire.encode(msgspec.structs.replace(made, **fields)), "command", city.key))


def test_a_signed_command_is_obeyed_once(city: Rehearsal, play: Playbook) -> None:
    play.on(command(city, play.now), events.Capture("c1"))
    play.on(command(city, play.now))
    play.on(command(city, play.now, id="c2", verb="restart"), events.RestartScreen())


def test_commands_for_others_or_too_late_are_passed_over(city: Rehearsal, play: Playbook) -> None:
    play.on(command(city, play.now, display="alta"))
    play.on(command(city, play.now, expires=play.now))


def test_an_unsigned_command_is_refused_in_words(city: Rehearsal, play: Playbook) -> None:
    expected = "application/vnd.afisier.command+json"
    signed_as = f"command refused: signed as 'application/vnd.afisier.manifest+json', expected '{expected}'"
    play.on(events.Commanded(city.sign(city.manifest({}))), play.report(rejected=signed_as))
    (report,) = play.player.handle(events.Commanded(b'{"id":"x"}'), play.now)
    assert isinstance(report, events.Report)
    assert str(report.status.rejected).startswith("command refused: not an envelope: ")
    stranger = dsse.sign(b"{}", "command", Ed25519PrivateKey.generate())
    play.on(events.Commanded(stranger), play.report(rejected="command refused: no pinned key signed these bytes"))


TIP = wire.Tip(number=7, hash="0" * 64)


def test_plays_are_trimmed_by_the_servers_number(play: Playbook) -> None:
    ack = play.city.sign_ack("k", TIP)
    play.on(events.Acknowledged(ack), events.TrimPlays("k", TIP), events.SendPlays())


def ack_of(display: str) -> bytes:
    return wire.encode(wire.PlaysAck(display=display, key="k", tip=TIP))


ACKS: dict[str, tuple[Callable[[Rehearsal], bytes], str]] = {
    "unsigned": (lambda city: ack_of("repetitie"), "not an envelope"),
    "another key": (lambda city: Rehearsal(city.folder).sign_ack("k", TIP), "no pinned key signed these bytes"),
    "signed as a command": (
        lambda city: dsse.sign(ack_of("repetitie"), "command", city.key),
        "signed as 'application/vnd.afisier.command+json'",
    ),
    "another display": (
        lambda city: dsse.sign(ack_of("alta"), "plays-ack", city.key),
        "is for alta, expected repetitie",
    ),
}


@pytest.mark.parametrize("name", ACKS)
def test_an_acknowledgement_that_is_not_genuine_deletes_nothing(play: Playbook, name: str) -> None:
    forge, reason = ACKS[name]
    (report,) = play.player.handle(events.Acknowledged(forge(play.city)), play.now)
    assert isinstance(report, events.Report)
    assert str(report.status.rejected).startswith("acknowledgement refused: ") and reason in str(report.status.rejected)


def test_a_server_that_tells_of_an_older_manifest_is_shown_the_newer(city: Rehearsal, play: Playbook) -> None:
    """It was set back to an old copy of itself."""
    before, newest = city.manifest({"a": A}), city.manifest({"a": A})
    play.adopt(newest)
    proof = events.Prove(city.sign(newest))
    play.on(events.NewestTold(before.version), proof).on(events.NewestTold(None), proof)
    play.on(events.NewestTold(newest.version)).on(events.NewestTold((9, 9)))


def test_what_the_server_tells_before_the_store_is_read_counts_as_well(city: Rehearsal, play: Playbook) -> None:
    told = city.hang({"a": A})
    play.on(events.NewestTold((0, 9)))
    effects = play.player.handle(events.Started(city.store.adopted()), play.now)
    assert events.Prove(city.sign(told)) in effects
