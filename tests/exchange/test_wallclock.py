"""SMIL's clock values and wallclock times: a table of what documents and players say they mean."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from content.exchange.smil.wallclock import DAY, WEEK, Clock, Period, clock, offset, seconds

ZONE = ZoneInfo("Europe/Bucharest")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


REC = "SMIL 3.0 §5, Timing attribute value grammars"
IADEA = "a-smil.org, Wallclock"
GARLIC = "garlic-hub, TriggerTest"
FACTS = [
    (REC, "wallclock(2026-12-01)", Clock(at("2026-12-01"))),
    (REC, "wallclock(2026-12-01T08:00)", Clock(at("2026-12-01T08:00"))),
    (REC, "wallclock( 2026-12-01T08:00:30.5 )", Clock(at("2026-12-01T08:00:30"))),
    (REC, "wallclock(2026-12-01T08:00:00+01:00)", Clock(at("2026-12-01T09:00"), moved=True)),
    (REC, "wallclock(2026-07-01T08:00Z)", Clock(at("2026-07-01T11:00"), moved=True)),
    (REC, "wallclock(12:00:00)", Clock(at("2001-01-01T12:00"), Period(0, DAY), dateless=True)),
    (IADEA, "wallclock(2010-01-01T09:00:00.000)", Clock(at("2010-01-01T09:00"))),
    (IADEA, "wallclock(2010-01-01+w1)", Clock(at("2010-01-04"), pinned=True)),
    (IADEA, "wallclock(2010-01-01-w7)", Clock(at("2009-12-27"), pinned=True)),
    (IADEA, "wallclock(R/2010-01-01T09:00/PT1H)", Clock(at("2010-01-01T09:00"), Period(0, 3600))),
    (IADEA, "wallclock(R6/2010-01-01+w1/P1W)", Clock(at("2010-01-04"), Period(0, WEEK), 6, pinned=True)),
    ("a-smil.org, SMIL Scheduling", "wallclock(R/2000-01-01T09:00/P1D)", Clock(at("2000-01-01T09:00"), Period(0, DAY))),
    (
        "a-smil.org, SMIL Scheduling",
        "wallclock(R/2000-01-01+w3T09:00/P1W)",
        Clock(at("2000-01-05T09:00"), Period(0, WEEK), pinned=True),
    ),
    (
        "a-smil.org, SMIL Scheduling, 2009",
        "R/2000-01-01T09:00+w3/P1W",
        Clock(at("2000-01-05T09:00"), Period(0, WEEK), pinned=True),
    ),
    (GARLIC, "wallclock(R/2023-11-03T10:00:00/P1Y)", Clock(at("2023-11-03T10:00"), Period(12))),
    (GARLIC, "wallclock(R4/2023-11-03T10:00:00/P1W)", Clock(at("2023-11-03T10:00"), Period(0, WEEK), 4)),
    (GARLIC, "wallclock(R/2023-11-03T10:00:00/PT1H30M)", Clock(at("2023-11-03T10:00"), Period(0, 5400))),
    (GARLIC, "wallclock(2025-11-03+w3T10:00:00)", Clock(at("2025-11-05T10:00"), pinned=True)),
    (GARLIC, "wallclock(2025-11-03-w2T10:00:00)", Clock(at("2025-10-28T10:00"), pinned=True)),
    ("garlic-player, issue 31", "wallclock(R/2023-11-03T10:00:00)", Clock(at("2023-11-03T10:00"))),
    (
        "garlic-player, iso_date.cpp: strictly after",
        "wallclock(2026-12-07+w1T08:00)",
        Clock(at("2026-12-14T08:00"), pinned=True),
    ),
    (
        "garlic-player, iso_date.cpp: strictly before",
        "wallclock(2026-12-07-w1T08:00)",
        Clock(at("2026-11-30T08:00"), pinned=True),
    ),
]


@pytest.mark.parametrize(("source", "text", "meant"), FACTS, ids=[text for _, text, _ in FACTS])
def test_what_a_wallclock_value_says(source: str, text: str, meant: Clock) -> None:
    assert clock(text, ZONE) == meant, source


@pytest.mark.parametrize("text", ["0", "5s", "08:00", "indefinite", "a.end", "accesskey(A)", "notify(x)", "id(a)(end)"])
def test_what_is_no_wallclock_value(text: str) -> None:
    assert clock(text, ZONE) is None


@pytest.mark.parametrize(
    "text",
    [
        "wallclock(soon)",
        "wallclock()",
        "wallclock(2026-02-30)",
        "wallclock(2026-12-0108:00)",
        "wallclock(T08:00)",
        "wallclock(2026-12-01+w8)",
        "wallclock(9999-12-31+w1)",
        "wallclock(R/2026-12-01/1D)",
        "wallclock(R/2026-12-01/P)",
        "wallclock(R2/2023-11-03T10:00:00/P1M1D)",  # garlic-hub writes it; no recurrence of RFC 5545 says it
    ],
)
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected|Invalid|day"):
        clock(text, ZONE)


def test_no_times_and_no_period_is_once() -> None:
    for text in ("wallclock(R0/2026-12-01/P1D)", "wallclock(R/2026-12-01/P0D)", "wallclock(2026-12-01/P1D)"):
        assert clock(text, ZONE) == Clock(at("2026-12-01"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("02:30:03", 9003),
        ("50:00:10.25", 180010.25),
        ("02:33", 153),
        ("00:10.5", 10.5),
        ("3.2h", 11520),
        ("45min", 2700),
        ("30s", 30),
        ("5ms", 0.005),
        ("12.467", 12.467),
        ("900", 900),
        ("02:61", None),
        ("indefinite", None),
        ("media", None),
        ("", None),
    ],
)
def test_clock_values(text: str, value: float | None) -> None:
    """SMIL 3.0 §5, "Clock values": hours may be any number, seconds are the unit where there is none."""
    assert seconds(text) == (value if value is None else pytest.approx(value))


def test_offsets_have_a_sign() -> None:
    assert [offset(text) for text in ("5s", "+1min", "- 01:30", "x")] == [5, 60, -90, None]
