"""Half-open intervals of time, [first, last): what they have in common and what they cover together."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from operator import itemgetter
from typing import TypeVar

Interval = tuple[datetime, datetime]
"""[first, last), both in UTC. It is empty when `last` is not after `first`."""


At = TypeVar("At", datetime, int)


def within(opens: datetime | None, ends: datetime | None, start: datetime, end: datetime) -> Interval:
    """The part of [start, end) that lies between two bounds. None means that there is no such bound.

    A bound far outside is never turned to UTC, as it could be before the year 1 there.
    """
    first = start if opens is None or opens <= start else min(opens, end).astimezone(UTC)
    last = end if ends is None or ends >= end else max(ends, start).astimezone(UTC)
    return first, last


def united(intervals: Iterable[tuple[At, At]]) -> list[tuple[At, At]]:
    """The same instants as few intervals: in order, not touching each other, none of them empty."""
    whole: list[tuple[At, At]] = []
    for first, last in sorted([each for each in intervals if each[0] < each[1]]):
        if whole and first <= whole[-1][1]:
            whole[-1] = whole[-1][0], max(whole[-1][1], last)
        else:
            whole.append((first, last))
    return whole


def linked(intervals: Iterable[Interval]) -> Iterator[Interval]:
    """As `united`, one at a time, of intervals that come in order and do not overlap: those that touch become one.

    Each is told as soon as one comes that does not touch it, which may be an empty one.
    """
    since = until = None
    for first, last in intervals:
        if since is None or until is None or until < first:
            if since is not None and until is not None and since < until:
                yield since, until
            since = first
        until = last
    if since is not None and until is not None and since < until:
        yield since, until


def joined(intervals: Iterable[Interval], since: datetime, until: datetime) -> list[Interval]:
    """What the intervals cover of [since, until), as `united`. One that ends before it starts covers nothing."""
    return united([(max(first, since), min(last, until)) for first, last in intervals])


def without(intervals: Iterable[Interval], taken: Sequence[Interval]) -> Iterator[Interval]:
    """The parts of the intervals that none of those taken covers. Both are in order and apart, as `united` has them."""
    for since, until in intervals:
        at = since
        for first, last in taken:
            if last <= at or first >= until:
                continue
            if at < first:
                yield at, first
            at = last
        if at < until:
            yield at, until


def covered(intervals: Sequence[Interval], at: datetime) -> bool:
    """Whether one of the intervals contains that instant. They must be in order and apart, as `united` makes them."""
    index = bisect_right(intervals, at, key=itemgetter(0))
    return index > 0 and at < intervals[index - 1][1]
