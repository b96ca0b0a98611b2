"""Service counts of a timetable, against counts made by hand."""

import contextlib
import io
import zipfile
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.findings import RefusedError
from content.readers.open_data import gtfs

TABLES = {
    "routes.txt": "route_id,route_short_name,route_long_name\nr1,1,Gara – Centru\nr33,33,\nrx,,Expres Aeroport\n",
    "trips.txt": (
        "route_id,service_id,trip_id\n"
        "r1,wk,a\nr1,wk,b\nr1,sun,c\nr33,wk,d\nr33,wk,night\nrx,fest,e\nr33,wk,metro\nr1,gone,z\n"
    ),
    "calendar.txt": (
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
        "wk,1,1,1,1,1,0,0,20261101,20261130\nsun,0,0,0,0,0,1,1,20261101,20261130\n"
    ),
    "calendar_dates.txt": "service_id,date,exception_type\nfest,20261127,1\nwk,20261127,2\n",
    "stop_times.txt": (
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        "a,07:00:00,07:00:00,s1,1\na,07:20:00,07:20:00,s2,2\n"
        "b,8:05:00,8:05:00,s2,9\nb,7:50:00,7:50:00,s1,3\n"
        "c,10:00:00,10:00:00,s1,1\nd,07:59:59,07:59:59,s1,1\n"
        "night,25:10:00,25:10:00,s1,1\ne,12:00:00,12:00:00,s1,1\nmetro,06:00:00,06:00:00,s1,1\n"
    ),
    "frequencies.txt": "trip_id,start_time,end_time,headway_secs\nmetro,06:00:00,07:00:00,1200\n",
}
TUESDAY = date(2026, 11, 24)


def packed(folder: str = "", **changes: str | None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**TABLES, **{key.replace("__", "."): text for key, text in changes.items()}}.items():
            if text is not None:
                archive.writestr(folder + name, "\ufeff" + text)
    return out.getvalue()


def counts(by: str, day: date = TUESDAY, **changes: str | None) -> list[tuple[str, int | None]]:
    return gtfs.counts(gtfs.read(packed(**changes), "x.zip"), by, day)


def refusal(run: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(RefusedError) as refused:
        run(*args, **more)
    return refused.value.findings[0].message


def test_departures_by_line_the_most_first() -> None:
    """Line 33: d, night, and metro at 6:00, 6:20, 6:40. Line 1: a, b."""
    assert counts("routes") == [("33", 5), ("1", 2)]


def test_a_holiday_runs_what_its_exceptions_say() -> None:
    assert counts("routes", date(2026, 11, 27)) == [("Expres Aeroport", 1)]


def test_a_trip_after_midnight_is_of_the_service_day_and_of_the_first_hours() -> None:
    by_hour = dict(counts("hours"))
    assert {hour: n for hour, n in by_hour.items() if n} == {"01": 1, "06": 3, "07": 3}
    assert len(by_hour) == 24


def test_seven_days_and_a_day_not_covered_is_unknown_not_zero() -> None:
    departures = counts("days", date(2026, 11, 26))
    assert departures == [
        ("2026-11-26", 7),
        ("2026-11-27", 1),
        ("2026-11-28", 1),
        ("2026-11-29", 1),
        ("2026-11-30", 7),
        ("2026-12-01", None),
        ("2026-12-02", None),
    ]


def test_a_calendar_of_dates_only_and_a_folder_in_the_archive() -> None:
    assert counts("routes", date(2026, 11, 27), calendar__txt=None) == [("Expres Aeroport", 1)]
    timetable = gtfs.read(packed(folder="gtfs/"), "x.zip")
    assert len(timetable.trips) == 8


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"trips__txt": None}, "has no trips.txt, expected a GTFS timetable"),
        ({"calendar__txt": None, "calendar_dates__txt": None}, "has neither calendar.txt nor calendar_dates.txt"),
        ({"routes__txt": "a,b\n1,2\n"}, "has no column 'route_id'"),
        ({"calendar_dates__txt": "service_id,date,exception_type\nx,27 nov,1\n"}, "has the date '27 nov'"),
        ({"stop_times__txt": TABLES["stop_times.txt"] + "a,7,99:00:00,s1,0\n"}, "has the time '99:00:00'"),
        (
            {"frequencies__txt": "trip_id,start_time,end_time,headway_secs\na,06:00:00,07:00:00,0\n"},
            "every '0' seconds",
        ),
        (
            {"frequencies__txt": "trip_id,start_time,end_time,headway_secs\na,06:00:00,07:00:00,x\n"},
            "every 'x' seconds",
        ),
        ({"trips__txt": 'route_id,service_id,trip_id\n"r1,wk,a\n'}, "cannot be read"),
    ],
)
def test_what_is_no_timetable_is_refused(changes: dict[str, str | None], sentence: str) -> None:
    assert sentence in refusal(gtfs.read, packed(**changes), "x.zip")


def test_a_day_outside_the_timetable_is_refused() -> None:
    message = refusal(counts, "routes", date(2027, 3, 1))
    assert message == "covers 2026-11-01 to 2026-11-30, expected the day 2027-03-01 in it"


def test_no_zip_and_a_bomb_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "is no readable zip file" in refusal(gtfs.read, b"PK\x03\x04 broken", "x.zip")
    monkeypatch.setattr(gtfs, "MOST_UNPACKED", 1_000_000)
    bomb = packed(stop_times__txt=TABLES["stop_times.txt"] + "a,,,s,1\n" * 200_000)
    assert len(bomb) < 20_000
    assert "unpacks to more than 1,000,000 bytes" in refusal(gtfs.read, bomb, "x.zip")


@settings(max_examples=150)
@given(st.integers(0, len(packed()) - 1), st.integers(1, 255), st.booleans())
def test_a_damaged_archive_is_read_or_refused(at: int, change: int, cut: bool) -> None:
    data = bytearray(packed())
    data[at] ^= change
    with contextlib.suppress(RefusedError):
        gtfs.read(bytes(data[:at] if cut else data), "x.zip")
