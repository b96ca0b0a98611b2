"""Waits between tries: they grow, they are bounded, and only what lasted starts the count anew."""

import random

from hypothesis import given
from hypothesis import strategies as st

from config.system.backoff import Backoff


class Latest(random.Random):
    """Chance that always takes the upper bound."""

    def uniform(self, a: float, b: float) -> float:
        return b


def test_the_bound_doubles_up_to_the_most() -> None:
    backoff = Backoff(1.0, 60.0, Latest())
    assert [backoff.after() for _ in range(8)] == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]


def test_a_success_starts_the_count_anew() -> None:
    backoff = Backoff(1.0, 60.0, Latest())
    backoff.after()
    backoff.after()
    backoff.reset()
    assert backoff.after() == 1.0


def test_only_a_try_that_lasted_starts_the_count_anew() -> None:
    backoff = Backoff(1.0, 60.0, Latest(), steady_s=30.0)
    assert [backoff.after(lasted) for lasted in (0.0, 0.1, 29.9, 30.0, 0.0)] == [1.0, 2.0, 4.0, 1.0, 2.0]


def test_without_a_steady_time_no_try_is_long_enough() -> None:
    backoff = Backoff(1.0, 60.0, Latest())
    assert [backoff.after(1e9) for _ in range(3)] == [1.0, 2.0, 4.0]


@given(
    first_s=st.floats(0.01, 10.0),
    most_s=st.floats(10.0, 1000.0),
    lasted=st.lists(st.floats(0.0, 29.0), min_size=1, max_size=100),
    seed=st.integers(),
)
def test_every_wait_lies_within_its_bound(first_s: float, most_s: float, lasted: list[float], seed: int) -> None:
    backoff = Backoff(first_s, most_s, random.Random(seed), steady_s=30.0)
    for failures, lasted_s in enumerate(lasted):
        bound = min(most_s, first_s * 2.0**failures)
        assert bound / 10 <= backoff.after(lasted_s) <= bound


def test_it_does_not_overflow_after_a_year_of_failures() -> None:
    backoff = Backoff(0.5, 60.0, Latest())
    assert max(backoff.after() for _ in range(100_000)) == 60.0


def test_displays_that_fail_together_come_back_apart() -> None:
    waits = {Backoff(1.0, 60.0, random.Random(display)).after() for display in range(100)}
    assert len(waits) > 90
