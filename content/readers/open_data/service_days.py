"""On which days a service of a GTFS timetable runs (calendar.txt, calendar_dates.txt).

Decides what a span of weekdays and its exceptions mean together. The work is bounded by the rows of the two tables and
not by the length of the span: calendars without an end are written to 2099 or 9999.
"""

from datetime import date, timedelta
from typing import NamedTuple

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Span(NamedTuple):
    """A row of calendar.txt: the weekdays (Monday is 0) from the first to the last day, both included."""

    first: date
    last: date
    weekdays: frozenset[int]


class ServiceDays(NamedTuple):
    """The days of one service: its span, if it has one, and the exceptions to it."""

    span: Span | None = None
    added: frozenset[date] = frozenset()
    removed: frozenset[date] = frozenset()

    def on(self, day: date) -> bool:
        """Whether the service runs on that day."""
        if day in self.added:
            return True
        span = self.span
        return span is not None and span.first <= day <= span.last and self._regular(span, day)

    def ends(self) -> tuple[date, date] | None:
        """The first and the last day on which it runs; None when there is none."""
        days = [*self.added]
        if self.span is not None:
            days += [day for step in (1, -1) if (day := self._outermost(self.span, step)) is not None]
        return (min(days), max(days)) if days else None

    def _regular(self, span: Span, day: date) -> bool:
        return day.weekday() in span.weekdays and day not in self.removed

    def _outermost(self, span: Span, step: int) -> date | None:
        """The first day of the span that is in force, from its beginning or from its end."""
        begins = span.first if step > 0 else span.last
        for n in range(min((span.last - span.first).days + 1, 7 * (len(self.removed) + 1))):
            day = begins + timedelta(days=step * n)
            if self._regular(span, day):
                return day
        return None
