"""The content lines of an iCalendar file (RFC 5545 §3.1), as calendars really write them.

Decides what of a line is a slip that leaves no doubt: lines that are folded in the middle of a letter, ends of lines of
every system, dates with hyphens or small letters, a time zone named twice or without rules. Leaves out what the lines
say (`calls.ical`, and the calendars of a press office in `exchange`).
"""

import re
from collections.abc import Iterator, Sequence

from icalendar.timezone import tzp

from content.readers.files import encoding

_ENDS = re.compile(rb"\r\n?|\n")
_FOLDED = re.compile(rb"\n[ \t]")
_DATED = re.compile(r'((?:DTSTART|DTEND|RDATE|EXDATE|RECURRENCE-ID)(?:;(?:"[^"]*"|[^":])*)?)[ \t]*:(.*)', re.I)
_DATE = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[T ]([0-9]{2}):?([0-9]{2})(?::?([0-9]{2}))?(Z?))?", re.I)
_LONGEST = 20_000
"""Letters of a line whose dates are looked at; an event may leave out 500 times."""
_MOST_NAMES = 5
"""Names of one time zone; a calendar has one or two."""
_ZONE, _RULES = "VTIMEZONE", ("STANDARD", "DAYLIGHT")


def read(data: bytes, where: str) -> list[str]:
    """The lines, unfolded and without empty ones. Raises RefusedError for an encoding that is not read.

    What the files read before say of time zones is forgotten: icalendar keeps each name as it first met it.
    """
    tzp.use_default()
    whole = data if data.startswith((b"\xff\xfe", b"\xfe\xff")) else _FOLDED.sub(b"", _ENDS.sub(b"\n", data))
    text, _ = encoding.text(whole, where)
    unfolded = re.sub(r"\n[ \t]", "", text.replace("\r\n", "\n"))
    return list(_zones([_dated(line) for line in unfolded.split("\n") if line.strip()]))


def calendars(lines: Sequence[str]) -> list[str]:
    """Without what stands outside the calendars: the rest of a page, the mark of a cache."""
    kept: list[str] = []
    inside = False
    for line in lines:
        head = _head(line)
        inside = inside or head == ("BEGIN", "VCALENDAR")
        if inside:
            kept.append(line)
        inside = inside and head != ("END", "VCALENDAR")
    return kept


def _head(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip().upper(), value.strip().upper()


def _dated(line: str) -> str:
    match = _DATED.fullmatch(line) if len(line) < _LONGEST else None
    return f"{match[1].rstrip()}:{_DATE.sub(_compact, match[2].strip())}" if match else line


def _compact(match: re.Match[str]) -> str:
    year, month, day, hour, minute, second, utc = match.groups()
    time = f"T{hour}{minute}{second or '00'}{utc.upper()}" if hour else ""
    return f"{year}{month}{day}{time}"


def _zones(lines: Sequence[str]) -> Iterator[str]:
    """Each time zone with one name, once for each of its names; none where the file gives no rules of it."""
    began: int | None = None
    for number, line in enumerate(lines):
        head = _head(line)
        if began is None and head != ("BEGIN", _ZONE):
            yield line
        elif began is None:
            began = number
        elif head == ("END", _ZONE):
            yield from _zone(lines[began : number + 1])
            began = None
    if began is not None:
        yield from lines[began:]


def _zone(block: Sequence[str]) -> Iterator[str]:
    if not any(_head(line) == ("BEGIN", rules) for line in block for rules in _RULES):
        return
    names = dict.fromkeys(line for line in block if re.match(r"TZID[;:]", line, re.I))
    for name in list(names)[:_MOST_NAMES]:
        yield block[0]
        yield name
        yield from (line for line in block[1:] if line not in names)
