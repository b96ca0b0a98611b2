"""Times of a campaign inside one another, minute by minute of a week."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.authored import Moment
from content.exchange.smil.times import ALWAYS, MINUTES, Time, dayparts, intervals, within
from content.pack.values import Daypart

WEEK = 7 * MINUTES
STARTS = st.integers(0, WEEK // 30 - 1).map(lambda n: n * 30)
HOURS = st.lists(st.tuples(STARTS, st.integers(1, 60).map(lambda n: n * 30)), min_size=1, max_size=4).map(
    lambda pairs: [(start, start + length) for start, length in pairs]
)


def minutes(hours: list[tuple[int, int]]) -> set[int]:
    """Half hours of a week that turns round."""
    return {at % WEEK for start, stop in hours for at in range(start, stop, 30)}


@given(HOURS)
def test_dayparts_are_the_same_minutes_of_the_week(hours: list[tuple[int, int]]) -> None:
    assert minutes(intervals(dayparts(hours))) == minutes(hours)


@given(HOURS, HOURS)
def test_what_is_within_is_in_both(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    both = within([Time(dayparts=dayparts(one))], [Time(dayparts=dayparts(other))])
    assert minutes([each for time in both for each in intervals(time.dayparts)]) == minutes(one) & minutes(other)


def test_hours_over_midnight_stay_one_daypart_and_days_are_named_together() -> None:
    assert dayparts([(day * MINUTES + 1320, day * MINUTES + 1800) for day in range(3)]) == (
        Daypart(days="mon-wed", start="22:00", end="06:00"),
    )
    assert dayparts([(0, MINUTES), (2 * MINUTES, 3 * MINUTES)]) == (
        Daypart(days="mon,wed", start="00:00", end="24:00"),
    )


def _hours(*parts: tuple[str, str, str]) -> tuple[Daypart, ...]:
    return tuple(Daypart(days=days, start=start, end=end) for days, start, end in parts)


def test_one_time_inside_another() -> None:
    night = Time(Moment("2026-01-01"), None, _hours(("sun", "22:00", "06:00")))
    monday = Time(None, Moment("2026-12-31"), _hours(("mon", "00:00", "24:00")))
    assert within([night], [monday]) == (
        Time(Moment("2026-01-01"), Moment("2026-12-31"), _hours(("mon", "00:00", "06:00"))),
    )
    assert within([ALWAYS], [night]) == (night,)
    assert within([monday], [Time(dayparts=_hours(("tue", "08:00", "09:00")))]) == ()
    with pytest.raises(ValueError, match="at most 500"):
        within([ALWAYS] * 30, [ALWAYS] * 30)
