"""The days on which a campaign recurs, by RFC 5545: a rule (RRULE), days added (RDATE) and days left out (EXDATE).

Decides which rules may be written, and on which local days they fall. A rule speaks of whole days: hours are left to
the dayparts. python-dateutil counts the days of a rule; what it counts otherwise than the RFC is put right here.
"""

import contextlib
import re
from collections.abc import Iterator, Mapping
from datetime import MAXYEAR, date, datetime, time, timedelta
from functools import lru_cache
from itertools import chain, dropwhile, islice
from typing import NamedTuple

import msgspec
from dateutil.rrule import rrule, rrulestr

from content.phrases import said


def _list(one: str) -> str:
    return rf"{one}(,{one})*"


_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEK = r"([1-9]|[1-4]\d|5[0-3])"
_DAY = r"([1-9]\d?|[12]\d\d|3[0-5]\d|36[0-6])"
_PARTS: dict[str, str] = {
    "FREQ": r"DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": r"[1-9]\d{0,2}",
    "COUNT": r"[1-9]\d{0,2}",
    "UNTIL": r"\d{8}",
    "WKST": r"MO|TU|WE|TH|FR|SA|SU",
    "BYDAY": _list(rf"([+-]?{_WEEK})?(MO|TU|WE|TH|FR|SA|SU)"),
    "BYMONTHDAY": _list(r"[+-]?([1-9]|[12]\d|3[01])"),
    "BYMONTH": _list(r"([1-9]|1[0-2])"),
    "BYYEARDAY": _list(rf"[+-]?{_DAY}"),
    "BYWEEKNO": _list(rf"[+-]?{_WEEK}"),
    "BYSETPOS": _list(rf"[+-]?{_DAY}"),
}
"""The parts of a rule that speak of days (RFC 5545 §3.3.10), each with a pattern of what it may hold."""

_NUMBER = "a number from 1 to 999"
_EXPECTED: dict[str, str] = {
    "FREQ": "DAILY, WEEKLY, MONTHLY or YEARLY: a rule says days, hours are the dayparts'",
    "INTERVAL": _NUMBER,
    "COUNT": f"{_NUMBER}, or UNTIL=… with the last day",
    "UNTIL": "a day as 20261231",
    "WKST": "a weekday as MO",
    "BYDAY": "weekdays as MO,SA, or counted ones as 1MO,-1FR",
    "BYMONTHDAY": "days from 1 to 31 or from -31 to -1, written as 1,15",
    "BYMONTH": "months from 1 to 12, written as 1,12",
    "BYYEARDAY": "days from 1 to 366 or from -366 to -1, written as 1,100",
    "BYWEEKNO": "weeks from 1 to 53 or from -53 to -1, written as 1,20",
    "BYSETPOS": "places from 1 to 366 or from -366 to -1, written as 1,-1",
}
"""What each part may hold, in words. RFC 5545 has more."""

_ONLY: dict[str, tuple[str, ...]] = {
    "BYMONTHDAY": ("DAILY", "MONTHLY", "YEARLY"),
    "BYYEARDAY": ("YEARLY",),
    "BYWEEKNO": ("YEARLY",),
}
"""The frequencies with which a part may stand (RFC 5545 §3.3.10). Other parts may stand with all frequencies."""

_LENGTHS = {1: 31, 2: 29, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}
"""The most days that each month can have."""

FIRST_YEAR = 1900
"""No rule is counted from an earlier year, as dateutil counts every occurrence since then."""


class Recurrence(msgspec.Struct, frozen=True, kw_only=True):
    """The days of a rule and the days `added`, without those `left_out`.

    The rule is counted from `start`, which is one of the days only if the rule says so. With neither a rule nor added
    days, it is every day but those left out. No day is before `first` or after `last`, where these are given; a daypart
    that starts on the last day may go on into the next.

    A wire type: unknown fields pass. A rule that comes over the wire is checked again, as one of seconds, or one that
    dateutil would count to the year 9999, would stop a player.
    """

    start: date
    rule: str | None = None
    added: tuple[date, ...] = ()
    left_out: tuple[date, ...] = ()
    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        """Raises ValueError when the rule may not be written, or `start` is before `FIRST_YEAR`."""
        if self.rule is not None:
            spelled(self.rule)
            if self.start.year < FIRST_YEAR:
                raise ValueError(
                    said("found {start}, expected a day from {first_year} on", start=self.start, first_year=FIRST_YEAR)
                )

    def on(self, day: date) -> bool:
        """Whether it recurs on that local day."""
        if day in self.left_out or (self.first and day < self.first) or (self.last and day > self.last):
            return False
        if day in self.added:
            return True
        if self.rule is None:
            return not self.added
        return day in _days(self.rule, self.start, day.year)

    def leaves_out(self, day: date) -> bool:
        """Whether it would recur on that local day were it not left out."""
        return day in self.left_out and msgspec.structs.replace(self, left_out=()).on(day)

    @property
    def final(self) -> date | None:
        """The last day on which it can recur, even if that one is left out. None when it goes on without end."""
        ruled = None if self.rule is None else _final(self.rule, self.start)
        if ruled is None and (self.rule is not None or not self.added):
            return self.last
        return min(max(*self.added, ruled or date.min, date.min), self.last or date.max)


@lru_cache(maxsize=512)
def spelled(rule: str) -> str:
    """The rule in capitals and without blanks. Raises ValueError, in one sentence, when it may not be written."""
    text = re.sub(r"\s", "", rule).upper().removeprefix("RRULE:")
    named = [(name, value) for name, _, value in (part.partition("=") for part in text.split(";") if part)]
    for name, value in named:
        _check_part(name, value, rule)
    parts = dict(named)
    if "FREQ" not in parts or len(parts) < len(named) or {"COUNT", "UNTIL"} <= parts.keys():
        raise ValueError(
            said("found the rule {rule!r}, expected FREQ=…, each part once, and COUNT or UNTIL but not both", rule=rule)
        )
    if "UNTIL" in parts:
        try:
            date.fromisoformat(parts["UNTIL"])
        except ValueError:
            raise ValueError(
                said(
                    "found UNTIL={parts} in the rule {rule!r}, expected a day as 20261231",
                    parts=parts["UNTIL"],
                    rule=rule,
                )
            ) from None
    if (clash := next(_clashes(parts), None)) is not None:
        raise ValueError(said("found the rule {rule!r}, in which {clash}", rule=rule, clash=clash))
    return _joined(parts)


def _check_part(name: str, value: str, rule: str) -> None:
    """Raises ValueError when a rule has no such part, or the part may not hold that value."""
    if name not in _PARTS:
        hours = (
            said(": a rule says days, hours are the dayparts'") if name in ("BYHOUR", "BYMINUTE", "BYSECOND") else ""
        )
        raise ValueError(
            said(
                "found {name!r} in the rule {rule!r}, expected parts of {parts}{hours}",
                name=name,
                rule=rule,
                parts=", ".join(_PARTS),
                hours=hours,
            )
        )
    if not re.fullmatch(_PARTS[name], value):
        raise ValueError(
            said(
                "found {name}={value} in the rule {rule!r}, expected {expected}",
                name=name,
                value=value,
                rule=rule,
                expected=_EXPECTED[name],
            )
        )


def _clashes(parts: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with parts that do not go together, by RFC 5545 §3.3.10 or because no day can be both."""
    often, weekdays = parts["FREQ"], parts.get("BYDAY", "")
    for part, frequencies in _ONLY.items():
        if part in parts and often not in frequencies:
            yield f"{part} does not go with FREQ={often}, expected {' or '.join(frequencies)}"
    if re.search(r"\d", weekdays) and (often not in ("MONTHLY", "YEARLY") or "BYWEEKNO" in parts):
        beside = "BYWEEKNO" if "BYWEEKNO" in parts else f"FREQ={often}"
        yield f"BYDAY={weekdays} counts within months or years beside {beside}, expected weekdays without a number"
    if "BYSETPOS" in parts and not any(name.startswith("BY") and name != "BYSETPOS" for name in parts):
        yield "BYSETPOS chooses among nothing, expected another part as BYDAY"
    if often == "DAILY" and not _whole(parts.get("BYSETPOS", "1")) & {1, -1}:
        yield "BYSETPOS chooses among the days of one day, expected another FREQ"
    if "BYMONTH" in parts and "BYMONTHDAY" in parts:
        longest = max(_LENGTHS[month] for month in _whole(parts["BYMONTH"]))
        if min(map(abs, _whole(parts["BYMONTHDAY"]))) > longest:
            yield f"no month of BYMONTH has the day {parts['BYMONTHDAY']}: it never occurs"


def _whole(text: str) -> set[int]:
    return {int(each) for each in text.split(",")}


@lru_cache(maxsize=512)
def checked(rule: str, start: date) -> str:
    """As `spelled`. Also raises ValueError when the rule never occurs, or starts before `FIRST_YEAR`."""
    text = spelled(rule)
    if start.year < FIRST_YEAR:
        raise ValueError(
            said(
                "found the rule {rule!r} counted from {start}, expected a day from {first_year} on",
                rule=rule,
                start=start,
                first_year=FIRST_YEAR,
            )
        )
    if not any(True for _ in _days_of(_counted_rule(text, start))):
        raise ValueError(said("found the rule {rule!r}, which from {start} on never occurs", rule=rule, start=start))
    return text


_CYCLE = 400
"""Years after which the calendar repeats, with its weekdays and leap years."""
_ASKED = 300
"""A rule is asked about so many years from its start on."""


def _shift(start: date) -> int:
    """Years to add to `start` so that a rule is counted in the last centuries of the calendar. They are whole cycles.

    dateutil looks for a day that never comes up to the year 9999, which then is not far.
    """
    return (MAXYEAR - _ASKED - start.year) // _CYCLE * _CYCLE


class _CountedRule(NamedTuple):
    """A rule as dateutil counts it, in shifted years.

    Its days before `first` do not count. Of the others the first `most` count, or all if that is None.
    """

    rule: rrule
    first: datetime
    most: int | None


@lru_cache(maxsize=512)
def _counted_rule(rule: str, start: date) -> _CountedRule:
    parts, years = _completed(_split(spelled(rule)), start), _shift(start)
    first = begin = datetime.combine(start.replace(year=start.year + years), time())
    most = None
    if "UNTIL" in parts:
        until = parts["UNTIL"]
        parts["UNTIL"] = f"{min(int(until[:4]) + years, MAXYEAR):04}{until[4:]}"
    if parts["FREQ"] == "WEEKLY" and "BYSETPOS" in parts:
        # RFC 5545 §3.3.10: BYSETPOS counts from the beginning of the week. dateutil 2.9 counts from DTSTART on.
        begin -= timedelta((first.weekday() - _WEEKDAYS.index(parts.get("WKST", "MO"))) % 7)
        most = int(parts.pop("COUNT")) if "COUNT" in parts else None
    # Without dateutil's own cache: its lock stays locked after an exception.
    counted = rrulestr(_joined(parts), dtstart=begin)
    assert isinstance(counted, rrule)
    return _CountedRule(counted, first, most)


def _completed(parts: dict[str, str], start: date) -> dict[str, str]:
    """The rule with the parts that it takes from its first day (RFC 5545 §3.3.10; RFC 8984 §4.3.3.1 says which).

    dateutil 2.9 leaves them out: for a yearly BYMONTHDAY it has every month, for BYWEEKNO every day of the week. Where
    some weekdays have a number and others none, it has only days that are both, so all get numbers.
    """
    parts = parts | {"BYDAY": _numbered(parts)} if "BYDAY" in parts else parts
    named, weekday = parts.keys(), _WEEKDAYS[start.weekday()]
    if parts["FREQ"] == "WEEKLY" and "BYDAY" not in named:
        return {**parts, "BYDAY": weekday}
    if parts["FREQ"] != "YEARLY" or "BYYEARDAY" in named:
        return parts
    if "BYWEEKNO" in named:
        return parts if named & {"BYMONTHDAY", "BYDAY"} else {**parts, "BYDAY": weekday}
    return {**parts, "BYMONTH": str(start.month)} if "BYMONTHDAY" in named and "BYMONTH" not in named else parts


def _numbered(parts: Mapping[str, str]) -> str:
    """The part BYDAY. Where one of its weekdays has a number, the others get all numbers: a month's 5, a year's 53."""
    days = parts["BYDAY"].split(",")
    if not any(day[:-2] for day in days):
        return parts["BYDAY"]
    most = 5 if parts["FREQ"] == "MONTHLY" or "BYMONTH" in parts else 53
    every = ([day] if day[:-2] else [f"{n}{day}" for n in range(1, most + 1)] for day in days)
    return ",".join(chain.from_iterable(every))


def _split(rule: str) -> dict[str, str]:
    return dict(part.split("=") for part in rule.split(";"))


def _joined(parts: Mapping[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())


@lru_cache(maxsize=4096)
def _days(rule: str, start: date, year: int) -> frozenset[date]:
    """The days of a rule in one year. They are worked out together, as a schedule asks for one day after the other."""
    years = _shift(start)
    if not start.year <= year <= start.year + _ASKED:
        return frozenset()
    days = set()
    for day in _days_of(_counted_rule(rule, start)):
        if day.year > year + years:
            break
        if day.year == year + years:
            days.add(day.date().replace(year=year))
    return frozenset(days)


@lru_cache(maxsize=512)
def _final(rule: str, start: date) -> date | None:
    """The last day of a rule; None when it goes on without end."""
    if not re.search("COUNT=|UNTIL=", rule):
        return None
    last = max((day.date() for day in _days_of(_counted_rule(rule, start))), default=None)
    return start if last is None else last.replace(year=last.year - _shift(start))


def _days_of(counted: _CountedRule) -> Iterator[datetime]:
    """The days that count. Where dateutil fails, as for a 53rd Thursday of a month, no further day ever comes."""
    with contextlib.suppress(IndexError, OverflowError, ValueError):
        yield from islice(dropwhile(lambda day: day < counted.first, counted.rule), counted.most)
