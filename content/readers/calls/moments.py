"""Dates and times of other systems as `Moment`s of the city's local time.

Decides that a date without a time stays a date: as an end it means the end of that local day, as `Moment` reads it.
A time with an offset is told in local time, to the minute; where local time is ambiguous (the hour clocks are set
back), the offset stays written.
"""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from content.authored import Moment
from content.phrases import said
from content.strict_yaml import moment

_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{8}")
"""A day, also as systems write it without hyphens (ISO 8601 basic format): it must not become its midnight."""
_WEEK = re.compile(r"\d{4}-?W")
_ZONED = re.compile(r"\s+(?=[+-]\d\d:?\d\d$)")


def local(value: date | datetime | str | None, zone: ZoneInfo) -> Moment | None:
    """The moment in the city's local time; None for an empty text.

    Raises ValueError for what is no date, or of a year out of bounds.
    """
    if isinstance(value, str):
        value = _parsed(value.strip())
    if value is None:
        return None
    if not isinstance(value, datetime):
        return moment(value.isoformat())
    if value.tzinfo is None:
        return moment(value.isoformat(timespec="minutes"))
    if not 1900 <= value.year < 2200:
        raise ValueError(said("found {value}, expected a year from 1900 to 2199", value=value.isoformat()))
    at = value.astimezone(UTC).replace(second=0, microsecond=0)
    wall = at.astimezone(zone).replace(tzinfo=None, fold=0)
    if wall.replace(tzinfo=zone).astimezone(UTC) != at:
        return moment(at.astimezone(zone).isoformat(timespec="minutes"))
    return moment(wall.isoformat(timespec="minutes"))


def _parsed(text: str) -> date | datetime | None:
    if not text:
        return None
    text = _ZONED.sub("", text.replace(" UTC", "+00:00"))
    try:
        if _WEEK.match(text):
            raise ValueError(said("a week"))
        return date.fromisoformat(text) if _DAY.fullmatch(text) else datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            said("found {text!r}, expected a date as 2026-12-06 or 2026-12-06T23:59+02:00", text=text)
        ) from None
