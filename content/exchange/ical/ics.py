"""An iCalendar file in its parts: the components of its calendars, their properties, the dates and times in these.

Decides which lines are an event's. A value is read where it is asked for: one that cannot be read spoils its own event
and no other. Leaves out when an event happens (`event`) and what is made of it (`calendar`).
"""

import contextlib
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, vDDDTypes
from icalendar.parser import Contentline
from icalendar.timezone import tzp

from content import time_zones
from content.phrases import said
from content.readers.files import content_lines
from content.strict_yaml import YEARS

FOREIGN = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError)
"""What icalendar raises for values that are none."""
CAMPAIGN = "X-AFISIER-CAMPAIGN"
"""The property (RFC 5545 §3.8.8.2) in which a feed of ours says which campaign an event is of."""
_TIMES = ("DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID")
_DURATION = r"\+?P([0-9]{1,5}W)?([0-9]{1,5}D)?(?:T([0-9]{1,6}H)?([0-9]{1,7}M)?([0-9]{1,8}S)?)?"
_MOST = 500
"""Times that one event may add or leave out."""


class Property(NamedTuple):
    """`params` by name in capitals, of several values the first."""

    name: str
    params: dict[str, str]
    value: str


class Component(NamedTuple):
    """What stands between BEGIN and END. `parts` are the components in it, `unread` the lines that are no property.

    `around` are the properties of the calendar it is in.
    """

    name: str
    properties: tuple[Property, ...]
    parts: tuple[str, ...]
    unread: tuple[str, ...]
    around: tuple[Property, ...] = ()

    def every(self, name: str) -> list[Property]:
        """The properties of that name, in order."""
        return [each for each in self.properties if each.name == name]

    def one(self, name: str) -> Property:
        """The only property of that name. Raises ValueError when there is none, or more than one."""
        properties = self.every(name)
        if len(properties) != 1:
            raise ValueError(
                said("it has {name} {properties} times, expected it once", name=name, properties=len(properties))
                if properties
                else said("it has no {name}", name=name)
            )
        return properties[0]

    def text(self, name: str) -> str:
        """The last property of that name, in one line; empty when there is none."""
        return _line(self.every(name))

    def of_calendar(self, name: str) -> str:
        """As `text`, of the calendar it is in."""
        return _line([each for each in self.around if each.name == name])


def _line(properties: Sequence[Property]) -> str:
    return " ".join(properties[-1].value.split()) if properties else ""


class _OpenComponent(NamedTuple):
    name: str
    began: int
    own: list[Contentline]
    parts: list[str]


def components(data: bytes, where: str = "") -> list[Component]:
    """The components of the file's calendars. Its time zones are known from here on.

    Raises ValueError when its BEGINs and ENDs are not those of a calendar: a file that was cut off is none. Raises
    RefusedError for an encoding that is not read.
    """
    lines = [Contentline(line) for line in content_lines.read(data, where)]  # type: ignore[no-untyped-call]
    read_parts = []
    around: dict[int, tuple[Property, ...]] = {}
    for block, whole, calendar in list(_blocks(lines)):  # a calendar's own lines may follow its components
        if calendar.began not in around:
            around[calendar.began] = tuple(each for line in calendar.own if (each := _property(line)) is not None)
        if block.name == "VTIMEZONE":
            # One that cannot be read is as good as none: the times in it are of an unknown zone, and said to be.
            with contextlib.suppress(*FOREIGN):
                Timezone.from_ical("\r\n".join(whole))
            continue
        read = [(line, _property(line)) for line in block.own]
        read_parts.append(
            Component(
                block.name,
                tuple(each for _, each in read if each is not None),
                tuple(block.parts),
                tuple(str(line) for line, each in read if each is None),
                around[calendar.began],
            )
        )
    return read_parts


def _blocks(lines: Sequence[Contentline]) -> Iterator[tuple[_OpenComponent, Sequence[Contentline], _OpenComponent]]:
    """The blocks that stand directly in a calendar, each with all its lines and that calendar."""
    open_: list[_OpenComponent] = []
    calendars = 0
    for number, line in enumerate(lines):
        head, _, value = (part.strip().upper() for part in line.partition(":"))
        if head == "BEGIN":
            if not open_ and value != "VCALENDAR":
                raise ValueError(said("found BEGIN:{value:.40}, expected BEGIN:VCALENDAR", value=value))
            open_.append(_OpenComponent(value, number, [], []))
        elif head == "END":
            if not open_ or open_[-1].name != value:
                began = f"END:{open_[-1].name}" if open_ else "BEGIN:VCALENDAR"
                raise ValueError(said("found END:{value:.40}, expected {began:.40}", value=value, began=began))
            block = open_.pop()
            if len(open_) == 1:
                yield block, lines[block.began : number + 1], open_[0]
            elif open_:
                open_[-1].parts.append(block.name)
            calendars += not open_
        elif open_ and line.strip():
            open_[-1].own.append(line)
    if open_:
        raise ValueError(said("it ends before END:{name:.40}", name=open_[-1].name))
    if not calendars:
        raise ValueError(said("found no BEGIN:VCALENDAR"))


def _property(line: Contentline) -> Property | None:
    try:
        name, params, value = line.parts()
    except ValueError:
        return None
    plain = {key.upper(): str(each[0] if isinstance(each, list) else each) for key, each in params.items()}
    return Property(str(name).upper(), plain, str(value))


# --- dates and times -----------------------------------------------------------------------------------------------

TimeRange = tuple[datetime, datetime | timedelta]
"""Its start, and its end or how long it lasts."""


def moment(written: Property) -> date:
    """A date or a time. Raises ValueError."""
    value: date | TimeRange = _value(written.value.strip(), written)
    if isinstance(value, tuple):
        raise ValueError(said("it has a period in {name}, expected a date or time", name=written.name))
    return value


def moments(component: Component, name: str) -> list[date]:
    """All dates and times under that name. Raises ValueError."""
    dates = []
    for value in periods(component, name):
        if isinstance(value, tuple):
            raise ValueError(said("it has a period in {name}, expected dates or times", name=name))
        dates.append(value)
    return dates


def periods(component: Component, name: str) -> list[date | TimeRange]:
    """As `moments`; there may be periods among them."""
    written = [(text.strip(), each) for each in component.every(name) for text in each.value.split(",") if text.strip()]
    if len(written) > _MOST:
        raise ValueError(
            said(
                "it has {written:,} times in {name}, expected at most {most}",
                written=len(written),
                name=name,
                most=_MOST,
            )
        )
    return [_value(text, each) for text, each in written]


def _value(text: str, written: Property) -> Any:
    zone = written.params.get("TZID") if "T" in text.upper() and not text.upper().endswith("Z") else None
    zone = zone if zone is None or _known(zone) else None
    try:
        value = vDDDTypes.from_ical(text, timezone=zone)  # type: ignore[no-untyped-call]
    except FOREIGN:
        value = None
    parts = value if isinstance(value, tuple) else (value,)
    if not isinstance(parts[0], date):
        raise ValueError(
            said("found {name}:{text:.40}, expected a date or time as 20261231T100000", name=written.name, text=text)
        )
    for each in parts:
        if isinstance(each, date) and each.year not in YEARS:
            raise ValueError(
                said(
                    "found {name}:{text:.40}, expected a year from {years} to {years2}",
                    name=written.name,
                    text=text,
                    years=YEARS[0],
                    years2=YEARS[-1],
                )
            )
    return value


def duration(written: Property) -> tuple[timedelta, timedelta]:
    """Days with weeks, and hours, which icalendar adds up: PT24H is another thing than P1D. Raises ValueError."""
    match = re.fullmatch(_DURATION, written.value.strip().upper())
    if not match or not any(match.groups()):
        raise ValueError(
            said("found {name}:{value:.40}, expected for example PT2H or P1D", name=written.name, value=written.value)
        )
    weeks, days, hours, minutes, seconds = (int(each[:-1]) if each else 0 for each in match.groups())
    return timedelta(weeks=weeks, days=days), timedelta(hours=hours, minutes=minutes, seconds=seconds)


def unknown_zones(component: Component) -> list[str]:
    """The zones its times are written in that neither IANA nor the file knows: they were read without one."""
    named = [each.params["TZID"] for each in component.properties if each.name in _TIMES and "TZID" in each.params]
    return [name for name in dict.fromkeys(named) if not _known(name)]


def _known(zone: str) -> bool:
    """Whether the file or IANA knows it; `localtime`, which is another zone on every machine, does not count."""
    try:
        clock = tzp.timezone(zone)
    except FOREIGN:
        return False
    return clock is not None and (not isinstance(clock, ZoneInfo) or time_zones.known(clock.key))
