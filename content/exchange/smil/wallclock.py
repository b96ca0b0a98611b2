"""The values of SMIL's time attributes: clock values and wallclock times, with the signage dialect's repetitions.

Decides what one value says. From SMIL 3.0 §5 ("Timing attribute value grammars"): Clock-value, Offset-value and
Wallclock-sync-value, which is a date, a time, or both, each with or without an offset from UTC. From the dialect of
IAdea (a-smil.org, "Wallclock" and "SMIL Scheduling"), which Garlic and signageOS read too: `R/begin/period` and
`Rn/begin/period`, and a weekday behind the date, `+w1` the first Monday after it, `-w7` the last Sunday before it.
Leaves out what begins and ends make together (`windows`).
"""

import re
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

MAX_VALUES = 200
DAY = 86_400
WEEK = 7 * DAY
_ANY_MONDAY = "2001-01-01"
"""Stands for the date of a time without one."""

_WEEKDAY = r"[+-]w[1-7]"
_WALLCLOCK = re.compile(
    r"(?:R(?P<times>\d{0,4})/)?"
    rf"(?:(?P<date>(?:19|2\d)\d\d-\d\d-\d\d)(?P<weekday>{_WEEKDAY})?)?"
    rf"(?:(?P<t>T)?(?P<time>\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?P<offset>Z|[+-]\d\d:\d\d)?(?P<old>{_WEEKDAY})?)?"
    r"(?:/(?P<period>P[0-9A-Z.]+))?"
)
_PERIOD = re.compile(
    r"P(?:(\d{1,3})Y)?(?:(\d{1,3})M)?(?:(\d{1,4})W)?(?:(\d{1,4})D)?"
    r"(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?"
)
_TIMECOUNT = re.compile(r"(\d+(?:\.\d+)?)(h|min|s|ms)?")
_SECONDS = {"h": 3600.0, "min": 60.0, "s": 1.0, "ms": 0.001}


class Period(NamedTuple):
    """How long until it is again: calendar months, or seconds; never both."""

    months: int = 0
    seconds: int = 0


class Clock(NamedTuple):
    """A wallclock value on the city's clock: when, and how often again.

    `times` is all its times together, None for ever. `dateless`: it had a time and no date. `moved`: it had an offset
    from UTC. `pinned`: it named a weekday.
    """

    at: datetime
    period: Period | None = None
    times: int | None = None
    dateless: bool = False
    moved: bool = False
    pinned: bool = False


def clock(text: str, zone: ZoneInfo) -> Clock | None:
    """What `wallclock(…)` says; None when `text` is no wallclock value. `zone` is the city's. Raises ValueError.

    The oldest files of the dialect write the value without the word around it (a-smil.org, 2009): read too, where it
    has a date.
    """
    inside = re.fullmatch(r"wallclock\(\s*(.*?)\s*\)", text.strip())
    bare = inside[1] if inside else text.strip()
    match = _WALLCLOCK.fullmatch(bare)
    if (
        match is None
        or not (match["date"] or match["time"])
        or bool(match["date"] and match["time"]) != bool(match["t"])
    ):
        if inside:
            raise ValueError("expected a date, a time, or R/2026-11-01T08:00/P1D")
        return None
    if not inside and not match["date"]:
        return None
    at = datetime.fromisoformat(
        f"{match['date'] or _ANY_MONDAY}T{match['time'] or '00:00'}{match['offset'] or ''}"
    ).replace(microsecond=0)
    weekday = match["weekday"] or match["old"]
    if weekday:
        at = _on_weekday(at, weekday)
    if at.tzinfo is not None:
        at = at.astimezone(zone).replace(tzinfo=None)
    period, times = _repetition(match["period"], match["times"])
    if match["date"] is None:
        period, times = Period(seconds=DAY), None
    return Clock(at, period, times, match["date"] is None, bool(match["offset"]), bool(weekday))


class Values(NamedTuple):
    """A list of begins or ends. `now`: it has an offset, or nothing; `away` are the offsets that are not 0."""

    clocks: tuple[Clock, ...]
    now: bool
    away: tuple[str, ...]
    others: tuple[str, ...]


def values(text: str, name: str, zone: ZoneInfo) -> Values:
    """What the attribute lists between its semicolons; an end that is `indefinite` is none. Raises ValueError."""
    if text.count(";") > MAX_VALUES:
        raise ValueError(f"its {name} has more than {MAX_VALUES} values")
    clocks: list[Clock] = []
    offsets: list[str] = []
    others: list[str] = []
    for value in filter(None, (each.strip() for each in text.split(";"))):
        try:
            found = clock(value, zone)
        except (ValueError, OverflowError) as error:
            raise ValueError(f"its {name} {value!r} cannot be read: {error}") from error
        if found:
            clocks.append(found)
        elif offset(value) is not None:
            offsets.append(value)
        elif not (name == "end" and value == "indefinite"):
            others.append(value)
    away = tuple(value for value in offsets if offset(value))
    return Values(tuple(clocks), not text.strip() or bool(offsets), away, tuple(others))


def _on_weekday(at: datetime, said: str) -> datetime:
    """The next such day strictly after `at`, or the last strictly before: 2010-01-01+w1 is 4 January (a-smil.org)."""
    there = int(said[2]) - at.isoweekday()
    if said[0] == "+":
        return at + timedelta(days=there if there > 0 else there + 7)
    return at + timedelta(days=there if there < 0 else there - 7)


def _repetition(period: str | None, times: str | None) -> tuple[Period | None, int | None]:
    """Without a period nothing repeats, whatever R says, as players have it; R0 neither."""
    if period is None or times is None:
        return None, None
    match = _PERIOD.fullmatch(period)
    if match is None or not any(match.groups()):
        raise ValueError(f"found the period {period}, expected for example P1D, P1W or PT1H")
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    found = Period(years * 12 + months, (weeks * 7 + days) * DAY + hours * 3600 + minutes * 60 + seconds)
    if found.months and found.seconds:
        raise ValueError(f"found the period {period}, expected months or days, not both")
    if (times and int(times) == 0) or found == Period():
        return None, None
    return found, int(times) if times else None


def seconds(text: str) -> float | None:
    """A Clock-value: `01:30:00`, `02:33` (minutes, seconds), `3.2h`, `45min`, `30s`, `5ms`, `900`. None for others."""
    parts = text.strip().split(":")
    if len(parts) in (2, 3) and re.fullmatch(r"(\d+:)?[0-5]\d:[0-5]\d(\.\d+)?", text.strip()):
        return sum(float(part) * 60.0**power for power, part in enumerate(reversed(parts)))
    match = _TIMECOUNT.fullmatch(text.strip())
    return float(match[1]) * _SECONDS[match[2] or "s"] if match else None


def offset(text: str) -> float | None:
    """An Offset-value, `5s` or `-01:30`, in seconds; None for others."""
    match = re.fullmatch(r"\s*([+-]?)\s*(.*)", text)
    found = seconds(match[2]) if match else None
    return None if found is None else (-found if match and match[1] == "-" else found)
