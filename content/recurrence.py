"""The days on which a campaign recurs: RFC 5545 RRULE, RDATE and EXDATE, of whole days.

Decides which rules may be written (no hours: those are the dayparts') and on which local days they fall. The rules
themselves are worked out by python-dateutil. Wire type: unknown fields pass.
"""

import re
from datetime import date, datetime, time
from functools import lru_cache

import msgspec
from dateutil.rrule import rrule, rrulestr

_PARTS: dict[str, str] = {
    "FREQ": r"DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": r"[1-9]\d{0,2}",
    "COUNT": r"[1-9]\d{0,2}",
    "UNTIL": r"\d{8}",
    "WKST": r"MO|TU|WE|TH|FR|SA|SU",
    "BYDAY": r"[+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU)(,[+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU))*",
    "BYMONTHDAY": r"-?([1-9]|[12]\d|3[01])(,-?([1-9]|[12]\d|3[01]))*",
    "BYMONTH": r"([1-9]|1[0-2])(,([1-9]|1[0-2]))*",
    "BYYEARDAY": r"-?[1-9]\d{0,2}(,-?[1-9]\d{0,2})*",
    "BYWEEKNO": r"-?[1-9]\d?(,-?[1-9]\d?)*",
    "BYSETPOS": r"-?[1-9]\d{0,2}(,-?[1-9]\d{0,2})*",
}
"""The parts of RFC 5545 §3.3.10 that speak of days, and what each may hold."""


class Recurrence(msgspec.Struct, frozen=True, kw_only=True):
    """Days by rule (counted from `start`, which is itself one only if the rule says so), days added, days left out.

    With neither rule nor added days: every day but those left out.
    """

    start: date
    rule: str | None = None
    added: tuple[date, ...] = ()
    left_out: tuple[date, ...] = ()

    def on(self, day: date) -> bool:
        """Whether it recurs on that local day."""
        if day in self.left_out:
            return False
        if day in self.added:
            return True
        if self.rule is None:
            return not self.added
        return day in _days(self.rule, self.start, day.year)


def checked(rule: str, start: date) -> str:
    """The rule in capitals, without blanks. Raises ValueError: no such rule, one of hours, one that never occurs."""
    text = re.sub(r"\s", "", rule).upper().removeprefix("RRULE:")
    parts = [part.partition("=") for part in text.split(";") if part]
    for name, _, value in parts:
        if name not in _PARTS:
            raise ValueError(f"found {name!r} in the rule {rule!r}, expected parts of {', '.join(_PARTS)}")
        if not re.fullmatch(_PARTS[name], value):
            raise ValueError(f"found {name}={value} in the rule {rule!r}, which RFC 5545 §3.3.10 does not have")
    names = [name for name, _, _ in parts]
    if "FREQ" not in names or len(set(names)) < len(names) or {"COUNT", "UNTIL"} <= set(names):
        raise ValueError(f"found the rule {rule!r}, expected FREQ=…, each part once, and COUNT or UNTIL but not both")
    try:
        first = next(iter(_made(text, start)), None)
    except (ValueError, TypeError) as error:
        raise ValueError(f"found the rule {rule!r}, which is none of RFC 5545: {error}") from error
    if first is None:
        raise ValueError(f"found the rule {rule!r}, which from {start} on never occurs")
    return text


@lru_cache(maxsize=512)
def _made(rule: str, start: date) -> rrule:
    made = rrulestr(rule, dtstart=datetime.combine(start, time()), cache=True)
    assert isinstance(made, rrule)
    return made


@lru_cache(maxsize=4096)
def _days(rule: str, start: date, year: int) -> frozenset[date]:
    """The days of a year, all at once: a schedule asks for one after the other."""
    first, last = datetime(year, 1, 1), datetime(year, 12, 31)  # noqa: DTZ001  days have no zone
    return frozenset(found.date() for found in _made(rule, start).between(first, last, inc=True))
