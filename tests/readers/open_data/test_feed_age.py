"""How old a file of a system is, in seconds since 1970 or as a time with offset."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from content.findings import RefusedError
from content.readers.open_data import feed_age

NOW = datetime(2026, 11, 18, 11, 6, 40, tzinfo=UTC)
"""1,795,000,000 seconds."""


def file(updated: Any = 1_795_000_000, ttl: Any = 60, reported: tuple[Any, ...] = ()) -> dict[str, Any]:
    stations = [{"station_id": str(n), "last_reported": each} for n, each in enumerate(reported)]
    return {"last_updated": updated, "ttl": ttl, "data": {"stations": stations}}


def refusal(value: dict[str, Any], now: datetime = NOW) -> str:
    with pytest.raises(RefusedError) as refused:
        feed_age.alive(value, "x", now)
    return refused.value.findings[0].message


@pytest.mark.parametrize(
    "updated",
    [
        1_795_000_000,
        "1795000000",
        Decimal("1795000000.0"),
        "2026-11-18T11:06:40Z",
        "2026-11-18T13:06:40+02:00",
    ],
)
def test_every_way_to_write_an_instant(updated: Any) -> None:
    assert feed_age.alive(file(updated), "x", NOW) == NOW


@pytest.mark.parametrize(
    ("updated", "sentence"),
    [
        ("ieri", "was last updated 'ieri', expected seconds or a time with offset"),
        (None, "was last updated 'None', expected seconds or a time with offset"),
        ("2026-11-18T11:06:40", "expected seconds or a time with offset"),
        (1_795_000_000_000, "was last updated '1795000000000', expected seconds"),
        (1, "was last updated 1970-01-01 00:00 UTC, 20775 days ago"),
    ],
)
def test_what_is_no_instant_of_now_is_refused(updated: Any, sentence: str) -> None:
    assert sentence in refusal(file(updated))


@pytest.mark.parametrize(
    ("age", "sentence"),
    [
        (timedelta(days=40), "was last updated 2026-11-18 11:06 UTC, 40 days ago; expected at most 24 hours"),
        (timedelta(hours=25), "was last updated 2026-11-18 11:06 UTC, 25 hours ago; expected at most 24 hours"),
        (timedelta(hours=-2), "was last updated 2026-11-18 11:06 UTC, which has not come yet"),
    ],
)
def test_a_dead_feed_is_refused_with_its_age(age: timedelta, sentence: str) -> None:
    assert sentence in refusal(file(), NOW + age)


def test_a_feed_that_is_late_says_so() -> None:
    later = NOW + timedelta(hours=3)
    sentence = "the source was last updated 3 hours ago, and says that it is every 60 s"
    assert feed_age.late(file(), "x", later) == sentence
    assert feed_age.late(file(ttl=86_400), "x", later) == ""
    assert feed_age.late(file(), "x", NOW + timedelta(minutes=59)) == ""


def test_a_feed_that_is_written_anew_while_no_station_reports_is_dead() -> None:
    sentence = refusal(file(reported=(1_790_000_000, 1_789_000_000, 86_400, None)))
    assert "has no station that reported since 2026-09-21 14:13 UTC, 57 days ago" in sentence
    assert feed_age.alive(file(reported=(1_790_000_000, 1_794_999_000)), "x", NOW) == NOW
    assert feed_age.alive(file(reported=(0, 86_400)), "x", NOW) == NOW  # none ever reported: nothing is known of it
