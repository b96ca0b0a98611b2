"""Single times on the city's clock in the words of a campaign.

Decides which times are days of one campaign, which are by themselves, and how seconds become minutes. Leaves out where
the times come from (`event`).
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from content.authored import Moment
from content.exchange.media_blocks import once
from content.pack.values import Daypart

DAY = timedelta(days=1)


class Timing(NamedTuple):
    """The fields of a campaign that say when it plays."""

    first: Moment
    last: Moment | None = None
    dayparts: tuple[Daypart, ...] = ()
    rrule: str | None = None
    rdate: tuple[Moment, ...] = ()
    exdate: tuple[Moment, ...] = ()


class Occurrence(NamedTuple):
    """One time at which something happens: from when until when, both aware."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it is by the clock on the wall."""
        return self.end.replace(tzinfo=None) - self.start.replace(tzinfo=None)


def timings(spans: Sequence[Occurrence]) -> tuple[Timing, ...]:
    """Occurrences at the same hours are days of one campaign.

    What is longer than a day, or at an hour that the clock shows a second time, is by itself.
    """
    alike: dict[object, list[Occurrence]] = defaultdict(list)
    for span in dict.fromkeys(spans):
        within = span.length < DAY or (span.length == DAY and _midnight(span.start))
        alone = not within or span.start.fold or span.end.fold
        alike[span if alone else (span.start.time(), span.length)].append(span)
    return tuple(_alike(each) for each in alike.values())


def _alike(spans: list[Occurrence]) -> Timing:
    if len(spans) > 1:
        days = sorted(span.start.date() for span in spans)
        parts = dayparts(spans[0].start, spans[0].length)
        return Timing(first=moment(days[0]), dayparts=parts, rdate=tuple(map(moment, days)))
    start, end = spans[0].start.replace(second=0), whole_minute(spans[0].end)
    if _midnight(start) and _midnight(end):
        return Timing(first=moment(start.date()), last=moment((end - DAY).date()))
    return Timing(*once(start, end))


def dayparts(start: datetime, length: timedelta) -> tuple[Daypart, ...]:
    """The hours from the time of `start` on, by the clock on the wall; none for a whole day."""
    begin = start.replace(tzinfo=None)
    end = whole_minute(begin + length)
    if _midnight(begin.replace(second=0)) and _midnight(end):
        return ()
    return (Daypart(start=f"{begin:%H:%M}", end=f"{end:%H:%M}"),)


def whole_minute(end: datetime) -> datetime:
    """An end rounded up, as starts are rounded down: 23:59:59 is midnight."""
    by = timedelta(seconds=-end.second % 60)
    return (end.astimezone(UTC) + by).astimezone(end.tzinfo) if end.tzinfo else end + by


def _midnight(at: datetime) -> bool:
    return not (at.hour or at.minute)


def moment(day: date) -> Moment:
    return Moment(day.isoformat())
