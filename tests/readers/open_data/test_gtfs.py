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
from content.questions import QuestionError
from content.readers.open_data import gtfs, gtfs_tables

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
CALENDAR, DATES = TABLES["calendar.txt"], TABLES["calendar_dates.txt"]
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
    assert sorted(trip.id for trip in timetable.trips) == ["a", "b", "c", "d", "e", "metro", "night"]
    assert timetable.left_out == (
        "1 of 8 trips are in no count: stop_times.txt has no departure of theirs",
        "1 of 8 trips are in no count: no calendar says on which days they run",
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"calendar_dates__txt": DATES + "wk,20261127,1\n"}, "says that 'wk' runs on 2026-11-27, and that it does not"),
        ({"calendar_dates__txt": DATES + "wk,20261126,3\n"}, "found the exception_type '3', expected 1 (runs) or 2"),
        ({"calendar__txt": CALENDAR + "wk,1,1,1,1,1,0,0,20261201,20261230\n"}, "has the service 'wk' a second time"),
        ({"calendar__txt": CALENDAR + "x,1,1,1,1,1,0,0,20261201,20261130\n"}, "from 2026-12-01 to 2026-11-30"),
        ({"calendar__txt": CALENDAR + "x,1,1,1,yes,1,0,0,20261201,20261230\n"}, "found 'yes' for a weekday"),
        ({"calendar__txt": CALENDAR.replace(",sunday", "")}, "has no column 'sunday', expected it once"),
        ({"calendar__txt": CALENDAR.replace("sunday", "monday")}, "has twice the column 'monday', expected it once"),
        ({"trips__txt": "route_id,trip_id\nr1,a\n"}, "has no column 'service_id', expected it once"),
        ({"trips__txt": TABLES["trips.txt"] + "r1,wk,a\n"}, "has the trip 'a' a second time"),
        ({"routes__txt": TABLES["routes.txt"] + "r1,1,\n"}, "has the route 'r1' a second time"),
        ({"stop_times__txt": "trip_id,departure_time\na,07:00:00\n"}, "has no column 'stop_sequence'"),
        ({"stop_times__txt": TABLES["stop_times.txt"] + "a,7:00:00,7:00:00,s1,x\n"}, "the stop_sequence 'x'"),
        ({"stop_times__txt": TABLES["stop_times.txt"] + "a,7:61:00,7:61:00,s1,0\n"}, "has the time '7:61:00'"),
        (
            {"stop_times__txt": "trip_id,stop_sequence\na,1\n"},
            "has no trip that departs, expected at least one: 8 of 8",
        ),
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


def test_a_service_of_forty_years_runs_on_its_last_days() -> None:
    """From 1990 to 2099, as calendars without an end are written."""
    long = CALENDAR.replace("20261101,20261130", "19900101,20991231")
    assert counts("routes", calendar__txt=long) == [("33", 5), ("1", 2)]
    assert gtfs.read(packed(calendar__txt=long), "x").covered() == (date(1990, 1, 1), date(2099, 12, 31))
    for_ever = CALENDAR.replace("20261130", "99991231")
    assert counts("routes", date(9999, 12, 31), calendar__txt=for_ever) == [("33", 5), ("1", 2)]


def test_a_feed_says_for_which_days_it_is_made() -> None:
    """The calendar runs to 2099, the feed is of November: what runs in December is not known."""
    long = CALENDAR.replace("20261130", "20991231")
    info = "feed_publisher_name,feed_start_date,feed_end_date\nX,20261101,20261130\n"
    week = counts("days", date(2026, 11, 30), calendar__txt=long, feed_info__txt=info)
    assert week == [("2026-11-30", 7), *((f"2026-12-0{n}", None) for n in range(1, 7))]


def test_departures_of_a_frequency_begin_before_its_end_and_count_once() -> None:
    """Every 20 minutes from 6:00 to before 7:00, said twice, and every 30 from 23:30 to before 25:00."""
    repeats = TABLES["frequencies.txt"] + "metro,06:00:00,07:00:00,1200\nmetro,23:30:00,25:00:00,1800\n"
    by_hour = {hour: n for hour, n in counts("hours", frequencies__txt=repeats) if n}
    assert by_hour == {"00": 2, "01": 1, "06": 3, "07": 3, "23": 1}


def test_a_line_of_no_operator_is_refused_where_there_are_several() -> None:
    agencies = "agency_id,agency_name\nx,STPT\ny,Metropolitan\n"
    assert "has the agency_id '', expected one of the 2 of agency.txt" in refusal(counts, "days", agency__txt=agencies)


def test_lines_of_one_name_are_told_apart_by_vehicle_and_operator() -> None:
    agencies = "agency_id,agency_name\nx,STPT\ny,Metropolitan\n"
    routes = "route_id,agency_id,route_short_name,route_type\nr1,x,1,0\nr33,y,1,3\nrx,x,1,0\n"
    feed = gtfs.read(packed(agency__txt=agencies, routes__txt=routes), "x")
    everyone = gtfs.of_operator(feed, gtfs.ALL)
    assert gtfs.counts(everyone, "routes", TUESDAY) == [("1 (Metropolitan, autobuz)", 5), ("1 (STPT, tramvai)", 2)]
    assert gtfs.counts(gtfs.of_operator(feed, "STPT"), "routes", TUESDAY) == [("1", 2)]
    with pytest.raises(QuestionError) as asked:
        gtfs.of_operator(feed, "")
    (question,) = asked.value.questions
    assert (question.option, question.seen) == ("where", "the trips of 2 operators")
    assert [(choice.answer, choice.gives) for choice in question.choices] == [
        ("agency=STPT", "4 trips"),
        ("agency=Metropolitan", "3 trips"),
        ("agency=all", "all of them together"),
    ]
    assert "Whose trips are counted? (seen: no operator 'RATT')" in refusal(gtfs.of_operator, feed, "RATT")


def test_a_line_without_a_name_is_not_called_by_its_number_in_the_file() -> None:
    routes = TABLES["routes.txt"].replace("r33,33,", "r33,,")
    assert "has no name of the route 'r33', expected route_short_name" in refusal(counts, "routes", routes__txt=routes)
    assert sum(count or 0 for _, count in counts("hours", routes__txt=routes)) == 7


def test_trips_of_unknown_lines_are_left_out_and_named() -> None:
    feed = gtfs.read(packed(routes__txt="route_id,route_short_name\nr1,1\nrx,X\n"), "x")
    assert feed.left_out[-1] == "3 of 8 trips are in no count: routes.txt does not have their line"
    assert gtfs.counts(feed, "routes", TUESDAY) == [("1", 2)]


def test_a_timetable_most_of_which_is_over_says_so() -> None:
    """Until 30 November 37 departures a week, from then on only the fair: one."""
    over = DATES + "fest,20261204,1\n"
    feed = gtfs.read(packed(calendar_dates__txt=over), "x")
    assert gtfs.thin(feed, TUESDAY) == ""
    sentence = "has 1 departures in the week from 2026-12-01, and 37 in that from 2026-11-17: is most of it over?"
    assert gtfs.thin(feed, date(2026, 12, 1)) == sentence
    assert gtfs.thin(feed, date(2026, 11, 1)) == ""


# --- files that were changed ---------------------------------------------------------------------------------------


def cells(name: str) -> list[list[str]]:
    return [line.split(",") for line in TABLES[name].splitlines()]


def joined(rows: list[list[str]]) -> str:
    return "".join(",".join(row) + "\n" for row in rows)


def changed(data: st.DataObject) -> tuple[str, str]:
    """A table with its columns and rows in another order, a column less, a cell blank, or a row twice."""
    name = data.draw(st.sampled_from(sorted(TABLES)))
    rows = cells(name)
    how = data.draw(st.sampled_from(["columns", "rows", "column less", "blank", "twice", "renamed"]))
    column = data.draw(st.integers(0, len(rows[0]) - 1))
    line = data.draw(st.integers(1, len(rows) - 1))
    if how == "columns":
        order = data.draw(st.permutations(range(len(rows[0]))))
        rows = [[row[n] for n in order] for row in rows]
    elif how == "rows":
        rows = [rows[0], *data.draw(st.permutations(rows[1:]))]
    elif how == "column less":
        rows = [[*row[:column], *row[column + 1 :]] for row in rows]
    elif how == "renamed":
        rows[0][column] = rows[0][column].upper() + "_2"
    elif how == "blank":
        rows[line][column] = ""
    else:
        rows.append(rows[line])
    return name, joined(rows)


@settings(max_examples=300)
@given(st.data())
def test_a_changed_timetable_gives_the_same_counts_or_says_what_it_leaves_out(data: st.DataObject) -> None:
    name, text = changed(data)
    try:
        feed = gtfs.read(packed(**{name.replace(".", "__"): text}), "x.zip")
        by_hour, by_line = gtfs.counts(feed, "hours", TUESDAY), gtfs.counts(feed, "routes", TUESDAY)
    except RefusedError:
        return
    if feed.left_out == gtfs.read(packed(), "x.zip").left_out:
        assert by_hour == counts("hours")
        assert [count for _, count in by_line] == [5, 2]


def test_a_day_outside_the_timetable_is_refused() -> None:
    message = refusal(counts, "routes", date(2027, 3, 1))
    assert message == (
        "covers 2026-11-01 to 2026-11-30, expected the day 2027-03-01 in it: its service ended on 2026-11-30, ask the "
        "operator for the one in force"
    )
    assert "its service begins on 2026-11-01" in refusal(counts, "routes", date(2026, 3, 1))


def test_no_zip_and_a_bomb_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "is no readable zip file" in refusal(gtfs.read, b"PK\x03\x04 broken", "x.zip")
    monkeypatch.setattr(gtfs_tables, "MOST_UNPACKED", 1_000_000)
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
