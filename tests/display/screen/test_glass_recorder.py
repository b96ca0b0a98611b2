"""What the screen writes down of its glass: the read-back, the plays without gaps, captures, the panel's light."""

import queue
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from PIL import Image

from content.schedule.resolve import Showing
from content.wire import Glass, Play
from display_client.clock import Clocks
from display_client.journal import JournalReader, JournalWriter
from display_client.panel import Connector
from display_client.runtime_files import RuntimeFiles, glass_of
from display_client.screen.easel import Painted, PaintOrder
from display_client.screen.glass_recorder import GlassRecorder
from display_client.screen.on_glass import FAR, Target
from display_client.screen.picture import Patch
from display_client.screen.preparer import Prepared, ShownPicture

SIZE = (64, 36)
AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Bucharest")


class SimulatedPanel:
    """A panel that remembers, or breaks."""

    def __init__(self) -> None:
        self.light: list[bool] = []
        self.fault: Exception | None = None

    def power(self, on: bool) -> None:
        if self.fault:
            raise self.fault
        self.light.append(on)

    def connector(self) -> Connector:
        return "connected"


def prepared(slide: str | None, colour: str, state: str = "showing") -> Prepared:
    showing = Showing(state=state, slide=slide, lang="ro", campaign="c", since=AT, until=FAR)  # type: ignore[arg-type]
    target = Target(showing=showing, kind="frame", asset="0" * 64, zone=ZONE)
    order = PaintOrder(asset=target.asset, live=(), size=SIZE, zone=ZONE.key, at=AT)
    whole = Patch(0, 0, *SIZE, Image.new("RGB", SIZE, colour).tobytes())
    return Prepared(target, target, ShownPicture(order, Painted(patches=(whole,)), ours=False))


def pixels(shown: Prepared) -> bytes:
    return shown.picture.image.transpose(Image.Transpose.FLIP_TOP_BOTTOM).convert("RGBA").tobytes()


class KeptPictures:
    """What is behind the window: told of each picture after it was read back."""

    def __init__(self) -> None:
        self.came: queue.Queue[Image.Image] = queue.Queue()

    def keep(self, picture: Image.Image) -> None:
        self.came.put(picture)


class Recording:
    """A recorder, and everything it writes to."""

    def __init__(self, folder: Path) -> None:
        self.plays, self.panel = folder / "plays", SimulatedPanel()
        self.plays.mkdir()
        self.notes = RuntimeFiles(folder / "run")
        self.notes.prepare()
        self.up_s = 1000.0
        self.clocks = Clocks(boot_s=lambda: self.up_s, boot_id=lambda: "boot")
        self.behind = KeptPictures()
        journal = JournalWriter(self.notes.plays, self.plays)
        self.recorder = GlassRecorder(journal, self.notes, self.panel, SIZE, self.clocks, self.behind)

    def light(self, shown: Prepared, seconds: float) -> None:
        self.recorder.lit(shown, pixels(shown), AT + timedelta(seconds=seconds))

    def read_back(self) -> threading.Event:
        """Set when the first picture was read back, as its panel is lit after that."""
        lit = threading.Event()
        self.panel.power = lambda on: lit.set()  # type: ignore[method-assign]
        return lit

    def glass(self) -> Glass | None:
        """Once the recorder is closed."""
        return glass_of(self.notes.glass.read())

    def told(self) -> tuple[Play, ...]:
        return JournalReader(self.notes.plays, self.plays).waiting(99)

    def played(self) -> list[tuple[int, str | None, float]]:
        """Number, slide and seconds of each play."""
        return [(play.number, play.slide, (play.until - play.since).total_seconds()) for play in self.told()]


@pytest.fixture
def recording(tmp_path: Path) -> Recording:
    return Recording(tmp_path)


def test_the_glass_is_written_as_it_was_read_back(recording: Recording) -> None:
    recording.light(prepared("a", "red"), 0)
    recording.light(prepared("b", "blue"), 8)
    recording.recorder.close(AT + timedelta(seconds=9))
    glass = recording.glass()
    assert glass is not None
    assert (glass.slide, glass.count, glass.colours, glass.matches) == ("b", 2, 1, True)
    assert glass.lit == AT + timedelta(seconds=8)


def test_a_glass_that_differs_is_said_to_differ(recording: Recording) -> None:
    recording.recorder.lit(prepared("a", "red"), pixels(prepared("a", "green")), AT)
    recording.recorder.close(AT)
    glass = recording.glass()
    assert glass is not None and not glass.matches


def test_plays_follow_each_other_without_gaps_and_the_dark_is_none(recording: Recording) -> None:
    recording.light(prepared("a", "red"), 0)
    recording.light(prepared("b", "blue"), 8)
    recording.light(prepared(None, "black", "off"), 20)
    recording.light(prepared("a", "red"), 50)
    recording.recorder.close(AT + timedelta(seconds=51))
    assert recording.played() == [(1, "a", 8.0), (2, "b", 12.0), (3, "a", 1.0)]


def test_the_panels_light_follows_the_glass(recording: Recording) -> None:
    recording.light(prepared("a", "red"), 0)
    recording.light(prepared("b", "blue"), 8)
    recording.light(prepared(None, "black", "off"), 20)
    recording.light(prepared("a", "red"), 50)
    recording.recorder.close(AT)
    assert recording.panel.light == [True, False, True]


def test_a_capture_is_the_glass_with_what_was_read_back(recording: Recording) -> None:
    red = prepared("a", "red")
    recording.recorder.captured(pixels(red))  # before anything is lit there is nothing to answer
    recording.light(red, 0)
    recording.recorder.captured(pixels(red))
    recording.recorder.close(AT)
    captured = glass_of(recording.notes.captured.read())
    assert captured is not None and captured.slide == "a"
    with Image.open(recording.notes.captured_png.path) as image:
        assert image.convert("RGB").tobytes() == red.picture.image.tobytes()


def test_a_fault_while_recording_is_logged_and_the_next_change_is_recorded(
    recording: Recording, caplog: pytest.LogCaptureFixture
) -> None:
    recording.panel.fault = RuntimeError("the panel burns")
    recording.recorder.lit(prepared("a", "red"), b"too few pixels", AT)
    recording.light(prepared("b", "blue"), 8)
    recording.recorder.close(AT + timedelta(seconds=9))
    glass = recording.glass()
    assert glass is not None and glass.slide == "b"
    assert [record.message for record in caplog.records] == ["the glass could not be recorded"] * 2
    assert [slide for _, slide, _ in recording.played()] == ["a", "b"]


def test_the_caller_never_waits_for_the_recording(recording: Recording) -> None:
    blocked, began = threading.Event(), threading.Event()
    recording.panel.power = _blocking(began, blocked)  # type: ignore[method-assign]
    recording.light(prepared("a", "red"), 0)
    assert began.wait(20)
    recording.light(prepared("b", "blue"), 8)  # returns although the first is not recorded yet
    blocked.set()
    recording.recorder.close(AT)
    glass = recording.glass()
    assert glass is not None and glass.slide == "b"


def _blocking(began: threading.Event, blocked: threading.Event) -> Callable[[bool], None]:
    def power(on: bool) -> None:
        began.set()
        blocked.wait(20)

    return power


def test_a_play_says_what_it_was_by_both_clocks_and_whether_it_was_seen(recording: Recording) -> None:
    """The clock of the system is set back by an hour meanwhile; the other runs on."""
    target = msgspec.structs.replace(prepared("a", "red").target, manifest=(2, 7))
    red = msgspec.structs.replace(prepared("a", "red"), target=target)
    read_back = recording.read_back()
    recording.light(red, 0)
    assert read_back.wait(20)
    recording.up_s += 8.5
    recording.recorder.ended(AT - timedelta(hours=1))
    recording.light(prepared("b", "blue"), 20)
    recording.up_s += 1
    recording.recorder.close(AT + timedelta(seconds=21))
    first, second = recording.told()
    assert (first.since, first.until, first.seconds, first.up) == (AT, AT, 8.5, (1_000_000, 1_008_500))
    assert (first.manifest, first.asset, first.boot, first.matched) == ((2, 7), "0" * 64, "boot", True)
    assert (second.manifest, second.seconds) == (None, 1.0)


def test_a_play_of_a_picture_that_was_not_the_one_meant_says_so(recording: Recording) -> None:
    read_back = recording.read_back()
    recording.recorder.lit(prepared("a", "red"), pixels(prepared("a", "green")), AT)
    assert read_back.wait(20)
    recording.recorder.close(AT + timedelta(seconds=9))
    assert [play.matched for play in recording.told()] == [False]


def crashed(recording: Recording, slide: str, lit: datetime) -> None:
    """A screen that was killed while it showed a slide."""
    play = Play(
        number=0, slide=slide, lang="ro", campaign="c", asset=None, since=lit, until=lit, boot="boot", up=(700, 700)
    )
    recording.notes.playing.write(msgspec.json.encode(play))
    recording.notes.heartbeat.beat()


def test_a_play_that_a_crash_cut_short_ends_with_the_last_heartbeat(recording: Recording) -> None:
    lit = datetime.now(UTC) - timedelta(minutes=5)
    crashed(recording, "old", lit)
    recording.recorder.recover()
    recording.recorder.recover()
    (play,) = recording.told()
    assert (play.slide, play.since, play.up and play.up[0]) == ("old", lit, 700)
    assert play.up is not None and abs(play.up[1] - 1_000_000) < 60_000
    assert abs((play.until - lit).total_seconds() - 300) < 60


def test_a_play_that_ended_before_the_crash_is_recorded_once(recording: Recording) -> None:
    """The screen was killed between the record and the note."""
    lit = datetime.now(UTC) - timedelta(minutes=5)
    crashed(recording, "old", lit)
    note = recording.notes.playing.read()
    recording.recorder.recover()
    assert note is not None
    recording.notes.playing.write(note)
    again = GlassRecorder(
        JournalWriter(recording.notes.plays, recording.plays), recording.notes, recording.panel, SIZE, recording.clocks
    )
    again.recover()
    assert [slide for _, slide, _ in recording.played()] == ["old"]


def test_a_play_too_short_for_a_heartbeat_does_not_last_until_the_next_crash(recording: Recording) -> None:
    """The screen came again when the display was off, and was killed hours later."""
    crashed(recording, "old", datetime.now(UTC) + timedelta(minutes=5))
    recording.recorder.recover()
    assert recording.notes.playing.read() is None and recording.told() == ()


def test_a_play_that_a_crash_cut_short_counts_though_the_clock_was_set_back_before_it(recording: Recording) -> None:
    lit = datetime.now(UTC) - timedelta(minutes=5)
    ahead = lit + timedelta(days=1)
    former = Play(
        number=0, slide="a", lang="ro", campaign="c", asset=None, since=ahead, until=ahead, boot="boot", up=(500, 700)
    )
    JournalWriter(recording.notes.plays, recording.plays).append(former)
    crashed(recording, "old", lit)
    again = GlassRecorder(
        JournalWriter(recording.notes.plays, recording.plays), recording.notes, recording.panel, SIZE, recording.clocks
    )
    again.recover()
    assert [slide for _, slide, _ in recording.played()] == ["a", "old"]


def test_a_play_of_a_former_start_of_the_machine_is_counted_by_the_time_alone(recording: Recording) -> None:
    """The runtime files are on the card where there is no memory for them."""
    lit = datetime.now(UTC) - timedelta(minutes=5)
    play = Play(
        number=0, slide="old", lang="ro", campaign="c", asset=None, since=lit, until=lit, boot="before", up=(700, 700)
    )
    recording.notes.playing.write(msgspec.json.encode(play))
    recording.notes.heartbeat.beat()
    recording.recorder.recover()
    (play,) = recording.told()
    assert (play.boot, play.up) == ("before", None) and abs(play.seconds - 300) < 60
