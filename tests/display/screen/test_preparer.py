"""What stands in when a frame cannot be shown: the nameplate."""

import hashlib
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image, ImageChops

from content.schedule.resolve import Showing
from content.wire import LivePart
from display_client.bench.rehearsal import Rehearsal, draw
from display_client.quarantine import Quarantine, quarantined
from display_client.runtime_files import RuntimeFiles
from display_client.screen.on_glass import FAR, Target
from display_client.screen.picture import decode
from display_client.screen.preparer import Preparer
from display_client.screen.unshowable import Unshowable

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
SHOWING = Showing(state="showing", slide="a", lang="ro", campaign="c", since=NOW, until=FAR)
PNG = draw(1, (640, 360))


def target(png: bytes = PNG, *live: LivePart) -> Target:
    asset = hashlib.sha256(png).hexdigest()
    return Target(showing=SHOWING, kind="frame", asset=asset, live=live, zone=ZoneInfo("Europe/Bucharest"))


@pytest.fixture
def notes(tmp_path: Path) -> RuntimeFiles:
    notes = RuntimeFiles(tmp_path / "run")
    notes.prepare()
    return notes


@pytest.fixture
def preparer(city: Rehearsal, notes: RuntimeFiles) -> Iterator[Preparer]:
    unshowable = Unshowable(Quarantine(notes), city.store)
    preparer = Preparer(city.enrolment, city.store, notes, city.size, unshowable)
    yield preparer
    preparer.close()


def test_a_frame_in_the_store_is_shown_as_it_is(city: Rehearsal, preparer: Preparer) -> None:
    city.keep(PNG)
    prepared = preparer.prepare(target(), NOW)
    assert prepared.target == prepared.asked == target()
    assert prepared.picture.image.tobytes() == decode(PNG).tobytes()


def test_a_missing_asset_is_reported_and_the_nameplate_stands_in(preparer: Preparer, notes: RuntimeFiles) -> None:
    prepared = preparer.prepare(target(), NOW)
    assert (prepared.asked, prepared.target.kind, prepared.target.showing.slide) == (target(), "nameplate", None)
    assert notes.take_damaged() == [target().asset]


def wide() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40_000, 1)).save(out, "PNG")
    return out.getvalue()


WIDE = wide()
UNSHOWABLE = {
    "no picture": target(b"no picture"),
    "a picture of 40,000 × 1 pixels": target(WIDE),
    "a live part without a size": target(PNG, LivePart(part="clock", x=0, y=0, width=90, height=30, size=0)),
    "a live part with a colour that is none": target(
        PNG, LivePart(part="clock", x=0, y=0, width=90, height=30, size=20, color="beautiful")
    ),
    "a live part in a language that is none": target(
        PNG, LivePart(part="countdown", x=0, y=0, width=90, height=30, size=20, lang="qq", until=FAR)
    ),
}


@pytest.mark.parametrize("name", UNSHOWABLE)
def test_a_frame_that_cannot_be_drawn_never_ends_the_screen(
    city: Rehearsal, preparer: Preparer, notes: RuntimeFiles, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    city.keep(PNG, WIDE, b"no picture")
    for _ in range(3):
        prepared = preparer.prepare(UNSHOWABLE[name], NOW)
        assert (prepared.target.kind, prepared.target.asset) == ("nameplate", None)
    assert len(caplog.records) == 2  # after the second it is tried no more
    assert preparer.is_held(UNSHOWABLE[name])
    assert not preparer.is_held(target())
    (told,) = quarantined(notes)
    assert (told.kind, told.name) == ("frame", UNSHOWABLE[name].asset)
    assert preparer.prepare(target(), NOW).target == target()  # the others go on


def test_the_dark_is_black(preparer: Preparer, city: Rehearsal) -> None:
    dark = Target(showing=SHOWING, kind="dark", zone=ZoneInfo("Europe/Bucharest"))
    picture = preparer.prepare(dark, NOW).picture
    assert picture.image.size == city.size and picture.image.getextrema() == ((0, 0), (0, 0), (0, 0))


def test_the_words_of_live_parts_are_those_of_when_it_is_due(city: Rehearsal, preparer: Preparer) -> None:
    city.keep(PNG)
    clock = LivePart(part="clock", x=400, y=20, width=200, height=60, size=40)
    shown = preparer.prepare(target(PNG, clock), NOW - timedelta(seconds=4))
    assert shown.picture.words == ("10:00",)
    assert shown.picture.order(NOW) is None


@pytest.mark.parametrize("step", [timedelta(minutes=1), timedelta(hours=-2)])
def test_live_parts_are_painted_anew_when_they_say_something_else_also_when_the_clock_is_set_back(
    city: Rehearsal, preparer: Preparer, step: timedelta
) -> None:
    city.keep(PNG)
    clock = LivePart(part="clock", x=400, y=20, width=200, height=60, size=40)
    shown = preparer.prepare(target(PNG, clock), NOW)
    before = shown.picture.image.copy()
    order = shown.picture.order(NOW + step)
    assert order is not None
    painted = preparer.refresh(shown, order)
    assert painted is not None
    (patch,) = shown.picture.take(order, painted)
    assert shown.picture.words == ((NOW + step).astimezone(ZoneInfo("Europe/Bucharest")).strftime("%H:%M"),)
    assert shown.picture.order(NOW + step) is None
    box = ImageChops.difference(before, shown.picture.image).getbbox()
    assert box is not None and patch.x <= box[0] and box[2] <= patch.x + patch.width


def test_the_clock_of_the_nameplate_goes_on(preparer: Preparer) -> None:
    shown = preparer.prepare(target(), NOW)
    order = shown.picture.order(NOW + timedelta(minutes=1))
    assert order is not None and shown.picture.ours
    painted = preparer.refresh(shown, order)
    assert painted is not None and painted.words == ("10:01",)
