"""The turns of an active set, found by the second they are on the glass.

Decides when turns are worked out: as far as they were asked for and no further, for displays ask for days ahead; and
not again once they repeat. Leaves out whose turn it is (`mix`), and when a rotation starts and ends (`schedule`).
"""

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import chain, cycle, islice

from content.schedule.fair_queue import Mix
from content.schedule.loops import Loops, Part

ActiveSet = tuple[tuple[str, int, tuple[str, ...]], ...]
"""Campaign, share and slides of all that play together."""


class Rotation:
    """The endless sequence of turns of an active set."""

    def __init__(self, active: ActiveSet, loops: Loops) -> None:
        self._active = active
        self._loops = loops

    @cached_property
    def _mix(self) -> Mix:
        """Made when first asked: of a day's many rotations a display that starts needs one."""
        by_name = sorted(self._active, key=lambda each: each[0])
        return Mix([(share, self._loops.of(campaign, slides)) for campaign, share, slides in by_name])

    def at(self, second: int) -> tuple[int, int, Part]:
        """The turn that plays `second` seconds after the start of the rotation: its start, end (s) and part."""
        begin, index = self._found(second, second + 1)
        part = self._mix.parts[index]
        return begin, begin + part.seconds, part

    def walk(self, second: int, until: int) -> tuple[int, Iterator[Part]]:
        """When the turn that plays at `second` starts (s), and the parts from that on: at least to `until`."""
        begin, index = self._found(second, until)
        parts, lap = self._mix.parts, self._mix.lap
        return begin, chain(islice(parts, index, None), cycle(parts[-lap:]) if lap else ())

    def _found(self, second: int, until: int) -> tuple[int, int]:
        """When the turn that plays at `second` starts (s), and its part by number; worked out up to `until`."""
        mix = self._mix
        starts, laps = mix.starts, 0
        if until > starts[-1]:
            mix.work_out(until)
        if second >= starts[-1]:  # what is worked out ends with what comes again
            period = starts[-1] - starts[-1 - mix.lap]
            laps = ((second - starts[-1]) // period + 1) * period
        index = bisect_right(starts, second - laps) - 1
        return starts[index] + laps, index
