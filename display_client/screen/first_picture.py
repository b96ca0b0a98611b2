"""The first picture of a screen that starts: there within moments, whatever the plan asks for.

Decides what it is: the frame that belongs on the glass, when the plan and the frame are ready in time; else what was on
the glass before, as long as it may be there; else the nameplate. The right one follows when it is ready. All of it is
worked out in threads while the window opens.
"""

import math
import time
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from content.schedule.resolve import Showing
from content.wire import LivePart
from display_client.clock import DisplayClock
from display_client.runtime_files import Note, RuntimeFiles
from display_client.screen.lookahead import Lookahead
from display_client.screen.on_glass import Target
from display_client.screen.preparer import Prepared, Preparer

GRACE_S = 1.0
"""So long the right picture is waited for once there is a window to show it in."""
_LOOK_S = 0.005


class _Shown(msgspec.Struct, frozen=True):
    """A frame that is on the glass, as the next screen reads it."""

    showing: Showing
    asset: str
    live: tuple[LivePart, ...]
    zone: str
    manifest: tuple[int, int] | None


class FirstPicture:
    """Begins at once; `worker` is the thread that prepares. Until `result` nobody else may ask the lookahead."""

    def __init__(
        self,
        lookahead: Lookahead,
        preparer: Preparer,
        worker: ThreadPoolExecutor,
        notes: RuntimeFiles,
        clock: DisplayClock,
    ) -> None:
        self._lookahead, self._preparer, self._worker = lookahead, preparer, worker
        self._shown, self._clock, self._due = notes.shown, clock, math.inf
        worker.submit(preparer.begin)
        self._waiting = ThreadPoolExecutor(1, thread_name_prefix="first-picture")
        self._first: Future[Prepared] = self._waiting.submit(self._prepare)

    def result(self) -> Prepared:
        """The picture, now that the window is open: at the latest after `GRACE_S` and the time the nameplate takes."""
        self._due = time.monotonic() + GRACE_S
        first = self._first.result()
        self._waiting.shutdown()
        return first

    def _prepare(self) -> Prepared:
        target = self._planned()
        reading = self._clock.read()
        now = reading.now
        if target is None and reading.trusted:
            target = remembered(self._shown, now)
        target = target or self._lookahead.unplanned(now)
        painted = self._worker.submit(self._preparer.prepare, target, now)
        while not painted.done():
            if time.monotonic() > self._due:
                return self._preparer.stand_in(target, now)
            time.sleep(_LOOK_S)
        return painted.result()

    def _planned(self) -> Target | None:
        """What the plan says, if it is made ready in time."""
        while (target := self._lookahead.at(self._clock.read())) is None:
            if time.monotonic() > self._due:
                return None
            time.sleep(_LOOK_S)
        return target


def remember(note: Note, target: Target) -> None:
    """Writes down what is on the glass, for the screen that comes next."""
    if target.kind != "frame" or target.asset is None:
        note.clear()
        return
    shown = _Shown(target.showing, target.asset, target.live, target.zone.key, target.manifest)
    note.write(msgspec.json.encode(shown))


def remembered(note: Note, now: datetime) -> Target | None:
    """What was on the glass, if it may still be there at `now` (UTC)."""
    try:
        shown = msgspec.json.decode(note.read() or b"", type=_Shown)
        if not shown.showing.since <= now < shown.showing.until:
            return None
        zone = ZoneInfo(shown.zone)
    except Exception:  # whatever a process that crashed left there
        return None
    return Target(
        showing=shown.showing,
        kind="frame",
        asset=shown.asset,
        live=shown.live,
        zone=zone,
        manifest=shown.manifest,
    )
