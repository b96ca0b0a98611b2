"""Days by rule: the examples of RFC 5545 §3.8.5.3 as facts, what may not be written, and days added and left out."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
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
        ("FREQ=DAILY;UNTIL=19970905", "1997-09-02", "1997-12-31", "09-02 09-03 09-04 09-05"),
        ("FREQ=DAILY;INTERVAL=2", "1997-09-02", "1997-09-12", "09-02 09-04 09-06 09-08 09-10 09-12"),
        ("FREQ=YEARLY;UNTIL=20000131;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA", "1998-01-01", "1998-02-28",
         " ".join(f"01-{day:02}" for day in range(1, 32))),
        ("FREQ=DAILY;UNTIL=20000131;BYMONTH=1", "1998-01-01", "1998-12-31",
         " ".join(f"01-{day:02}" for day in range(1, 32))),
        ("FREQ=WEEKLY;UNTIL=19971007", "1997-09-02", "1998-12-31", "09-02 09-09 09-16 09-23 09-30 10-07"),
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
        ("FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", "1997-09-02", "1998-12-31",
         "09-02 09-04 09-09 09-11 09-16 09-18 09-23 09-25 09-30 10-02"),
        ("FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224;WKST=SU;BYDAY=MO,WE,FR", "1997-09-01", "1998-12-31",
         "09-01 09-03 09-05 09-15 09-17 09-19 09-29 10-01 10-03 10-13 10-15 10-17 10-27 10-29 10-31 11-10 11-12 11-14 "
         "11-24 11-26 11-28 12-08 12-10 12-12 12-22 12-24"),
        ("FREQ=MONTHLY;COUNT=4;BYDAY=1FR", "1997-09-05", "1998-12-31", "09-05 10-03 11-07 12-05"),
        ("FREQ=MONTHLY;UNTIL=19971224;BYDAY=1FR", "1997-09-05", "1998-12-31", "09-05 10-03 11-07 12-05"),
        ("FREQ=MONTHLY;INTERVAL=2;COUNT=6;BYDAY=1SU,-1SU", "1997-09-07", "1998-12-31",
         "09-07 09-28 11-02 11-30 1998-01-04 1998-01-25"),
        ("FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1997-09-22", "1998-12-31",
         "09-22 10-20 11-17 12-22 1998-01-19 1998-02-16"),
        ("FREQ=MONTHLY;BYMONTHDAY=-3", "1997-09-28", "1998-02-28", "09-28 10-29 11-28 12-29 1998-01-29 1998-02-26"),
        ("FREQ=MONTHLY;COUNT=4;BYMONTHDAY=2,15", "1997-09-02", "1998-12-31", "09-02 09-15 10-02 10-15"),
        ("FREQ=MONTHLY;COUNT=4;BYMONTHDAY=1,-1", "1997-09-30", "1998-12-31", "09-30 10-01 10-31 11-01"),
        ("FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15", "1997-09-10", "1999-12-31",
         "09-10 09-11 09-12 09-13 09-14 09-15 1999-03-10 1999-03-11 1999-03-12 1999-03-13"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=TU", "1997-09-02", "1998-01-31",
         "09-02 09-09 09-16 09-23 09-30 11-04 11-11 11-18 11-25 1998-01-06 1998-01-13 1998-01-20 1998-01-27"),
        ("FREQ=YEARLY;COUNT=4;BYMONTH=6,7", "1997-06-10", "1999-12-31", "06-10 07-10 1998-06-10 1998-07-10"),
        ("FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3", "1997-03-10", "2003-12-31",
         "03-10 1999-01-10 1999-02-10 1999-03-10 2001-01-10 2001-02-10 2001-03-10 2003-01-10 2003-02-10 2003-03-10"),
        ("FREQ=YEARLY;INTERVAL=3;COUNT=4;BYYEARDAY=1,100,200", "1997-01-01", "2000-12-31",
         "01-01 04-10 07-19 2000-01-01"),
        ("FREQ=YEARLY;BYDAY=20MO", "1997-05-19", "1999-12-31", "05-19 1998-05-18 1999-05-17"),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1997-05-12", "1999-12-31", "05-12 1998-05-11 1999-05-17"),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "1997-03-13", "1998-03-31",
         "03-13 03-20 03-27 1998-03-05 1998-03-12 1998-03-19 1998-03-26"),
        ("FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8", "1997-06-05", "1997-12-31",
         "06-05 06-12 06-19 06-26 07-03 07-10 07-17 07-24 07-31 08-07 08-14 08-21 08-28"),
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
        # what recurrence suites (dateutil, libical) try: weeks 1 and 53 at the turn of the year, leap days, the last
        # day of a month, the last working day of a quarter
        ("FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO,SU", "2025-12-29", "2028-01-31",
         "12-29 2026-01-04 2027-01-04 2027-01-10 2028-01-03 2028-01-09"),
        ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=FR", "2015-01-01", "2027-12-31", "2016-01-01 2021-01-01 2027-01-01"),
        ("FREQ=YEARLY;BYYEARDAY=366", "2020-01-01", "2029-12-31", "12-31 2024-12-31 2028-12-31"),
        ("FREQ=YEARLY;BYYEARDAY=-366", "2020-01-01", "2029-12-31", "01-01 2024-01-01 2028-01-01"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-31", "2026-06-30", "01-31 02-28 03-31 04-30 05-31 06-30"),
        ("FREQ=MONTHLY;BYDAY=5SA", "2026-01-01", "2026-12-31", "01-31 05-30 08-29 10-31"),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-03-01", "2026-12-31",
         "03-31 06-30 09-30 12-31"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", "2026-12-05", "2027-01-31", "12-05 12-19 2027-01-02 2027-01-16 2027-01-30"),
        ("FREQ=YEARLY", "2024-02-29", "2032-12-31", "02-29 2028-02-29 2032-02-29"),
        ("FREQ=MONTHLY", "2026-01-31", "2026-08-31", "01-31 03-31 05-31 07-31 08-31"),
        ("FREQ=DAILY;INTERVAL=30", "2026-12-15", "2027-03-31", "12-15 2027-01-14 2027-02-13 2027-03-15"),
        # §3.3.10: a day a month does not have is passed over
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-31", "2026-08-31", "01-31 03-31 05-31 07-31 08-31"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2024-02-29", "2032-12-31", "02-29 2028-02-29 2032-02-29"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "1996-02-29", "2000-03-01", "02-29 2000-02-29"),
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
    ("rule", "rest", "final"),
    [
        ("FREQ=DAILY;COUNT=3", {}, "2026-10-03"),
        ("FREQ=WEEKLY;BYDAY=SA;UNTIL=20261016", {}, "2026-10-10"),
        ("FREQ=YEARLY;INTERVAL=2;COUNT=3", {}, "2030-10-01"),
        ("FREQ=DAILY;UNTIL=99991231", {"last": date(2026, 12, 31)}, "2026-12-31"),
        ("FREQ=DAILY;COUNT=3", {"added": (date(2026, 11, 5),)}, "2026-11-05"),
        ("FREQ=DAILY;COUNT=3", {"added": (date(2026, 9, 5),), "last": date(2026, 10, 2)}, "2026-10-02"),
        (None, {"added": (date(2026, 11, 5), date(2026, 9, 5))}, "2026-11-05"),
        (None, {"last": date(2026, 11, 5)}, "2026-11-05"),
        ("FREQ=DAILY", {"last": date(2026, 11, 5)}, "2026-11-05"),
        ("FREQ=DAILY", {"added": (date(2026, 9, 5),)}, None),
        (None, {"left_out": (date(2026, 11, 5),)}, None),
    ],
)
def test_the_last_day_of_all(rule: str | None, rest: dict[str, Any], final: str | None) -> None:
    found = Recurrence(start=date(2026, 10, 1), rule=rule, **rest).final
    assert found == (date.fromisoformat(final) if final else None)


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
        # §3.3.10: what each part may hold, and with which others it may stand
        "FREQ=MONTHLY;BYDAY=60MO",
        "FREQ=MONTHLY;BYDAY=0MO",
        "FREQ=YEARLY;BYYEARDAY=367",
        "FREQ=YEARLY;BYWEEKNO=54",
        "FREQ=WEEKLY;BYMONTHDAY=3",
        "FREQ=DAILY;BYYEARDAY=100",
        "FREQ=MONTHLY;BYWEEKNO=20",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO",
        "FREQ=DAILY;BYSETPOS=1",
        # never, and dateutil would look for it day by day up to the year 9999
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=1;BYSETPOS=2",
        "FREQ=MONTHLY;BYMONTH=4,6;BYMONTHDAY=31,-31",
    ],
)
def test_what_is_no_rule_of_days_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match=r"^found .+"):
        checked(rule, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=HOURLY", "expected DAILY, WEEKLY, MONTHLY or YEARLY: a rule says days, hours are the dayparts'"),
        ("FREQ=DAILY;COUNT=1500", "expected a number from 1 to 999, or UNTIL=… with the last day"),
        ("FREQ=DAILY;INTERVAL=1000", "expected a number from 1 to 999"),
        ("FREQ=MONTHLY;BYMONTHDAY=01", "expected days from 1 to 31 or from -31 to -1, written as 1,15"),
        ("FREQ=DAILY;BYHOUR=10", "BYWEEKNO, BYSETPOS: a rule says days, hours are the dayparts'"),
    ],
)
def test_a_rule_that_only_a_pack_does_not_have_is_not_said_to_be_none(rule: str, expected: str) -> None:
    with pytest.raises(ValueError, match=r"^found .+") as refusal:
        checked(rule, date(2026, 1, 1))
    assert str(refusal.value).endswith(expected)
    assert "does not have" not in str(refusal.value)


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "nimic", "FREQ=DAILY;INTERVAL=0"]
)
def test_a_rule_that_would_stop_a_player_does_not_come_off_the_wire(rule: str) -> None:
    """With the first, dateutil counts each second of a year; with the second, each day of 7,973 years."""
    with pytest.raises(msgspec.ValidationError, match=r"^found .+"):
        msgspec.json.decode(msgspec.json.encode({"start": "2026-01-01", "rule": rule}), type=Recurrence)


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Rules of parts that each are well written; many of them do not go together."""
    number = st.integers(-370, 370).filter(bool)
    values = {
        "INTERVAL": st.integers(1, 40),
        "COUNT": st.integers(1, 99),
        "UNTIL": st.dates(date(2025, 1, 1), date(2028, 1, 1)).map(lambda day: f"{day:%Y%m%d}"),
        "WKST": st.sampled_from(("MO", "SU")),
        "BYDAY": st.sampled_from(("MO", "1MO", "-1SU", "53TH", "54TH", "TU,TH")),
        "BYMONTHDAY": st.integers(-31, 31),
        "BYMONTH": st.integers(1, 13),
        "BYYEARDAY": number,
        "BYWEEKNO": number,
        "BYSETPOS": number,
    }
    chosen = draw(st.lists(st.sampled_from(sorted(values)), max_size=4, unique=True))
    often = draw(st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY")))
    return ";".join([f"FREQ={often}", *(f"{name}={draw(values[name])}" for name in chosen)])


@given(rules())
@settings(deadline=None)
def test_a_rule_that_may_be_written_can_be_asked(rule: str) -> None:
    """Whatever dateutil raises would reach the glass."""
    try:
        recurs = Recurrence(start=date(2026, 1, 1), rule=rule)
    except ValueError:
        return
    assert recurs.on(date(2026, 3, 2)) in (True, False)


def test_a_rule_that_never_occurs_is_soon_known() -> None:
    with pytest.raises(ValueError, match="never occurs"):
        checked("FREQ=YEARLY;BYDAY=MO;BYSETPOS=-85;BYYEARDAY=63", date(2026, 1, 1))
    assert not Recurrence(start=date(2026, 1, 1), rule="FREQ=DAILY").on(date(2326, 1, 2).replace(year=2327))


def test_a_rule_is_counted_from_a_day_of_our_time() -> None:
    with pytest.raises(ValueError, match="counted from 0001-01-01, expected a day from 1900 on"):
        checked("FREQ=DAILY", date.min)
    assert Recurrence(start=date.min, left_out=(date(2026, 1, 1),)).on(date(2026, 1, 2))


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
