"""The local days of a plan: which campaigns play together between which instants, and when the display is on.

Decides how dates, dayparts, recurrence, opening and priority come to active sets, a local day at a time. Leaves out
when in a day the active set becomes another (`sweep`), what the rotation of a set has reached and what is asked of it
(`schedule`).

Local boundaries follow RFC 5545 §3.3.5 (zoneinfo with fold=0): a time in the DST gap is read with the offset before the
gap, an ambiguous time is its first occurrence. A window whose end this puts before its start is empty.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple
from weakref import WeakValueDictionary
from zoneinfo import ZoneInfo

from content.schedule.active import Sweep
from content.schedule.intervals import Interval, covered, joined, within
from content.schedule.loops import Loops
from content.schedule.plan import ALL_DAY, Entry, Plan, Window
from content.schedule.recurrence import Recurrence
from content.schedule.rotation import ActiveSet, Rotation
from content.schedule.shares import weighted

_KEPT_DAYS = 400
"""Days that are remembered before they are all forgotten."""
_KEPT_TURNS = timedelta(days=16)
"""Of rotations, by the time they fill: every second week is worked out once. A day's turns take about a megabyte."""

Running = dict[str, list[Interval]]
"""Campaign to when on a day its dates, days and dayparts let it run: in order, apart, within the day."""


class Span(NamedTuple):
    """[start, end) in UTC, throughout which the same campaigns play the same slides."""

    start: datetime
    end: datetime
    active: ActiveSet


class Day(NamedTuple):
    """A local day: who plays, and whether the display is on. Both cover it without gap or overlap.

    From each of `starts` on others play than before, those of that one of `priorities`; None for nobody. `power` are
    the stretches in which the display is on or off, `switches` where those begin. `spans` are those asked for so far.
    """

    start: datetime
    end: datetime
    running: Running
    starts: list[datetime]
    priorities: list[int | None]
    power: list[tuple[datetime, datetime, bool]]
    switches: list[datetime]
    spans: dict[int, Span]

    def power_at(self, at: datetime) -> tuple[datetime, datetime, bool]:
        """The stretch of `power` that contains that instant of the day."""
        return self.power[bisect_right(self.switches, at) - 1]


class Days:
    """Holds caches only: equal plans have equal days, asked in any order."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.zone = ZoneInfo(plan.timezone)
        self.entries = sorted(plan.entries, key=lambda entry: entry.campaign)
        self._sweep = Sweep(self.entries, plan.items)
        self._ranks: dict[int | None, list[Entry]] = {}
        for entry in self.entries:
            self._ranks.setdefault(entry.priority, []).append(entry)
        bounds = [(item.opens, item.ends) for item in plan.items.values()]
        bounds += [(entry.opens, entry.ends) for entry in plan.entries]
        self._bounds = sorted(bound for bound in chain.from_iterable(bounds) if bound is not None)
        self._loops = Loops({slide: item.turns for slide, item in plan.items.items()})
        self._listed: dict[str, tuple[tuple[str, ...], bool]] = {}
        self._days: dict[date, Day] = {}
        self._rotations: dict[ActiveSet, tuple[Rotation, timedelta]] = {}
        self._worked_out = timedelta(0)
        self._today: Day | None = None
        self._turning = WeakValueDictionary[datetime, Rotation]()
        """By the start of a span: sets are long to look up. Of those that are remembered."""

    def of(self, now: datetime) -> Day:
        """The day that contains that instant (aware)."""
        day = self._today
        if day is None or not day.start <= now < day.end:
            local = now.astimezone(self.zone).date()
            # Where clocks change at midnight the local date and the day can differ; the day is what lies between
            # two midnights.
            while now >= self.midnight(local + timedelta(days=1)):
                local += timedelta(days=1)
            while now < self.midnight(local):
                local -= timedelta(days=1)
            if len(self._days) > _KEPT_DAYS:
                self._days.clear()
            day = self._days[local] = self._days.get(local) or self._compile(local)
            self._today = day
        return day

    def midnight(self, day: date) -> datetime:
        return self.local(day, 0)

    def local(self, day: date, minutes: int) -> datetime:
        """The instant at which the wall clock shows `minutes` after that day's midnight."""
        return _instant(self.zone, day, minutes)

    def span(self, day: Day, at: datetime) -> Span:
        """Who plays at that instant. Listed when first asked: a display that starts needs one of a day's many sets."""
        index = bisect_right(day.starts, at) - 1
        if (found := day.spans.get(index)) is None:
            start, end = day.starts[index], day.starts[index + 1] if index + 1 < len(day.starts) else day.end
            found = day.spans[index] = Span(start, end, self._active(day, day.priorities[index], start))
        return found

    def rotation(self, span: Span) -> Rotation | None:
        """Of those that play in that span; None when nobody does."""
        if not span.active:
            return None
        if (found := self._turning.get(span.start)) is None:
            found = self._turning[span.start] = self._remembered(span)
        return found

    def _remembered(self, span: Span) -> Rotation:
        known = self._rotations.pop(span.active, None)
        found, before = known or (self._made(span.active), timedelta(0))
        length = max(before, span.end - span.start)
        self._rotations[span.active] = found, length  # the last: what was asked for longest ago is forgotten first
        self._worked_out += length - before
        while self._worked_out > _KEPT_TURNS:
            self._worked_out -= self._rotations.pop(next(iter(self._rotations)))[1]
        return found

    def _made(self, active: ActiveSet) -> Rotation:
        return Rotation(weighted(active, self._plan.items, self._plan.minimums), self._loops)

    def runs(self, entry: Entry, at: datetime, day: Day) -> bool:
        return covered(day.running[entry.campaign], at)

    def slides(self, entry: Entry, at: datetime) -> tuple[str, ...]:
        """The entry's slides that are open at that instant."""
        slides, bounded = self._playable(entry)
        if not bounded:
            return slides
        items = self._plan.items
        return tuple(slide for slide in slides if _open(items[slide].opens, items[slide].ends, at))

    def edges(self, day: Day) -> list[datetime]:
        """The start of the day and all instants of it at which something may change: sorted, each once."""
        bounds = self._bounds[bisect_right(self._bounds, day.start) : bisect_left(self._bounds, day.end)]
        found = {day.start, *(bound.astimezone(UTC) for bound in bounds)}
        for intervals in day.running.values():
            found.update(chain.from_iterable(intervals))
        return sorted(found - {day.end})

    def _compile(self, day: date) -> Day:
        start, end = self.midnight(day), self.midnight(day + timedelta(days=1))
        running = {entry.campaign: self._running(entry, day, start, end) for entry in self.entries}
        reigns = self._sweep.over(start, end, [running[entry.campaign] for entry in self.entries])
        power = self._power(day, start, end)
        switches = [since for since, _, _ in power]
        return Day(start, end, running, list(reigns), list(reigns.values()), power, switches, {})

    def _running(self, entry: Entry, day: date, start: datetime, end: datetime) -> list[Interval]:
        since, until = within(entry.opens, entry.ends, start, end)
        if since < until and (entry.dayparts or entry.recurs):
            return joined(self._windows(entry.dayparts or ALL_DAY, day, entry.recurs), since, until)
        return [(since, until)] if since < until else []

    def _windows(self, windows: Iterable[Window], day: date, recurs: Recurrence | None = None) -> Iterator[Interval]:
        """The windows that reach into that day as instants; one that crosses midnight began the day before.

        Or two days before: where clocks skip a whole day, what should have ended on it ends on the next.
        """
        midnight = self.midnight(day)
        for starting in (day - timedelta(days=2), day - timedelta(days=1), day):
            if recurs is None or recurs.on(starting):
                for window in windows:
                    if starting.weekday() in window.days and (end := self.local(starting, window.end)) > midnight:
                        yield self.local(starting, window.start), end

    def _power(self, day: date, start: datetime, end: datetime) -> list[tuple[datetime, datetime, bool]]:
        hours = joined(self._windows(self._plan.hours or ALL_DAY, day), start, end)
        edges = [start, *chain.from_iterable(hours), end]
        # Off before the first hours, on in them, off until the next: every other stretch.
        return [(since, until, bool(n % 2)) for n, (since, until) in enumerate(pairwise(edges)) if since < until]

    def _active(self, day: Day, priority: int | None, at: datetime) -> ActiveSet:
        """The entries of that priority that have something to show at that instant, each with those slides."""
        return tuple(
            (entry.campaign, max(entry.share, 1), slides)
            for entry in self._ranks.get(priority, ())
            if covered(day.running[entry.campaign], at) and (slides := self.slides(entry, at))
        )

    def _playable(self, entry: Entry) -> tuple[tuple[str, ...], bool]:
        """The entry's slides that have a turn at all, and whether any of them opens or ends."""
        if (known := self._listed.get(entry.campaign)) is None:
            items = self._plan.items
            slides = tuple(slide for slide in entry.slides if slide in items and items[slide].turns)
            known = slides, any(items[slide].opens or items[slide].ends for slide in slides)
            self._listed[entry.campaign] = known
        return known


@lru_cache(maxsize=2048)
def _instant(zone: ZoneInfo, day: date, minutes: int) -> datetime:
    # Remembered: each day asks again for what begins on the two before it, and displays of a city share their hours.
    return (datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(0, minutes * 60)).astimezone(UTC)


def _open(opens: datetime | None, ends: datetime | None, at: datetime) -> bool:
    return (opens is None or opens <= at) and (ends is None or at < ends)
