"""When something plays, in the words of a campaign: from and to, and hours on weekdays.

Decides what is left of one time inside another, and how minutes of the week are dayparts.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from content.authored import Moment
from content.pack.values import DAYS, Daypart
from content.phrases import said

MINUTES = 1440
"""Of a day."""
MOST = 500
"""Pairs of times that are compared."""


class Time(NamedTuple):
    """When a block plays. Moments are on the city's clock, without an offset."""

    first: Moment | None = None
    last: Moment | None = None
    dayparts: tuple[Daypart, ...] = ()


ALWAYS = Time()


def within(outer: Sequence[Time], inner: Sequence[Time]) -> tuple[Time, ...]:
    """What of `inner` is in `outer`; empty when they never meet. Raises ValueError for too many of them."""
    if len(outer) * len(inner) > MOST:
        raise ValueError(said("it is in too many times at once, expected at most {most}", most=MOST))
    both = (_both(one, other) for one in outer for other in inner)
    return tuple(dict.fromkeys(each for each in both if each is not None))


def _both(one: Time, other: Time) -> Time | None:
    first = max((each.first for each in (one, other) if each.first), key=_start, default=None)
    last = min((each.last for each in (one, other) if each.last), key=_stop, default=None)
    if first and last and _start(first) >= _stop(last):
        return None
    parts = one.dayparts or other.dayparts
    if one.dayparts and other.dayparts:
        parts = dayparts(
            (max(a[0], b[0]), min(a[1], b[1]))
            for a in intervals(one.dayparts)
            for each in intervals(other.dayparts)
            for b in ((each[0] + shift, each[1] + shift) for shift in (-7 * MINUTES, 0, 7 * MINUTES))
        )
        if not parts:
            return None
    return Time(first, last, parts)


def _start(moment: Moment) -> datetime:
    value = moment.at_start().value
    assert isinstance(value, datetime)
    return value


def _stop(moment: Moment) -> datetime:
    value = moment.at_end().value
    assert isinstance(value, datetime)
    return value


def intervals(parts: Iterable[Daypart]) -> list[tuple[int, int]]:
    """Minutes since Monday's midnight."""
    return [
        (day * MINUTES + part.minutes()[0], day * MINUTES + part.minutes()[1])
        for part in parts
        for day in sorted(part.weekdays())
    ]


def dayparts(hours: Iterable[tuple[int, int]]) -> tuple[Daypart, ...]:
    """Intervals of minutes of the week as dayparts: the same hours of several days are one, none is over a day."""
    days: dict[tuple[int, int], set[int]] = defaultdict(set)
    for start, stop in sorted(set(hours)):
        at = start
        while at < stop:
            day, begin = divmod(at, MINUTES)
            end = stop if stop - at < MINUTES else (day + 1) * MINUTES
            days[begin, end - at].add(day % 7)
            at = end
    return tuple(
        Daypart(days=_named(which), start=_clock(begin), end=_clock(_of_day(begin + minutes)))
        for (begin, minutes), which in days.items()
    )


def _of_day(minute: int) -> int:
    """An end after midnight is written as the next day's hour, midnight itself as 24:00."""
    return minute if minute <= MINUTES else minute - MINUTES


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _named(days: set[int]) -> str:
    ordered = sorted(days)
    if len(ordered) > 2 and ordered[-1] - ordered[0] == len(ordered) - 1:
        return f"{DAYS[ordered[0]]}-{DAYS[ordered[-1]]}"
    return ",".join(DAYS[day] for day in ordered)
