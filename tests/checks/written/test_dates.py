"""Rules about time: what breaks each, and days of the calendar as people write them."""

from datetime import UTC, datetime

import pytest

from content.checks.written.dates import DATED
from tests.checks.traps import (
    BUDGET,
    CALL,
    NOTICE,
    READ,
    READ_FROM,
    TRAMS,
    WITHOUT_END,
    Trap,
    beside,
    called,
    sprung,
    swap,
)

TRAPS = [
    Trap(
        "dates",
        ((CALL, "closes: 2026-12-06T23:59", "closes: 2026-11-20T00:00"),),
        now=datetime(2026, 11, 1, tzinfo=UTC),
    ),
    swap(
        "dates",
        "campaigns.yaml",
        "toate}",
        "toate, from: 2027-01-02, to: 2027-01-01}",
        "toate, from: 2027-01-01, to: 2027-01-01}",
        name="campaign",
    ),
    swap("future", BUDGET, "as_of: 2024-02-01", "as_of: 2026-11-24", "as_of: 2026-11-23", name="source"),
    swap("future", "city.yaml", "2021-12-01", "2026-11-24", "2026-11-23", name="people"),
    swap("future", READ_FROM, "", READ.format("2026-12-01"), READ.format("2026-11-30"), name="read"),
    swap("as-of", BUDGET, ", as_of: 2024-02-01", ""),
    Trap("expiry", ((NOTICE, "ora 18.", "6 decembrie."), WITHOUT_END), ((NOTICE, "ora 18.", "6 decembrie."),)),
    Trap("expiry", ((NOTICE, "until 18.", "until 6.12.2026."), WITHOUT_END), (WITHOUT_END,), name="digits"),
    swap("expiry", BUDGET, "status: voted", "status: draft", "status: draft\nexpires: 2027-01-01", name="draft"),
    swap("expiry", TRAMS, "fresh_for_days: 3650", "featured: true", "featured: true\nexpires: 2026-12-01", name="week"),
    Trap("over", (), now=datetime(2026, 11, 30, 16, tzinfo=UTC), good_now=datetime(2026, 11, 30, 15, 59, tzinfo=UTC)),
    Trap(
        "over",
        (beside('from: 2026-10-01, rrule: "FREQ=DAILY;COUNT=3"'),),
        (beside('from: 2026-10-01, rrule: "FREQ=DAILY;COUNT=54"'),),
        name="counted",
    ),
    Trap(
        "over",
        (beside('from: 2026-10-01, rrule: "FREQ=WEEKLY;UNTIL=20261120"'),),
        (beside('from: 2026-10-01, rrule: "FREQ=WEEKLY;UNTIL=20261126"'),),
        name="until",
    ),
    Trap(
        "over", (beside("rdate: [2026-10-05, 2026-11-22]"),), (beside("rdate: [2026-10-05, 2026-11-23]"),), name="added"
    ),
    Trap(
        "over",
        (beside('rdate: [2026-11-22], dayparts: [{from: "20:00", to: "08:00"}]'),),
        (beside('rdate: [2026-11-22], dayparts: [{from: "20:00", to: "16:00"}]'),),
        name="night",
    ),
    swap(
        "legal",
        CALL,
        "closes: 2026-12-06T23:59",
        "closes: 2026-11-25T23:59\nlegal_basis: Legea 52/2003",
        "closes: 2026-12-04T23:59\nlegal_basis: Legea 52/2003",
    ),
    swap("stale", TRAMS, "3650", "2518", "2527"),
    swap("soon-stale", TRAMS, "3650", "2525", "2527"),
]


@pytest.mark.parametrize("trap", TRAPS, ids=called)
def test_the_rule_and_only_it(trap: Trap) -> None:
    sprung(trap)


@pytest.mark.parametrize(
    "text",
    [
        "până la 6 decembrie",
        "until December 6",
        "6.12.2026",
        "6.12.",
        "6/12/26",
        "2026-12-06",
        "december 6-ig",
        "bis 6. Dezember",
    ],
)
def test_a_day(text: str) -> None:
    assert DATED.search(text)


@pytest.mark.parametrize(
    "text",
    ["luni–vineri, 8–16", "la 0256 408 300", "ora 18", "linia 33", "în 2024", "24/7 la 112", "pe 2.5 km", "8.30"],
)
def test_no_day(text: str) -> None:
    assert not DATED.search(text)
