"""The local days of a plan: which campaigns play together from when to when, and when the display is on.

Works out one local day at a time, when it is first asked for: when each campaign runs by its dates, dayparts and
recurrence, and which set plays. Leaves out when in a day the active set becomes another (`active`), and what the
rotation of a set has reached (`resolve`).

Local times become instants by RFC 5545 §3.3.5, which is zoneinfo with fold=0. A time that the clocks skip is read with
the offset before the gap; a time that they show twice is the first of the two. A daypart whose end thereby comes before
its start is empty.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple
from weakref import WeakValueDictionary
from zoneinfo import ZoneInfo

from content.schedule.active import ActiveSets
from content.schedule.intervals import Interval, covered, joined, linked, within
from content.schedule.loops import Loops
from content.schedule.plan import ALL_DAY, Entry, Plan, Window
from content.schedule.recurrence import Recurrence
from content.schedule.rotation import ActiveSet, Rotation
from content.schedule.shares import weighted

_KEPT_DAYS = 400
"""So many days are remembered. Then all are forgotten at once."""
_KEPT_TURNS = timedelta(days=16)
"""Rotations that fill so much time are remembered, so that what comes every second week is worked out once.

The turns of one day take about a megabyte.
"""

_DAY = timedelta(days=1)
_MINUTES = 1440
"""Of a day without a change of clocks."""

Running = dict[str, list[Interval]]
"""Maps a campaign to the intervals of a day in which it runs. They are in order, apart and within the day."""


class ActiveInterval(NamedTuple):
    """[start, end) in UTC, throughout which the same campaigns play the same slides."""

    start: datetime
    end: datetime
    active: ActiveSet


class LocalDay(NamedTuple):
    """What is known of a local day [start, end) in UTC.

    `power` are the intervals in which the display is on (true) or off, which cover the day; `switches` are the instants
    at which they begin. The rest is filled in as it is asked for. `running` says when each campaign runs. At each of
    `starts` another set begins to play, whose priority stands at the same place in `priorities` (None when nobody
    plays). `intervals` are the active intervals by their place in `starts`.
    """

    date: date
    start: datetime
    end: datetime
    power: list[tuple[datetime, datetime, bool]]
    switches: list[datetime]
    running: Running
    starts: list[datetime]
    priorities: list[int | None]
    intervals: dict[int, ActiveInterval]

    def power_at(self, at: datetime) -> tuple[datetime, datetime, bool]:
        """The interval of `power` that contains that instant of the day."""
        return self.power[bisect_right(self.switches, at) - 1]


class LocalDays:
    """The local days of one plan. Holds caches only: no answer depends on what was asked before."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.zone = ZoneInfo(plan.timezone)
        self.entries = sorted(plan.entries, key=lambda entry: entry.campaign)
        self._active_sets = ActiveSets(self.entries, plan.items)
        self._by_priority: dict[int | None, list[Entry]] = {}
        for entry in self.entries:
            self._by_priority.setdefault(entry.priority, []).append(entry)
        bounds = [(item.opens, item.ends) for item in plan.items.values()]
        bounds += [(entry.opens, entry.ends) for entry in plan.entries]
        self._bounds = sorted(bound for bound in chain.from_iterable(bounds) if bound is not None)
        self._loops = Loops({slide: item.turns for slide, item in plan.items.items()})
        self._slides: dict[str, tuple[tuple[str, ...], bool]] = {}
        self._days: dict[date, LocalDay] = {}
        self._rotations: dict[ActiveSet, tuple[Rotation, timedelta]] = {}
        self._remembered_time = timedelta(0)
        self._last_asked: LocalDay | None = None
        self._rotation_from = WeakValueDictionary[datetime, Rotation]()
        """The remembered rotations again, by when their interval starts: a set takes long to look up."""

    def of(self, now: datetime) -> LocalDay:
        """The day that contains that instant (aware)."""
        day = self._last_asked
        if day is None or not day.start <= now < day.end:
            local = now.astimezone(self.zone).date()
            # A day is what lies between two midnights. Where clocks change at midnight, that can be another day than
            # the local date says.
            while now >= self.midnight(local + _DAY):
                local += _DAY
            while now < self.midnight(local):
                local -= _DAY
            day = self._last_asked = self._day(local)
        return day

    def _day(self, day: date) -> LocalDay:
        """What lies between that day's midnight and the next."""
        if (known := self._days.get(day)) is None:
            if len(self._days) > _KEPT_DAYS:
                self._days.clear()
            start, end = self.midnight(day), self.midnight(day + _DAY)
            power = self._power(day, start, end)
            switches = [since for since, _, _ in power]
            known = self._days[day] = LocalDay(day, start, end, power, switches, {}, [], [], {})
        return known

    def midnight(self, day: date) -> datetime:
        """The instant at which that day begins."""
        return self.local(day, 0)

    def local(self, day: date, minutes: int) -> datetime:
        """The instant at which the wall clock shows `minutes` after that day's midnight."""
        return _instant(self.zone, day, minutes)

    def interval(self, day: LocalDay, at: datetime) -> ActiveInterval:
        """The active interval that contains that instant of the day.

        Its set is listed when it is first asked for: a display that starts needs only one of the day's many sets.
        """
        if not day.starts:
            self._sweep(day)
        index = bisect_right(day.starts, at) - 1
        if (interval := day.intervals.get(index)) is None:
            start, end = day.starts[index], day.starts[index + 1] if index + 1 < len(day.starts) else day.end
            active = self._active(day, day.priorities[index], start)
            interval = day.intervals[index] = ActiveInterval(start, end, active)
        return interval

    def rotation(self, interval: ActiveInterval) -> Rotation | None:
        """The rotation of the set that plays in that interval; None when nobody plays."""
        if not interval.active:
            return None
        if (rotation := self._rotation_from.get(interval.start)) is None:
            rotation = self._rotation_from[interval.start] = self._remembered(interval)
        return rotation

    def _remembered(self, interval: ActiveInterval) -> Rotation:
        """The rotation of that set, remembered in place of the one that was asked for longest ago."""
        known = self._rotations.pop(interval.active, None)
        rotation, before = known or (self._new_rotation(interval.active), timedelta(0))
        length = max(before, interval.end - interval.start)
        self._rotations[interval.active] = rotation, length  # at the end, for the first is forgotten first
        self._remembered_time += length - before
        while self._remembered_time > _KEPT_TURNS:
            self._remembered_time -= self._rotations.pop(next(iter(self._rotations)))[1]
        return rotation

    def _new_rotation(self, active: ActiveSet) -> Rotation:
        return Rotation(weighted(active, self._plan.items, self._plan.minimums), self._loops)

    def runs(self, entry: Entry, at: datetime, day: LocalDay) -> bool:
        """Whether the entry runs at that instant of the day. It may still have nothing to show."""
        return covered(self._runs_on(entry, day), at)

    def running(self, entry: Entry, start: datetime, end: datetime) -> Iterator[Interval]:
        """The intervals of [start, end) in which the entry runs, in order and apart, worked out as asked for."""
        since, until = within(entry.opens, entry.ends, start, end)
        if entry.recurs or (entry.dayparts and ALL_DAY[0] not in entry.dayparts):
            yield from linked(self._by_day(entry, since, until))
        elif since < until:
            yield since, until

    def _by_day(self, entry: Entry, since: datetime, until: datetime) -> Iterator[Interval]:
        """As `running`, cut at midnights. Each day ends with an empty interval: what began before has been told."""
        day = self.of(since)
        while since < until:
            for first, last in self._runs_on(entry, day):
                if since < last and first < until:
                    yield max(first, since), min(last, until)
            since = day.end
            yield since, since
            day = self._day(day.date + _DAY)

    def slides(self, entry: Entry, at: datetime) -> tuple[str, ...]:
        """The entry's slides that are open at that instant."""
        slides, bounded = self._playable(entry)
        if not bounded:
            return slides
        items = self._plan.items
        return tuple(slide for slide in slides if _open(items[slide].opens, items[slide].ends, at))

    def edges(self, day: LocalDay) -> list[datetime]:
        """The start of the day and all instants of it at which something may change: sorted, each once."""
        bounds = self._bounds[bisect_right(self._bounds, day.start) : bisect_left(self._bounds, day.end)]
        edges = {day.start, *(bound.astimezone(UTC) for bound in bounds)}
        for entry in self.entries:
            edges.update(chain.from_iterable(self._runs_on(entry, day)))
        return sorted(edges - {day.end})

    def _sweep(self, day: LocalDay) -> None:
        """Fills in when which set begins to play."""
        running = [self._runs_on(entry, day) for entry in self.entries]
        priorities = self._active_sets.between(day.start, day.end, running)
        day.starts.extend(priorities)
        day.priorities.extend(priorities.values())

    def _runs_on(self, entry: Entry, day: LocalDay) -> list[Interval]:
        """The intervals of the day in which the entry runs."""
        if (intervals := day.running.get(entry.campaign)) is None:
            intervals = day.running[entry.campaign] = self._run_intervals(entry, day)
        return intervals

    def _run_intervals(self, entry: Entry, day: LocalDay) -> list[Interval]:
        since, until = within(entry.opens, entry.ends, day.start, day.end)
        if since < until and (entry.dayparts or entry.recurs):
            return joined(self._windows(entry.dayparts or ALL_DAY, day.date, entry.recurs), since, until)
        return [(since, until)] if since < until else []

    def _windows(self, windows: Iterable[Window], day: date, recurs: Recurrence | None = None) -> Iterator[Interval]:
        """The windows that reach into that day, as intervals in UTC.

        One that crosses midnight began on the day before. Where clocks skip a whole day it began two days before, as
        what should have ended on the skipped day ends on the next.
        """
        midnight = self.midnight(day)
        for starting in (day - 2 * _DAY, day - _DAY, day):
            if recurs is None or recurs.on(starting):
                weekday = starting.weekday()
                for window in windows:
                    if weekday in window.days and (end := self.local(starting, window.end)) > midnight:
                        yield self.local(starting, window.start), end

    def _power(self, day: date, start: datetime, end: datetime) -> list[tuple[datetime, datetime, bool]]:
        hours = joined(self._windows(self._plan.hours or ALL_DAY, day), start, end)
        edges = [start, *chain.from_iterable(hours), end]
        # Off before the first hours, on in them, off until the next: the odd ones are on.
        return [(since, until, bool(n % 2)) for n, (since, until) in enumerate(pairwise(edges)) if since < until]

    def _active(self, day: LocalDay, priority: int | None, at: datetime) -> ActiveSet:
        """The entries of that priority that have something to show at that instant, each with those slides."""
        return tuple(
            (entry.campaign, max(entry.share, 1), slides)
            for entry in self._by_priority.get(priority, ())
            if covered(self._runs_on(entry, day), at) and (slides := self.slides(entry, at))
        )

    def _playable(self, entry: Entry) -> tuple[tuple[str, ...], bool]:
        """The entry's slides that have a turn at all, and whether any of them opens or ends."""
        if (known := self._slides.get(entry.campaign)) is None:
            items = self._plan.items
            slides = tuple(slide for slide in entry.slides if slide in items and items[slide].turns)
            known = slides, any(items[slide].opens or items[slide].ends for slide in slides)
            self._slides[entry.campaign] = known
        return known


def _instant(zone: ZoneInfo, day: date, minutes: int) -> datetime:
    midnight, even = _midnight(zone, day)
    if even and minutes <= _MINUTES:
        return midnight + timedelta(0, minutes * 60)
    return _read(zone, day, minutes)


@lru_cache(maxsize=2048)
def _midnight(zone: ZoneInfo, day: date) -> tuple[datetime, bool]:
    """When that day begins, and whether it has 24 hours, so that its clock can be reckoned from there.

    Remembered, as the displays of a city share their days.
    """
    midnight = _read(zone, day, 0)
    return midnight, _read(zone, day, _MINUTES) - midnight == _DAY


def _read(zone: ZoneInfo, day: date, minutes: int) -> datetime:
    return (datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(0, minutes * 60)).astimezone(UTC)


def _open(opens: datetime | None, ends: datetime | None, at: datetime) -> bool:
    return (opens is None or opens <= at) and (ends is None or at < ends)
