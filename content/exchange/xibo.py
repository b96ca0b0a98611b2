"""A schedule of Xibo as its API gives it, gathered in one JSON file: `events`, `dayParts`, `layouts`.

Decides what of an event a campaign can say. Field names and what they mean are those of the Schedule, DayPart and
Layout entities of Xibo's CMS; weekdays of `recurrenceRepeatsOn` count from Monday, which is 1.
Overlays, commands, geofences and conditions have no place in a pack; minutes and hours of recurrence become none.
"""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from content.authored import Daypart, Moment
from content.exchange.foreign import Block, Foreign, once, unkept
from content.findings import Finding, refused

LAYOUT, COMMAND, OVERLAY, INTERRUPT, CAMPAIGN = 1, 2, 3, 4, 5
_KINDS = {
    COMMAND: "a command",
    OVERLAY: "an overlay",
    6: "an action",
    7: "a media event",
    8: "a playlist",
    9: "a sync event",
    10: "a data connector",
}
_FREQUENCY = {"Day": "DAILY", "Week": "WEEKLY", "Month": "MONTHLY", "Year": "YEARLY"}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAYS = {"Mon": "mon", "Tue": "tue", "Wed": "wed", "Thu": "thu", "Fri": "fri", "Sat": "sat", "Sun": "sun"}
_UNKEPT = ("isGeoAware", "geoLocation", "criteria", "syncTimezone", "maxPlaysPerHour")
MAX_EVENTS = 5_000


class Named(msgspec.Struct):
    """A group of displays; a single display has one of its own."""

    displayGroup: str = ""


class DayPart(msgspec.Struct):
    """Hours with exceptions by weekday. `isAlways` and `isCustom` are Xibo's two that are built in."""

    dayPartId: int
    name: str = ""
    isAlways: int = 0
    isCustom: int = 0
    startTime: str = ""
    endTime: str = ""
    exceptions: list[dict[str, str]] = []


class Layout(msgspec.Struct):
    """A layout, or a campaign of layouts, and what it plays: `media` are names of files or widgets."""

    campaignId: int
    layout: str = ""
    media: list[str] = []


class Event(msgspec.Struct):
    """One event of the schedule. Times are seconds since 1970, or texts local to the CMS."""

    eventId: int = 0
    eventTypeId: int = LAYOUT
    campaignId: int | None = None
    dayPartId: int | None = None
    fromDt: int | str | None = None
    toDt: int | str | None = None
    isPriority: int = 0
    shareOfVoice: int | None = None
    recurrenceType: str | None = None
    recurrenceDetail: int | None = None
    recurrenceRange: int | str | None = None
    recurrenceRepeatsOn: str | None = None
    displayGroups: list[Named] = []
    isGeoAware: int = 0
    geoLocation: Any = None
    criteria: Any = None
    syncTimezone: int = 0
    maxPlaysPerHour: int = 0
    recurrenceMonthlyRepeatsOn: int | None = None


class Export(msgspec.Struct):
    """The file."""

    events: list[Event]
    dayParts: list[DayPart] = []
    layouts: list[Layout] = []


def read(data: bytes, where: str, zone: ZoneInfo) -> Foreign:
    """Raises RefusedError when this is no such export."""
    try:
        export = msgspec.json.decode(data, type=Export)
    except msgspec.DecodeError as error:
        expected = "expected {events: […], dayParts: […], layouts: […]} as Xibo's API gives them"
        raise refused("xibo", where, f"is no Xibo export: {error}; {expected}") from error
    if len(export.events) > MAX_EVENTS:
        raise refused("xibo", where, f"found {len(export.events):,} events, expected at most {MAX_EVENTS:,}")
    parts = {part.dayPartId: part for part in export.dayParts}
    layouts = {layout.campaignId: layout for layout in export.layouts}
    blocks: list[Block] = []
    findings: list[Finding] = []
    for event in export.events:
        place = f"{where}: event {event.eventId}"
        try:
            blocks.append(_block(event, parts, layouts, zone, place))
        except ValueError as error:
            findings.append(unkept(place, f"was left out: {error}"))
            continue
        findings += _lost(event, parts.get(event.dayPartId or 0), place)
    return Foreign(tuple(blocks), tuple(findings))


def _block(event: Event, parts: dict[int, DayPart], layouts: dict[int, Layout], zone: ZoneInfo, place: str) -> Block:
    if event.eventTypeId not in (LAYOUT, INTERRUPT, CAMPAIGN):
        raise ValueError(f"it is {_KINDS.get(event.eventTypeId, 'of a kind')} a pack has nothing like")
    layout = layouts.get(event.campaignId or 0)
    if layout is None:
        raise ValueError(f"its layout {event.campaignId} is not among the layouts, expected it there")
    part = parts.get(event.dayPartId or 0)
    first, last = (None, None) if part and part.isAlways else (_local(event.fromDt, zone), _local(event.toDt, zone))
    dayparts = _dayparts(part)
    rule = _rule(event, first, dayparts, zone)
    if rule and not dayparts and first and last:
        if not 0 < (last - first).total_seconds() <= 86_400:
            raise ValueError("it repeats and lasts longer than a day, expected at most a day each time")
        dayparts = (Daypart(start=f"{first:%H:%M}", end=f"{last:%H:%M}"),)
    whole_days = bool(dayparts) or rule is not None
    began, ended = _moment(first, whole_days), None if rule else _moment(last, whole_days)
    if dayparts and not rule and first:  # a daypart without recurrence is of one day, whatever `toDt` says
        began, ended, dayparts = once(*_hours(dayparts, first))
    return Block(
        where=place,
        name=layout.layout or f"xibo-{event.eventId}",
        media=tuple(layout.media) or (layout.layout,),
        priority=event.isPriority,
        first=began,
        last=ended,
        dayparts=dayparts,
        rrule=rule,
        rdate=(began,) if began and "BYDAY" in (rule or "") else (),  # the first occurrence is one in any case
        displays=tuple(group.displayGroup for group in event.displayGroups if group.displayGroup),
    )


def _local(value: int | str | None, zone: ZoneInfo) -> datetime | None:
    """A time of the CMS on the city's clock. Raises ValueError."""
    if value is None or value == "":
        return None
    if isinstance(value, int) or value.isdigit():
        return datetime.fromtimestamp(int(value), zone).replace(tzinfo=None)
    return datetime.fromisoformat(value).replace(tzinfo=None)


def _moment(value: datetime | None, whole_days: bool) -> Moment | None:
    if value is None:
        return None
    return Moment(value.date().isoformat() if whole_days else value.isoformat(timespec="minutes"))


def _dayparts(part: DayPart | None) -> tuple[Daypart, ...]:
    if part is None or part.isAlways or part.isCustom or not part.startTime:
        return ()
    other = {_DAYS[each["day"]]: (each["start"], each["end"]) for each in part.exceptions if each["day"] in _DAYS}
    plain = [day for day in _DAYS.values() if day not in other]
    found = [_daypart(",".join(plain), part.startTime, part.endTime)] if plain else []
    return (*found, *(_daypart(day, start, end) for day, (start, end) in other.items()))


def _hours(dayparts: tuple[Daypart, ...], day: datetime) -> tuple[datetime, datetime]:
    """From when until when the daypart of that day's weekday is."""
    start, end = next(part.minutes() for part in dayparts if day.weekday() in part.weekdays())
    midnight = day.replace(hour=0, minute=0, second=0)
    return midnight + timedelta(minutes=start), midnight + timedelta(minutes=end)


def _daypart(days: str, start: str, end: str) -> Daypart:
    """An end that is not after the start is on the next day, also when they are equal. Raises ValueError."""
    start, end = start[:5], end[:5]
    return Daypart(days=days, start=start, end="24:00" if start == end == "00:00" else end)


def _rule(event: Event, first: datetime | None, dayparts: tuple[Daypart, ...], zone: ZoneInfo) -> str | None:
    if not event.recurrenceType or not event.recurrenceDetail:
        return None
    if event.recurrenceType not in _FREQUENCY:
        raise ValueError(f"it repeats every {event.recurrenceType.lower()}, expected days, weeks, months or years")
    if first is None:
        raise ValueError("it repeats from no day, expected fromDt")
    parts = [f"FREQ={_FREQUENCY[event.recurrenceType]}", f"INTERVAL={event.recurrenceDetail}"]
    if event.recurrenceType == "Week" and event.recurrenceRepeatsOn:
        days = sorted({int(day) for day in event.recurrenceRepeatsOn.split(",")})
        parts.append("BYDAY=" + ",".join(_WEEKDAYS[day - 1] for day in days))
    if event.recurrenceType == "Month":
        parts += _monthly(first.date(), by_weekday=event.recurrenceMonthlyRepeatsOn == 1)
    if until := _local(event.recurrenceRange, zone):
        starts = time.fromisoformat(dayparts[0].start) if dayparts else first.time()
        last = until.date() if starts <= until.time() else until.date() - timedelta(days=1)
        parts.append(f"UNTIL={last:%Y%m%d}")
    return ";".join(parts)


def _monthly(first: date, *, by_weekday: bool) -> list[str]:
    """On the same weekday of the month, the fifth being the last; or on the same day, or a shorter month's last."""
    if by_weekday:
        week = (first.day + 6) // 7
        return [f"BYDAY={week if week < 5 else -1}{_WEEKDAYS[first.weekday()]}"]
    if first.day > 28:
        return ["BYMONTHDAY=" + ",".join(str(day) for day in range(28, first.day + 1)), "BYSETPOS=-1"]
    return []


def _lost(event: Event, part: DayPart | None, place: str) -> list[Finding]:
    said = [name for name in _UNKEPT if getattr(event, name)]
    found = [unkept(place, f"is a campaign now without its {', '.join(said)}")] if said else []
    if event.eventTypeId == INTERRUPT:
        seconds = event.shareOfVoice or 0
        percent = f"{seconds / 3600:.1%}"
        message = (
            f"had {seconds} seconds of each hour; campaigns share by weight: give it a `share` that makes {percent}"
        )
        found.append(unkept(place, message))
    if event.dayPartId and part is None:
        found.append(unkept(place, f"has the daypart {event.dayPartId}, which is not in the file; it plays all day"))
    return found
