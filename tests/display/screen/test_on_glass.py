"""What belongs on the glass when a manifest changes in mid-slide: the slide finishes unless withdrawn or changed."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from content.schedule.plan import ALERT, Entry, Item, Turn, Window
from content.wire import Frame
from display_client.bench.rehearsal import Rehearsal, Rehearsed, SyntheticSlide
from display_client.quarantine import Quarantine, Suspect
from display_client.runtime_files import RuntimeFiles
from display_client.screen.on_glass import OnGlass, Target
from display_client.store import StoredManifest
from tests.display.glasses import MID, on_glass_of, reload

NOON = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
Change = Callable[[Rehearsed], Rehearsed]


def adopt(city: Rehearsal, manifest: Rehearsed) -> None:
    city.store.adopt(city.stored(manifest))


def changed(city: Rehearsal, change: Change) -> tuple[Target, Target, OnGlass]:
    """What was on the glass, and what belongs there right after the change; `a` plays alone, 20 s a turn."""
    on_glass = on_glass_of(city)
    adopt(city, city.manifest({"a": SyntheticSlide(b"a", 20)}))
    reload(on_glass)
    before = on_glass.at(MID)
    adopt(city, change(city.manifest({"a": SyntheticSlide(b"a", 20), "b": SyntheticSlide(b"b", 20)})))
    assert reload(on_glass, before)
    return before, on_glass.at(MID), on_glass


def beside(manifest: Rehearsed) -> Rehearsed:
    """Another campaign plays beside what is there, of the same priority, so that the order of turns is another."""
    entry = Entry(campaign="another", slides=("b",), share=9)
    return _planned(manifest, entries=(entry, *manifest.programme.plan.entries))


def first(slide: str) -> Change:
    """`slide` plays alone from now on, by a higher priority; all slides stay in the plan."""

    def change(manifest: Rehearsed) -> Rehearsed:
        entry = Entry(campaign="urgent", slides=(slide,), priority=9)
        return _planned(manifest, entries=(*manifest.programme.plan.entries, entry))

    return change


def _planned(manifest: Rehearsed, **fields: object) -> Rehearsed:
    return manifest.told(plan=msgspec.structs.replace(manifest.programme.plan, **fields))


def _framed(manifest: Rehearsed, **frames: dict[str, Frame]) -> Rehearsed:
    return manifest.told(frames=manifest.programme.frames | frames)


def _with_a(manifest: Rehearsed, **fields: Any) -> Rehearsed:
    item = Item(turns=(Turn(lang="ro", seconds=20),), **fields)
    return _planned(beside(manifest), items={**manifest.programme.plan.items, "a": item})


def test_a_slide_finishes_then_the_new_plan_plays(city: Rehearsal) -> None:
    before, after, on_glass = changed(city, lambda m: beside(m).told(phase=7))
    assert before.showing.slide == after.showing.slide == "a"
    assert after.showing == before.showing
    assert on_glass.at(before.showing.until) == played(city, on_glass, before.showing.until)


def played(city: Rehearsal, on_glass: OnGlass, at: datetime) -> Target:
    """What the manifest in the store says, with nothing on the glass before."""
    fresh = on_glass_of(city)
    reload(fresh)
    return fresh.at(at)


def test_what_masks_it_cuts_in_at_once(city: Rehearsal) -> None:
    _, after, _ = changed(city, first("b"))
    assert after.showing.slide == "b"


def test_what_will_mask_it_cuts_in_on_the_second(city: Rehearsal) -> None:
    edge = MID.replace(second=0) + timedelta(seconds=9)

    def alert(manifest: Rehearsed) -> Rehearsed:
        entry = Entry(campaign="alert", slides=("b",), priority=9, opens=edge)
        return _planned(manifest, entries=(*manifest.programme.plan.entries, entry))

    before, after, on_glass = changed(city, alert)
    assert before.showing.until > edge
    assert (after.showing.slide, after.showing.until) == ("a", edge)
    assert on_glass.at(edge).showing.slide == "b"


def test_an_alert_waits_for_nothing_and_leaves_at_once(city: Rehearsal) -> None:
    """The slide that it took over has to begin anew: what was on the glass before is not brought back in mid-slide."""

    def alert(manifest: Rehearsed) -> Rehearsed:
        item = Item(turns=(Turn(lang="ro", seconds=20),), kind=ALERT)
        return _planned(first("b")(manifest), items={**manifest.programme.plan.items, "b": item})

    before, after, on_glass = changed(city, alert)
    assert (before.showing.slide, after.showing.slide) == ("a", "b")
    adopt(city, city.manifest({"a": SyntheticSlide(b"a", 20)}))
    assert reload(on_glass, after)
    assert on_glass.at(MID).showing.slide == "a"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda m: _planned(first("b")(m), items={"b": m.programme.plan.items["b"]}), id="withdrawn"),
        pytest.param(lambda m: _with_a(m, ends=MID), id="expired"),
        pytest.param(lambda m: _with_a(m, opens=MID + timedelta(hours=1)), id="not open yet"),
        pytest.param(lambda m: first("b")(_framed(m, a=m.programme.frames["b"])), id="another picture"),
    ],
)  # fmt: skip
def test_what_was_withdrawn_expired_or_changed_goes_at_once(city: Rehearsal, change: Change) -> None:
    _, after, _ = changed(city, change)
    assert after.showing.slide == "b"


def test_a_slide_that_now_ends_sooner_finishes_sooner(city: Rehearsal) -> None:
    sooner = MID + timedelta(seconds=2)
    _, after, on_glass = changed(city, lambda m: _with_a(m, ends=sooner))
    assert (after.showing.slide, after.showing.until) == ("a", sooner)
    assert on_glass.at(sooner).showing.slide == "b"


def test_the_dark_does_not_wait(city: Rehearsal) -> None:
    night = Window(days=tuple(range(7)), start=0, end=60)
    _, after, _ = changed(city, lambda m: m.told(hours=(night,)))
    assert after.kind == "dark"


def test_a_slide_does_not_outstay_the_hours_of_the_new_plan(city: Rehearsal) -> None:
    """The screen asks again only when a showing ends: it must end with the hours."""
    day = Window(days=tuple(range(7)), start=0, end=12 * 60)  # NOON is 12:00 in Bucharest
    on_glass = on_glass_of(city)
    adopt(city, city.manifest({"a": SyntheticSlide(b"a", 20)}))
    reload(on_glass)
    late = NOON - timedelta(seconds=5)
    before = on_glass.at(late)
    both = city.manifest({"a": SyntheticSlide(b"a", 20), "b": SyntheticSlide(b"b", 20)})
    shifted = both.told(phase=7, hours=(day,))
    adopt(city, beside(shifted))
    reload(
        on_glass,
        msgspec.structs.replace(
            before, showing=msgspec.structs.replace(before.showing, until=NOON + timedelta(seconds=9))
        ),
        late,
    )
    assert (on_glass.at(late).showing.slide, on_glass.at(late).showing.until) == ("a", NOON)
    assert on_glass.at(NOON).kind == "dark"


def test_the_nameplate_does_not_outstay_a_plan_that_has_something_to_show(city: Rehearsal) -> None:
    on_glass = on_glass_of(city)
    adopt(city, city.manifest({}))
    reload(on_glass)
    before = on_glass.at(MID)
    adopt(city, city.manifest({"a": SyntheticSlide(b"a", 20)}))
    reload(on_glass, before)
    assert on_glass.at(MID).showing.slide == "a"


UNTRUSTED: dict[str, Callable[[Rehearsal, Rehearsal, Rehearsed], StoredManifest]] = {
    "signed by another": lambda city, stranger, told: stranger.stored(told),
    "for another display": lambda city, stranger, told: city.stored(told.told(display="x")),
    "no envelope": lambda city, stranger, told: StoredManifest(told.version, b"\xff", told.data),
    "in a time zone that is none": lambda city, stranger, told: city.stored(_planned(told, timezone="Mars")),
    "with another programme": lambda city, stranger, told: StoredManifest(
        told.version, city.sign(told), told.told(width=99).data
    ),
    "without its programme": lambda city, stranger, told: StoredManifest(told.version, city.sign(told), b""),
    "with a programme that is none": lambda city, stranger, told: StoredManifest(
        told.version, city.sign(naming(told, b"[]")), b"[]"
    ),
}


def naming(told: Rehearsed, programme: bytes) -> Rehearsed:
    """The manifest names these bytes."""
    digest = hashlib.sha256(programme).hexdigest()
    return Rehearsed(msgspec.structs.replace(told.manifest, programme=digest, size=len(programme)), told.programme)


@pytest.mark.parametrize("name", UNTRUSTED)
def test_what_cannot_be_trusted_or_scheduled_is_passed_over_and_what_plays_goes_on(
    city: Rehearsal, tmp_path: Path, name: str
) -> None:
    on_glass = on_glass_of(city)
    adopt(city, city.manifest({"a": SyntheticSlide(b"a", 20)}))
    reload(on_glass)
    manifest = city.manifest({"b": SyntheticSlide(b"b", 20)})
    city.store.adopt(UNTRUSTED[name](city, Rehearsal(tmp_path), manifest))
    assert not reload(on_glass)
    assert on_glass.at(MID).showing.slide == "a"
    adopt(city, city.manifest({"c": SyntheticSlide(b"c", 20)}))
    assert reload(on_glass)
    assert on_glass.at(MID).showing.slide == "c"


def test_a_programme_that_was_mended_is_shown_and_only_once(city: Rehearsal) -> None:
    """The agent fetches the programme anew; the manifest, which names it, is the same as before."""
    on_glass = on_glass_of(city)
    told = city.manifest({"a": SyntheticSlide(b"a", 20)})
    city.store.adopt(StoredManifest(told.version, city.sign(told), b"{}"))
    assert not reload(on_glass)
    assert on_glass.at(MID).kind == "nameplate"
    adopt(city, told)
    assert reload(on_glass)
    assert on_glass.at(MID).showing.slide == "a"
    adopt(city, told)
    assert not reload(on_glass)


def test_the_hours_and_the_phase_of_the_manifest_count(city: Rehearsal) -> None:
    told = city.manifest({"a": SyntheticSlide(b"a", 20), "b": SyntheticSlide(b"b", 20)})
    night = Window(days=tuple(range(7)), start=0, end=60)
    on_glass = on_glass_of(city)
    seen = []
    for number, fields in enumerate(({}, {"phase": 20}, {"phase": 40}, {"hours": (night,)}), start=1):
        adopt(city, told.told(sequence=number, **fields))  # type: ignore[arg-type]
        reload(on_glass)
        target = on_glass.at(MID)
        seen.append(target.showing.slide or target.kind)
    assert sorted(seen[:2]) == ["a", "b"] and seen[2:] == [seen[0], "dark"]


def test_an_older_manifest_in_the_slots_is_not_shown(city: Rehearsal) -> None:
    on_glass = on_glass_of(city)
    older, newer = city.manifest({"a": SyntheticSlide(b"a", 20)}), city.manifest({"b": SyntheticSlide(b"b", 20)})
    adopt(city, newer)
    reload(on_glass)
    city.store.adopt(StoredManifest((9, 9), city.sign(older), older.data))  # the header of a slot is not signed
    assert not reload(on_glass)
    assert on_glass.at(MID).showing.slide == "b"


def test_an_expired_manifest_still_plays_from_the_store(city: Rehearsal) -> None:
    on_glass = on_glass_of(city)
    adopt(city, city.manifest({"a": SyntheticSlide(b"a", 20)}).told(valid_until=NOON))
    assert reload(on_glass)
    assert on_glass.at(MID).showing.slide == "a"


def test_after_crashes_the_store_is_not_looked_at(city: Rehearsal) -> None:
    on_glass = on_glass_of(city, neutral=True)
    adopt(city, city.manifest({"a": SyntheticSlide(b"a", 20)}))
    assert not reload(on_glass)
    assert on_glass.at(MID).kind == "nameplate"


def test_a_manifest_that_ended_the_screen_twice_is_passed_over_and_the_next_one_plays(city: Rehearsal) -> None:
    told = city.manifest({"a": SyntheticSlide(b"a", 20)})
    adopt(city, told)
    cause = Suspect("manifest", city.stored(told).digest)
    on_glass = on_glass_of(city)
    quarantine = Quarantine(RuntimeFiles(city.folder / "notes"))
    for _ in range(2):
        quarantine.begin(cause)
        quarantine.recover()
    held = on_glass_of(city)
    assert not reload(held)
    assert held.at(MID).kind == "nameplate"
    assert reload(on_glass)  # one that knew nothing of it plays on, and what went well is forgiven
    adopt(city, city.manifest({"b": SyntheticSlide(b"b", 20)}))
    assert reload(held)
    assert held.at(MID).showing.slide == "b"
