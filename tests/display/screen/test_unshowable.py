"""Frames that this display cannot show: the others go on in their place, and what is mended comes back."""

import hashlib
from pathlib import Path

import pytest

from content.wire import LivePart
from display_client.bench.rehearsal import Rehearsal, Rehearsed, SyntheticSlide
from display_client.quarantine import FORGOTTEN_S, Quarantine, frame_suspect
from display_client.runtime_files import RuntimeFiles
from display_client.screen.on_glass import OnGlass
from display_client.screen.unshowable import Unshowable
from tests.display.glasses import MID, reload, take


class Seconds:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def unshowable(city: Rehearsal, tmp_path: Path, seconds: Seconds) -> Unshowable:
    notes = RuntimeFiles(tmp_path / "notes")
    notes.prepare()
    return Unshowable(Quarantine(notes, seconds), city.store)


@pytest.fixture
def told(city: Rehearsal) -> Rehearsed:
    told = city.manifest({"a": SyntheticSlide(b"a", 20), "b": SyntheticSlide(b"b", 20)})
    city.store.adopt(city.stored(told))
    return told


@pytest.fixture
def on_glass(city: Rehearsal, unshowable: Unshowable, told: Rehearsed) -> OnGlass:
    on_glass = OnGlass(city.enrolment, city.store, unshowable)
    assert reload(on_glass)
    return on_glass


def strike(unshowable: Unshowable, asset: str, times: int = 2) -> None:
    for _ in range(times):
        unshowable.quarantine.strike(frame_suspect(asset, ()), "no picture")


def test_after_two_failures_the_next_one_moves_up(on_glass: OnGlass, unshowable: Unshowable, told: Rehearsed) -> None:
    shown = on_glass.at(MID).showing.slide
    other = "b" if shown == "a" else "a"
    strike(unshowable, told.asset(shown or ""), times=1)
    unshowable.changed()
    assert not take(on_glass)
    strike(unshowable, told.asset(shown or ""), times=1)
    assert reload(on_glass)
    assert on_glass.at(MID).showing.slide == other
    assert not take(on_glass)


def test_what_failed_hours_ago_has_its_turn_again(
    on_glass: OnGlass, unshowable: Unshowable, told: Rehearsed, seconds: Seconds
) -> None:
    before = on_glass.at(MID)
    strike(unshowable, told.asset(before.showing.slide or ""))
    assert reload(on_glass)
    seconds.now += FORGOTTEN_S
    assert unshowable.changed()
    assert take(on_glass)
    assert on_glass.at(MID) == before


def test_live_parts_that_fail_leave_the_same_picture_elsewhere_alone(city: Rehearsal, unshowable: Unshowable) -> None:
    clock = (LivePart(part="clock", x=0, y=0, width=9, height=9, size=0),)
    told = city.manifest({"a": SyntheticSlide(b"same", 20, clock), "b": SyntheticSlide(b"same", 20)})
    asset = told.asset("a")
    for _ in range(2):
        unshowable.quarantine.strike(frame_suspect(asset, clock), "no size")
    assert unshowable.turns(told.programme) == {("a", "ro")}


def test_when_none_is_left_the_neutral_frame_shows(on_glass: OnGlass, unshowable: Unshowable, told: Rehearsed) -> None:
    for slide in ("a", "b"):
        strike(unshowable, told.asset(slide))
    assert reload(on_glass)
    target = on_glass.at(MID)
    assert (target.kind, target.asset) == ("frame", told.programme.neutral.asset)


@pytest.mark.parametrize("place", ["card", "memory"])
def test_a_missing_one_is_left_out_until_its_file_is_another(
    city: Rehearsal, on_glass: OnGlass, unshowable: Unshowable, place: str
) -> None:
    before = on_glass.at(MID)
    name = (before.showing.slide or "").encode()
    unshowable.missed(hashlib.sha256(name).hexdigest())
    assert reload(on_glass)
    assert on_glass.at(MID).showing.slide != before.showing.slide
    city.keep(b"something else")
    unshowable.changed()
    assert not take(on_glass)
    folder = city.store.card if place == "card" else city.store.spare
    folder.make_room(1)
    folder.partial(before.asset or "").write_bytes(name)
    assert folder.keep(before.asset or "")
    assert reload(on_glass)
    assert on_glass.at(MID) == before


def test_the_slide_on_the_glass_finishes_when_another_is_left_out(
    on_glass: OnGlass, unshowable: Unshowable, told: Rehearsed
) -> None:
    shown = on_glass.at(MID)
    strike(unshowable, told.asset("b" if shown.showing.slide == "a" else "a"))
    assert reload(on_glass, shown)
    assert on_glass.at(MID).showing.slide == shown.showing.slide
    assert on_glass.at(MID).showing.until <= shown.showing.until


def test_the_slide_on_the_glass_that_fails_there_leaves_at_once(
    on_glass: OnGlass, unshowable: Unshowable, told: Rehearsed
) -> None:
    shown = on_glass.at(MID)
    strike(unshowable, told.asset(shown.showing.slide or ""))
    assert reload(on_glass, shown)
    assert on_glass.at(MID).showing.slide != shown.showing.slide
