"""Events of an iCalendar file (RFC 5545): one closes when it ends.

An end without a time is exclusive (§3.6.1): an event of all day "until the 7th" ends with the 6th. A cancelled event, a
private one and one that repeats are left out; of the versions of one event the latest counts (SEQUENCE, §3.8.7.4).
"""

from datetime import date, datetime, timedelta
from typing import Any

import icalendar

from content.authored import Moment
from content.findings import refused
from content.readers.calls.call import Call, CallPage, Doubt, Origin, Reason, Skipped, language
from content.readers.calls.moments import local
from content.readers.calls.plain import one_line


def read(data: bytes, origin: Origin) -> CallPage:
    """The events as calls. Raises RefusedError for what is no calendar."""
    try:
        calendars = icalendar.Calendar.from_ical(data, multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except (ValueError, IndexError, KeyError, TypeError) as error:
        raise refused("source", origin.where, f"is no calendar: {error}; expected iCalendar (RFC 5545)") from error
    if not any(calendar.name == "VCALENDAR" for calendar in calendars):
        raise refused("source", origin.where, "is no calendar: it never says BEGIN:VCALENDAR and END:VCALENDAR")
    latest: dict[str, Any] = {}
    for number, event in enumerate(events):
        key = str(event.get("uid") or number)
        if key not in latest or _number(event, "sequence") >= _number(latest[key], "sequence"):
            latest[key] = event
    calls: list[Call] = []
    skipped: list[Skipped] = []
    for key, event in latest.items():
        why = _hidden(event)
        if why is None:
            calls.append(_call(key, event, origin))
        else:
            skipped.append(Skipped(key, _text(event, "summary", origin.lang) or key, _link(event), why))
    return CallPage(tuple(calls), tuple(skipped))


def _hidden(event: Any) -> Reason | None:
    if str(event.get("status", "")).upper() == "CANCELLED":
        return "withdrawn"
    if str(event.get("class", "PUBLIC")).upper() in ("PRIVATE", "CONFIDENTIAL"):
        return "private"
    return "repeating" if "rrule" in event or "rdate" in event else None


def _call(key: str, event: Any, origin: Origin) -> Call:
    lang = language(str(_params(event, "summary").get("LANGUAGE", ""))) or origin.lang
    summary = _text(event, "summary", lang)
    begins, ends = _start(event, origin), _end(event, origin)
    doubts = [Doubt("ask", "is the title of an event; say what people can do, with a verb")]
    if ends is None and begins is not None:
        doubts.append(Doubt("closes", "the event has no end"))
    return Call(
        key=key,
        title={lang: summary} if summary else {},
        opens=begins,
        closes=ends,
        link=_link(event),
        place=_text(event, "location", lang),
        doubts=tuple(doubts),
        excerpts=tuple(text for text in (_text(event, "location", lang), _text(event, "description", lang)) if text),
    )


def _start(event: Any, origin: Origin) -> Moment | None:
    return _local(_value(event, "dtstart"), origin)


def _end(event: Any, origin: Origin) -> Moment | None:
    start, end, length = (_value(event, name) for name in ("dtstart", "dtend", "duration"))
    try:
        return _local(_last(start, end, length), origin)
    except OverflowError:
        return None


def _last(start: Any, end: Any, length: Any) -> Any:
    """The last day of days, or the moment at which times end; None where the event does not say."""
    if end is not None and not isinstance(end, datetime):
        last = end - timedelta(days=1)
        return max(last, start) if type(start) is date else last
    if end is not None:
        return end
    if isinstance(start, datetime):
        return start + length if isinstance(length, timedelta) else None
    if type(start) is date:
        days = length.days if isinstance(length, timedelta) else 1
        return start + timedelta(days=max(days - 1, 0))
    return None


def _local(value: Any, origin: Origin) -> Moment | None:
    """None for what is no date, or of a year that cannot be meant: a person looks at that event."""
    try:
        return local(value, origin.zone) if isinstance(value, date) else None
    except ValueError:
        return None


def _value(event: Any, name: str) -> Any:
    """The date, time or length of a property; None where it is none."""
    try:
        value = getattr(event.get(name), "dt", None)
        return value if isinstance(value, date | timedelta) else None
    except icalendar.error.BrokenCalendarProperty:
        return None


def _number(event: Any, name: str) -> int:
    value = event.get(name)
    return value if isinstance(value, int) else 0


def _text(event: Any, name: str, lang: str) -> str:
    value = event.get(name)
    return one_line(str(value[0] if isinstance(value, list) else value), lang) if value else ""


def _params(event: Any, name: str) -> dict[str, Any]:
    return dict(getattr(event.get(name), "params", {}))


def _link(event: Any) -> str:
    url = str(event.get("url") or "")
    return url if url.startswith(("https://", "http://")) else ""
