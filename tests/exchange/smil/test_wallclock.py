"""SMIL's wallclock times: a table of what documents and players say they mean."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from content.exchange.smil.wallclock import DAY, WEEK, Clock, Values, clock, values

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
    (REC, "wallclock(2026-12-01T08:00:00+01:00)", Clock(at("2026-12-01T09:00"))),
    (REC, "wallclock(2026-07-01T08:00Z)", Clock(at("2026-07-01T11:00"))),
    (IADEA, "wallclock(2010-01-01T09:00:00.000)", Clock(at("2010-01-01T09:00"))),
    (IADEA, "wallclock(2010-01-01+w1)", Clock(at("2010-01-04"))),
    (IADEA, "wallclock(2010-01-01-w7)", Clock(at("2009-12-27"))),
    ("a-smil.org, SMIL Scheduling", "wallclock(R/2000-01-01T09:00/P1D)", Clock(at("2000-01-01T09:00"), DAY)),
    (
        "a-smil.org, SMIL Scheduling",
        "wallclock(R/2000-01-01+w3T09:00/P1W)",
        Clock(at("2000-01-05T09:00"), WEEK),
    ),
    (GARLIC, "wallclock(2025-11-03+w3T10:00:00)", Clock(at("2025-11-05T10:00"))),
    (GARLIC, "wallclock(2025-11-03-w2T10:00:00)", Clock(at("2025-10-28T10:00"))),
    ("garlic-player, issue 31", "wallclock(R/2023-11-03T10:00:00)", Clock(at("2023-11-03T10:00"))),
    (
        "garlic-player, iso_date.cpp: strictly after",
        "wallclock(2026-12-07+w1T08:00)",
        Clock(at("2026-12-14T08:00")),
    ),
    (
        "garlic-player, iso_date.cpp: strictly before",
        "wallclock(2026-12-07-w1T08:00)",
        Clock(at("2026-11-30T08:00")),
    ),
]


@pytest.mark.parametrize(("source", "text", "meant"), FACTS, ids=[text for _, text, _ in FACTS])
def test_what_a_wallclock_value_says(source: str, text: str, meant: Clock) -> None:
    assert clock(text, ZONE) == meant, source


@pytest.mark.parametrize(
    "text",
    ["0", "5s", "08:00", "indefinite", "a.end", "accesskey(A)", "notify(x)", "id(a)(end)", "R/2000-01-01T09:00+w3/P1W"],
)
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
        "wallclock(R2/2023-11-03T10:00:00/P1M1D)",
        "wallclock(12:00:00)",
        "wallclock(R/2026-12-01T08:00/P1M)",
        "wallclock(R/2026-12-01T08:00/P1Y)",
        "wallclock(R/2026-12-01T08:00/P2D)",
        "wallclock(R/2026-12-01T08:00/P2W)",
        "wallclock(R/2026-12-01T08:00/PT6H)",
        "wallclock(R/2026-12-01T08:00/P0D)",
        "wallclock(R4/2026-12-01T08:00/P1W)",  # four times in all, or four times more: players differ
        "wallclock(R/2026-12-01T06:00Z/P1D)",  # not the same hour all year
        "wallclock(R/2020-01-01+w3T09:00/P1D)",  # that weekday, or every day: players differ
    ],
)
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected|Invalid|day|range"):
        clock(text, ZONE)


def test_no_times_and_no_period_is_once() -> None:
    for text in ("wallclock(R0/2026-12-01/P1D)", "wallclock(R/2026-12-01)", "wallclock(2026-12-01/P1D)"):
        assert clock(text, ZONE) == Clock(at("2026-12-01"))


@pytest.mark.parametrize("text", ["0", "0s", "+0s", "-0.0min", "00:00", "00:00:00", "000ms"])
def test_what_is_at_once(text: str) -> None:
    assert values(text, "begin", ZONE) == Values((), True, ())


def test_a_list_is_times_on_the_clock_zero_and_the_rest() -> None:
    noon = "wallclock(2026-12-01T12:00)"
    assert values(f"0s; {noon} ;a.end;5s", "begin", ZONE) == Values(
        (Clock(at("2026-12-01T12:00")),), True, ("a.end", "5s")
    )
    assert values("indefinite", "end", ZONE) == Values((), False, ())
    assert values("indefinite", "begin", ZONE).others == ("indefinite",)
    assert values("", "begin", ZONE) == Values((), False, ())
    with pytest.raises(ValueError, match=r"its begin 'wallclock\(soon\)' cannot be read: expected a date"):
        values("0;wallclock(soon)", "begin", ZONE)
    with pytest.raises(ValueError, match="its end has more than 200 values"):
        values("1s;" * 300, "end", ZONE)
