"""What an event of a calendar says that its campaign does not.

Decides which properties people fill in and a campaign has no place for, and what its times lose on the city's clock.
Leaves out events that make no campaign (`calendar`).
"""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from icalendar.timezone import tzp

from content.exchange.ical import ics
from content.exchange.ical.event import EventSeries
from content.exchange.ical.ics import CAMPAIGN, Component
from content.phrases import said

_NOUNS = {"VALARM": "alarms"}
_READ = frozenset(
    {
        *("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "UID", "SEQUENCE"),
        *("SUMMARY", "CATEGORIES", "CLASS", "STATUS", CAMPAIGN),
    }
)
_IDLE = frozenset(
    {
        "TRANSP",
        "ORGANIZER",
        "DTSTAMP",
        "CREATED",
        "LAST-MODIFIED",
        "COLOR",
        "REQUEST-STATUS",
        "SOURCE",
        "REFRESH-INTERVAL",
    }
)
"""The calendar's own business: they change nothing on a screen. So do X- properties, but for `_FILLED`."""
_FILLED = frozenset(
    {
        *("X-ALT-DESC", "X-APPLE-STRUCTURED-LOCATION", "X-GOOGLE-CONFERENCE", "X-GOOGLE-HANGOUT"),
        *("X-MICROSOFT-LOCATIONS", "X-MICROSOFT-SKYPETEAMSMEETINGURL"),
    }
)
"""Where products keep what people fill in: texts, places, meetings."""


def losses(event: Component, series: EventSeries, zone: ZoneInfo) -> Iterator[str]:
    """What of the event its campaign does not keep, a sentence each. `zone` is the city's."""
    yield from _words(event)
    yield from _times(event, series, zone)


def _words(event: Component) -> Iterator[str]:
    if event.text("STATUS").upper() == "TENTATIVE":
        yield "is tentative and plays all the same; take the campaign out if it is called off"
    names = sorted({each.name for each in event.properties if each.value.strip() and _filled(each.name)})
    if names:
        listed = ", ".join(name.lower() for name in names)
        yield said("is a campaign now without its {listed}, which campaigns do not have", listed=listed)
    if parts := list(dict.fromkeys(_NOUNS.get(name, name) for name in event.parts)):
        yield said("is a campaign now without its {parts}, which campaigns do not have", parts=", ".join(parts))
    if event.unread:
        yield said("has lines that cannot be read, the first is {unread!r:.60}", unread=event.unread[0])


def _filled(name: str) -> bool:
    """Whether people fill the property in. Unknown names count, unless they are a product's own (X-)."""
    return name in _FILLED or not (name.startswith("X-") or name in _READ or name in _IDLE)


def _times(event: Component, series: EventSeries, zone: ZoneInfo) -> Iterator[str]:
    own, first = series.when.own, series.when.first
    names = ics.unknown_zones(event)
    if names:
        yield said(
            "is in the time zone {names}, which nobody knows; its times were read as those of {key}",
            names=", ".join(names),
            key=zone.key,
        )
    if isinstance(own, datetime) and own.tzinfo is None and not names and (told := _other_clock(event, own, zone)):
        yield said(
            "has no time zone and its calendar says {told}; its times were read as those of {key}",
            told=told,
            key=zone.key,
        )
    if series.rule and isinstance(own, datetime) and own.tzinfo and not _same_clock(own, zone):
        hours = f"{first.start:%H:%M}–{first.start + series.when.length:%H:%M}".replace("00:00–00:00", "all day")
        yield said(
            "repeats on another zone's clock; on that of {key} it is {hours} all year now", key=zone.key, hours=hours
        )
    if series.joined:
        yield said(
            "starts on {day}, which is no day of its rule; it plays on that day too (RFC 5545 §3.8.5.3)",
            day=series.when.day,
        )
    ends = first.start.replace(tzinfo=None) + series.when.length
    if first.start.second or (ends.second and ends.strftime("%H:%M:%S") != "23:59:59"):
        yield said(
            "is from {start:%H:%M:%S} to {ends:%H:%M:%S}; campaigns have minutes, it plays the whole of each",
            start=first.start,
            ends=ends,
        )
    if idle := [each for each in series.left_out if not series.has(each)]:
        more = said(" and {idle} more", idle=len(idle) - 3) if len(idle) > 3 else ""
        listed = ", ".join(_written(each) for each in idle[:3])
        yield said(
            "leaves out {listed}{more}, when it does not happen: nothing was left out for that",
            listed=listed,
            more=more,
        )


def _written(value: date) -> str:
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else f"{value:%Y-%m-%d}"


def _same_clock(start: datetime, zone: ZoneInfo) -> bool:
    """Whether the event's zone shows what the city's does, in winter and in summer."""
    months = (start.replace(month=month, day=1) for month in (1, 7))
    return all(each.utcoffset() == each.replace(tzinfo=zone).utcoffset() for each in months)


def _other_clock(event: Component, own: datetime, zone: ZoneInfo) -> str:
    """X-WR-TIMEZONE where its clock is not the city's: to RFC 5545 a time without a zone is local everywhere."""
    name = event.of_calendar("X-WR-TIMEZONE")
    try:
        there = tzp.timezone(name) if name else None
    except ics.FOREIGN:
        there = None
    alike = not name or (there is not None and _same_clock(own.replace(tzinfo=there), zone))
    return "" if alike else said("X-WR-TIMEZONE {name:.60}", name=name)
