"""Days by rule: what may not be written, and days added and left out. Which days: `test_recurrence_facts`."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.schedule.recurrence import Recurrence, checked
from tests import packs
from tests.rounds import rounds
from tests.schedule import almanac


def days(rule: str | None, start: str, until: str, **rest: tuple[date, ...]) -> list[str]:
    """The days from start to until as `09-02`, or with the year where it is not the first."""
    first, last = date.fromisoformat(start), date.fromisoformat(until)
    recurs = Recurrence(start=first, rule=None if rule is None else checked(rule, first), **rest)
    listed = [first + timedelta(n) for n in range((last - first).days + 1) if recurs.on(first + timedelta(n))]
    return [f"{day:%m-%d}" if day.year == first.year else f"{day:%Y-%m-%d}" for day in listed]


def test_days_added_and_left_out() -> None:
    added, left_out = (date(2026, 11, 10),), (date(2026, 11, 14), date(2026, 11, 10))
    assert days("FREQ=WEEKLY;BYDAY=SA", "2026-11-01", "2026-11-30") == ["11-07", "11-14", "11-21", "11-28"]
    assert days("FREQ=WEEKLY;BYDAY=SA", "2026-11-01", "2026-11-30", left_out=left_out[:1], added=added) == [
        "11-07", "11-10", "11-21", "11-28",
    ]  # fmt: skip
    assert days(None, "2026-11-01", "2026-11-30", added=added) == ["11-10"]
    assert days(None, "2026-11-01", "2026-11-30", added=added, left_out=left_out) == []
    assert len(days(None, "2026-11-01", "2026-11-30", left_out=left_out)) == 28


def test_it_recurs_on_no_day_before_its_first_or_after_its_last() -> None:
    recurs = Recurrence(start=date(2026, 11, 10), first=date(2026, 11, 10), last=date(2026, 11, 15))
    assert [day for day in range(1, 31) if recurs.on(date(2026, 11, day))] == [10, 11, 12, 13, 14, 15]


def test_a_day_is_left_out_only_where_it_would_recur() -> None:
    tuesdays = Recurrence(
        start=date(2026, 11, 3), rule="FREQ=WEEKLY", left_out=(date(2026, 11, 10), date(2026, 11, 11))
    )
    assert [day for day in range(1, 31) if tuesdays.leaves_out(date(2026, 11, day))] == [10]


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
    last = Recurrence(start=date(2026, 10, 1), rule=rule, **rest).final
    assert last == (date.fromisoformat(final) if final else None)


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


@rounds
@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_rule_has_the_days_that_a_look_at_the_calendar_finds(again: int, data: st.DataObject) -> None:
    """Rules of all kinds, and such as people write."""
    start = data.draw(st.dates(date(2024, 1, 1), date(2027, 12, 31)))
    rule = data.draw(rules() | packs.rules(start, start + timedelta(data.draw(st.integers(0, 60)))))
    try:
        recurs = Recurrence(start=start, rule=rule)
    except ValueError:
        return
    last = start + timedelta(500)
    asked = (start + timedelta(n) for n in range(501))
    assert [day for day in asked if recurs.on(day)] == list(almanac.listed(rule, start, last))


def test_a_rule_that_never_occurs_is_soon_known() -> None:
    with pytest.raises(ValueError, match="never occurs"):
        checked("FREQ=YEARLY;BYDAY=MO;BYSETPOS=-85;BYYEARDAY=63", date(2026, 1, 1))
    assert not Recurrence(start=date(2026, 1, 1), rule="FREQ=DAILY").on(date(2326, 1, 2).replace(year=2327))


def test_a_rule_is_counted_from_a_day_of_our_time() -> None:
    with pytest.raises(ValueError, match="counted from 0001-01-01, expected a day from 1900 on"):
        checked("FREQ=DAILY", date.min)
    assert Recurrence(start=date.min, left_out=(date(2026, 1, 1),)).on(date(2026, 1, 2))


def test_a_rule_is_kept_in_one_spelling() -> None:
    assert checked("rrule: freq=weekly; byday=sa;", date(2026, 1, 1)) == "FREQ=WEEKLY;BYDAY=SA"


def test_a_rule_off_the_wire_may_be_in_another_spelling() -> None:
    recurs = msgspec.json.decode(b'{"start": "2026-01-01", "rule": "freq=weekly;byday=sa;"}', type=Recurrence)
    assert recurs.on(date(2026, 1, 3))
    assert not recurs.on(date(2026, 1, 4))


@given(st.integers(1, 12), st.integers(0, 6), st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 2000))
def test_every_nth_week_by_counting(interval: int, weekday: int, start: date, later: int) -> None:
    """A weekly rule against counting weeks by hand."""
    name = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[weekday]
    recurs = Recurrence(start=start, rule=checked(f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={name}", start))
    day = start + timedelta(later)
    weeks = ((day - timedelta(day.weekday())) - (start - timedelta(start.weekday()))).days // 7
    assert recurs.on(day) == (day.weekday() == weekday and weeks % interval == 0)
