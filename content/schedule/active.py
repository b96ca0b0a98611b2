"""When in the course of a day the active set of a plan becomes another, and of which priority it is from then on.

Walks the instants at which something enters or leaves, in order, and keeps count of who is ready: a day costs what it
costs to sort them, however many campaigns there are. Speaks of instants only; local time is `days`', and so is the list
of who plays.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from heapq import heappop, heappush
from itertools import groupby
from operator import itemgetter

from content.schedule.intervals import Interval, within
from content.schedule.plan import Entry, Item

_Change = tuple[datetime, int, bool, int]
"""At that instant the entry of that index begins (1) or ceases (-1) to run; or else, if true, one of its slides opens
or ends."""


class Sweep:
    """Of a plan's entries and the items that they list."""

    def __init__(self, entries: Sequence[Entry], items: Mapping[str, Item]) -> None:
        self._priorities = [entry.priority for entry in entries]
        self._always = [0] * len(entries)
        self._bounded: list[tuple[int, datetime | None, datetime | None]] = []
        for index, entry in enumerate(entries):
            for item in (items[slide] for slide in entry.slides if slide in items):
                if item.turns and item.opens is None and item.ends is None:
                    self._always[index] += 1
                elif item.turns:
                    self._bounded.append((index, item.opens, item.ends))

    def over(self, start: datetime, end: datetime, running: Sequence[list[Interval]]) -> dict[datetime, int | None]:
        """From when on in [start, end) others play than before, and their priority; None when nobody does.

        `running` says of each entry when it runs, within that time. The first instant is `start`, always.
        """
        ready = _Ready(self._priorities, self._always)
        found: dict[datetime, int | None] = {start: None}
        top: int | None = None
        changes = sorted(self._changes(start, end, running), key=itemgetter(0))
        for at, together in groupby(changes, key=itemgetter(0)):
            others = ready.take(together)
            before, top = top, ready.highest()
            if top != before or top in others:
                found[at] = top
        return found

    def _changes(self, start: datetime, end: datetime, running: Sequence[list[Interval]]) -> Iterator[_Change]:
        for index, intervals in enumerate(running):
            for first, last in intervals:
                yield first, index, False, 1
                if last < end:
                    yield last, index, False, -1
        for index, opens, ends in self._bounded:
            first, last = within(opens, ends, start, end)
            if first < last:
                yield first, index, True, 1
                if last < end:
                    yield last, index, True, -1


class _Ready:
    """The entries that run and have something open, counted by priority."""

    def __init__(self, priorities: Sequence[int], opened: Sequence[int]) -> None:
        self._priorities = priorities
        self._running = [0] * len(priorities)
        self._open = list(opened)
        self._count: Counter[int] = Counter()
        self._heap: list[int] = []

    def take(self, together: Iterable[_Change]) -> set[int]:
        """What changes at one instant. Returns the priorities at which others are ready than before, or with others of
        their slides: what one window ends and the next goes on with is no change."""
        before: dict[int, bool] = {}
        other_slides = set()
        for _, index, of_slides, step in together:
            before.setdefault(index, self._is_ready(index))
            if of_slides:
                self._open[index] += step
                other_slides.add(index)
            else:
                self._running[index] += step
        found = set()
        for index, was in before.items():
            now = self._is_ready(index)
            if now != was:
                self._counted(self._priorities[index], 1 if now else -1)
            if now != was or (now and index in other_slides):
                found.add(self._priorities[index])
        return found

    def highest(self) -> int | None:
        """The highest priority of those that are ready."""
        while self._heap and not self._count[-self._heap[0]]:
            heappop(self._heap)
        return -self._heap[0] if self._heap else None

    def _is_ready(self, index: int) -> bool:
        return self._running[index] > 0 and self._open[index] > 0

    def _counted(self, priority: int, step: int) -> None:
        if not self._count[priority]:
            heappush(self._heap, -priority)
        self._count[priority] += step
