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
from display_client.journal import JournalWriter
from display_client.panel import PanelSwitch, PanelWatch
from display_client.runtime_files import RuntimeFiles, glass_of
from display_client.screen import glass
from display_client.screen.behind import Behind, NothingBehind
from display_client.screen.first_picture import remember
from display_client.screen.preparer import Prepared

log = logging.getLogger(__name__)


class GlassRecorder:
    """Call `lit` and `captured` from the main thread with pixels as GL gave them (RGBA, rows from the bottom)."""

    def __init__(
        self,
        journal: JournalWriter,
        notes: RuntimeFiles,
        panel: PanelSwitch,
        size: tuple[int, int],
        behind: Behind | None = None,
    ) -> None:
        self._journal, self._notes, self._panel, self._size = journal, notes, panel, size
        self._behind = behind or NothingBehind()
        self._watch = PanelWatch(panel)
        self._powered: bool | None = None
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="glass-recorder")
        self._count = 0
        self._playing: tuple[Prepared, datetime] | None = None
        self._glass: Glass | None = None

    def recover(self, of_system: Callable[[datetime], datetime] = lambda at: at) -> None:
        """A play that a crash cut short ends with the last heartbeat; `of_system` says when the system's clock was."""
        cut, beat = glass_of(self._notes.glass.read()), self._notes.heartbeat.last()
        last_beat = of_system(beat) if beat else None
        if cut is None or cut.state == "off" or last_beat is None or last_beat <= cut.lit:
            return
        if self._journal.last is None or self._journal.last.until <= cut.lit:
            self._record(cut.slide, cut.lang, cut.campaign, cut.asset, cut.lit, last_beat)

    def lit(self, shown: Prepared, rgba: bytes, now: datetime) -> None:
        """The picture is complete on the glass since `now` (UTC)."""
        self.ended(now)
        if shown.target.showing.state != "off":
            self._playing = (shown, now)
        self._count = count = self._count + 1
        self._later(lambda: self._report(shown, rgba, now, count))

    def ended(self, now: datetime) -> None:
        """What was on the glass until `now` is recorded."""
        if self._playing is not None:
            (shown, since), self._playing = self._playing, None
            now = max(since, now)  # the clock may have been set back meanwhile
            showing = shown.target.showing
            self._record(showing.slide, showing.lang, showing.campaign, shown.target.asset, since, now)

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

    def _record(  # noqa: PLR0913, PLR0917  the fields of a play
        self,
        slide: str | None,
        lang: str | None,
        campaign: str | None,
        asset: str | None,
        since: datetime,
        until: datetime,
    ) -> None:
        play = Play(number=0, slide=slide, lang=lang, campaign=campaign, asset=asset, since=since, until=until)
        self._journal.append(play)

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


def _guarded(work: Callable[[], None]) -> None:
    try:
        work()
    except Exception:
        log.exception("the glass could not be recorded")
