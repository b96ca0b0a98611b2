"""Rounded parts add up to the rounded whole, and none is more than one away from what it is."""

from decimal import ROUND_FLOOR, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.rounding import apportioned, whole

FIGURES = st.decimals(-10_000, 10_000, places=3)


@pytest.mark.parametrize(("value", "rounded"), [("0.5", 1), ("1.5", 2), ("-0.5", -1), ("2.49", 2), ("-2.51", -3)])
def test_halves_are_rounded_away_from_zero(value: str, rounded: int) -> None:
    assert whole(Decimal(value)) == rounded


@given(st.lists(FIGURES, max_size=20))
def test_parts_add_up_to_the_whole_and_each_is_near_what_it_was(parts: list[Decimal]) -> None:
    rounded = apportioned(parts)
    assert sum(rounded) == whole(sum(parts, Decimal(0)))
    assert all(abs(part - near) < 1 for part, near in zip(parts, rounded, strict=True))


@given(st.lists(FIGURES, min_size=2, max_size=20))
def test_a_larger_remainder_is_never_rounded_down_before_a_smaller_one_is(parts: list[Decimal]) -> None:
    rounded = apportioned(parts)
    remainders = [part - part.to_integral_value(ROUND_FLOOR) for part in parts]
    up = [n for n, part in enumerate(parts) if rounded[n] > part]
    down = [n for n, part in enumerate(parts) if rounded[n] < part]
    assert all((remainders[a], -a) > (remainders[b], -b) for a in up for b in down)


def test_of_equal_parts_the_earlier_is_rounded_up() -> None:
    third = Decimal(100) / 3
    assert apportioned([third, third, third]) == [34, 33, 33]
    assert apportioned([]) == []
