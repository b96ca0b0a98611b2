"""Days on which the clocks change: what people see more or less of than is written, and nothing else."""

from datetime import UTC, datetime

import pytest

from tests import sample
from tests.checks.foreseen import warned

SPRING, AUTUMN = datetime(2026, 3, 20, tzinfo=UTC), datetime(2026, 10, 20, tzinfo=UTC)
ALL = "  - {id: all, playlist: calm}\n"


def night(dayparts: str, more: str = "") -> str:
    return f"{ALL}  - {{id: night, playlist: calm, priority: 2, dayparts: [{{{dayparts}}}]{more}}}\n"


def clocks(campaigns: str, now: datetime, **changes: str) -> list[str]:
    return [line.removeprefix("campaigns.yaml:night: ") for line in warned("clocks-change", campaigns, now, **changes)]


def test_a_day_on_which_the_clocks_change_is_said() -> None:
    early = night('days: sun, from: "02:00", to: "05:00"')
    assert clocks(early, SPRING) == ["runs 2 h instead of 3 h on 2026-03-29, when the clocks change"]
    assert clocks(early, AUTUMN) == ["runs 4 h instead of 3 h on 2026-10-25, when the clocks change"]
    assert clocks(early, datetime(2026, 6, 20, tzinfo=UTC)) == []


def test_a_daypart_that_started_the_evening_before_is_longer_too() -> None:
    saturday = night('days: sat, from: "22:00", to: "06:00"')
    assert clocks(saturday, AUTUMN) == ["runs 9 h instead of 8 h in the night to 2026-10-25, when the clocks change"]
    assert clocks(night('days: fri, from: "22:00", to: "06:00"'), AUTUMN) == []
    # Whoever looks in that night is too late.
    assert clocks(saturday, datetime(2026, 10, 24, 20, tzinfo=UTC)) == []


def test_a_daypart_that_the_change_skips_does_not_run() -> None:
    skipped = night('from: "03:30", to: "04:15"')
    assert clocks(skipped, SPRING) == ["does not run on 2026-03-29: the change of the clocks skips it"]
    assert clocks(skipped, AUTUMN) == ["runs 1 h 45 min instead of 45 min on 2026-10-25, when the clocks change"]


@pytest.mark.parametrize(
    "campaigns",
    [
        night('from: "02:00", to: "06:00"', ", from: 2026-11-01"),
        night('from: "02:00", to: "06:00"', ", to: 2026-10-24"),
        night('from: "02:00", to: "06:00"', ", exdate: [2026-10-25]"),
        night('from: "02:00", to: "06:00"') + "  - {id: top, playlist: calm, priority: 3}\n",
        night('from: "00:00", to: "22:00"', ", displays: [gara]"),
        night('from: "00:00", to: "24:00"'),
        ALL,
    ],
    ids=["later", "over", "not that day", "masked", "display off", "all day", "no dayparts"],
)
def test_nothing_is_said_of_what_nobody_sees_change(campaigns: str) -> None:
    assert clocks(campaigns, AUTUMN) == []


def test_only_lit_time_counts_and_displays_that_differ_are_named() -> None:
    """`gara` is lit to 03:30, the first of two; `piata` all night."""
    displays = sample.DISPLAYS.replace('from: "06:00", to: "23:00"', 'from: "20:00", to: "04:30"')
    sentences = clocks(night('days: sun, from: "02:00", to: "06:00"'), AUTUMN, displays=displays)
    assert sentences[1:] == [
        "runs 5 h instead of 4 h on 2026-10-25, when the clocks change on piata",
        "runs 3 h 30 min instead of 2 h 30 min on 2026-10-25, when the clocks change on gara",
    ]


def test_the_hours_of_a_display_change_too() -> None:
    displays = sample.DISPLAYS.replace('from: "06:00", to: "23:00"', 'from: "20:00", to: "04:00"')
    for now, hours in ((SPRING, "7 h instead of 8 h in the night to 2026-03-29"), (AUTUMN, None)):
        sentences = clocks(ALL, now, displays=displays)
        expected = hours or "9 h instead of 8 h in the night to 2026-10-25"
        assert sentences == [f"displays.yaml:gara: is on for {expected}, when the clocks change"]
    whole = sample.DISPLAYS.replace('from: "06:00", to: "23:00"', 'from: "00:00", to: "24:00"')
    assert clocks(ALL, AUTUMN, displays=whole) == clocks(ALL, AUTUMN) == []
