"""Events of an iCalendar file (RFC 5545): one closes when it ends.

An end without a time is exclusive (§3.6.1): an event of all day "until the 7th" ends with the 6th. A cancelled event, a
private one and one that repeats are left out; of the versions of one event the latest counts (SEQUENCE, §3.8.7.4).
"""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import icalendar

from content.authored import Moment
from content.findings import refused
from content.phrases import said
from content.readers.calls.call import Call, CallPage, Origin, Reason, Skipped, language, open_value
from content.readers.calls.moments import local
from content.readers.calls.plain import one_line
from content.readers.files import content_lines


def read(data: bytes, origin: Origin) -> CallPage:
    """The events as calls. Raises RefusedError for what is no calendar."""
    lines = content_lines.calendars(content_lines.read(data, origin.where))
    try:
        calendars = icalendar.Calendar.from_ical("\r\n".join(lines), multiple=True) if lines else []
        events = [
            _Event(event, _word(calendar.get("method")), str(calendar.get("x-wr-timezone") or ""))
            for calendar in calendars
            for event in calendar.walk("VEVENT")
        ]
    except (ValueError, IndexError, KeyError, TypeError, AttributeError) as error:
        raise refused(
            "source", origin.where, said("is no calendar: {error}; expected iCalendar (RFC 5545)", error=error)
        ) from error
    if not any(calendar.name == "VCALENDAR" for calendar in calendars):
        lacks = said("it ends before its END:VCALENDAR") if lines else said("it never says BEGIN:VCALENDAR")
        raise refused(
            "source", origin.where, said("is no calendar: {lacks}; expected iCalendar (RFC 5545)", lacks=lacks)
        )
    latest: dict[tuple[str, str], _Event] = {}
    for number, event in enumerate(events):
        key = event.uid or str(number), event.of
        if key not in latest or event.version >= latest[key].version:
            latest[key] = event
    calls: list[Call] = []
    skipped: list[Skipped] = []
    for (uid, of), event in latest.items():
        name = f"{uid} {of}".strip()
        why = event.hidden or (latest[uid, ""].secret if (uid, "") in latest else None)
        if why is None:
            calls.append(_call(name, event, origin))
        else:
            title = _text(event.component, "summary", origin.lang)
            skipped.append(Skipped(name, title or name, _link(event.component), why))
    return CallPage(tuple(calls), tuple(skipped))


class _Event(NamedTuple):
    """An event, and what its calendar says of all of them."""

    component: Any
    method: str
    zone: str

    @property
    def uid(self) -> str:
        return str(self.component.get("uid") or "")

    @property
    def of(self) -> str:
        """The time of a repeating event that this one stands for; empty for an event of its own."""
        value = _value(self.component, "recurrence-id")
        return value.isoformat() if isinstance(value, date) else ""

    @property
    def version(self) -> int:
        value = self.component.get("sequence")
        return value if isinstance(value, int) else 0

    @property
    def secret(self) -> Reason | None:
        """Why neither it nor a changed time of it is shown; a class nobody knows counts as private (§3.8.1.3)."""
        if self.method == "CANCEL" or _word(self.component.get("status")) == "CANCELLED":
            return "withdrawn"
        return "private" if _word(self.component.get("class")) not in ("", "PUBLIC") else None

    @property
    def hidden(self) -> Reason | None:
        repeats = "rrule" in self.component or "rdate" in self.component
        return self.secret or ("repeating" if repeats else None)

    def other_clock(self, zone: ZoneInfo) -> str | None:
        """The zone its times are said to be of but were not read in; None when there is no doubt."""
        for name in ("dtstart", "dtend"):
            value = _value(self.component, name)
            if isinstance(value, datetime) and value.tzinfo is None:
                stated = str(_params(self.component, name).get("TZID", "")) or self.zone
                return None if stated in ("", zone.key) else stated
        return None


def _word(value: Any) -> str:
    return str(value or "").strip().upper()


def _call(key: str, of: _Event, origin: Origin) -> Call:
    event = of.component
    lang = language(str(_params(event, "summary").get("LANGUAGE", ""))) or origin.lang
    summary = _text(event, "summary", lang)
    begins, ends = _start(event, origin), _end(event, origin)
    questions = [
        open_value("ask", "what can people do, said with a verb?", said("the event {summary!r}", summary=summary))
    ]
    if ends is None and begins is not None:
        questions.append(open_value("closes", "until when can people take part?", "the event has no end"))
    elif (stated := of.other_clock(origin.zone)) is not None:
        seen = said(
            "the event is in the time zone {stated:.60}, which was not read; the hour is as it is written there",
            stated=stated,
        )
        questions.append(open_value("closes", "at what hour of the city does it close?", seen))
    return Call(
        key=key,
        title={lang: summary} if summary else {},
        opens=begins,
        closes=ends,
        link=_link(event),
        place=_text(event, "location", lang),
        questions=tuple(questions),
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
        return None if end == start else end
    if isinstance(start, datetime):
        return start + length if isinstance(length, timedelta) and length else None
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


def _text(event: Any, name: str, lang: str) -> str:
    value = event.get(name)
    return one_line(str(value[0] if isinstance(value, list) else value), lang) if value else ""


def _params(event: Any, name: str) -> dict[str, Any]:
    return dict(getattr(event.get(name), "params", {}))


def _link(event: Any) -> str:
    url = str(event.get("url") or "")
    return url if url.startswith(("https://", "http://")) else ""
