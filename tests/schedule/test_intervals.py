"""Half-open intervals of time: put together, cut, asked for an instant."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from content.schedule.intervals import Interval, covered, joined, linked, united, within, without

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
def test_united_intervals_hold_the_same_and_do_not_touch(intervals: list[tuple[int, int]]) -> None:
    whole = united(intervals)
    held = {at for since, until in intervals for at in range(since, until)}
    assert {at for since, until in whole for at in range(since, until)} == held
    assert all(until < since for (_, until), (since, _) in pairwise(whole))


@given(st.lists(st.integers(0, 40), max_size=12).map(sorted))
def test_linked_intervals_are_those_united(edges: list[int]) -> None:
    intervals = [(NOON + timedelta(hours=a), NOON + timedelta(hours=b)) for a, b in pairs_of(edges)]
    assert list(linked(intervals)) == united(intervals)


def pairs_of(edges: list[int]) -> list[tuple[int, int]]:
    """Intervals in order, some of which touch and some of which are empty."""
    return list(zip(edges[::2], edges[1::2], strict=False))


def test_a_linked_interval_is_told_as_soon_as_an_empty_one_parts_it_from_the_rest() -> None:
    def at(n: int) -> datetime:
        return NOON + timedelta(hours=n)

    def intervals() -> Iterator[Interval]:
        yield at(0), at(1)
        yield at(1), at(2)
        yield at(3), at(3)
        raise AssertionError("asked for more than it takes")

    assert next(linked(intervals())) == (at(0), at(2))


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9))), st.integers(-9, 9), st.integers(0, 9))
@example([(0, 0), (3, 1), (1, 2), (2, 4)], 0, 9)
def test_intervals_are_joined_and_cut(intervals: list[tuple[int, int]], since: int, length: int) -> None:
    def at(n: int) -> datetime:
        return NOON + timedelta(hours=n)

    whole = joined([(at(first), at(last)) for first, last in intervals], at(since), at(since + length))
    assert all(one[1] < other[0] for one, other in pairwise(whole))
    for n in range(-12, 20):
        inside = since <= n < since + length and any(first <= n < last for first, last in intervals)
        assert covered(whole, at(n)) == inside


@given(*[st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=6)] * 2)
def test_what_is_taken_is_not_left(some: list[tuple[int, int]], taken: list[tuple[int, int]]) -> None:
    def at(n: int) -> datetime:
        return NOON + timedelta(hours=n)

    one, other = (united([(at(first), at(last)) for first, last in each]) for each in (some, taken))
    left = list(without(one, other))
    assert left == united(left)
    for n in range(21):
        assert covered(left, at(n)) == (covered(one, at(n)) and not covered(other, at(n)))


def test_a_bound_far_outside_never_leaves_the_calendar() -> None:
    first = datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))
    last = datetime.max.replace(tzinfo=timezone(timedelta(hours=-12)))
    assert within(first, last, NOON, NOON + timedelta(hours=1)) == (NOON, NOON + timedelta(hours=1))
    since, until = within(last, None, NOON, NOON + timedelta(hours=1))
    assert since >= until
    since, until = within(None, first, NOON, NOON + timedelta(hours=1))
    assert since >= until


@given(st.integers(-9, 9) | st.none(), st.integers(-9, 9) | st.none(), st.integers(-9, 9), st.integers(0, 9))
def test_an_instant_is_within_if_it_is_between_all_four_bounds(
    opens: int | None, ends: int | None, since: int, length: int
) -> None:
    def at(n: int) -> datetime:
        return NOON + timedelta(hours=n)

    first, last = within(
        None if opens is None else at(opens), None if ends is None else at(ends), at(since), at(since + length)
    )
    for n in range(-12, 20):
        inside = since <= n < since + length and (opens is None or opens <= n) and (ends is None or n < ends)
        assert (first <= at(n) < last) == inside
