"""What a measurement was made on, and its percentiles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.system.machine import facts, percentile


def test_every_fact_is_told() -> None:
    told = facts()
    assert set(told) == {"processor", "cores", "system", "python", "afisier"}
    assert all(told.values()) and int(told["cores"]) >= 1


@pytest.mark.parametrize(
    ("percent", "expected"), [(0, 1.0), (20, 1.0), (20.1, 2.0), (50, 3.0), (80, 4.0), (99.9, 5.0), (100, 5.0)]
)
def test_nearest_rank(percent: float, expected: float) -> None:
    assert percentile([5.0, 3.0, 1.0, 4.0, 2.0], percent) == expected


@given(st.lists(st.floats(-1e9, 1e9), min_size=1), st.integers(0, 1000))
def test_at_least_so_many_values_do_not_exceed_it(values: list[float], permille: int) -> None:
    bound = percentile(values, permille / 10)
    assert bound in values
    assert sum(value <= bound for value in values) * 1000 >= permille * len(values)
