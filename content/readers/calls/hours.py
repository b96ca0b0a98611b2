"""Hours in Romanian prose: `ora 14:00`, `orele 9.00–15.00`, `între orele 22 și 6`, `16⁰⁰`.

Decides what is an hour of the day. A number with a dot is one only beside the word: `9.00` may be a price.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from content.readers.calls.plain import folded

_WORD = (
    r"(?<!\w)(?:ora|orele|orelor|orei|orar(?:ul)?|interval(?:ul|ele)?)[\s.:]*(?:orar\w*[\s:]*)?(?:de\s+|cuprins\s+)?"
    r"(?:intre\s+)?(?:orele\s+)?"
)
_TO = r"\s*(?:[-–—÷]|si|pana\s+la|la)\s*(?:ora\s+|orele\s+)?"


def _clock(name: str) -> str:
    minutes = rf"\s?[:.]\s?(?P<{name}m>[0-5]\d)|,(?P<{name}c>[0-5]\d)|\^?(?P<{name}s>[0-5]\d)"
    return rf"(?P<{name}>\d{{1,2}})(?:{minutes})?(?!\d|[.:/]\d)"


_NEAR = re.compile(rf"{_WORD}{_clock('a')}(?:{_TO}{_clock('b')})?")
_COLONS = re.compile(
    r"(?<![\d:.])(?P<a>\d{1,2}):(?P<am>[0-5]\d)\s*(?:[-–—÷]|si|pana\s+la|la)\s*(?P<b>\d{1,2}):(?P<bm>[0-5]\d)(?![\d:])"
)
_BETWEEN = re.compile(
    r"(?<!\w)intre\s+(?P<a>\d{1,2})[.:](?P<am>[0-5]\d)\s*(?:si|[-–—])\s*(?P<b>\d{1,2})[.:](?P<bm>[0-5]\d)(?![.:]?\d)"
)
_FROM = re.compile(
    r"(?<!\w)de\s+la\s+(?P<a>\d{1,2})[.:](?P<am>[0-5]\d)\s+(?:pana\s+)?la\s+(?P<b>\d{1,2})[.:](?P<bm>[0-5]\d)(?![.:/]?\d)"
)
_DAILY = re.compile(
    rf"(?<!\w)zilnic[\s,:]+(?:intre\s+)?{_clock('a')}\s*(?:[-–—÷]|si)\s*{_clock('b')}(?=\s*(?:[.,;)\n]|$))"
)
_MORE = re.compile(rf"\s*(?:,|;|si)\s*(?:intre\s+)?(?:orele\s+)?{_clock('a')}\s*(?:[-–—÷])\s*{_clock('b')}")
"""A second range after a first: `orele 8–12 și 14–18`."""


class Hours(NamedTuple):
    """Hours at `start` … `end` of the text, in minutes after midnight of local time, up to 1440.

    `last` is None for one hour. A `last` before `first` is on the next day.
    """

    start: int
    end: int
    first: int
    last: int | None

    @property
    def over_midnight(self) -> bool:
        """Whether it ends on the next day."""
        return self.last is not None and self.last <= self.first


def hours(text: str) -> list[Hours]:
    """The hours and ranges of hours a text names, in order."""
    low = folded(text)
    every = sorted(_all(low), key=lambda each: (each.start, -each.end))
    kept: list[Hours] = []
    for each in every:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _all(low: str) -> Iterator[Hours]:
    for pattern in (_NEAR, _COLONS, _BETWEEN, _FROM, _DAILY):
        for match in pattern.finditer(low):
            hour = _read(match)
            while hour is not None:
                yield hour
                more = _MORE.match(low, hour.end) if hour.last is not None else None
                hour = _read(more) if more else None


def _read(match: re.Match[str]) -> Hours | None:
    parts = match.groupdict()
    first, last = _minutes(parts, "a"), _minutes(parts, "b") if parts.get("b") else None
    if first is None or (parts.get("b") and last is None):
        return None
    return Hours(match.start(), match.end(), first, last)


def _minutes(parts: dict[str, str | None], name: str) -> int | None:
    minute = parts.get(f"{name}m") or parts.get(f"{name}c") or parts.get(f"{name}s") or "0"
    at = int(parts[name] or 0) * 60 + int(minute)
    return at if at <= 1440 else None


def at(low: str, place: int) -> Hours | None:
    """The one hour right after a place of folded text: `, ora 20`."""
    match = re.compile(rf"[\s,]*(?:inclusiv[\s,]*)?(?:(?:pana\s+)?la\s+)?{_WORD}{_clock('a')}").match(low, place)
    return _read(match) if match else None
