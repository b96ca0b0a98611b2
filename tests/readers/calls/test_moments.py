"""Dates and times of other systems in the city's local time: the same instant, and days stay days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.authored import Moment
from content.readers.calls.moments import local

ZONE = ZoneInfo("Europe/Bucharest")


@given(st.integers(0, 150 * 366 * 1440), st.integers(-12, 14))
def test_a_time_with_an_offset_is_the_same_instant(minutes: int, hours: int) -> None:
    at = datetime(1950, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    instant = at - timedelta(hours=hours)
    moment = local(f"{at:%Y-%m-%dT%H:%M:%S}{hours:+03}:00", ZONE)
    assert moment is not None
    assert moment.instant(ZONE) == instant


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_a_date_stays_a_date(day: date) -> None:
    assert local(day.isoformat(), ZONE) == local(day, ZONE) == Moment(day.isoformat())
    assert local(f"{day:%Y%m%d}", ZONE) == Moment(day.isoformat())  # not its midnight: it would end a day too soon


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-12-06T21:59:00Z", "2026-12-06T23:59"),
        ("2026-12-06 21:59:00 UTC", "2026-12-06T23:59"),
        ("2026-12-06 23:59:00 +0200", "2026-12-06T23:59"),
        ("2026-12-06T23:59", "2026-12-06T23:59"),
        ("2026-10-25T00:30:00Z", "2026-10-25T03:30"),  # the first of the two
        ("2026-10-25T01:30:00Z", "2026-10-25T03:30+02:00"),
    ],
)
def test_times_are_told_to_the_minute_and_keep_an_offset_only_where_they_must(text: str, told: str) -> None:
    moment = local(text, ZONE)
    assert moment is not None
    assert moment.text == told


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_nothing_is_nothing(nothing: str | None) -> None:
    assert local(nothing, ZONE) is None


@pytest.mark.parametrize(
    "text",
    [
        "mâine",
        "2026-02-30",
        "2026-W53",
        "2026-W53-2",
        "2026W532",
        "2026-363",
        "202612",
        "0001-01-01T00:00:00+02:00",
        "9999-01-01T00:00:00+00:00",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        local(text, ZONE)
