"""What belongs on the glass now and in the next moments, worked out ahead: the picture never waits for a plan.

Decides which thread works out what. One makes a manifest that was adopted ready to be asked, however long that takes,
while another goes on answering from the one that plays. The main thread only looks into a table of what comes. A plan
that takes longer than any sane one ends the screen, which charges that to the manifest (`quarantine`).
"""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta

from display_client.screen.on_glass import Loaded, OnGlass, Target
from display_client.timekeeping import TimeReading

COVERED = timedelta(seconds=60)
"""How far ahead the table reaches at least, as long as it has fewer than `_MOST` showings."""
_MOST = 30
LOADING_MOST_S = 120.0
"""The longest that a manifest may take to be made ready."""

_STEP = timedelta(seconds=1)

log = logging.getLogger(__name__)


class PlanTooHeavyError(Exception):
    """A manifest took too long: the screen is to end."""


class Lookahead:
    """Ask `at` from the main thread at each tick; it never waits. `clock` gives seconds of a monotonic clock."""

    def __init__(
        self,
        on_glass: OnGlass,
        clock: Callable[[], float] = time.monotonic,
        wake: Callable[..., None] = lambda *_: None,
    ) -> None:
        """`wake` is called, from other threads, when `at` may have something new to say."""
        self._on_glass, self._clock, self._wake = on_glass, clock, wake
        self._loader = ThreadPoolExecutor(1, thread_name_prefix="plan-loader")
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="plan-reader")
        self._loading: Future[Loaded | None] | None = None
        self._reading: Future[tuple[int, tuple[Target, ...]]] | None = None
        self._ready: Loaded | None = None
        self._table: tuple[Target, ...] = ()
        self._began, self._doubts, self._loading_doubts = 0.0, 0, 0
        self._stale = False

    def at(self, reading: TimeReading, shown: Target | None = None) -> Target | None:
        """What belongs on the glass at the time that was read; None when that is not known yet.

        `shown` is what is on the glass, for a manifest that takes over in the middle of it. Raises PlanTooHeavyError.
        """
        now = reading.now
        if self._on_glass.heed(reading):  # what was worked out may not be shown any more
            self._stale, self._ready, self._table = True, None, ()
            self._doubts += 1
        self._load(now)
        self._read(now, shown)
        return self.coming(now)

    def coming(self, at: datetime) -> Target | None:
        """What belongs there at a later instant, as far as that is worked out."""
        return next((each for each in self._table if each.showing.since <= at < each.showing.until), None)

    def unplanned(self, now: datetime) -> Target:
        """What stands in while it is not known."""
        return self._on_glass.unplanned(now)

    def _load(self, now: datetime) -> None:
        self._stale = self._on_glass.changed() or self._stale
        if self._loading is None:
            if self._stale:
                self._stale, self._began, self._loading_doubts = False, self._clock(), self._doubts
                self._loading = self._loader.submit(self._on_glass.load, now)
                self._loading.add_done_callback(self._wake)
        elif self._loading.done():
            loaded, self._loading = self._loading.result(), None
            if loaded is not None and self._loading_doubts == self._doubts:  # otherwise it is loaded again
                self._ready = loaded
        elif self._clock() - self._began > LOADING_MOST_S:
            raise PlanTooHeavyError

    def _read(self, now: datetime, shown: Target | None) -> None:
        if self._reading is not None and self._reading.done():
            doubts, table = self._reading.result()
            self._reading = None
            if doubts == self._doubts:
                self._table = table
        if not self._table and (self._loading is not None or self._stale):
            return  # not even the first plan is known
        if self._reading is None and (self._ready is not None or not self._reaches(now)):
            ready, self._ready = self._ready, None
            self._reading = self._reader.submit(self._work_out, ready, shown, now, self._doubts)
            self._reading.add_done_callback(self._wake)

    def _reaches(self, now: datetime) -> bool:
        """Whether the table has `now` and enough of what comes."""
        if not self._table or now < self._table[0].showing.since:
            return False
        ahead = [each for each in self._table if each.showing.until > now]
        return len(ahead) > _MOST / 2 or (bool(ahead) and ahead[-1].showing.until - now > COVERED / 2)

    def _work_out(
        self, ready: Loaded | None, shown: Target | None, now: datetime, doubts: int
    ) -> tuple[int, tuple[Target, ...]]:
        """`doubts` and the showings from `now` on, in the thread that alone asks the schedule that plays."""
        if ready is not None:
            self._on_glass.take(ready, shown, now)
        table, at = list[Target](), now
        try:
            while len(table) < _MOST and at - now < COVERED:
                table.append(self._on_glass.at(at))
                at = max(table[-1].showing.until, at + _STEP)
        except Exception as error:  # whatever a plan provokes: what is known is shown, then the nameplate
            log.warning("the plan gives no answer for %s: %s: %s", at, type(error).__name__, error)
            table.append(self._on_glass.unplanned(at, until=at + COVERED))
        return doubts, tuple(table)
