"""What the screen says about itself: the glass as read back, the plays, a capture on request.

Decides what is written when. It works in a thread of its own, in order, so that the picture never waits for it. Nobody
looks at what that thread returns, so what goes wrong there is logged, and the next change of the glass is recorded.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import msgspec
from PIL import Image

from content.wire import Glass, Play
from display_client.clock import Clocks
from display_client.journal import JournalWriter
from display_client.panel import PanelSwitch, PanelWatch
from display_client.runtime_files import RuntimeFiles
from display_client.screen import glass
from display_client.screen.behind import Behind, NothingBehind
from display_client.screen.first_picture import remember
from display_client.screen.preparer import Prepared

log = logging.getLogger(__name__)


class GlassRecorder:
    """Call `lit` and `captured` from the main thread with pixels as GL gave them (RGBA, rows from the bottom)."""

    def __init__(  # noqa: PLR0913, PLR0917  what it writes to, and what it reads
        self,
        journal: JournalWriter,
        notes: RuntimeFiles,
        panel: PanelSwitch,
        size: tuple[int, int],
        clocks: Clocks,
        behind: Behind | None = None,
    ) -> None:
        self._journal, self._notes, self._panel, self._size = journal, notes, panel, size
        self._clocks, self._boot = clocks, clocks.boot_id()
        self._behind = behind or NothingBehind()
        self._watch = PanelWatch(panel)
        self._powered: bool | None = None
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="glass-recorder")
        self._count = 0
        self._playing: Play | None = None
        self._glass: Glass | None = None

    def recover(self, of_system: Callable[[datetime], datetime] = lambda at: at) -> None:
        """A play that a crash cut short ends with the last heartbeat; `of_system` says when the system's clock was."""
        cut, beat = _play_of(self._notes.playing.read()), self._notes.heartbeat.last()
        if cut is not None and beat is not None and not self._is_recorded(cut):
            last_beat = of_system(beat)
            since_beat_s = max(0.0, (of_system(self._clocks.system()) - last_beat).total_seconds())
            if last_beat > cut.since:
                self._end(cut, last_beat, self._up_ms() - round(1000 * since_beat_s))
        self._notes.playing.clear()  # whoever crashes next showed something else, or nothing

    def _is_recorded(self, cut: Play) -> bool:
        """Whether the crash came after the record. The clock may have been set: what counts is the one nobody sets."""
        last = self._journal.last
        if last and last.up and cut.up and last.boot == cut.boot:
            return last.up[0] >= cut.up[0]
        return last is not None and last.until > cut.since

    def lit(self, shown: Prepared, rgba: bytes, now: datetime) -> None:
        """The picture is complete on the glass since `now` (UTC)."""
        self.ended(now)
        self._count = count = self._count + 1
        if shown.target.showing.state != "off":
            self._begin(shown, now)
        self._later(lambda: self._report(shown, rgba, now, count))

    def ended(self, now: datetime) -> None:
        """What was on the glass until `now` is recorded."""
        if self._playing is not None:
            play, self._playing = self._playing, None
            matched = self._glass is not None and self._glass.count == self._count and self._glass.matches
            self._end(msgspec.structs.replace(play, matched=matched), now, self._up_ms())

    def panel_came(self) -> bool:
        """Whether a panel was plugged in since the last look."""
        return self._watch.came()

    def captured(self, rgba: bytes) -> None:
        """Answers a request for the glass."""
        self._later(lambda: self._answer(rgba))

    def close(self, now: datetime) -> None:
        self.ended(now)
        self._worker.shutdown(wait=True)
        self._journal.close()

    def _later(self, work: Callable[[], None]) -> None:
        self._worker.submit(_guarded, work)

    def _begin(self, shown: Prepared, now: datetime) -> None:
        target, up_ms = shown.target, self._up_ms()
        self._playing = Play(
            number=0,
            slide=target.showing.slide,
            lang=target.showing.lang,
            campaign=target.showing.campaign,
            asset=target.asset,
            since=now,
            until=now,
            manifest=target.manifest,
            boot=self._boot,
            up=(up_ms, up_ms),
        )
        self._notes.playing.write(msgspec.json.encode(self._playing))

    def _end(self, play: Play, now: datetime, up_ms: int) -> None:
        """It was on the glass until `now`, and until then by the clock that nobody sets. Either may have jumped."""
        until = max(play.since, now)
        up = (play.up[0], max(play.up[0], up_ms)) if play.up and play.boot == self._boot else None
        self._journal.append(msgspec.structs.replace(play, until=until, up=up))
        self._notes.playing.clear()

    def _up_ms(self) -> int:
        return round(1000 * self._clocks.boot_s())

    def _report(self, shown: Prepared, rgba: bytes, now: datetime, count: int) -> None:
        picture, showing = shown.picture, shown.target.showing
        _guarded(
            lambda: self._behind.keep(picture.image)
        )  # first: nothing is told before it would outlast this process
        seen = glass.inspect(glass.image_of(rgba, self._size), picture.image, picture.masks)
        self._glass = Glass(
            state=showing.state,
            slide=showing.slide,
            lang=showing.lang,
            campaign=showing.campaign,
            asset=shown.target.asset,
            since=showing.since,
            until=showing.until,
            lit=now,
            seen=seen.digest,
            colours=seen.colours,
            matches=seen.matches,
            count=count,
        )
        self._notes.glass.write(msgspec.json.encode(self._glass))
        remember(self._notes.shown, shown.target)
        if self._powered != (showing.state != "off"):
            self._powered = showing.state != "off"
            self._panel.power(self._powered)

    def _answer(self, rgba: bytes) -> None:
        if self._glass is None:
            return
        image: Image.Image = glass.image_of(rgba, self._size)
        if self._notes.captured_png.write(glass.png(image)):
            self._notes.captured.write(msgspec.json.encode(self._glass))


def _play_of(data: bytes | None) -> Play | None:
    """None when there is none, or it is not one."""
    try:
        return msgspec.json.decode(data or b"", type=Play)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _guarded(work: Callable[[], None]) -> None:
    try:
        work()
    except Exception:
        log.exception("the glass could not be recorded")
