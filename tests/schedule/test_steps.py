"""Functions of time in steps: what they say is what is worked out, and they work it out once."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from content.schedule.intervals import Interval
from content.schedule.steps import Steps, Times, first_of

START = datetime(2026, 6, 15, tzinfo=UTC)
LENGTH = 24
"""Of the time that is looked at, in hours; everything changes on the hour."""


def at(hour: int) -> datetime:
    return START + timedelta(hours=hour)


def hour_of(instant: datetime) -> int:
    return (instant - START) // timedelta(hours=1)


HOURS = st.lists(st.integers(0, LENGTH - 1), max_size=40)
SO = st.lists(st.booleans(), min_size=LENGTH, max_size=LENGTH)


def times(so: list[bool]) -> Times:
    """The intervals of hours in which it is so."""

    def following(instant: datetime) -> Interval:
        since = next((hour for hour in range(hour_of(instant), LENGTH) if so[hour]), LENGTH)
        return at(since), at(next((hour for hour in range(since, LENGTH) if not so[hour]), LENGTH))

    return Times(following)


@given(values=st.lists(st.integers(0, 2), min_size=LENGTH, max_size=LENGTH), asked=HOURS)
def test_a_step_says_its_value_and_is_worked_out_once_from_each_start(values: list[int], asked: list[int]) -> None:
    worked_out: list[int] = []

    def step(instant: datetime) -> tuple[int, datetime]:
        hour = hour_of(instant)
        worked_out.append(hour)
        return values[hour], at(next((n for n in range(hour, LENGTH) if values[n] != values[hour]), LENGTH))

    steps = Steps(step)
    for hour in asked:
        value, until = steps.at(at(hour))
        assert value == values[hour]
        assert set(values[hour : hour_of(until)]) == {value}
        assert until == at(LENGTH) or values[hour_of(until)] != value
    assert len(worked_out) == len(set(worked_out))
    for hour in asked:
        steps.at(at(hour))
    assert len(worked_out) == len(set(worked_out))


@given(so=SO, asked=HOURS)
def test_times_hold_in_their_intervals(so: list[bool], asked: list[int]) -> None:
    those = times(so)
    for hour in asked:
        holds, until = those.holds(at(hour))
        assert holds == so[hour]
        assert until > at(hour)
        assert set(so[hour : hour_of(until)]) == {holds}
        assert until == at(LENGTH) or so[hour_of(until)] != holds


@given(one=SO, other=SO, start=st.integers(0, LENGTH))
def test_the_first_of_all_conditions(one: list[bool], other: list[bool], start: int) -> None:
    both = next((at(hour) for hour in range(start, LENGTH) if one[hour] and other[hour]), None)
    assert first_of(at(start), at(LENGTH), times(one).holds, times(other).holds) == both
