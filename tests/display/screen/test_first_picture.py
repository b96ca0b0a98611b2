"""What was on the glass is the first picture of the next screen, as long as it may be there."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from content.schedule.resolve import Showing
from content.wire import LivePart
from display_client.runtime_files import Note
from display_client.screen.first_picture import remember, remembered
from display_client.screen.on_glass import Target

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
SHOWING = Showing(state="showing", slide="a", lang="ro", campaign="c", since=NOW, until=NOW + timedelta(seconds=10))
CLOCK = LivePart(part="clock", x=0, y=0, width=9, height=9, size=9)
FRAME = Target(showing=SHOWING, kind="frame", asset="a" * 64, live=(CLOCK,), zone=ZoneInfo("Europe/Bucharest"))


@pytest.fixture
def note(tmp_path: Path) -> Note:
    return Note(tmp_path / "shown")


def test_it_is_the_same_as_long_as_it_lasts(note: Note) -> None:
    remember(note, FRAME)
    assert remembered(note, NOW) == FRAME
    for at in (NOW - timedelta(seconds=1), NOW + timedelta(seconds=10)):
        assert remembered(note, at) is None


@pytest.mark.parametrize("kind", ["dark", "nameplate"])
def test_what_is_no_frame_is_not_remembered(note: Note, kind: str) -> None:
    remember(note, FRAME)
    remember(note, msgspec.structs.replace(FRAME, kind=kind, asset=None))
    assert remembered(note, NOW) is None


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b"[" * 50_000])
def test_a_note_that_is_none_is_nothing(note: Note, data: bytes) -> None:
    note.write(data)
    assert remembered(note, NOW) is None
