"""The instants of a day at which the active set of a plan becomes another, and the priority of each new set.

Goes through the instants at which something opens or ends, in order, and counts which entries are ready. So a day costs
no more than to sort these instants, however many campaigns a plan has. Works on instants only: local time is left to
`days`, and so is the list of who plays.
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
"""An instant, the index of the entry to which something happens then, whether it is to one of its slides, and 1 or -1.

1 means that the entry begins to run or that its slide opens, -1 that the entry ceases to run or that the slide ends.
"""


class ActiveSets:
    """The sets of campaigns that play together, of a plan's entries and the items that they list."""

    def __init__(self, entries: Sequence[Entry], items: Mapping[str, Item]) -> None:
        self._priorities = [entry.priority for entry in entries]
        self._unbounded = [0] * len(entries)
        """How many slides each entry has that are always open."""
        self._bounded: list[tuple[int, datetime | None, datetime | None]] = []
        """The other slides: the index of their entry, and when they open and end."""
        for index, entry in enumerate(entries):
            for item in (items[slide] for slide in entry.slides if slide in items):
                if item.turns and item.opens is None and item.ends is None:
                    self._unbounded[index] += 1
                elif item.turns:
                    self._bounded.append((index, item.opens, item.ends))

    def between(self, start: datetime, end: datetime, running: Sequence[list[Interval]]) -> dict[datetime, int | None]:
        """The instants in [start, end) from which on another set plays, each with the set's priority.

        The priority is None from when on nobody plays. The first instant is always `start`. `running` says when each
        entry runs within that time.
        """
        ready = _ReadyEntries(self._priorities, self._unbounded)
        priorities: dict[datetime, int | None] = {start: None}
        top: int | None = None
        changes = sorted(self._changes(start, end, running), key=itemgetter(0))
        for at, together in groupby(changes, key=itemgetter(0)):
            changed = ready.take(together)
            before, top = top, ready.highest()
            if top != before or top in changed:
                priorities[at] = top
        return priorities

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


class _ReadyEntries:
    """The entries that run and have a slide open, counted by priority."""

    def __init__(self, priorities: Sequence[int], opened: Sequence[int]) -> None:
        self._priorities = priorities
        self._running = [0] * len(priorities)
        self._open = list(opened)
        self._count: Counter[int] = Counter()
        self._heap: list[int] = []
        """Priorities, the highest first (negated), some of which no ready entry has any more."""

    def take(self, together: Iterable[_Change]) -> set[int]:
        """Takes in all changes of one instant. Returns the priorities whose ready entries, or their slides, changed.

        Where one daypart ends and the next begins, nothing has changed.
        """
        before: dict[int, bool] = {}
        other_slides = set()
        for _, index, of_slide, step in together:
            before.setdefault(index, self._is_ready(index))
            if of_slide:
                self._open[index] += step
                other_slides.add(index)
            else:
                self._running[index] += step
        changed = set()
        for index, was in before.items():
            now = self._is_ready(index)
            if now != was:
                self._counted(self._priorities[index], 1 if now else -1)
            if now != was or (now and index in other_slides):
                changed.add(self._priorities[index])
        return changed

    def highest(self) -> int | None:
        """The highest priority that a ready entry has; None when no entry is ready."""
        while self._heap and not self._count[-self._heap[0]]:
            heappop(self._heap)
        return -self._heap[0] if self._heap else None

    def _is_ready(self, index: int) -> bool:
        return self._running[index] > 0 and self._open[index] > 0

    def _counted(self, priority: int, step: int) -> None:
        if not self._count[priority]:
            heappush(self._heap, -priority)
        self._count[priority] += step
