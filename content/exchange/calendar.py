"""Calendars of a press office (iCalendar, RFC 5545) as campaigns: days, hours as a daypart, recurrence."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Calendar

from content.authored import Daypart, Moment, id_of
from content.exchange.foreign import free, once
from content.findings import Finding, RefusedError, refused
from content.model import Campaign, Pack
from content.recurrence import checked

MAX_EVENTS = 5_000
_DAY = timedelta(days=1)
_UNKEPT = ("DESCRIPTION", "LOCATION", "ATTENDEE", "ATTACH", "URL", "PRIORITY", "STATUS")
"""Properties people fill in that a campaign has no place for; others are the calendar's own business."""


class Read(NamedTuple):
    """The campaigns of a calendar, and what of it they do not keep."""

    campaigns: tuple[Campaign, ...]
    findings: tuple[Finding, ...]


def read(data: bytes, where: str, pack: Pack, playlist: str) -> Read:
    """A campaign of `playlist` for each event. An event that no campaign can say is left out, with a finding.

    The playlist is that of the event's first category that is one, or else the one given. Raises RefusedError when
    this is no calendar or has too many events.
    """
    try:
        events = list(Calendar.from_ical(data).walk("VEVENT"))
    except (ValueError, IndexError, KeyError) as error:
        raise refused("calendar", where, f"is not iCalendar: {error}, expected a file as RFC 5545 has it") from error
    if len(events) > MAX_EVENTS:
        raise refused("calendar", where, f"found {len(events):,} events, expected at most {MAX_EVENTS:,}")
    findings: list[Finding] = []
    campaigns: dict[str, Campaign] = {}
    for number, event in enumerate(events, 1):
        place = f"{where}: event {number} ({event.get('SUMMARY', 'without a title')})"
        try:
            made = _campaign(event, pack, playlist, set(campaigns) | set(pack.campaigns), place)
        except (RefusedError, ValueError) as error:
            findings.append(_unkept(place, f"was left out: {error}"))
        else:
            campaigns[made.id] = made
            findings += _lost(event, made, pack.city.zone, place)
    return Read(tuple(campaigns.values()), tuple(findings))


def _campaign(event: Any, pack: Pack, playlist: str, taken: set[str], place: str) -> Campaign:
    zone = pack.city.zone
    if event.get("RECURRENCE-ID"):
        raise ValueError(
            "it changes one occurrence of another event, expected that event left out there and this alone"
        )
    written, until = _bounds(event)
    start, end = _on_clock(written, zone), _on_clock(until, zone)
    if end <= start:
        raise ValueError(f"it ends {end:%Y-%m-%d %H:%M}, expected an end after its start")
    rule, added = _rule(event, start, zone), _days(event, "RDATE", zone)
    whole = not (start.hour or start.minute or end.hour or end.minute)
    last: Moment | None
    first, last, dayparts = (_date(start), _date(end - _DAY), ()) if whole else once(start, end)
    if rule or added:
        if end.replace(tzinfo=None) - start.replace(tzinfo=None) > _DAY:
            raise ValueError("it repeats and lasts several days, expected at most a day each time")
        if _day(written, zone) != (written.date() if isinstance(written, datetime) else written):
            raise ValueError(f"it repeats on days that are others in {zone.key}, expected its times in that zone")
        first, last = _date(start), None
        dayparts = () if whole else (Daypart(start=f"{start:%H:%M}", end=f"{end:%H:%M}"),)
    if added and not rule:
        added = (_date(start), *added)  # RFC 5545 §3.8.5.2: the first occurrence is DTSTART
    return Campaign(
        id=free(id_of(str(event.get("SUMMARY", ""))) or "eveniment", taken),
        playlist=_playlist(event, pack, playlist),
        first=first,
        last=last,
        dayparts=dayparts,
        rrule=rule,
        rdate=added,
        exdate=_days(event, "EXDATE", zone),
    )


def _bounds(event: Any) -> tuple[Any, Any]:
    """DTSTART and the end; a date without an end is one day (RFC 5545 §3.6.1)."""
    if "DTSTART" not in event:
        raise ValueError("it has no DTSTART, expected one")
    start = event.decoded("DTSTART")
    if "DTEND" in event:
        end = event.decoded("DTEND")
    elif "DURATION" in event:
        end = start + event.decoded("DURATION")
    elif isinstance(start, datetime):
        raise ValueError("it has a time but neither end nor duration, expected one of them")
    else:
        end = start + _DAY
    if isinstance(start, datetime) is not isinstance(end, datetime):
        raise ValueError("it starts with a time and ends with a date, expected both alike")
    return start, end


def _on_clock(value: date, zone: ZoneInfo) -> datetime:
    """A date's midnight or a time, as the city's clock shows it; a time without a zone is the city's."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), zone)
    return value.astimezone(zone) if value.tzinfo else value.replace(tzinfo=zone)


def _date(at: datetime) -> Moment:
    return Moment(at.date().isoformat())


def _rule(event: Any, start: datetime, zone: ZoneInfo) -> str | None:
    rule = event.get("RRULE")
    if rule is None:
        return None
    if isinstance(rule, list):
        raise ValueError("it has several rules, expected one RRULE")
    until = [_last_day(each, start, zone) for each in rule.get("UNTIL", [])]
    text = re.sub(r"UNTIL=[^;]+", f"UNTIL={until[0]:%Y%m%d}" if until else "", rule.to_ical().decode())
    return checked(text, start.date())


def _last_day(until: date, start: datetime, zone: ZoneInfo) -> date:
    """The last day on which something that starts as late in the day as `start` does so by `until`."""
    day = _day(until, zone)
    early = isinstance(until, datetime) and _on_clock(until, zone).time() < start.time()
    return day - _DAY if early else day


def _days(event: Any, name: str, zone: ZoneInfo) -> tuple[Moment, ...]:
    found = event.get(name)
    lists = found if isinstance(found, list) else [] if found is None else [found]
    return tuple(Moment(_day(each.dt, zone).isoformat()) for one in lists for each in one.dts)


def _day(value: date, zone: ZoneInfo) -> date:
    """The local day of a date, or of a time in any zone."""
    if not isinstance(value, datetime):
        return value
    return (value.astimezone(zone) if value.tzinfo else value).date()


def _playlist(event: Any, pack: Pack, otherwise: str) -> str:
    categories = event.get("CATEGORIES")
    named = [str(each) for each in getattr(categories, "cats", [])]
    return next((name for name in named if name in pack.playlists), otherwise)


def _lost(event: Any, made: Campaign, zone: ZoneInfo, place: str) -> Iterator[Finding]:
    """What the event says that its campaign does not."""
    start = event.decoded("DTSTART")
    if made.rrule and isinstance(start, datetime) and start.tzinfo and not _same_clock(start, zone):
        hours = f"{made.dayparts[0].start}–{made.dayparts[0].end}" if made.dayparts else "all day"
        yield _unkept(place, f"repeats on another zone's clock; on that of {zone.key} it is {hours} all year now")
    said = [name.lower() for name in _UNKEPT if event.get(name)]
    if said:
        yield _unkept(place, f"is a campaign now without its {', '.join(said)}, which campaigns do not have")
    if event.subcomponents:
        yield _unkept(place, "is a campaign now without its alarms, which campaigns do not have")


def _same_clock(start: datetime, zone: ZoneInfo) -> bool:
    """Whether the event's zone shows what the city's does, in winter and in summer."""
    months = (start.replace(month=month, day=1) for month in (1, 7))
    return all(each.utcoffset() == each.replace(tzinfo=zone).utcoffset() for each in months)


def _unkept(where: str, message: str) -> Finding:
    return Finding(level="warning", code="unkept", where=where, message=message)
