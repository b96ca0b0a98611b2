"""Half-open stretches of time, [first, last): what they have in common, what they cover together."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from operator import itemgetter
from typing import TypeVar

Interval = tuple[datetime, datetime]
"""[first, last) in UTC."""


At = TypeVar("At", datetime, int)


def within(opens: datetime | None, ends: datetime | None, start: datetime, end: datetime) -> Interval:
    """What of [start, end) lies between those bounds; nothing when that does not end after it starts.

    A bound from far away is never turned to UTC: it could be before the year 1 there.
    """
    first = start if opens is None or opens <= start else min(opens, end).astimezone(UTC)
    last = end if ends is None or ends >= end else max(ends, start).astimezone(UTC)
    return first, last


def united(spans: Iterable[tuple[At, At]]) -> list[tuple[At, At]]:
    """What half-open spans cover together, as spans that do not touch, in order; empty ones are left out."""
    found: list[tuple[At, At]] = []
    for since, until in sorted(span for span in spans if span[0] < span[1]):
        if found and since <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], until)
        else:
            found.append((since, until))
    return found


def joined(intervals: Iterable[Interval], since: datetime, until: datetime) -> list[Interval]:
    """What they cover of [since, until): in order and apart. One that ends before it starts covers nothing."""
    return united((max(first, since), min(last, until)) for first, last in intervals)


def covered(intervals: Sequence[Interval], at: datetime) -> bool:
    """Whether one of them contains that instant; they are in order and apart."""
    index = bisect_right(intervals, at, key=itemgetter(0))
    return index > 0 and at < intervals[index - 1][1]
