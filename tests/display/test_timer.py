"""Timers: due at their instant, and never out of reach of a clock that was set."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from display_client.timer import NEVER, Timer

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


def test_it_is_due_at_its_instant() -> None:
    timer = Timer(60.0)
    assert timer.at == NEVER and not timer.is_due(NOW)
    timer.set(NOW, 20.0)
    assert not timer.is_due(NOW + timedelta(seconds=19))
    assert timer.is_due(NOW + timedelta(seconds=20))


@given(seconds=st.floats(0, 60), step=st.integers(-(10**9), 10**9))
def test_a_clock_that_is_set_never_makes_it_wait_longer_than_the_most(seconds: float, step: int) -> None:
    timer = Timer(60.0)
    timer.set(NOW, seconds)
    before, now = timer.at, NOW + timedelta(seconds=step)
    timer.follow_clock(now)
    assert timer.at == min(before, now + timedelta(seconds=60))
