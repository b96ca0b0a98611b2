"""When a figure is of, as open data write it: years down to weeks and days, in ISO, Romanian or Eurostat's form.

Decides the label of a period (`2019`, `2024-S1`, `2024-T1`, `2024-03`, `2021-W03`, `2024-03-15`), which come first, and
which are missing between two. Leaves out how a passer-by reads one (`slides.numerals`).
"""

import calendar
import math
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from content.readers.files import encoding

_MONTHS = (
    *("ianuarie", "februarie", "martie", "aprilie", "mai", "iunie", "iulie", "august", "septembrie"),
    *("octombrie", "noiembrie", "decembrie"),
)
_SHORT = {
    **{"ian": 1, "feb": 2, "mar": 3, "mart": 3, "apr": 4, "mai": 5, "iun": 6, "iul": 7, "aug": 8, "sep": 9, "sept": 9},
    **{"oct": 10, "noi": 11, "noiem": 11, "nov": 11, "dec": 12},
}
"""Months as they are shortened, with a point or without."""
_QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
WEEK = -1
"""The length of a week, which has no months: Monday to Sunday, numbered as ISO 8601 does."""
_MIDNIGHT = r"(?:[t ]00:00(?::00(?:\.0+)?)?(?:z|\+00:00)?)?"
_FORMS = [
    re.compile(form)
    for form in (
        r"(?:anul )?(?P<year>(?:18|19|20|21)\d\d)",
        rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d){_MIDNIGHT}",
        r"(?P<day>\d\d)\.(?P<month>\d\d)\.(?P<year>\d{4})",
        r"(?P<year>\d{4})(?:[-/]|-?m)(?P<month>\d\d?)",
        r"(?P<month>\d\d?)[./](?P<year>\d{4})",
        rf"(?:luna )?(?P<name>{'|'.join(_MONTHS)}) (?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}}),? (?P<name>{'|'.join(_MONTHS)})",
        rf"(?P<short>{'|'.join(_SHORT)})\.?[ -](?P<year>\d{{4}})",
        rf"(?P<short>{'|'.join(_SHORT)})\.?-(?P<of_century>\d\d)",  # as spreadsheets show a month: `ian-26`
        r"(?P<year>\d{4})[- ]?[tqk](?P<quarter>[1-4])",
        r"(?:[tqk]|trim(?:estrul|\.)? ?)(?P<quarter>[1-4]|iv|i{1,3})[, -]+(?P<year>\d{4})",
        r"(?P<year>\d{4})[- ]?s(?P<half>[12])",
        r"sem(?:estrul|\.)? ?(?P<half>[12]|ii?)[, -]+(?P<year>\d{4})",
        r"(?P<year>\d{4})[- ]?w(?P<week>\d\d)",
        r"saptamana (?P<week>\d\d?)[, -]+(?:din )?(?P<year>\d{4})",
    )
]
_REMARK = re.compile(r"\s*(?:\*+|[¹²³]|\((?:p|r|e|s|provizori[iu]|estimat|estimare|semidefinitiv)\)|(?<=\d{4}) ?[pe])$")
"""A mark behind a period that says its figure is not final."""
MOST_FILLED = 1_000
"""Periods between the first and the last of a series; more is a mistake in a date."""


class CalendarPeriod(NamedTuple):
    """A stretch of the calendar from its first day. `months` is 12, 6, 3 or 1; 0 means one day, `WEEK` seven."""

    first: date
    months: int

    @property
    def label(self) -> str:
        """As canonical data files write it."""
        year, month = self.first.year, self.first.month
        if self.months == WEEK:
            week = self.first.isocalendar()
            return f"{week.year}-W{week.week:02}"
        named = {12: str(year), 6: f"{year}-S{(month + 5) // 6}", 3: f"{year}-T{(month + 2) // 3}"}
        named[1] = f"{year}-{month:02}"
        return named.get(self.months, self.first.isoformat())

    @property
    def days(self) -> int:
        """How many days a day (1) or a week (7) has; 0 for what is counted in months."""
        return {0: 1, WEEK: 7}.get(self.months, 0)

    @property
    def last(self) -> date:
        """Its last day: the date the figure is of."""
        if self.days:
            return self.first + timedelta(days=self.days - 1)
        month = self.first.month + self.months - 1
        return date(self.first.year, month, calendar.monthrange(self.first.year, month)[1])

    @property
    def number(self) -> int:
        """Counts periods of this length: neighbours differ by one."""
        if self.days:
            return self.first.toordinal() // self.days
        return (self.first.year * 12 + self.first.month - 1) // self.months

    def later(self, periods: int) -> "CalendarPeriod":
        """The period so many of its own length later."""
        if self.days:
            return CalendarPeriod(self.first + timedelta(days=periods * self.days), self.months)
        months = (self.number + periods) * self.months
        return CalendarPeriod(date(months // 12, months % 12 + 1, 1), self.months)


def labelled(label: str) -> CalendarPeriod | None:
    """The period of a label as canonical data files write it; None for another text, though it may look like one."""
    period = read(label)
    return period if period is not None and period.label == label else None


def read(cell: str) -> CalendarPeriod | None:
    """The period a cell names, or None."""
    text = encoding.unmarked(_REMARK.sub("", " ".join(cell.split()).lower()))
    parts = next((match.groupdict() for form in _FORMS if (match := form.fullmatch(text))), None)
    if parts is None:
        return None
    month, months = 1, 12
    if "week" in parts:
        return _week(int(parts["year"]), int(parts["week"]))
    if "half" in parts:
        month, months = _QUARTERS[parts["half"]] * 6 - 5, 6
    elif "quarter" in parts:
        month, months = _QUARTERS[parts["quarter"]] * 3 - 2, 3
    elif "name" in parts:
        month, months = _MONTHS.index(parts["name"]) + 1, 1
    elif "short" in parts:
        month, months = _SHORT[parts["short"]], 1
    elif "month" in parts:
        month, months = int(parts["month"]), 0 if "day" in parts else 1
    try:
        first = date(
            2000 + int(parts["of_century"]) if "of_century" in parts else int(parts["year"]),
            month,
            int(parts.get("day") or 1),
        )
    except ValueError:
        return None
    return CalendarPeriod(first, months) if 1800 <= first.year < 2200 else None


def _week(year: int, week: int) -> CalendarPeriod | None:
    try:
        return CalendarPeriod(date.fromisocalendar(year, week, 1), WEEK) if 1800 <= year < 2200 else None
    except ValueError:
        return None


def within(cell: str, column: str) -> bool:
    """Whether a cell names a part of a year: `ianuarie` or `1` in a column `luna`, `II` in `trimestru`."""
    return joined("2000", cell, column) is not None


def joined(year: str, cell: str, column: str) -> CalendarPeriod | None:
    """The period of a year that a cell beside it names, or None."""
    name, text = encoding.unmarked(column.lower()), " ".join(cell.split())
    number = text if text.isdecimal() and len(text) <= 2 else ""
    forms = {
        "lun": f"{number}.{year}" if number else f"{text} {year}",
        "month": f"{number}.{year}",
        "trim": f"trim {number or text.split(' ')[-1].lstrip('TtQq') or '-'} {year}",
        "quarter": f"trim {text.lstrip('Q')} {year}",
        "sem": f"sem {number or text.split(' ')[-1].lstrip('SsH')} {year}",
        "sapt": f"{year}-w{number.zfill(2)}",
        "week": f"{year}-w{number.zfill(2)}",
    }
    form = next((form for begins, form in forms.items() if name.startswith(begins)), None)
    return read(form) if form else None


def column(cells: Sequence[str]) -> list[CalendarPeriod] | None:
    """The periods of a column, all of one length; None when its cells are something else.

    Portals write a year as its first instant (`1990-01-01T00:00:00`) and a month as its first day: a column that has
    only such days is of years, or of months.
    """
    known: list[CalendarPeriod] = []
    for cell in cells:
        period = read(cell)
        if period is None or (known and period.months != known[0].months):
            return None
        known.append(period)
    if not known or _school_years(known):
        return None
    if known[0].months == 0 and all(period.first.day == 1 for period in known):
        months = 12 if all(period.first.month == 1 for period in known) else 1
        return [CalendarPeriod(period.first, months) for period in known]
    return known


def mixed(cells: Sequence[str]) -> bool:
    """Whether all cells are periods, and not of one length: years among quarters."""
    return len({each.months if each else None for each in map(read, cells)} | {None}) > 2 and all(map(read, cells))


def _school_years(periods: Sequence[CalendarPeriod]) -> bool:
    """`2009/10`, `2010/11`: from one year to the next, no months."""
    return len(periods) > 1 and all(
        each.months == 1 and each.first.month == (each.first.year + 1) % 100 for each in periods
    )


def filled(periods: Sequence[CalendarPeriod]) -> list[CalendarPeriod]:
    """The ascending periods with those that were left out between them: a gap in time is a gap on the chart.

    A series of every fifth year has no gap; the distance is the largest that all of its periods keep.
    """
    if len(periods) < 2:
        return list(periods)
    first = periods[0]
    step = math.gcd(*(period.number - first.number for period in periods[1:])) or 1
    count = (periods[-1].number - first.number) // step
    return [first.later(step * n) for n in range(count + 1)] if count < MOST_FILLED else list(periods)
