"""A schedule of Xibo as its API gives it, gathered in one JSON file: `events`, `dayParts`, `layouts`.

Decides what of an event a campaign can say. Field names and what they mean are those of the Schedule, DayPart, Layout
and ScheduleExclusion entities of Xibo's CMS; weekdays of `recurrenceRepeatsOn` count from Monday, which is 1.
Overlays, commands, geofences and conditions have no place in a pack; minutes and hours of recurrence become none.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from content.authored import Moment
from content.exchange.media_blocks import Block, ForeignSchedule, once, unkept
from content.exchange.single_times import dayparts as hours_of
from content.exchange.single_times import whole_minute
from content.exchange.xibo_rows import (
    CAMPAIGN,
    COMMAND,
    EMPTY,
    IDLE,
    INTERRUPT,
    LAYOUT,
    OVERLAY,
    UNKEPT,
    DayPart,
    Export,
    Layout,
    XiboEvent,
    lost,
    rows,
)
from content.findings import Finding, refused
from content.pack.values import Daypart
from content.phrases import said
from content.schedule.recurrence import Recurrence, checked
from content.strict_yaml import YEARS

_EXPORT = "expected {events: […], dayParts: […], layouts: […]} as Xibo's API gives them"
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
_WEEKDAYS = {"1": "MO", "2": "TU", "3": "WE", "4": "TH", "5": "FR", "6": "SA", "7": "SU"}
_DAYS = {"Mon": "mon", "Tue": "tue", "Wed": "wed", "Thu": "thu", "Fri": "fri", "Sat": "sat", "Sun": "sun"}
_ENDLESS = (None, 0, "", "0")
"""What a recurrence without an end says of it."""
MAX_EVENTS = 5_000
_WRITTEN = re.compile(r"\d{4}-\d\d-\d\d")
_OLDEST = datetime(2000, 1, 1)  # noqa: DTZ001  on whatever clock
"""Xibo is younger. A day that is written without hyphens would else be seconds in 1970."""


def read(data: bytes, where: str, zone: ZoneInfo) -> ForeignSchedule:
    """The events as blocks of media. `zone` is the city's. Raises RefusedError when this is no such export."""
    try:
        export = msgspec.json.decode(data, type=Export)
    except msgspec.DecodeError as error:
        raise refused(
            "xibo", where, said("is no Xibo export: {error}; {export}", error=error, export=_EXPORT)
        ) from error
    if len(export.events) > MAX_EVENTS:
        raise refused(
            "xibo",
            where,
            said(
                "found {events:,} events, expected at most {max_events:,}",
                events=len(export.events),
                max_events=MAX_EVENTS,
            ),
        )
    findings: list[Finding] = []
    hours = list(rows(export.dayParts, DayPart, f"{where}:$.dayParts", findings))
    played = list(rows(export.layouts, Layout, f"{where}:$.layouts", findings))
    parts, layouts = {part.dayPartId: part for part, _ in hours}, {each.campaignId: each for each, _ in played}
    events = list(rows(export.events, XiboEvent, f"{where}:$.events", findings))
    if export.events and not events:
        raise refused(
            "xibo", where, said("is no Xibo export: {message}; {export}", message=findings[-1].message, export=_EXPORT)
        )
    blocks: list[Block] = []
    for event, row in events:
        place = f"{where}: event {event.eventId}"
        try:
            block, losses = _block(event, parts, layouts, zone, place)
        except ValueError as error:
            findings.append(unkept(place, said("was left out: {error}", error=error)))
        else:
            blocks.append(block)
            findings += [unkept(place, each) for each in (*losses, *_lost(event, row, parts.get(event.dayPartId or 0)))]
    findings += lost([row for _, row in played], Layout, "campaignId", f"{where}: layout")
    findings += lost([row for _, row in hours], DayPart, "dayPartId", f"{where}: daypart")
    return ForeignSchedule(tuple(blocks), tuple(findings))


def _block(
    event: XiboEvent, parts: dict[int, DayPart], layouts: dict[int, Layout], zone: ZoneInfo, place: str
) -> tuple[Block, list[str]]:
    """The block of an event, and which of its exclusions are not kept. Raises ValueError where it is left out."""
    if event.eventTypeId not in (LAYOUT, INTERRUPT, CAMPAIGN):
        raise ValueError(
            said("it is {kinds} a pack has nothing like", kinds=_KINDS.get(event.eventTypeId, "of a kind"))
        )
    layout = layouts.get(event.campaignId or 0)
    if layout is None:
        raise ValueError(
            said("its layout {campaignid} is not among the layouts, expected it there", campaignid=event.campaignId)
        )
    part = parts.get(event.dayPartId or 0)
    first, last = (None, None) if part and part.isAlways else (_local(event.fromDt, zone), _local(event.toDt, zone))
    own = _dayparts(part)
    rule = _rule(event, first, own, zone)
    excluded, losses = _excluded(event, _Times(own, first, last, rule), zone)
    if not rule and excluded:
        raise ValueError(said("its only time is excluded"))
    first, last = first and first.replace(second=0), last and whole_minute(last)
    dayparts = own
    if rule and not own and first and last:
        if not 0 < (last - first).total_seconds() <= 86_400:
            raise ValueError(said("it repeats and lasts longer than a day, expected at most a day each time"))
        dayparts = hours_of(first, last - first)
    whole_days = bool(dayparts) or rule is not None
    began, ended = _moment(first, whole_days), None if rule else _moment(last, whole_days)
    if dayparts and not rule and first:  # a daypart without recurrence is of one day, whatever `toDt` says
        began, ended, dayparts = once(*_hours(dayparts, first))
    block = Block(
        where=place,
        name=layout.layout or f"xibo-{event.eventId}",
        media=tuple(layout.media) or (layout.layout,),
        priority=event.isPriority,
        first=began,
        last=ended,
        dayparts=dayparts,
        rrule=rule,
        rdate=(began,) if began and "BYDAY" in (rule or "") else (),  # the first occurrence is one in any case
        exdate=tuple(Moment(day.isoformat()) for day in excluded if rule),
        displays=tuple(group.displayGroup for group in event.displayGroups if group.displayGroup),
    )
    return block, losses


class _Times(NamedTuple):
    """When an event happens: at the hours of its `own` dayparts, or at those of its first time, by its rule."""

    own: tuple[Daypart, ...]
    first: datetime | None
    last: datetime | None
    rule: str | None

    def _on(self, day: date) -> bool:
        """Whether the event is on that day; it is on its first day in any case. Raises ValueError."""
        if self.first is None or self.rule is None:
            return self.first is None or day == self.first.date()
        start = self.first.date()
        return Recurrence(start=start, rule=checked(self.rule, start), added=(start,)).on(day)

    def of(self, day: datetime) -> tuple[datetime, datetime] | None:
        """From when until when it is on that day; None when it is not, or says no hours."""
        if not self._on(day.date()):
            return None
        if self.own:
            return _hours(self.own, day)
        if self.first is None or self.last is None:
            return None
        start = datetime.combine(day, self.first.time())
        return start, start + (self.last - self.first)


def _excluded(event: XiboEvent, times: _Times, zone: ZoneInfo) -> tuple[list[date], list[str]]:
    """The days that are left out, and a sentence for each exclusion that is none of the event's times."""
    days: list[date] = []
    losses: list[str] = []
    for each in event.scheduleExclusions:
        start, end = _local(each.fromDt, zone), _local(each.toDt, zone)
        if start is None or end is None:
            raise ValueError(said("it has an exclusion without a time, expected fromDt and toDt"))
        if times.of(start) == (start, end):
            days.append(start.date())
        else:
            losses.append(
                said(
                    "excludes {start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}, none of its times: nothing was left out",
                    start=start,
                    end=end,
                )
            )
    return sorted(set(days)), losses


def _local(value: int | str | None, zone: ZoneInfo) -> datetime | None:
    """A time of the CMS on the city's clock. Raises ValueError."""
    if value is None or value == "":
        return None
    try:
        if isinstance(value, int) or value.isdigit():
            at = datetime.fromtimestamp(int(value), zone)
        elif _WRITTEN.match(value):
            at = datetime.fromisoformat(value)
        else:
            raise ValueError(value)
    except (ValueError, OverflowError, OSError):
        raise ValueError(
            said("found the time {value!r:.40}, expected seconds or 2026-12-31 08:00:00", value=value)
        ) from None
    if at.year not in YEARS or at < _OLDEST.replace(tzinfo=at.tzinfo):
        raise ValueError(
            said(
                "found a time in the year {year}, expected {year2} to {years}",
                year=at.year,
                year2=_OLDEST.year,
                years=YEARS[-1],
            )
        )
    return at.replace(tzinfo=None)


def _moment(value: datetime | None, whole_days: bool) -> Moment | None:
    if value is None:
        return None
    return Moment(value.date().isoformat() if whole_days else value.isoformat(timespec="minutes"))


def _dayparts(part: DayPart | None) -> tuple[Daypart, ...]:
    if part is None or part.isAlways or part.isCustom or not part.startTime:
        return ()
    if strange := [each.day for each in part.exceptions if each.day not in _DAYS]:
        raise ValueError(
            said("its daypart has other hours on {strange!r:.40}, expected Mon to Sun", strange=strange[0])
        )
    other = {_DAYS[each.day]: (each.start, each.end) for each in part.exceptions}
    plain = [day for day in _DAYS.values() if day not in other]
    weekly = [_daypart(",".join(plain), part.startTime, part.endTime)] if plain else []
    return (*weekly, *(_daypart(day, start, end) for day, (start, end) in other.items()))


def _hours(dayparts: tuple[Daypart, ...], day: datetime) -> tuple[datetime, datetime]:
    """From when until when the daypart of that day's weekday is."""
    start, end = next(part.minutes() for part in dayparts if day.weekday() in part.weekdays())
    midnight = day.replace(hour=0, minute=0, second=0)
    return midnight + timedelta(minutes=start), midnight + timedelta(minutes=end)


def _daypart(days: str, start: str, end: str) -> Daypart:
    """An end that is not after the start is on the next day, also when they are equal. Raises ValueError."""
    start, end = start[:5], "24:00" if end == "23:59:59" else end[:5]
    return Daypart(days=days, start=start, end="24:00" if start == end == "00:00" else end)


def _rule(event: XiboEvent, first: datetime | None, dayparts: tuple[Daypart, ...], zone: ZoneInfo) -> str | None:
    if not event.recurrenceType or not event.recurrenceDetail:
        return None
    if event.recurrenceType not in _FREQUENCY:
        raise ValueError(
            said(
                "it repeats every {recurrencetype}, expected days, weeks, months or years",
                recurrencetype=event.recurrenceType.lower(),
            )
        )
    if first is None:
        raise ValueError(said("it repeats from no day, expected fromDt"))
    parts = [f"FREQ={_FREQUENCY[event.recurrenceType]}", f"INTERVAL={event.recurrenceDetail}"]
    if event.recurrenceType == "Week" and event.recurrenceRepeatsOn:
        days = sorted(set(event.recurrenceRepeatsOn.replace(" ", "").split(",")))
        if not set(days) <= _WEEKDAYS.keys():
            raise ValueError(
                said(
                    "it repeats on the weekdays {recurrencerepeatson!r:.40}, expected 1 (Monday) to 7",
                    recurrencerepeatson=event.recurrenceRepeatsOn,
                )
            )
        parts.append("BYDAY=" + ",".join(_WEEKDAYS[day] for day in days))
    if event.recurrenceType == "Month":
        parts += _monthly(first.date(), by_weekday=event.recurrenceMonthlyRepeatsOn == 1)
    until = None if event.recurrenceRange in _ENDLESS else _local(event.recurrenceRange, zone)
    if until:
        starts = time.fromisoformat(dayparts[0].start) if dayparts else first.time()
        last = until.date() if starts <= until.time() else until.date() - timedelta(days=1)
        parts.append(f"UNTIL={last:%Y%m%d}")
    return ";".join(parts)


def _monthly(first: date, *, by_weekday: bool) -> list[str]:
    """On the same weekday of the month, the fifth being the last; or on the same day, or a shorter month's last."""
    if by_weekday:
        week = (first.day + 6) // 7
        return [f"BYDAY={week if week < 5 else -1}{_WEEKDAYS[str(first.isoweekday())]}"]
    if first.day > 28:
        return ["BYMONTHDAY=" + ",".join(str(day) for day in range(28, first.day + 1)), "BYSETPOS=-1"]
    return []


def _lost(event: XiboEvent, row: dict[str, Any], part: DayPart | None) -> Iterator[str]:
    """What the event says that its campaign does not."""
    filled = {key: value for key, value in row.items() if value not in EMPTY}
    if words := dict.fromkeys(words for key, words in UNKEPT.items() if key in filled):
        yield said("is a campaign now without its {words}, which campaigns do not have", words=", ".join(words))
    if strange := sorted(filled.keys() - XiboEvent.__struct_fields__ - UNKEPT.keys() - IDLE):
        yield said(
            "says {strange}, which this import does not know: look whether it matters", strange=", ".join(strange)
        )
    if event.eventTypeId == INTERRUPT:
        seconds = event.shareOfVoice or 0
        percent = f"{seconds / 3600:.1%}"
        yield said(
            "had {seconds} seconds of each hour; campaigns share by weight: give it a `share` that makes {percent}",
            seconds=seconds,
            percent=percent,
        )
    if event.dayPartId and part is None:
        yield said("has the daypart {daypartid}, which is not in the file; it plays all day", daypartid=event.dayPartId)
