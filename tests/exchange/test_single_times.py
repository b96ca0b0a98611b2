"""Single times on the city's clock as campaigns: what plays is what was meant, to the minute."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.authored import Moment
from content.exchange.single_times import Occurrence, Timing, dayparts, timings, whole_minute
from content.pack.values import Daypart

ZONE = ZoneInfo("Europe/Bucharest")


def occurrence(start: str, end: str) -> Occurrence:
    return Occurrence(*(datetime.fromisoformat(each).replace(tzinfo=ZONE) for each in (start, end)))


def test_times_of_the_same_hours_are_days_of_one_campaign() -> None:
    days = [occurrence(f"2026-12-0{day}T08:00", f"2026-12-0{day}T10:00") for day in (5, 1, 3)]
    assert timings(days) == (
        Timing(
            Moment("2026-12-01"),
            dayparts=(Daypart(start="08:00", end="10:00"),),
            rdate=(Moment("2026-12-01"), Moment("2026-12-03"), Moment("2026-12-05")),
        ),
    )


@pytest.mark.parametrize(
    ("start", "end", "timing"),
    [
        (
            "2026-12-01T08:00",
            "2026-12-01T10:00",
            Timing(Moment("2026-12-01"), Moment("2026-12-01"), (Daypart(start="08:00", end="10:00"),)),
        ),
        ("2026-12-01T00:00", "2026-12-04T00:00", Timing(Moment("2026-12-01"), Moment("2026-12-03"))),
        ("2026-12-01T22:00", "2026-12-02T06:00", Timing(Moment("2026-12-01T22:00"), Moment("2026-12-02T06:00"))),
        ("2026-12-01T08:00", "2026-12-05T10:00", Timing(Moment("2026-12-01T08:00"), Moment("2026-12-05T10:00"))),
    ],
)
def test_a_time_by_itself(start: str, end: str, timing: Timing) -> None:
    assert timings([occurrence(start, end)]) == (timing,)


def test_other_hours_and_longer_times_are_campaigns_of_their_own() -> None:
    apart = [
        occurrence("2026-12-01T08:00", "2026-12-01T10:00"),
        occurrence("2026-12-02T09:00", "2026-12-02T10:00"),
        occurrence("2026-12-03T08:00", "2026-12-05T10:00"),
    ]
    assert len(timings(apart)) == 3


def test_an_hour_that_the_clock_shows_twice_is_by_itself_with_its_offset() -> None:
    second = Occurrence(
        datetime(2026, 10, 25, 3, 10, tzinfo=ZONE, fold=1), datetime(2026, 10, 25, 3, 40, tzinfo=ZONE, fold=1)
    )
    (timing,) = timings([second])
    assert timing == Timing(Moment("2026-10-25T03:10+02:00"), Moment("2026-10-25T03:40+02:00"))


@given(st.integers(0, 10 * 366 * 86_400))
def test_ends_are_rounded_up_by_less_than_a_minute(seconds: int) -> None:
    end = (datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).astimezone(ZONE)
    whole = whole_minute(end).astimezone(UTC)
    late = whole - end.astimezone(UTC)
    assert whole.second == 0
    assert timedelta() <= late < timedelta(minutes=1)


def test_a_whole_day_has_no_hours() -> None:
    midnight = datetime(2026, 12, 1, tzinfo=ZONE)
    assert dayparts(midnight, timedelta(days=1)) == ()
    assert dayparts(midnight, timedelta(hours=23, minutes=59, seconds=59)) == ()
    assert dayparts(midnight.replace(hour=8), timedelta(hours=1)) == (Daypart(start="08:00", end="09:00"),)
