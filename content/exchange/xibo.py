"""A schedule of Xibo as its API gives it, gathered in one JSON file: `events`, `dayParts`, `layouts`.

Decides what of an event a campaign can say. Field names are those of Xibo's Schedule, DayPart and Layout entities.
Overlays, commands, geofences and conditions have no place in a pack; minutes and hours of recurrence become none.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from content.authored import Daypart, Moment
from content.exchange.foreign import Block, Foreign, unkept
from content.findings import Finding, refused

LAYOUT, COMMAND, OVERLAY, INTERRUPT, CAMPAIGN = 1, 2, 3, 4, 5
_KINDS = {
    COMMAND: "a command",
    OVERLAY: "an overlay",
    6: "an action",
    7: "a media event",
    8: "a playlist",
    9: "a sync event",
}
_FREQUENCY = {"Day": "DAILY", "Week": "WEEKLY", "Month": "MONTHLY", "Year": "YEARLY"}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAYS = {"Mon": "mon", "Tue": "tue", "Wed": "wed", "Thu": "thu", "Fri": "fri", "Sat": "sat", "Sun": "sun"}
_UNKEPT = ("isGeoAware", "geoLocation", "criteria", "syncTimezone", "maxPlaysPerHour", "recurrenceMonthlyRepeatsOn")
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
    first, last = _local(event.fromDt, zone), _local(event.toDt, zone)
    dayparts = _dayparts(parts.get(event.dayPartId or 0))
    rule = _rule(event, first, zone)
    if rule and not dayparts and first and last:
        if not 0 < (last - first).total_seconds() <= 86_400:
            raise ValueError("it repeats and lasts longer than a day, expected at most a day each time")
        dayparts = (Daypart(start=f"{first:%H:%M}", end=f"{last:%H:%M}"),)
    whole_days = bool(dayparts) or rule is not None
    return Block(
        where=place,
        name=layout.layout or f"xibo-{event.eventId}",
        media=tuple(layout.media) or (layout.layout,),
        priority=event.isPriority,
        first=_moment(first, whole_days),
        last=None if rule else _moment(last, whole_days),
        dayparts=dayparts,
        rrule=rule,
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
    other = {
        _DAYS[each["day"]]: (each["start"][:5], each["end"][:5]) for each in part.exceptions if each["day"] in _DAYS
    }
    plain = [day for day in _DAYS.values() if day not in other]
    found = [Daypart(days=",".join(plain), start=part.startTime[:5], end=part.endTime[:5])] if plain else []
    found += [Daypart(days=day, start=start, end=end) for day, (start, end) in other.items() if start != end]
    return tuple(found)


def _rule(event: Event, first: datetime | None, zone: ZoneInfo) -> str | None:
    if not event.recurrenceType:
        return None
    if event.recurrenceType not in _FREQUENCY:
        raise ValueError(f"it repeats every {event.recurrenceType.lower()}, expected days, weeks, months or years")
    if first is None:
        raise ValueError("it repeats from no day, expected fromDt")
    parts = [f"FREQ={_FREQUENCY[event.recurrenceType]}", f"INTERVAL={event.recurrenceDetail or 1}"]
    if event.recurrenceType == "Week" and event.recurrenceRepeatsOn:
        days = sorted({int(day) for day in event.recurrenceRepeatsOn.split(",")})
        parts.append("BYDAY=" + ",".join(_WEEKDAYS[day - 1] for day in days))
    if until := _local(event.recurrenceRange, zone):
        parts.append(f"UNTIL={until:%Y%m%d}")
    return ";".join(parts)


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
