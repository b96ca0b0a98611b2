"""What stands in when a frame cannot be shown: the nameplate."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from content.schedule.resolve import Showing
from content.wire import LivePart
from display_client.bench.rehearsal import Rehearsal, draw
from display_client.runtime_files import RuntimeFiles
from display_client.screen.on_glass import FAR, Target
from display_client.screen.picture import decode
from display_client.screen.preparer import Preparer

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
def preparer(city: Rehearsal, notes: RuntimeFiles) -> Preparer:
    return Preparer(city.enrolment, city.store, notes, city.size)


def test_a_frame_in_the_store_is_shown_as_it_is(city: Rehearsal, preparer: Preparer) -> None:
    city.keep(PNG)
    prepared = preparer.prepare(target(), NOW)
    assert prepared.target == prepared.asked == target()
    assert prepared.picture.image.tobytes() == decode(PNG).tobytes()


def test_a_missing_asset_is_reported_and_the_nameplate_stands_in(preparer: Preparer, notes: RuntimeFiles) -> None:
    prepared = preparer.prepare(target(), NOW)
    assert (prepared.asked, prepared.target.kind, prepared.target.showing.slide) == (target(), "nameplate", None)
    assert notes.take_damaged() == [target().asset]


UNSHOWABLE = {
    "no picture": target(b"no picture"),
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
    city: Rehearsal, preparer: Preparer, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    city.keep(PNG, b"no picture")
    for _ in range(3):
        prepared = preparer.prepare(UNSHOWABLE[name], NOW)
        assert (prepared.target.kind, prepared.target.asset) == ("nameplate", None)
    assert len(caplog.records) == 1


def test_the_dark_is_black(preparer: Preparer, city: Rehearsal) -> None:
    dark = Target(showing=SHOWING, kind="dark", zone=ZoneInfo("Europe/Bucharest"))
    picture = preparer.prepare(dark, NOW).picture
    assert picture.image.size == city.size and picture.image.getextrema() == ((0, 0), (0, 0), (0, 0))
