"""The time axis of a drawn plan: where an instant stands, and what is written along the hours or days.

Real time runs evenly, so an hour that the clocks repeat has its place twice and one they skip has none. Decides the
marks and their labels in local time; leaves out what is drawn between them (`plan_drawing`).
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from content.exchange.drawing import wording

STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720)
"""Minutes between labelled hours."""
FULL, SHORT = 44.0, 24.0
"""Pixels between labels as `08:00`, and as `08`."""
BY_HOUR, BY_DAY = timedelta(days=10, hours=1), timedelta(days=100)
"""The longest that is drawn hour by hour, and day by day; more goes week by week."""

Spans = list[tuple[datetime, datetime]]
"""Stretches in UTC that follow each other."""


class Label(NamedTuple):
    """A text that stands over the pixel `at`."""

    at: float
    text: str


class GridLine(NamedTuple):
    """A line down from the pixel `at`; a strong one begins a day, in cells a month."""

    at: float
    strong: bool


class ClockChange(NamedTuple):
    """The clocks change at `at` (UTC), by what is above zero when they go forward. `hours` happens twice, or never."""

    at: datetime
    by: timedelta
    hours: str


class Ruler:
    """[start, end), aware, on `width` pixels. `cells` are the days or weeks drawn as one each; none hour by hour."""

    def __init__(self, start: datetime, end: datetime, zone: ZoneInfo, width: int, lang: str) -> None:
        self.start, self.end = start.astimezone(UTC), end.astimezone(UTC)
        self.width, self.lang, self._zone = width, lang, zone
        self.days = self._cut(lambda day: True)
        self.weekly = self.end - self.start > BY_DAY
        self.cells: Spans = []
        if self.weekly:
            self.cells = self._cut(lambda day: day.weekday() == 0)
        elif self.end - self.start > BY_HOUR:
            self.cells = self.days

    def x(self, at: datetime) -> float:
        """Pixels from the left; what lies outside stands at the nearer edge."""
        part = (at - self.start) / (self.end - self.start)
        return round(min(max(part, 0.0), 1.0) * self.width, 2)

    def captions(self) -> Iterator[tuple[float, float, tuple[str, str]]]:
        """The days over the hours, or the months over the cells: their middle, their width, a long and a short name."""
        if len(self.days) == 1:
            return
        named = wording.months if self.cells else wording.days
        for since, until in self._cut(lambda day: day.day == 1) if self.cells else self.days:
            yield self._middle(since, until), self.x(until) - self.x(since), named(self._local(since), self.lang)

    def labels(self) -> Iterator[Label]:
        """Hours at their lines, or the days that begin the cells over their middles."""
        if not self.cells:
            step, form = self._step()
            for at in self._hours(step):
                local = self._local(at)
                if form == "%H:%M" or local.hour:
                    yield Label(self.x(at), local.strftime(form))
            return
        for since, until in self.cells:
            local, room = self._local(since), self.x(until) - self.x(since)
            if room >= 30 and not self.weekly:
                yield Label(self._middle(since, until), f"{wording.weekday(local, self.lang)} {local.day}")
            elif room >= 18 or (local.weekday() == 0 and not self.weekly):
                yield Label(self._middle(since, until), str(local.day))

    def lines(self) -> Iterator[GridLine]:
        """At every labelled hour and midnight; between cells at Mondays and the first of each month."""
        if self.cells:
            for since, _ in self.days:
                local = self._local(since)
                if local.day == 1 or (local.weekday() == 0 and not self.weekly):
                    yield GridLine(self.x(since), local.day == 1)
            return
        midnights = {since for since, _ in self.days[1:]}
        for at in sorted(midnights | set(self._hours(self._step()[0]))):
            yield GridLine(self.x(at), at in midnights)

    def changes(self) -> Iterator[ClockChange]:
        """Where the clocks change, hour by hour only: days and weeks are as long as they are."""
        at = self.start
        while not self.cells and at < self.end:
            following = min(at + timedelta(hours=1), self.end)
            if self._offset(at) != self._offset(following):
                yield self._change(at, following)
            at = following

    def _change(self, before: datetime, after: datetime) -> ClockChange:
        at = before
        while self._offset(at) == self._offset(before) and at < after:
            at += timedelta(minutes=1)
        shown = sorted(at + offset for offset in (self._offset(before), self._offset(at)))
        by = self._offset(at) - self._offset(before)
        return ClockChange(at, by, f"{shown[0]:%H:%M}–{shown[1]:%H:%M}")

    def _step(self) -> tuple[int, str]:
        """Minutes between labels, and how they are written: as near as they have room."""
        minute = self.width / ((self.end - self.start) / timedelta(minutes=1))
        for step in STEPS:
            if step * minute >= FULL:
                return step, "%H:%M"
            if step * minute >= SHORT and step >= 60:
                return step, "%H"
        return STEPS[-1], "%H"

    def _hours(self, step: int) -> Iterator[datetime]:
        """The instants (UTC) at which local clocks show a multiple of `step` minutes: twice, once or not at all."""
        instants = set()
        for since in (*(since for since, _ in self.days), self.end):
            for minutes in range(0, 1440, step):
                wall = datetime.combine(self._local(since).date(), time(*divmod(minutes, 60)))
                for fold in (0, 1):
                    at = wall.replace(tzinfo=self._zone, fold=fold).astimezone(UTC)
                    if self.start <= at <= self.end and self._local(at).replace(tzinfo=None) == wall:
                        instants.add(at)
        yield from sorted(instants)

    def _cut(self, begins: Callable[[date], bool]) -> Spans:
        """The time between the midnights at which such local days begin."""
        edges, day = {self.start, self.end}, self._local(self.start).date()
        while (midnight := datetime.combine(day, time(), self._zone).astimezone(UTC)) < self.end:
            if begins(day) and midnight > self.start:
                edges.add(midnight)
            day += timedelta(days=1)
        return list(pairwise(sorted(edges)))

    def _middle(self, since: datetime, until: datetime) -> float:
        return (self.x(since) + self.x(until)) / 2

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self._zone)

    def _offset(self, at: datetime) -> timedelta:
        return self._local(at).utcoffset() or timedelta()
