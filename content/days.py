"""The local days of a plan: which campaigns play together between which instants, and when the display is on.

Decides how dates, dayparts, recurrence, opening and priority come to active sets, a local day at a time. Leaves out
what the rotation of a set has reached and what is asked of it (`schedule`).

Local boundaries follow RFC 5545 §3.3.5 (zoneinfo with fold=0): a time in the DST gap is read with the offset before the
gap, an ambiguous time is its first occurrence. A window whose end this puts before its start is empty.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from content.airtime import balanced
from content.plan import Entry, Plan, Window
from content.recurrence import Recurrence
from content.rotation import Active, Rotation

_ALL_DAY = (Window(days=tuple(range(7)), start=0, end=1440),)
_KEPT_DAYS, _KEPT_ROTATIONS = 400, 64
"""What is remembered before it is all forgotten."""

Dayparts = dict[str, list[tuple[datetime, datetime]]]
"""Campaign to windows, of those that do not always run."""


class Span(NamedTuple):
    """[start, end) in UTC, and what holds throughout: who plays, and their rotation; None for nothing to show."""

    start: datetime
    end: datetime
    active: Active
    rotation: Rotation | None


class Day(NamedTuple):
    """A local day: its spans, and whether the display is on. Both cover the day without gap or overlap.

    `dayparts` are the windows of campaigns that do not always run, `edges` all instants where something may change.
    """

    start: datetime
    end: datetime
    edges: list[datetime]
    dayparts: Dayparts
    spans: list[Span]
    starts: list[datetime]
    power: list[tuple[datetime, datetime, bool]]
    switches: list[datetime]


class Days:
    """Holds caches only: equal plans have equal days, asked in any order."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.zone = ZoneInfo(plan.timezone)
        self.entries = sorted(plan.entries, key=lambda entry: entry.campaign)
        self._turns = {slide: item.turns for slide, item in plan.items.items()}
        self._listed: dict[str, tuple[tuple[str, ...], bool]] = {}
        self._days: dict[date, Day] = {}
        self._rotations: dict[Active, Rotation] = {}
        self._today: Day | None = None

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
        wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
        return wall.replace(tzinfo=self.zone).astimezone(UTC)

    def _windows(
        self, windows: Iterable[Window], day: date, recurs: Recurrence | None = None
    ) -> list[tuple[datetime, datetime]]:
        """The windows that reach into that day as instants; one that crosses midnight began the day before.

        Or two days before: where clocks skip a whole day, what should have ended on it ends on the next.
        """
        midnight = self.midnight(day)
        return [
            (self.local(starting, window.start), end)
            for starting in (day - timedelta(days=2), day - timedelta(days=1), day)
            if recurs is None or recurs.on(starting)
            for window in windows
            if starting.weekday() in window.days and (end := self.local(starting, window.end)) > midnight
        ]

    def _compile(self, day: date) -> Day:
        start, end = self.midnight(day), self.midnight(day + timedelta(days=1))
        dayparts = {
            entry.campaign: self._windows(entry.dayparts or _ALL_DAY, day, entry.recurs)
            for entry in self.entries
            if entry.dayparts or entry.recurs
        }
        edges = _within(start, end, self._edges(dayparts))
        spans = self._spans(edges, dayparts)
        power = self._power(day, start, end)
        return Day(
            start, end, edges[:-1], dayparts, spans, [each.start for each in spans], power, [each[0] for each in power]
        )

    def _power(self, day: date, start: datetime, end: datetime) -> list[tuple[datetime, datetime, bool]]:
        hours = self._windows(self._plan.hours, day)
        edges = _within(start, end, (edge for window in hours for edge in window))
        always = not self._plan.hours
        found: list[tuple[datetime, datetime, bool]] = []
        for since, until in pairwise(edges):
            on = always or any(first <= since < last for first, last in hours)
            if found and found[-1][2] == on:
                found[-1] = (found[-1][0], until, on)
            else:
                found.append((since, until, on))
        return found

    def _spans(self, edges: list[datetime], dayparts: Dayparts) -> list[Span]:
        found: list[tuple[datetime, datetime, Active]] = []
        for since, until in pairwise(edges):
            active = self._active(since, dayparts)
            if found and found[-1][2] == active:
                found[-1] = (found[-1][0], until, active)
            else:
                found.append((since, until, active))
        return [Span(since, until, active, self._rotation(active)) for since, until, active in found]

    def _edges(self, dayparts: Dayparts) -> Iterator[datetime]:
        bounds = [(item.opens, item.ends) for item in self._plan.items.values()]
        bounds += [(entry.opens, entry.ends) for entry in self.entries]
        for bound in bounds:
            yield from (edge for edge in bound if edge is not None)
        for windows in dayparts.values():
            for window in windows:
                yield from window

    def _active(self, at: datetime, dayparts: Dayparts) -> Active:
        """The entries of the highest priority that have something to show at that instant, each with those slides."""
        best: int | None = None
        active: list[tuple[str, int, tuple[str, ...]]] = []
        for entry in self.entries:
            if (best is not None and entry.priority < best) or not self.runs(entry, at, dayparts):
                continue
            slides = self.slides(entry, at)
            if not slides:
                continue
            if best is None or entry.priority > best:
                best, active = entry.priority, []
            active.append((entry.campaign, max(entry.share, 1), slides))
        return tuple(active)

    def runs(self, entry: Entry, at: datetime, dayparts: Dayparts) -> bool:
        if not _open(entry.opens, entry.ends, at):
            return False
        windows = dayparts.get(entry.campaign)
        return windows is None or any(first <= at < last for first, last in windows)

    def _rotation(self, active: Active) -> Rotation | None:
        if not active:
            return None
        if active not in self._rotations:
            if len(self._rotations) > _KEPT_ROTATIONS:
                self._rotations.clear()
            weighed = balanced(active, self._plan.items, self._plan.minimums)
            self._rotations[active] = Rotation(weighed, self._turns)
        return self._rotations[active]

    def slides(self, entry: Entry, at: datetime) -> tuple[str, ...]:
        """The entry's slides that are open at that instant."""
        slides, bounded = self._playable(entry)
        if not bounded:
            return slides
        items = self._plan.items
        return tuple(slide for slide in slides if _open(items[slide].opens, items[slide].ends, at))

    def _playable(self, entry: Entry) -> tuple[tuple[str, ...], bool]:
        """The entry's slides that have a turn at all, and whether any of them opens or ends."""
        if (known := self._listed.get(entry.campaign)) is None:
            items = self._plan.items
            slides = tuple(slide for slide in entry.slides if slide in items and items[slide].turns)
            known = slides, any(items[slide].opens or items[slide].ends for slide in slides)
            self._listed[entry.campaign] = known
        return known


def _open(opens: datetime | None, ends: datetime | None, at: datetime) -> bool:
    return (opens is None or opens <= at) and (ends is None or at < ends)


def _within(start: datetime, end: datetime, edges: Iterable[datetime]) -> list[datetime]:
    """`start`, the edges between, `end`: sorted, each once, in UTC."""
    return [start, *sorted({edge.astimezone(UTC) for edge in edges if start < edge < end}), end]
