"""How much public transport runs, counted from a GTFS timetable (https://gtfs.org/documentation/schedule/reference/).

Decides which trips run on a service day (calendar, calendar_dates, frequencies) and counts them by line, by day, or by
hour of departure. A trip that leaves at 25:10:00 belongs to the service day before and to the hour 1. Leaves out next
departures: a public screen that is refreshed once a day must not promise a tram.
"""

import csv
import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import NamedTuple

from content.findings import refused
from content.readers.open_data.table import clean

MOST_UNPACKED = 400_000_000
"""Bytes of the tables that are read, unpacked."""
MOST_FILES = 500
LEAST_HEADWAY = 30
"""Seconds between two departures of a trip that repeats."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NAMES = {"routes": "linia", "days": "zi", "hours": "ora"}
"""What can be counted by, and the column it gets in a canonical file."""


class Timetable(NamedTuple):
    """What is needed of a feed: trips by service and line, the days of each service, names, first departures."""

    where: str
    trips: tuple[tuple[str, str, str], ...]
    """(trip, route, service)"""
    lines: dict[str, str]
    days: dict[str, frozenset[date]]
    starts: dict[str, tuple[int, ...]]
    """Trip → seconds after the service day's midnight of each departure (several when it repeats)."""

    def covered(self) -> tuple[date, date]:
        """The first and the last day with any service. Raises RefusedError when there is none."""
        every = [day for days in self.days.values() for day in days]
        if not every:
            raise refused("gtfs", self.where, "has no day with service, expected calendar.txt or calendar_dates.txt")
        return min(every), max(every)


def read(data: bytes, where: str) -> Timetable:
    """Raises RefusedError: no zip, no such table or column, too large, a date or a time that is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(_FeedTables(archive, where))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as error:
        raise refused("gtfs", where, f"is no readable zip file: {error}") from error


class _FeedTables:
    """The tables of a feed by name, wherever in the archive they are."""

    def __init__(self, archive: zipfile.ZipFile, where: str) -> None:
        self.archive, self.where = archive, where
        entries = archive.infolist()
        if len(entries) > MOST_FILES:
            raise refused("gtfs", where, f"has {len(entries)} files, expected at most {MOST_FILES}")
        self.entries = {PurePosixPath(entry.filename).name: entry for entry in entries if not entry.is_dir()}
        self.left = MOST_UNPACKED

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def rows(self, name: str, *columns: str, required: bool = True) -> Iterator[tuple[str, ...]]:
        """These cells of each row, "" for a column there is not."""
        if name not in self.entries:
            if required:
                raise refused("gtfs", self.where, f"has no {name}, expected a GTFS timetable")
            return
        entry = self.entries[name]
        self.left -= entry.file_size
        if self.left < 0:
            raise refused("gtfs", self.where, f"unpacks to more than {MOST_UNPACKED:,} bytes, expected less")
        with self.archive.open(entry) as raw:
            reader = csv.reader(io.TextIOWrapper(raw, "utf-8-sig", newline=""), strict=True)
            try:
                head = [cell.strip() for cell in next(reader, [])]
                if required and columns[0] not in head:
                    raise refused("gtfs", f"{self.where}/{name}", f"has no column {columns[0]!r}, expected it")
                at = [head.index(column) if column in head else -1 for column in columns]
                for row in reader:
                    yield tuple(row[n].strip() if 0 <= n < len(row) else "" for n in at)
            except (csv.Error, UnicodeDecodeError) as error:
                raise refused("gtfs", f"{self.where}/{name}", f"cannot be read: {error}") from error


def _read(tables: _FeedTables) -> Timetable:
    lines = {
        route: clean(short) or clean(long) or route
        for route, short, long in tables.rows("routes.txt", "route_id", "route_short_name", "route_long_name")
    }
    trips = tuple(tables.rows("trips.txt", "trip_id", "route_id", "service_id"))
    return Timetable(tables.where, trips, lines, _days(tables), _starts(tables))  # type: ignore[arg-type]


def _days(tables: _FeedTables) -> dict[str, frozenset[date]]:
    if "calendar.txt" not in tables and "calendar_dates.txt" not in tables:
        raise refused("gtfs", tables.where, "has neither calendar.txt nor calendar_dates.txt, expected one of them")
    days_of: dict[str, set[date]] = {}
    calendar = tables.rows("calendar.txt", "service_id", "start_date", "end_date", *WEEKDAYS, required=False)
    for service, first, last, *runs in calendar:
        start, end = _date(first, tables.where), _date(last, tables.where)
        count = min(max((end - start).days + 1, 0), 4000)
        every = (start + timedelta(days=n) for n in range(count))
        days_of.setdefault(service, set()).update(day for day in every if runs[day.weekday()] == "1")
    exceptions = tables.rows("calendar_dates.txt", "service_id", "date", "exception_type", required=False)
    for service, day, change in exceptions:
        days = days_of.setdefault(service, set())
        (days.discard if change == "2" else days.add)(_date(day, tables.where))
    return {service: frozenset(days) for service, days in days_of.items()}


def _starts(tables: _FeedTables) -> dict[str, tuple[int, ...]]:
    first: dict[str, tuple[int, str]] = {}
    columns = ("trip_id", "stop_sequence", "departure_time", "arrival_time")
    for trip, order, leaves, arrives in tables.rows("stop_times.txt", *columns):
        at = int(order) if order.isdigit() else 0
        if trip not in first or at < first[trip][0]:
            first[trip] = (at, leaves or arrives)
    starts = {trip: (_seconds(time, tables.where),) for trip, (_, time) in first.items() if time}
    repeats: dict[str, list[int]] = {}
    columns = ("trip_id", "start_time", "end_time", "headway_secs")
    for trip, begins, ends, every in tables.rows("frequencies.txt", *columns, required=False):
        if not every.isdigit() or int(every) < LEAST_HEADWAY:
            message = f"repeats a trip every {every!r} seconds, expected at least {LEAST_HEADWAY}"
            raise refused("gtfs", tables.where, message)
        span = range(_seconds(begins, tables.where), _seconds(ends, tables.where), int(every))
        repeats.setdefault(trip, []).extend(span)
    return {**starts, **{trip: tuple(times) for trip, times in repeats.items()}}


def _date(text: str, where: str) -> date:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])) if len(text) == 8 else date.fromisoformat(text)
    except ValueError:
        raise refused("gtfs", where, f"has the date {text!r}, expected one as 20261124") from None


def _seconds(text: str, where: str) -> int:
    parts = text.split(":")
    if len(parts) != 3 or not all(part.isdigit() for part in parts) or not (int(parts[0]) < 72):
        raise refused("gtfs", where, f"has the time {text!r}, expected one as 07:30:00 or, after midnight, 25:10:00")
    return int(parts[0]) * 3600 + int(parts[1]) * 60 + int(parts[2])


# --- counts --------------------------------------------------------------------------------------------------------


def counts(timetable: Timetable, by: str, day: date) -> list[tuple[str, int | None]]:
    """Departures on a service day by line (most first) or hour, or by day for the seven days from `day`.

    A day outside what the timetable covers is unknown (None), not zero. Raises RefusedError when `day` is outside.
    """
    first, last = timetable.covered()
    if not first <= day <= last:
        raise refused("gtfs", timetable.where, f"covers {first} to {last}, expected the day {day} in it")
    if by == "days":
        week = [day + timedelta(days=n) for n in range(7)]
        return [(each.isoformat(), len(_running(timetable, each)) if first <= each <= last else None) for each in week]
    running = _running(timetable, day)
    if by == "hours":
        hours = Counter(seconds // 3600 % 24 for _, seconds in running)
        return [(f"{hour:02}", hours.get(hour, 0)) for hour in range(24)]
    lines = Counter(timetable.lines.get(route, route) for route, _ in running)
    return [(line, count) for line, count in sorted(lines.items(), key=lambda pair: (-pair[1], pair[0]))]


def _running(timetable: Timetable, day: date) -> list[tuple[str, int]]:
    """(route, seconds) of every departure of the service day; a trip without times counts once, at midnight."""
    services = {service for service, days in timetable.days.items() if day in days}
    return [
        (route, seconds)
        for trip, route, service in timetable.trips
        if service in services
        for seconds in timetable.starts.get(trip, (0,))
    ]
