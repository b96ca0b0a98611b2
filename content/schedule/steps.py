"""Functions of time that keep a value from one instant to another, worked out only where they are asked for.

Leaves out which functions these are: when a campaign is ready, who plays (`readiness`).
"""

from bisect import bisect_right
from collections.abc import Callable
from datetime import datetime
from typing import Generic, TypeVar

from content.schedule.intervals import Interval

Value = TypeVar("Value")
Holds = Callable[[datetime], tuple[bool, datetime]]
"""Says whether something holds at an instant, and a later instant up to which that stays so."""


class Steps(Generic[Value]):
    """Remembers each step it has worked out, so that all who ask about the same time share it.

    `work_out` maps an instant to the value at it and a later instant up to which that stays. It need not be the last
    such instant, but for a later instant it may not be an earlier one.
    """

    def __init__(self, work_out: Callable[[datetime], tuple[Value, datetime]]) -> None:
        self._work_out = work_out
        self._untils: list[datetime] = []
        self._steps: list[tuple[datetime, Value]] = []
        """Since when and which value holds up to the instant at the same place in `_untils`."""

    def at(self, at: datetime) -> tuple[Value, datetime]:
        """The value at that instant, and a later instant up to which it stays."""
        place = bisect_right(self._untils, at)
        if place < len(self._steps) and self._steps[place][0] <= at:
            return self._steps[place][1], self._untils[place]
        value, until = self._work_out(at)
        same = place < len(self._steps) and self._untils[place] == until
        self._untils[place : place + same] = [until]
        self._steps[place : place + same] = [(at, value)]
        return value, until


class Times:
    """The intervals in which something holds.

    `following` maps an instant to the interval that contains it, or else to the next one. The end of an interval may be
    the start of another. Where none follows it is an empty one, at the end of the time that is looked at.
    """

    def __init__(self, following: Callable[[datetime], Interval]) -> None:
        self._since = Steps(following)

    def holds(self, at: datetime) -> tuple[bool, datetime]:
        """See `Holds`."""
        since, until = self._since.at(at)
        return (True, until) if since <= at else (False, since)

    def following(self, at: datetime) -> Interval:
        """The interval that contains that instant, or else the next one."""
        return self._since.at(at)


def first_of(at: datetime, end: datetime, *conditions: Holds) -> datetime | None:
    """The first instant in [at, end) at which all conditions hold; None when there is none."""
    while at < end:
        for condition in conditions:
            holds, until = condition(at)
            if not holds:
                at = until
                break
        else:
            return at
    return None
