"""The turns of an active set, found by the second at which they are on the glass.

Decides how far turns are worked out: as far as they are asked for, as a display asks for days ahead, and never again
once they repeat. Leaves out whose turn it is (`fair_queue`), and when a rotation starts and ends (`resolve`).
"""

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import chain, cycle, islice

from content.schedule.fair_queue import FairQueue
from content.schedule.loops import Loops, RotationTurn

ActiveSet = tuple[tuple[str, int, tuple[str, ...]], ...]
"""All campaigns that play together: the name, share and open slides of each."""


class Rotation:
    """The endless sequence of turns of an active set. Second 0 is its start."""

    def __init__(self, active: ActiveSet, loops: Loops) -> None:
        self._active = active
        self._loops = loops

    @cached_property
    def _queue(self) -> FairQueue:
        """Made when first asked: a display that starts needs one of a day's many rotations."""
        by_name = sorted(self._active, key=lambda each: each[0])
        return FairQueue([(share, self._loops.of(campaign, slides)) for campaign, share, slides in by_name])

    def at(self, second: int) -> tuple[int, int, RotationTurn]:
        """The turn that plays at that second: when it starts and ends (s), and the turn."""
        begin, index = self._located(second, second + 1)
        turn = self._queue.turns[index]
        return begin, begin + turn.seconds, turn

    def walk(self, second: int, until: int) -> tuple[int, Iterator[RotationTurn]]:
        """When the turn that plays at `second` starts (s), and the turns from it on, at least up to `until`."""
        begin, index = self._located(second, until)
        turns, lap = self._queue.turns, self._queue.lap
        return begin, chain(islice(turns, index, None), cycle(turns[-lap:]) if lap else ())

    def _located(self, second: int, until: int) -> tuple[int, int]:
        """When the turn that plays at `second` starts (s), and its place among those worked out, up to `until`."""
        queue = self._queue
        starts, laps = queue.starts, 0
        if until > starts[-1]:
            queue.work_out(until)
        if second >= starts[-1]:  # what is worked out ends with what comes again
            period = starts[-1] - starts[-1 - queue.lap]
            laps = ((second - starts[-1]) // period + 1) * period
        index = bisect_right(starts, second - laps) - 1
        return starts[index] + laps, index
