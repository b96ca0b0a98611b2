"""Year-to-date amounts turned into months: a month is the difference of two statements, never a sum of them.

Decides what a missing statement means (the next difference spans its months too, and says so) and that a fall is kept,
as a negative month. Leaves out what is counted (`execution`).
"""

import calendar
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from content.phrases import said


class MonthSpan(NamedTuple):
    """The amount that was added in the months `since` to `until` of a year (1 to 12, both included), in lei."""

    since: int
    until: int
    lei: Decimal

    @property
    def months(self) -> int:
        """How many months the amount is of; more than one where a statement is missing."""
        return self.until - self.since + 1

    def __str__(self) -> str:
        if self.months == 1:
            return calendar.month_name[self.until]
        return said(
            "{month_name} to {month_name2} together",
            month_name=calendar.month_name[self.since],
            month_name2=calendar.month_name[self.until],
        )


def spans(stated: Mapping[int, Decimal]) -> tuple[MonthSpan, ...]:
    """The months of one year from its year-to-date amounts by month (1 to 12). They sum to the last amount."""
    added = []
    before, counted = 0, Decimal(0)
    for month in sorted(stated):
        added.append(MonthSpan(before + 1, month, stated[month] - counted))
        before, counted = month, stated[month]
    return tuple(added)


def missing(stated: Mapping[int, Decimal]) -> tuple[int, ...]:
    """The months of the year without a statement, in order."""
    return tuple(month for month in range(1, 13) if month not in stated)
