"""How much public transport runs, counted from a GTFS timetable (https://gtfs.org/documentation/schedule/reference/).

Decides which trips run on a service day (`service_days`, frequencies) and counts them by line, by day, or by hour of
departure. A trip that leaves at 25:10:00 belongs to the service day before and to the hour 1. A trip that stops nowhere
is no departure. Leaves out next departures: a public screen that is refreshed once a day must not promise a tram.
"""

from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

from content.findings import refused
from content.phrases import joined, said
from content.questions import Choice, Question, QuestionError
from content.readers.open_data.gtfs_tables import FeedTables, opened
from content.readers.open_data.service_days import WEEKDAYS, ServiceDays, Span
from content.readers.open_data.table import clean

LEAST_HEADWAY = 30
"""Seconds between two departures of a trip that repeats."""
MOST_DEPARTURES = 2_000_000
"""Departures that frequencies.txt may stand for in all."""
WEEKS_BEFORE = 8
"""Weeks that are looked at for how much usually runs."""
NAMES = {"routes": "linia", "days": "zi", "hours": "ora"}
"""What can be counted by, and the column it gets in a canonical file."""
OPERATOR, ALL = "agency", "all"
"""What chooses an operator of several (`where`: agency=NAME), and the choice of all of them together."""
_KINDS = {
    **{"0": "tramvai", "1": "metrou", "2": "tren", "3": "autobuz", "4": "vapor", "5": "tramvai pe cablu"},
    **{"6": "telecabină", "7": "funicular", "11": "troleibuz", "12": "monorai"},
}
_EXTENDED = {"1": "tren", "4": "metrou", "7": "autobuz", "8": "troleibuz", "9": "tramvai", "10": "vapor"}
"""By the hundreds of the extended route types (https://developers.google.com/transit/gtfs/reference/extended-route-types)."""


class Line(NamedTuple):
    """What people call a route ("" where the feed has no name for it), who runs it, and with what vehicles."""

    name: str
    agency: str
    kind: str
    at: str
    """The row that lacks the name, or has it."""


class Trip(NamedTuple):
    """A row of trips.txt."""

    id: str
    route: str
    service: str


class Timetable(NamedTuple):
    """What is needed of a feed: trips, lines, the days of each service, first departures."""

    where: str
    trips: tuple[Trip, ...]
    lines: dict[str, Line]
    services: dict[str, ServiceDays]
    starts: dict[str, tuple[int, ...]]
    """Trip → seconds after the service day's midnight of each departure (several when it repeats)."""
    left_out: tuple[str, ...] = ()
    """What is in no count, a sentence each."""
    valid: tuple[date, date] = (date.min, date.max)
    """The days the feed says it is made for (feed_info.txt)."""

    def covered(self) -> tuple[date, date]:
        """The first and the last day with any service. Raises RefusedError when there is none."""
        used = {trip.service for trip in self.trips}
        ends = [ends for service in used if (ends := self.services[service].ends())]
        if not ends:
            raise refused("gtfs", self.where, "has no day with service, expected calendar.txt or calendar_dates.txt")
        return max(min(first for first, _ in ends), self.valid[0]), min(max(last for _, last in ends), self.valid[1])

    def operator(self, trip: Trip) -> str:
        """Who runs a trip; "" where the feed does not say."""
        return self.lines[trip.route].agency


def read(data: bytes, where: str) -> Timetable:
    """Raises RefusedError: no zip, no such table or column, too large, a cell that cannot be, a contradiction."""
    with opened(data, where) as tables:
        return _read(tables)


def _read(tables: FeedTables) -> Timetable:
    lines = _lines(tables)
    services = _services(tables)
    starts = _starts(tables)
    trips: dict[str, Trip] = {}
    for trip, route, service in tables.rows("trips.txt", "trip_id", "route_id", "service_id"):
        if trip in trips:
            raise refused(
                "gtfs", tables.here, said("has the trip {trip!r} a second time, expected each once", trip=trip)
            )
        trips[trip] = Trip(trip, route, service)
    lacks = {
        "stop_times.txt has no departure of theirs": [trip for trip in trips.values() if trip.id not in starts],
        "no calendar says on which days they run": [trip for trip in trips.values() if trip.service not in services],
        "routes.txt does not have their line": [trip for trip in trips.values() if trip.route not in lines],
    }
    left_out = [
        said("{each} of {trips} trips are in no count: {why}", each=len(each), trips=len(trips), why=why)
        for why, each in lacks.items()
        if each
    ]
    lacking = {trip.id for each in lacks.values() for trip in each}
    running = tuple(trip for trip in trips.values() if trip.id not in lacking)
    if not running:
        why = joined("", (": ", joined("; ", left_out))) if left_out else ""
        raise refused("gtfs", tables.where, said("has no trip that departs, expected at least one{why}", why=why))
    return Timetable(tables.where, running, lines, services, starts, tuple(left_out), _valid(tables))


def _lines(tables: FeedTables) -> dict[str, Line]:
    listed = list(tables.rows("agency.txt", "agency_name", optional=("agency_id",), required=False))
    agencies = {agency: clean(name) for name, agency in listed}
    sole = clean(listed[0][0]) if len(listed) == 1 else ""
    optional = ("agency_id", "route_short_name", "route_long_name", "route_type")
    lines: dict[str, Line] = {}
    for route, agency, short, long, kind in tables.rows("routes.txt", "route_id", optional=optional):
        if route in lines:
            raise refused(
                "gtfs", tables.here, said("has the route {route!r} a second time, expected each once", route=route)
            )
        if len(listed) > 1 and agency not in agencies:
            message = said(
                "has the agency_id {agency!r}, expected one of the {listed} of agency.txt",
                agency=agency,
                listed=len(listed),
            )
            raise refused("gtfs", tables.here, message)
        vehicles = _KINDS.get(kind) or (_EXTENDED.get(kind[:-2], "") if len(kind) > 2 else "")
        lines[route] = Line(clean(short) or clean(long), agencies.get(agency, sole or agency), vehicles, tables.here)
    return lines


def _services(tables: FeedTables) -> dict[str, ServiceDays]:
    if "calendar.txt" not in tables and "calendar_dates.txt" not in tables:
        raise refused("gtfs", tables.where, "has neither calendar.txt nor calendar_dates.txt, expected one of them")
    spans: dict[str, Span] = {}
    calendar = tables.rows("calendar.txt", "service_id", "start_date", "end_date", *WEEKDAYS, required=False)
    for service, first, last, *runs in calendar:
        at = tables.here
        if service in spans:
            raise refused(
                "gtfs", at, said("has the service {service!r} a second time, expected each once", service=service)
            )
        if wrong := next((each for each in runs if each not in ("0", "1")), None):
            raise refused("gtfs", at, said("found {wrong!r} for a weekday, expected 1 or 0", wrong=wrong))
        span = Span(_date(first, at), _date(last, at), frozenset(n for n, each in enumerate(runs) if each == "1"))
        if span.last < span.first:
            raise refused(
                "gtfs",
                at,
                said(
                    "has a service from {first} to {last}, expected the first day first",
                    first=span.first,
                    last=span.last,
                ),
            )
        spans[service] = span
    changes: dict[str, dict[date, str]] = {}
    exceptions = tables.rows("calendar_dates.txt", "service_id", "date", "exception_type", required=False)
    for service, text, change in exceptions:
        at = tables.here
        if change not in ("1", "2"):
            raise refused(
                "gtfs",
                at,
                said("found the exception_type {change!r}, expected 1 (runs) or 2 (does not run)", change=change),
            )
        day = _date(text, at)
        if changes.setdefault(service, {}).setdefault(day, change) != change:
            raise refused(
                "gtfs",
                at,
                said(
                    "says that {service!r} runs on {day}, and that it does not; expected one of them",
                    service=service,
                    day=day,
                ),
            )
    return {
        service: ServiceDays(
            spans.get(service),
            *(frozenset(day for day, each in changes.get(service, {}).items() if each == kind) for kind in "12"),
        )
        for service in {*spans, *changes}
    }


def _starts(tables: FeedTables) -> dict[str, tuple[int, ...]]:
    first: dict[str, tuple[int, str, str]] = {}
    times = ("departure_time", "arrival_time")
    for trip, order, leaves, arrives in tables.rows("stop_times.txt", "trip_id", "stop_sequence", optional=times):
        if not (order.isdecimal() and len(order) < 10):
            raise refused(
                "gtfs", tables.here, said("found the stop_sequence {order!r}, expected a whole number", order=order)
            )
        number = int(order)
        if (known := first.get(trip)) is None or number < known[0]:
            first[trip] = (number, leaves or arrives, tables.here)
    starts = {trip: (_seconds(time, at),) for trip, (_, time, at) in first.items() if time}
    repeats: dict[str, set[int]] = {}
    left = MOST_DEPARTURES
    columns = ("trip_id", "start_time", "end_time", "headway_secs")
    for trip, begins, ends, every in tables.rows("frequencies.txt", *columns, required=False):
        at = tables.here
        if not (every.isascii() and every.isdecimal() and int(every[:9]) >= LEAST_HEADWAY):
            raise refused(
                "gtfs",
                at,
                said(
                    "repeats a trip every {every!r} seconds, expected at least {least_headway}",
                    every=every,
                    least_headway=LEAST_HEADWAY,
                ),
            )
        span = range(_seconds(begins, at), _seconds(ends, at), int(every[:9]))
        left -= len(span)
        if left < 0:
            raise refused(
                "gtfs",
                at,
                said(
                    "repeats trips more than {most_departures:,} times, expected fewer", most_departures=MOST_DEPARTURES
                ),
            )
        repeats.setdefault(trip, set()).update(span)
    return {**starts, **{trip: tuple(sorted(times)) for trip, times in repeats.items() if trip in first}}


def _valid(tables: FeedTables) -> tuple[date, date]:
    days = ("feed_start_date", "feed_end_date")
    for first, last in tables.rows("feed_info.txt", optional=days, required=False):
        return _date(first, tables.here) if first else date.min, _date(last, tables.here) if last else date.max
    return date.min, date.max


def _date(text: str, at: str) -> date:
    try:
        if len(text) == 8 and text.isascii() and text.isdecimal():
            text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
        if len(text) != 10:
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise refused("gtfs", at, said("has the date {text!r}, expected one as 20261124", text=text)) from None


def _seconds(text: str, at: str) -> int:
    parts = text.split(":")
    wrong = len(parts) != 3 or not all(part.isascii() and part.isdecimal() and len(part) < 3 for part in parts)
    hours, minutes, seconds = (99, 99, 99) if wrong else map(int, parts)
    if hours >= 72 or minutes > 59 or seconds > 59:
        raise refused(
            "gtfs", at, said("has the time {text!r}, expected one as 07:30:00 or, after midnight, 25:10:00", text=text)
        )
    return hours * 3600 + minutes * 60 + seconds


def of_operator(timetable: Timetable, wanted: str) -> Timetable:
    """The trips of one operator, or those of `ALL`.

    Raises QuestionError naming the operators, when the feed has several and none is wanted, or not the one wanted.
    """
    trips = Counter(map(timetable.operator, timetable.trips))
    if wanted == ALL or (len(trips) < 2 and not wanted):
        return timetable
    if clean(wanted) in trips:
        return timetable._replace(trips=tuple(t for t in timetable.trips if timetable.operator(t) == clean(wanted)))
    several = (
        said("no operator {wanted!r}", wanted=wanted)
        if wanted
        else said("the trips of {trips} operators", trips=len(trips))
    )
    choices = [
        Choice(answer=f"{OPERATOR}={name}", gives=said("{count} trips", count=count))
        for name, count in trips.most_common(20)
    ]
    raise QuestionError(
        Question(
            code="choice",
            where=f"{timetable.where}/agency.txt",
            seen=several,
            asks=said("Whose trips are counted?"),
            option="where",
            choices=(*choices, Choice(answer=f"{OPERATOR}={ALL}", gives=said("all of them together"))),
        )
    )


# --- counts --------------------------------------------------------------------------------------------------------


def counts(timetable: Timetable, by: str, day: date) -> list[tuple[str, int | None]]:
    """Departures on a service day by line (most first) or hour, or by day for the seven days from `day`.

    A day outside what the timetable covers is unknown (None), not zero. Raises RefusedError when `day` is outside, or
    a line that runs has no name.
    """
    first, last = timetable.covered()
    if not first <= day <= last:
        over = (
            said("its service ended on {last}", last=last)
            if day > last
            else said("its service begins on {first}", first=first)
        )
        message = said(
            "covers {first} to {last}, expected the day {day} in it: {over}, ask the operator for the one in force",
            first=first,
            last=last,
            day=day,
            over=over,
        )
        raise refused("gtfs", timetable.where, message)
    if by == "days":
        week = [day + timedelta(days=n) for n in range(7)]
        return [(each.isoformat(), len(_running(timetable, each)) if first <= each <= last else None) for each in week]
    running = _running(timetable, day)
    if by == "hours":
        hours = Counter(seconds // 3600 % 24 for _, seconds in running)
        return [(f"{hour:02}", hours.get(hour, 0)) for hour in range(24)]
    called = _called(timetable, {route for route, _ in running})
    lines = Counter(called[route] for route, _ in running)
    return [(line, count) for line, count in sorted(lines.items(), key=lambda pair: (-pair[1], pair[0]))]


def thin(timetable: Timetable, day: date) -> str:
    """That far fewer trips run in the week from a day than in one before: most services may be over. "" otherwise."""
    trips = Counter[str]()
    for trip in timetable.trips:
        trips[trip.service] += len(timetable.starts[trip.id])

    def week(first: date) -> int:
        days = [first + timedelta(days=n) for n in range(7)]
        return sum(count for service, count in trips.items() for each in days if timetable.services[service].on(each))

    begins = timetable.covered()[0]
    earlier = [first for n in range(1, WEEKS_BEFORE + 1) if (first := day - timedelta(weeks=n)) >= begins]
    most, first = max(((week(each), each) for each in earlier), default=(0, day))
    now = week(day)
    if 2 * now >= most:
        return ""
    return said(
        "has {now:,} departures in the week from {day}, and {most:,} in that from {first}: is most of it over?",
        now=now,
        day=day,
        most=most,
        first=first,
    )


def _running(timetable: Timetable, day: date) -> list[tuple[str, int]]:
    """(route, seconds) of every departure of the service day."""
    services = {service for service, days in timetable.services.items() if days.on(day)}
    return [
        (route, seconds)
        for trip, route, service in timetable.trips
        if service in services
        for seconds in timetable.starts[trip]
    ]


def _called(timetable: Timetable, routes: set[str]) -> dict[str, str]:
    """Route → its name. Lines of one name that are not one line are told apart by operator and by vehicle."""
    for route in sorted(routes):
        if not timetable.lines[route].name:
            message = said(
                "has no name of the route {route!r}, expected route_short_name or route_long_name", route=route
            )
            raise refused("gtfs", timetable.lines[route].at, message)
    of_name: dict[str, list[Line]] = {}
    for route in routes:
        of_name.setdefault(timetable.lines[route].name, []).append(timetable.lines[route])

    def told(line: Line) -> str:
        alike = of_name[line.name]
        parts = (
            line.agency if len({each.agency for each in alike}) > 1 else "",
            line.kind if len({each.kind for each in alike}) > 1 else "",
        )
        return f"{line.name} ({', '.join(filter(None, parts))})" if any(parts) else line.name

    return {route: told(timetable.lines[route]) for route in routes}
