"""From one day to another, with hours: when something is, and the moments at which it begins and is over."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from content.authored import Moment
from content.readers.calls.hours import Hours


class Interval(NamedTuple):
    """From `first` to `last`, both included; None where the text leaves it open.

    `opens` and `closes` are minutes after midnight on those days, `daily` the hours of each day in between. `dated` is
    false when a year was not written, `night` true for the one night between two days. `doubts` tell what contradicts
    it or could be meant otherwise. `some_days` are the words that say on which of its days it is.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    opens: int | None = None
    closes: int | None = None
    daily: tuple[Hours, ...] = ()
    dated: bool = True
    doubts: tuple[str, ...] = ()
    night: bool = False
    some_days: str = ""


def ends(interval: Interval) -> Moment | None:
    """The moment at which an interval is over: its last day, its last hour, or the morning after its last night."""
    if interval.last is None:
        return None
    minutes, day = interval.closes, interval.last
    if minutes is None and interval.daily:
        hours = max(interval.daily, key=lambda each: (each.over_midnight, each.last or 0))
        minutes, day = hours.last, day + timedelta(days=hours.over_midnight)
    if minutes is None or minutes == 1440:
        return Moment(day.isoformat())
    return Moment(datetime.combine(day, time(minutes // 60, minutes % 60)).isoformat(timespec="minutes"))


def begins(interval: Interval) -> Moment | None:
    """The moment at which an interval begins."""
    if interval.first is None:
        return None
    if interval.opens is None or interval.opens == 1440:
        return Moment(interval.first.isoformat())
    at = time(interval.opens // 60, interval.opens % 60)
    return Moment(datetime.combine(interval.first, at).isoformat(timespec="minutes"))
