"""The time axis of a drawn plan runs in real time, whatever the clocks do."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.exchange.drawing.ruler import Ruler

ZONES = ["Europe/Bucharest", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]


@given(
    start=st.integers(0, 10_000_000).map(lambda minutes: datetime(2009, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)),
    minutes=st.integers(30, 9 * 1440),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
)
def test_the_axis_runs_in_real_time(start: datetime, minutes: int, zone: ZoneInfo) -> None:
    ruler = Ruler(start, start + timedelta(minutes=minutes), zone, 1100, "ro")
    minute = 1100 / minutes
    assert ruler.x(start + timedelta(minutes=minutes / 2)) == pytest.approx(550, abs=0.01)
    labels = list(ruler.labels())
    assert [label.at for label in labels] == sorted(label.at for label in labels)
    for label in labels:
        local = (start + timedelta(minutes=round(label.at / minute))).astimezone(zone)
        assert label.text == f"{local:%H:%M}"[: len(label.text)]
    assert all(after - before > 8 for (before, _), (after, _) in pairwise(labels))
