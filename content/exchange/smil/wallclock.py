"""The values of SMIL's begins and ends: wallclock times, zero, and what else a list of them may hold.

Decides what one value says. From SMIL 3.0 §5 ("Timing attribute value grammars"): Wallclock-sync-value with a date.
From the dialect of IAdea, which Garlic and signageOS read too: `R/begin/period`, and a weekday behind the date (`+w1`
is the first Monday after it, `-w7` the last Sunday before it). Periods are a day or a week; any other, and a number of
repetitions, raises ValueError. Leaves out what begins and ends make together (`windows`).
"""

import re
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from content.phrases import said

MAX_VALUES = 200
DAY = 86_400
WEEK = 7 * DAY
PERIODS = {"P1D": DAY, "PT24H": DAY, "P1W": WEEK, "P7D": WEEK}
"""In seconds."""

_WALLCLOCK = re.compile(
    r"(?:R(?P<times>\d{0,4})/)?"
    r"(?P<date>(?:19|2\d)\d\d-\d\d-\d\d)(?P<weekday>[+-]w[1-7])?"
    r"(?:T(?P<time>\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?P<offset>Z|[+-]\d\d:\d\d)?)?"
    r"(?:/(?P<period>P\w+))?"
)
_ZERO = re.compile(r"[+-]?(?:0+(?:\.0+)?(?:h|min|s|ms)?|(?:00:)?00:00(?:\.0+)?)")
"""As an offset: at once."""


class Clock(NamedTuple):
    """A wallclock value on the city's clock: when, and after how many seconds again."""

    at: datetime
    period: int | None = None


class Values(NamedTuple):
    """A list of begins or ends: times on the clock, whether 0 is among them, and all other values."""

    clocks: tuple[Clock, ...]
    zero: bool
    others: tuple[str, ...]


def values(text: str, name: str, zone: ZoneInfo) -> Values:
    """What the attribute lists between its semicolons; an end that is `indefinite` is none. Raises ValueError."""
    if text.count(";") > MAX_VALUES:
        raise ValueError(said("its {name} has more than {max_values} values", name=name, max_values=MAX_VALUES))
    clocks: list[Clock] = []
    others: list[str] = []
    zero = False
    for value in filter(None, (each.strip() for each in text.split(";"))):
        try:
            at = clock(value, zone)
        except (ValueError, OverflowError) as error:
            raise ValueError(
                said("its {name} {value!r} cannot be read: {error}", name=name, value=value, error=error)
            ) from error
        if at:
            clocks.append(at)
        elif _ZERO.fullmatch(value):
            zero = True
        elif not (name == "end" and value == "indefinite"):
            others.append(value)
    return Values(tuple(clocks), zero, tuple(others))


def clock(text: str, zone: ZoneInfo) -> Clock | None:
    """What `wallclock(…)` says; None when `text` is no wallclock value. `zone` is the city's. Raises ValueError."""
    inside = re.fullmatch(r"wallclock\(\s*(.*?)\s*\)", text)
    if inside is None:
        return None
    match = _WALLCLOCK.fullmatch(inside[1])
    if match is None:
        raise ValueError(said("expected a date with or without a time, or R/2026-11-01T08:00/P1D"))
    at = datetime.fromisoformat(f"{match['date']}T{match['time'] or '00:00'}{match['offset'] or ''}")
    at = at.replace(microsecond=0)
    if match["weekday"]:
        at = _on_weekday(at, match["weekday"])
    if match["offset"]:
        at = at.astimezone(zone).replace(tzinfo=None)
    if match["period"] is None or match["times"] is None or match["times"].strip("0") != match["times"]:
        return Clock(at)  # without a period nothing repeats, whatever R says, as players have it; R0 neither
    if match["times"]:
        raise ValueError(said("it is repeated a number of times, expected R/ without a number"))
    period = PERIODS.get(match["period"])
    if period is None or match["offset"] or (match["weekday"] and period == DAY):
        raise ValueError(said("expected a local time each day (P1D) or, of one weekday, each week (P1W)"))
    return Clock(at, period)


def _on_weekday(at: datetime, weekday: str) -> datetime:
    """The next such day strictly after `at`, or the last strictly before: 2010-01-01+w1 is 4 January."""
    days = int(weekday[2]) - at.isoweekday()
    if weekday[0] == "+":
        return at + timedelta(days=days if days > 0 else days + 7)
    return at + timedelta(days=days if days < 0 else days - 7)
