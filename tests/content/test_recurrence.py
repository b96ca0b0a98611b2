"""Days by rule: the examples of RFC 5545 §3.8.5.3 as facts, what may not be written, and days added and left out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.recurrence import Recurrence, checked


def days(rule: str | None, start: str, until: str, **rest: tuple[date, ...]) -> list[str]:
    """The days from start to until as `09-02`, or with the year where it is not the first."""
    first, last = date.fromisoformat(start), date.fromisoformat(until)
    recurs = Recurrence(start=first, rule=None if rule is None else checked(rule, first), **rest)
    found = [first + timedelta(n) for n in range((last - first).days + 1) if recurs.on(first + timedelta(n))]
    return [f"{day:%m-%d}" if day.year == first.year else f"{day:%Y-%m-%d}" for day in found]


@pytest.mark.parametrize(
    ("rule", "start", "until", "expected"),
    [
        # RFC 5545 §3.8.5.3, in its order; times of day left out
        ("FREQ=DAILY;COUNT=10", "1997-09-02", "1997-12-31",
         "09-02 09-03 09-04 09-05 09-06 09-07 09-08 09-09 09-10 09-11"),
        ("FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02", "1998-12-31", "09-02 09-12 09-22 10-02 10-12"),
        ("FREQ=WEEKLY;COUNT=4", "1997-09-02", "1998-12-31", "09-02 09-09 09-16 09-23"),
        (
            "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
            "1997-09-02",
            "1998-02-17",
            "09-02 09-16 09-30 10-14 10-28 11-11 11-25 12-09 12-23 1998-01-06 1998-01-20 1998-02-03 1998-02-17",
        ),
        ("FREQ=WEEKLY;UNTIL=19971007;WKST=SU;BYDAY=TU,TH", "1997-09-02", "1997-12-31",
         "09-02 09-04 09-09 09-11 09-16 09-18 09-23 09-25 09-30 10-02 10-07"),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "1997-09-02", "1998-12-31",
         "09-02 09-04 09-16 09-18 09-30 10-02 10-14 10-16"),
        ("FREQ=MONTHLY;COUNT=4;BYDAY=1FR", "1997-09-05", "1998-12-31", "09-05 10-03 11-07 12-05"),
        ("FREQ=MONTHLY;INTERVAL=2;COUNT=6;BYDAY=1SU,-1SU", "1997-09-07", "1998-12-31",
         "09-07 09-28 11-02 11-30 1998-01-04 1998-01-25"),
        ("FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1997-09-22", "1998-12-31",
         "09-22 10-20 11-17 12-22 1998-01-19 1998-02-16"),
        ("FREQ=MONTHLY;BYMONTHDAY=-3", "1997-09-28", "1998-02-28", "09-28 10-29 11-28 12-29 1998-01-29 1998-02-26"),
        ("FREQ=MONTHLY;COUNT=4;BYMONTHDAY=2,15", "1997-09-02", "1998-12-31", "09-02 09-15 10-02 10-15"),
        ("FREQ=MONTHLY;COUNT=4;BYMONTHDAY=1,-1", "1997-09-30", "1998-12-31", "09-30 10-01 10-31 11-01"),
        ("FREQ=YEARLY;COUNT=4;BYMONTH=6,7", "1997-06-10", "1999-12-31", "06-10 07-10 1998-06-10 1998-07-10"),
        ("FREQ=YEARLY;INTERVAL=3;COUNT=4;BYYEARDAY=1,100,200", "1997-01-01", "2000-12-31",
         "01-01 04-10 07-19 2000-01-01"),
        ("FREQ=YEARLY;BYDAY=20MO", "1997-05-19", "1999-12-31", "05-19 1998-05-18 1999-05-17"),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1997-05-12", "1999-12-31", "05-12 1998-05-11 1999-05-17"),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "1997-03-13", "1998-03-31",
         "03-13 03-20 03-27 1998-03-05 1998-03-12 1998-03-19 1998-03-26"),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1997-09-02", "1999-12-31",
         "1998-02-13 1998-03-13 1998-11-13 1999-08-13"),
        ("FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", "1997-09-13", "1997-12-31", "09-13 10-11 11-08 12-13"),
        ("FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "1996-11-05", "2004-12-31",
         "11-05 2000-11-07 2004-11-02"),
        ("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04", "1998-12-31", "09-04 10-07 11-06"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "1997-09-29", "1998-03-30",
         "09-29 10-30 11-27 12-30 1998-01-29 1998-02-26 1998-03-30"),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05", "1997-12-31", "08-05 08-10 08-19 08-24"),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05", "1997-12-31", "08-05 08-17 08-19 08-31"),
        ("FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007-01-15", "2007-12-31", "01-15 01-30 02-15 03-15 03-30"),
        # §3.3.10: a day a month does not have is passed over
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-31", "2026-08-31", "01-31 03-31 05-31 07-31 08-31"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2024-02-29", "2032-12-31", "02-29 2028-02-29 2032-02-29"),
    ],
)  # fmt: skip
def test_the_examples_of_the_rfc(rule: str, start: str, until: str, expected: str) -> None:
    assert days(rule, start, until) == expected.split()


def test_days_added_and_left_out() -> None:
    added, left_out = (date(2026, 11, 10),), (date(2026, 11, 14), date(2026, 11, 10))
    assert days("FREQ=WEEKLY;BYDAY=SA", "2026-11-01", "2026-11-30") == ["11-07", "11-14", "11-21", "11-28"]
    assert days("FREQ=WEEKLY;BYDAY=SA", "2026-11-01", "2026-11-30", left_out=left_out[:1], added=added) == [
        "11-07", "11-10", "11-21", "11-28",
    ]  # fmt: skip
    assert days(None, "2026-11-01", "2026-11-30", added=added) == ["11-10"]
    assert days(None, "2026-11-01", "2026-11-30", added=added, left_out=left_out) == []
    assert len(days(None, "2026-11-01", "2026-11-30", left_out=left_out)) == 28


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "WEEKLY",
        "FREQ=HOURLY",
        "FREQ=SECONDLY;COUNT=3",
        "FREQ=DAILY;BYHOUR=9",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=3;UNTIL=20261231",
        "FREQ=DAILY;FREQ=WEEKLY",
        "FREQ=DAILY;BYMONTH=13",
        "FREQ=DAILY;BYEASTER=0",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=DAILY;UNTIL=20261399",
        "FREQ=DAILY;UNTIL=20250101",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "BYDAY=MO",
    ],
)
def test_what_is_no_rule_of_days_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match=r"^found .+"):
        checked(rule, date(2026, 1, 1))


def test_a_rule_is_kept_in_one_spelling() -> None:
    assert checked("rrule: freq=weekly; byday=sa", date(2026, 1, 1)) == "FREQ=WEEKLY;BYDAY=SA"


@given(st.integers(1, 12), st.integers(0, 6), st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 2000))
def test_every_nth_week_by_counting(interval: int, weekday: int, start: date, later: int) -> None:
    """A weekly rule against counting weeks by hand."""
    name = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[weekday]
    recurs = Recurrence(start=start, rule=checked(f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={name}", start))
    day = start + timedelta(later)
    weeks = ((day - timedelta(day.weekday())) - (start - timedelta(start.weekday()))).days // 7
    assert recurs.on(day) == (day.weekday() == weekday and weeks % interval == 0)
