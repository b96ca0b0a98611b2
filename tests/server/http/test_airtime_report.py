"""A report: shares of a whole, whole local days, the month before by default."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from content.findings import RefusedError
from control_server.http.airtime_report import GONE, NEUTRAL, Range, report
from control_server.storage.airtime import AirtimeRow
from tests import sample

ZONE = ZoneInfo("Europe/Bucharest")
TODAY = date(2026, 11, 30)
ROWS = [
    AirtimeRow("piata", "strada", "ro", 30, 450.0),
    AirtimeRow("piata", "strada.result", "en", 10, 150.0),
    AirtimeRow("gara", "restrictii", "hu", 20, 200.0),
    AirtimeRow("gara", None, None, 1, 100.0),
    AirtimeRow("plecat", "veche", "ro", 1, 100.0),
]


def test_shares_are_of_all_that_was_on_the_glass() -> None:
    counted = report(ROWS, sample.parsed())
    assert [(share.key, share.plays, share.part) for share in counted.topics] == [
        ("consultation", 40, 0.6),
        ("notice", 20, 0.2),
        (NEUTRAL, 1, 0.1),
        (GONE, 1, 0.1),
    ]
    assert [share.key for share in counted.displays] == ["piata", "gara", "plecat"]
    assert [(share.key, share.seconds) for share in counted.languages] == [("ro", 550.0), ("hu", 200.0), ("en", 150.0)]
    assert (counted.plays, counted.seconds) == (62, 1000.0)
    assert report([], sample.parsed()).topics == []


def test_a_time_is_whole_local_days() -> None:
    autumn = Range.of(date(2026, 10, 25), date(2026, 10, 25), ZONE)
    assert autumn.until - autumn.since == timedelta(hours=25)
    assert autumn.since == datetime(2026, 10, 25, tzinfo=ZONE)


def test_by_default_it_is_the_month_before() -> None:
    assert Range.asked({}, TODAY, ZONE)[:2] == (date(2026, 10, 1), date(2026, 10, 31))
    assert Range.asked({}, date(2027, 1, 1), ZONE)[:2] == (date(2026, 12, 1), date(2026, 12, 31))
    assert Range.asked({"from": "2026-11-05"}, TODAY, ZONE)[:2] == (date(2026, 11, 5), date(2026, 11, 5))
    assert Range.asked({"from": "2026-01-01", "to": "2026-12-31"}, TODAY, ZONE).last == date(2026, 12, 31)


@pytest.mark.parametrize(
    "query",
    [
        {"from": "2026-11-02", "to": "2026-11-01"},
        {"from": "2025-01-01", "to": "2026-01-02"},
        {"from": "ieri", "to": "2026-11-01"},
        {"from": "2500-01-01", "to": "2500-01-02"},
        {"to": "'; DROP TABLE plays"},
    ],
)
def test_what_is_no_time_is_refused(query: dict[str, str]) -> None:
    with pytest.raises(RefusedError, match="from, to"):
        Range.asked(query, TODAY, ZONE)
