"""Timetables and shared bicycles: read to the right value, asked, or refused in the right words."""

import io
import json
import zipfile
from typing import Any

from tests.corpus.case import Asked, Case, Expectation, Refused, Table
from tests.corpus.places_and_portals import FULL

# --- timetables ----------------------------------------------------------------------------------------------------


def rows(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


FEED = {
    "agency.txt": rows(
        "agency_id,agency_name,agency_url,agency_timezone",
        "stpt,STPT,https://x.ro,Europe/Bucharest",
    ),
    "routes.txt": rows(
        "route_id,agency_id,route_short_name,route_long_name,route_type",
        "r1,stpt,1,Gară – Fabric,0",
        "r2,stpt,33,Catedrală,3",
    ),
    "trips.txt": rows(
        "route_id,service_id,trip_id",
        "r1,wk,a",
        "r1,wk,b",
        "r2,wk,c",
    ),
    "calendar.txt": rows(
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date",
        "wk,1,1,1,1,1,0,0,20260101,20261231",
    ),
    "stop_times.txt": rows(
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence",
        "a,07:00:00,07:00:00,s,1",
        "a,07:30:00,07:30:00,t,2",
        "b,25:10:00,25:10:00,s,1",
        "c,08:00:00,08:00:00,s,1",
    ),
}
EIGHTY_YEARS = FEED["calendar.txt"].replace("20260101,20261231", "20190101,20991231")


def feed(**changes: str | None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in {**FEED, **{key.replace("__", "."): text for key, text in changes.items()}}.items():
            if text is not None:
                archive.writestr(name, text)
    return out.getvalue()


def timetable(name: str, shows: str, data: bytes, expect: Expectation, **options: str) -> Case:
    return Case(name, shows, "gtfs.zip", data, expect, {**FULL, "by": "routes", **options}, "dataset")


LINES = {"1": "2", "33": "1"}
WEEK = {
    "2026-11-24": "3",
    "2026-11-25": "3",
    "2026-11-26": "3",
    "2026-11-27": "3",
    "2026-11-28": "0",
    "2026-11-29": "0",
    "2026-11-30": "3",
}
"""From Tuesday on; nothing runs on Saturday and Sunday."""
TWO_OPERATORS = {
    "agency__txt": "agency_id,agency_name\nstpt,STPT\nmet,Metropolitan\n",
    "routes__txt": "route_id,agency_id,route_short_name,route_type\nr1,stpt,1,0\nr2,met,1,3\n",
}

TIMETABLES = [
    timetable("gtfs-lines", "departures of a Tuesday by line", feed(), Table(LINES)),
    timetable("gtfs-week", "departures of seven days", feed(), Table(WEEK), by="days"),
    timetable(
        "gtfs-after-midnight",
        "25:10 is in the hour from 1",
        feed(),
        Table({f"{hour:02}": "1" if hour in (1, 7, 8) else "0" for hour in range(24)}),
        by="hours",
    ),
    timetable(
        "gtfs-eighty-years",
        "a calendar of 29,585 days runs today, and is read",
        feed(calendar__txt=EIGHTY_YEARS),
        Table(LINES),
    ),
    timetable(
        "gtfs-eighty-years-last",
        "the last days of a calendar of 81 years",
        feed(calendar__txt=EIGHTY_YEARS),
        Table({"2099-12-30": "3", "2099-12-31": "3", **{f"2100-01-0{n}": "" for n in range(1, 6)}}),
        by="days",
        day="2099-12-30",
    ),
    timetable(
        "gtfs-dates-only",
        "calendar_dates alone",
        feed(calendar__txt=None, calendar_dates__txt="service_id,date,exception_type\nwk,20261124,1\n"),
        Table(LINES),
    ),
    timetable(
        "gtfs-holiday",
        "a day taken out by an exception",
        feed(calendar_dates__txt="service_id,date,exception_type\nwk,20261126,2\n"),
        Table({**WEEK, "2026-11-26": "0"}),
        by="days",
    ),
    timetable(
        "gtfs-headways",
        "every 20 minutes from 6:00 to before 7:00, and every 30 from 7:00 to before 8:00",
        feed(
            frequencies__txt="trip_id,start_time,end_time,headway_secs\na,06:00:00,07:00:00,1200\na,07:00:00,08:00:00,1800\n"
        ),
        Table({"1": "6", "33": "1"}),
    ),
    timetable(
        "gtfs-marks-and-spaces",
        "a mark at the beginning, spaces, empty lines",
        feed(trips__txt="\ufeffroute_id, service_id ,trip_id\r\nr1, wk,a\r\n\r\nr1,wk,b\r\nr2,wk,c\r\n"),
        Table(LINES),
    ),
    timetable(
        "gtfs-trips-without-stops",
        "a trip that stops nowhere is no departure",
        feed(trips__txt=FEED["trips.txt"] + "r2,wk,x\nr2,none,c2\n"),
        Table(
            LINES,
            notes=(
                "2 of 5 trips are in no count: stop_times.txt has no departure of theirs",
                "1 of 5 trips are in no count: no calendar",
            ),
        ),
    ),
    timetable(
        "gtfs-over",
        "a timetable that is over",
        feed(calendar__txt=FEED["calendar.txt"].replace("20261231", "20260831")),
        Refused(("covers 2026-01-01 to 2026-08-31", "its service ended on 2026-08-31")),
    ),
    timetable(
        "gtfs-made-for-october",
        "a calendar to December of a feed that is made for October",
        feed(feed_info__txt="feed_publisher_name,feed_start_date,feed_end_date\nX,20261001,20261031\n"),
        Refused(("covers 2026-10-01 to 2026-10-31",)),
    ),
    timetable(
        "gtfs-contradiction",
        "a day that is added and taken out",
        feed(calendar_dates__txt="service_id,date,exception_type\nwk,20261126,2\nwk,20261126,1\n"),
        Refused(("gtfs.zip/calendar_dates.txt:3", "runs on 2026-11-26, and that it does not")),
    ),
    timetable(
        "gtfs-exception-3",
        "an exception of no known type",
        feed(calendar_dates__txt="service_id,date,exception_type\nwk,20261126,3\n"),
        Refused(("calendar_dates.txt:2", "exception_type '3'")),
    ),
    timetable(
        "gtfs-no-service-column",
        "a column that is missing",
        feed(trips__txt="route_id,trip_id\nr1,a\n"),
        Refused(("gtfs.zip/trips.txt", "has no column 'service_id'")),
    ),
    timetable(
        "gtfs-line-without-name",
        "a line without a name",
        feed(routes__txt="route_id,route_short_name\nr1,\nr2,33\n"),
        Refused(("gtfs.zip/routes.txt:2", "has no name of the route 'r1'")),
    ),
    timetable(
        "gtfs-line-without-name-by-hour",
        "a line without a name, where names do not matter",
        feed(routes__txt="route_id,route_short_name\nr1,\nr2,33\n"),
        Table(WEEK),
        by="days",
    ),
    timetable(
        "gtfs-two-operators",
        "the trips of another operator",
        feed(**TWO_OPERATORS),
        Asked("where", ("agency=STPT", "agency=Metropolitan", "agency=all")),
    ),
    timetable(
        "gtfs-one-operator",
        "the same, answered with one",
        feed(**TWO_OPERATORS),
        Table({"1": "2"}, slide={"topic.ro": "Transport public: STPT"}),
        where="agency=STPT",
    ),
    timetable(
        "gtfs-all-operators",
        "the same, answered with all: two lines of one name are two",
        feed(**TWO_OPERATORS),
        Table({"1 (STPT, tramvai)": "2", "1 (Metropolitan, autobuz)": "1"}),
        where="agency=all",
    ),
    timetable(
        "gtfs-bad-time",
        "a time that is none",
        feed(stop_times__txt=FEED["stop_times.txt"] + "c,07:75:00,07:75:00,r,0\n"),
        Refused(("gtfs.zip/stop_times.txt:6", "07:75:00")),
    ),
]

# --- shared bicycles -----------------------------------------------------------------------------------------------

GBFS = "https://b.ro/gbfs.json"
NOW = 1_795_521_600
"""2026-11-24, 12:00 UTC."""
TYPES = {
    "vehicle_types": [
        {"vehicle_type_id": "b", "form_factor": "bicycle", "propulsion_type": "human"},
        {"vehicle_type_id": "t", "form_factor": "scooter_standing", "propulsion_type": "electric"},
    ]
}
INFORMATION = {
    "stations": [
        {"station_id": "1", "name": "Unirii", "lat": 45.75, "lon": 21.2, "capacity": 20},
        {"station_id": "2", "name": "Gară", "lat": 45.75, "lon": 21.2, "capacity": 10},
    ]
}


def station(name: str, bikes: int, docks: int, **more: Any) -> dict[str, Any]:
    return {
        "station_id": name,
        "num_bikes_available": bikes,
        "num_docks_available": docks,
        "is_installed": 1,
        "is_renting": 1,
        "is_returning": 1,
        **more,
    }


STATUS = {"stations": [station("1", 7, 13), station("2", 4, 6)]}


def system(updated: Any = NOW - 60, **files: Any) -> dict[str, bytes]:
    """The files of a system, and its index, all updated then."""
    made = {name: {"last_updated": updated, "ttl": 60, "version": "2.3", "data": data} for name, data in files.items()}
    feeds = [{"name": name, "url": f"https://b.ro/{name}.json"} for name in files]
    index = {"last_updated": updated, "ttl": 60, "version": "2.3", "data": {"ro": {"feeds": feeds}}}
    return {
        **{f"https://b.ro/{name}.json": json.dumps(each).encode() for name, each in made.items()},
        GBFS: json.dumps(index).encode(),
    }


def bicycles(name: str, shows: str, files: dict[str, bytes], expect: Expectation, **options: str) -> Case:
    rest = {address: data for address, data in files.items() if address != GBFS}
    made = {key: value for key, value in FULL.items() if key != "as-of"} | options
    return Case(name, shows, GBFS, files[GBFS], expect, made, "dataset", beside=rest)


def available(total: int, **counts: int) -> dict[str, Any]:
    return {
        "num_vehicles_available": total,
        "vehicle_types_available": [{"vehicle_type_id": each, "count": n} for each, n in counts.items()],
    }


TODAY = "2026-11-24"
BICYCLES = [
    bicycles(
        "gbfs-stations",
        "bicycles at two stations",
        system(station_information=INFORMATION, station_status=STATUS),
        Table({TODAY: "11"}, slide={"fresh_for_days": 1}),
    ),
    bicycles(
        "gbfs-version-3",
        "version 3: a time with offset, num_vehicles_available",
        system(
            "2026-11-24T13:59:00+02:00",
            station_information=INFORMATION,
            station_status={
                "stations": [
                    {"station_id": "1", "num_vehicles_available": 5, "is_installed": True, "is_renting": True},
                    {"station_id": "2", "num_vehicles_available": 4, "is_installed": True, "is_renting": True},
                ]
            },
        ),
        Table({TODAY: "9"}),
    ),
    bicycles(
        "gbfs-scooters",
        "eleven vehicles, six of them scooters",
        system(
            station_information=INFORMATION,
            station_status={
                "stations": [station("1", 7, 1, **available(7, b=3, t=4)), station("2", 4, 1, **available(4, b=2, t=2))]
            },
            vehicle_types=TYPES,
        ),
        Table({TODAY: "5"}),
    ),
    bicycles(
        "gbfs-scooters-untold",
        "a station that does not say how many are scooters",
        system(station_information=INFORMATION, station_status=STATUS, vehicle_types=TYPES),
        Refused(("station '1' has 7 vehicles", "`vehicle_types_available`")),
    ),
    bicycles(
        "gbfs-scooters-only",
        "a system of scooters",
        system(
            vehicle_types={"vehicle_types": TYPES["vehicle_types"][1:]},
            free_bike_status={"bikes": [{"bike_id": "x", "vehicle_type_id": "t"}]},
        ),
        Refused(("shares vehicles of the form scooter_standing, expected bicycles",)),
    ),
    bicycles(
        "gbfs-free-floating",
        "no stations: of five one is disabled, one reserved, one a scooter",
        system(
            vehicle_types=TYPES,
            free_bike_status={
                "bikes": [
                    {
                        "bike_id": str(n),
                        "vehicle_type_id": "t" if n == 4 else "b",
                        "is_disabled": n == 0,
                        "is_reserved": n == 1,
                    }
                    for n in range(5)
                ]
            },
        ),
        Table({TODAY: "2"}),
    ),
    bicycles(
        "gbfs-both",
        "bicycles at stations and two that stand free; one in the list is at a station",
        system(
            station_information=INFORMATION,
            station_status=STATUS,
            vehicle_status={
                "vehicles": [{"vehicle_id": "a"}, {"vehicle_id": "b"}, {"vehicle_id": "c", "station_id": "1"}]
            },
        ),
        Table({TODAY: "13"}),
    ),
    bicycles(
        "gbfs-not-renting",
        "a station that is not installed and one that does not rent",
        system(
            station_information=INFORMATION,
            station_status={"stations": [station("1", 7, 13), station("2", 4, 6, is_renting=0)]},
        ),
        Table({TODAY: "7"}),
    ),
    bicycles(
        "gbfs-docks",
        "free places, where bicycles are taken back",
        system(
            station_information=INFORMATION,
            station_status={"stations": [station("1", 7, 13, is_returning=0), station("2", 4, 6)]},
        ),
        Table({TODAY: "6"}),
        where="indicator=locuri libere",
    ),
    bicycles(
        "gbfs-dead",
        "a feed of forty days ago",
        system(NOW - 40 * 86_400, station_information=INFORMATION, station_status=STATUS),
        Refused(("was last updated 2026-10-15 12:00 UTC, 40 days ago", "the feed is dead")),
    ),
    bicycles(
        "gbfs-late",
        "a feed of three hours ago",
        system(NOW - 3 * 3600, station_information=INFORMATION, station_status=STATUS),
        Table({TODAY: "11"}, notes=("was last updated 3 hours ago, and says that it is every 60 s",)),
    ),
    bicycles(
        "gbfs-no-offset",
        "a time without offset",
        system("2026-11-24T11:59:00", station_information=INFORMATION, station_status=STATUS),
        Refused(("'2026-11-24T11:59:00'", "a time with offset")),
    ),
    bicycles(
        "gbfs-text-for-no",
        "a flag that is a text",
        system(station_information=INFORMATION, station_status={"stations": [station("1", 7, 13, is_renting="false")]}),
        Refused(("is_renting of station '1': found 'false'",)),
    ),
    bicycles(
        "gbfs-silent",
        "a station without a status",
        system(station_information=INFORMATION, station_status={"stations": [station("1", 7, 13)]}),
        Table({TODAY: "7"}, notes=("1 of 2 stations are in no count: station_status does not have them",)),
    ),
    Case(
        "gbfs-not-the-index",
        "the file of stations instead of gbfs.json",
        "s.json",
        system(station_information=INFORMATION)["https://b.ro/station_information.json"],
        Refused(("is the file of stations of a system, expected the address of its gbfs.json",)),
        FULL,
        "dataset",
    ),
]

CASES = [*TIMETABLES, *BICYCLES]
