"""The screen's runner: the clock, the window, and the order in which a picture comes to the glass.

Each tick asks the `Lookahead` what belongs on the glass, has it prepared in a thread, fades it in, reads it back. Reads
the store only; what it has to say goes to the journal and the runtime files. Decides fade lengths, when the next tick
is due (the `Waker` brings it earlier when something happens), and that what is not known or not prepared in time is
stood in for: nothing stays on the glass past its time for want of what comes next.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec
from kivy.clock import Clock
from kivy.core.window import Window
from PIL import Image, ImageChops

from config.system.lifeline import beat
from display_client.clock import DisplayClock
from display_client.runtime_files import RuntimeFiles
from display_client.screen.crossfade import Crossfade
from display_client.screen.easel import Painted, PaintOrder
from display_client.screen.flips import FlipLog
from display_client.screen.glass import TOLERANCE
from display_client.screen.glass_recorder import GlassRecorder
from display_client.screen.lookahead import Lookahead
from display_client.screen.on_glass import Target
from display_client.screen.preparer import Prepared, Preparer
from display_client.screen.waker import Waker
from display_client.screen.window import drawn_row, read_pixels, stop, window_size
from display_client.timekeeping import TimeReading

FRAME_S, UNSETTLED_S, REST_S = 1 / 30, 1 / 16, 1.0
"""Until the next look: in a fade; while what is on the glass is not what belongs there; the longest otherwise.

The last bounds how long a clock that is set goes unnoticed, and what only a look can find.
"""
FADE_S, CORRECTION_S, HURRY_S = 0.5, 0.0, 0.1
AHEAD = timedelta(seconds=4)
"""How long before it is due the next picture is prepared."""
BEAT_S, RETRY_S = 3.5, 1.0
WHOLE_BEATS = 3
"""Each of so many beats draws the whole picture."""
LATE_S = 2.0
"""What is over stays at most that long on the glass while what comes next is worked out or prepared."""
T = TypeVar("T")
_PROBED = (0.2, 0.5, 0.8)
"""Heights of the rows that are read back for a heartbeat."""


class Screen:
    """One display's glass. `start` puts up the first picture; then Kivy's clock and window drive it."""

    def __init__(  # noqa: PLR0913, PLR0917  the parts of a screen
        self,
        lookahead: Lookahead,
        preparer: Preparer,
        worker: ThreadPoolExecutor,
        recorder: GlassRecorder,
        notes: RuntimeFiles,
        clock: DisplayClock,
        waker: Waker,
    ) -> None:
        """`worker` is the one thread that prepares."""
        self._lookahead, self._preparer, self._worker = lookahead, preparer, worker
        self._recorder, self._notes, self._clock, self._waker = recorder, notes, clock, waker
        self._size = window_size()
        self._crossfade = Crossfade(self._size)
        self._coming: tuple[Target, Future[Prepared]] | None = None
        self._refreshing: tuple[Prepared, PaintOrder, Future[Painted | None]] | None = None
        self._flips = FlipLog(notes.path / "flips", self._size, read_pixels)
        self._beat_at = self._retry_at = self._refresh_at = 0.0
        self._right_at = 0.0
        """When what was on the glass last belonged there (monotonic)."""
        self._settled = self._captures = self._probes = False
        self._known = self._ending = False
        self._beats = 0
        self._tick_at = 0.0
        self._shown: Prepared
        self._target: Target

    def start(self, first: Prepared) -> None:
        """Puts `first` on the glass without a fade."""
        self._target, self._shown, self._right_at = first.asked, first, time.monotonic()
        self._crossfade.begin(first.picture.image, 0.0, 0.0)
        self._settled = True
        Window.bind(on_flip=self._flipped)
        Clock.schedule_interval(self._tick, 0)

    def end(self) -> None:
        """Asks the loop to end; safe in a signal handler."""
        self._ending = True
        self._waker.wake()

    def sleep(self) -> None:
        """Until there is something to do."""
        self._waker.sleep(self._tick_at + self._rests_s() - time.monotonic())

    def close(self) -> None:
        self._worker.shutdown(wait=False, cancel_futures=True)
        self._preparer.close()
        self._recorder.close(self._clock.now())

    # --- each tick -------------------------------------------------------------------------------------------------

    def _tick(self, _elapsed: float) -> None:
        if self._notes.watch.changed():
            self._read_notes()
        if self._ending:
            stop()
            return
        reading, clock_s = self._clock.read(), time.monotonic()
        now, self._tick_at = reading.now, clock_s
        self._choose(reading, clock_s)
        if self._crossfade.fading:
            self._fade(clock_s)
        elif self._target.look != self._shown.asked.look:
            self._bring(self._target, now, clock_s)
        elif self._target.showing != self._shown.asked.showing:
            self._relight()
        else:
            self._rest(now, clock_s)

    def _choose(self, reading: TimeReading, clock_s: float) -> None:
        """What belongs on the glass. What does not any more is stood in for when nothing else is known in time."""
        now, known = reading.now, self._lookahead.at(reading, self._shown.target)
        if known is not None:
            self._target = known
        stands = self._target.showing.since <= now < self._target.showing.until
        stands = stands and self._target.timed == reading.trusted
        if known is None and not stands and self._is_late(clock_s):
            self._target, stands = self._lookahead.unplanned(now), True
        self._known = known is not None
        if stands and self._target.look == self._shown.asked.look:
            self._right_at = clock_s

    def _is_late(self, clock_s: float) -> bool:
        return clock_s - self._right_at > LATE_S

    def _read_notes(self) -> None:
        self._ending = self._ending or self._notes.restart.news() is not None
        self._captures = self._captures or self._notes.capture.news() is not None
        self._clock.look()

    def _fade(self, clock_s: float) -> None:
        if self._target.look != self._shown.asked.look:
            self._crossfade.hurry(clock_s, HURRY_S)
        self._settled = self._crossfade.advance(clock_s) or self._settled

    def _bring(self, target: Target, now: datetime, clock_s: float) -> None:
        """Begins the fade as soon as the picture is prepared; when that takes too long, what stands in for it."""
        late = self._is_late(clock_s)
        if self._is_stood_in(target) and not late:
            return  # the plan may have another in its place in a moment
        prepared = self._prepared(target, now)
        if prepared is None:
            if not late:
                return
            prepared = self._preparer.stand_in(target, now)
        before = self._shown
        if prepared.target.look == before.target.look:  # the nameplate stands in for one frame after another
            self._shown = Prepared(prepared.asked, prepared.target, before.picture)
            self._settled = True
            self._crossfade.redraw()
            return
        self._shown = prepared
        since = clock_s - _late(target, now)
        self._crossfade.begin(prepared.picture.image, since, _fade_s(before.target, prepared.target))
        self._settled = not self._crossfade.fading

    def _relight(self) -> None:
        """The same picture for another stretch of time."""
        asked, target = self._target, self._shown.target
        if target.look == asked.look:
            target = asked
        else:
            target = msgspec.structs.replace(target, showing=asked.without_frame().showing)
        self._shown = Prepared(asked, target, self._shown.picture)
        self._settled = True
        self._crossfade.redraw()

    def _rest(self, now: datetime, clock_s: float) -> None:
        self._refresh(now, clock_s)
        stood_in = self._shown.asked.look != self._shown.target.look
        if stood_in and clock_s >= self._retry_at and not self._preparer.is_held(self._target):
            self._retry(now, clock_s)
        elif self._target.showing.until - now <= AHEAD:
            coming = self._lookahead.coming(self._target.showing.until)
            if coming is not None:
                self._prepared(coming, now)
        if self._captures:
            self._crossfade.redraw()
        if clock_s >= self._beat_at:
            self._beat_at = clock_s + BEAT_S
            self._clock.look()
            self._ending = self._ending or self._recorder.panel_came()
            self._prove()

    def _prove(self) -> None:
        """A beat: a few rows are drawn and read back; each third time the whole picture, with a flip."""
        self._beats = (self._beats + 1) % WHOLE_BEATS
        if self._beats and self._is_right(drawn_row):
            self._beat()
        else:
            self._probes = True
            self._crossfade.redraw()

    def _refresh(self, now: datetime, clock_s: float) -> None:
        """Has the live parts painted when they say something else; they are painted elsewhere, and put up when done."""
        if self._refreshing is not None:
            shown, order, future = self._refreshing
            if not future.done():
                return
            self._refreshing = None
            painted = future.result()
            if shown.picture is self._shown.picture and painted is not None:
                self._crossfade.patch(self._shown.picture.take(order, painted))
            elif shown.picture is self._shown.picture:
                self._refresh_at = clock_s + RETRY_S
                if self._preparer.is_held(self._shown.target):
                    self._put_up(self._preparer.stand_in(self._target, now), clock_s)
        elif clock_s >= self._refresh_at and (again := self._shown.picture.order(now)) is not None:
            self._refreshing = (self._shown, again, self._submit(self._preparer.refresh, self._shown, again))

    def _put_up(self, prepared: Prepared, clock_s: float) -> None:
        self._shown = prepared
        self._crossfade.begin(prepared.picture.image, clock_s, FADE_S)

    def _retry(self, now: datetime, clock_s: float) -> None:
        """A frame that could not be shown may have been mended."""
        prepared = self._prepared(self._target, now)
        if prepared is None:
            return
        self._retry_at = clock_s + RETRY_S
        if prepared.target.look == prepared.asked.look:
            self._put_up(prepared, clock_s)

    def _prepared(self, target: Target, now: datetime) -> Prepared | None:
        """The picture of that target once it is ready; asking again is free."""
        if self._coming is None or self._coming[0].look != target.look:
            if self._coming is not None and not self._coming[1].cancel():
                self._preparer.abandon()
            self._coming = (target, self._submit(self._preparer.prepare, target, now))
        future = self._coming[1]
        if not future.done():
            return None
        if self._target.look != target.look:  # prepared ahead: kept until it is due
            return None
        self._coming = None
        prepared = future.result()
        if prepared.asked.showing == target.showing:
            return prepared
        shown = target if prepared.target.look == target.look else target.without_frame()
        return Prepared(target, shown, prepared.picture)

    def _is_stood_in(self, target: Target) -> bool:
        """Whether what was prepared for that target is not its own picture."""
        if self._coming is None or self._coming[0].look != target.look or not self._coming[1].done():
            return False
        prepared = self._coming[1].result()
        return prepared.target.look != prepared.asked.look

    def _submit(self, work: Callable[..., T], *arguments: object) -> Future[T]:
        """In the thread that prepares; its end wakes the screen."""
        future = self._worker.submit(work, *arguments)
        future.add_done_callback(self._waker.wake)
        return future

    def _rests_s(self) -> float:
        """Seconds from the last tick to the next that is due by itself."""
        if self._crossfade.fading or self._captures:
            return FRAME_S
        shown, target = self._shown, self._target
        if not self._known or shown.asked.look != target.look or shown.asked.showing != target.showing:
            return UNSETTLED_S
        due = target.showing.until if self._refreshing else min(target.showing.until, shown.picture.until)
        # A retry or a new preparation that is due between has at most `REST_S` to wait.
        return min(REST_S, (due - self._clock.now()).total_seconds(), self._beat_at - self._tick_at)

    # --- each flip -------------------------------------------------------------------------------------------------

    def _flipped(self, *_: object) -> None:
        self._flips.flipped(self._crossfade.fading)
        if self._settled and not self._crossfade.fading:
            self._settled = False
            if self._is_right(_flipped_row):
                self._beat()
            self._recorder.lit(self._shown, read_pixels(0, 0, *self._size), self._clock.now())
        elif self._captures and not self._crossfade.fading:
            self._captures = False
            self._recorder.captured(read_pixels(0, 0, *self._size))
        elif self._probes and not self._crossfade.fading:
            self._probes = False
            if self._is_right(_flipped_row):
                self._beat()

    def _beat(self) -> None:
        """The picture that is meant was drawn."""
        beat()
        self._notes.heartbeat.beat()

    def _is_right(self, row_of: Callable[[int], bytes | None]) -> bool:
        """A few rows equal the picture that is meant, live parts included. `row_of` gives RGBA of a row from below."""
        width, height = self._size
        for part in _PROBED:
            row = int(height * part)
            rgba = row_of(height - 1 - row)
            if rgba is None:
                return False
            seen = Image.frombytes("RGB", (width, 1), rgba, "raw", "RGBX")
            meant = self._shown.picture.image.crop((0, row, width, row + 1))
            if max(high for _, high in ImageChops.difference(seen, meant).getextrema()) > TOLERANCE:  # type: ignore[misc]
                return False
        return True


def _flipped_row(y: int) -> bytes:
    """Of what is about to be flipped."""
    return read_pixels(0, y, window_size()[0], 1)


def _late(target: Target, now: datetime) -> float:
    """Seconds since the change was due, where the fade can make up for them: displays side by side end it together."""
    late = (now - target.showing.since).total_seconds()
    return late if 0.0 < late <= HURRY_S else 0.0


def _fade_s(before: Target, after: Target) -> float:
    """A change of programme is calm. A correction of what is on the glass is a cut: each slide has had its one fade."""
    was, becomes = before.showing, after.showing
    same = was.state == becomes.state == "showing" and (was.slide, was.lang) == (becomes.slide, becomes.lang)
    return CORRECTION_S if same else FADE_S
