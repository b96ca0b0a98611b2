"""Campaigns that mix though each was meant to play alone: slips, and two that both take over."""

import pytest

from tests import sample
from tests.checks.foreseen import Twins, only_of_the_first, warned

FIX_PRIORITY = "with equal priority: for 30 minutes they mix, first on"


def campaign(name: str, playlist: str, more: str) -> str:
    return f"  - {{id: {name}, playlist: {playlist}, {more}}}\n"


def hours(start: str, end: str, days: str = "mon-sun") -> str:
    return f'dayparts: [{{days: "{days}", from: "{start}", to: "{end}"}}]'


BASE = "  - {id: base, playlist: civic}\n"
RAISED = "priority: 5"


def test_a_night_that_reaches_into_the_next_morning_by_a_slip() -> None:
    campaigns = (
        BASE
        + campaign("friday", "calm", f"{RAISED}, {hours('20:00', '02:30', 'fri')}")
        + campaign("saturday", "civic", f"{RAISED}, {hours('02:00', '10:00', 'sat')}")
    )
    assert warned("slipped", campaigns) == [
        f"campaigns.yaml:friday: plays until 02:30 and saturday from 02:00 {FIX_PRIORITY} Sat 2026-11-28 02:00"
    ]


@pytest.mark.parametrize(
    ("one", "other", "more"),
    [
        (f"to: 2026-11-30, {hours('08:00', '12:30')}", f"from: 2026-12-01, {hours('12:00', '18:00')}", ""),
        (hours("08:00", "12:30", "mon"), hours("12:00", "18:00", "tue"), ""),
        (
            hours("08:00", "12:30"),
            hours("12:00", "18:00"),
            campaign("top", "calm", f"{RAISED}, {hours('12:00', '12:30')}"),
        ),
        (f"priority: 1, {hours('08:00', '12:30')}", hours("12:00", "18:00"), ""),
        (f"displays: [gara], {hours('08:00', '12:30')}", f"displays: [piata], {hours('12:00', '18:00')}", ""),
        (f"displays: [gara], {hours('20:00', '23:30')}", f"displays: [gara], {hours('23:00', '05:00')}", ""),
        (hours("08:00", "14:00"), hours("12:00", "18:00"), ""),
        (hours("08:00", "18:00"), hours("12:00", "12:30"), ""),
    ],
    ids=["other dates", "other days", "masked then", "other priority", "other displays", "off then", "long", "inside"],
)
def test_what_never_plays_together_or_for_long_is_no_slip(one: str, other: str, more: str) -> None:
    assert warned("slipped", campaign("a", "calm", one) + campaign("b", "civic", other) + more) == []


def test_slides_that_end_are_no_slip_of_campaigns() -> None:
    """The notice of `a` leaves at 18:00; the campaign goes on and has nothing to show."""
    assert warned("slipped", campaign("a", "short", "share: 1") + campaign("b", "civic", hours("17:30", "22:00"))) == []


def test_dates_with_a_time_slip_too() -> None:
    campaigns = campaign("a", "calm", "to: 2026-11-26T12:00") + campaign("b", "civic", "from: 2026-11-26T11:30")
    assert warned("slipped", campaigns) == [
        f"campaigns.yaml:a: plays until 12:00 and b from 11:30 {FIX_PRIORITY} Thu 2026-11-26 11:30"
    ]


BELOW = "  - {id: below, playlist: civic, priority: -1}\n"


def shared(one: str, other: str, more: str = BELOW) -> list[str]:
    return warned("slipped", campaign("a", "calm", one) + campaign("b", "civic", other) + more)


@pytest.mark.parametrize(
    ("one", "other", "first"),
    [
        ("from: 2026-11-01, to: 2026-11-27", "from: 2026-11-27, to: 2026-12-10", "00:00"),
        ("to: 2026-11-27", "from: 2026-11-27", "00:00"),
        ("to: 2026-11-27T23:59", "from: 2026-11-27T00:00", "00:00"),
        (f"to: 2026-11-27, {RAISED}", f"from: 2026-11-27, {RAISED}", "00:00"),
        (f"to: 2026-11-27, {hours('08:00', '12:00')}", f"from: 2026-11-27, {hours('10:00', '14:00')}", "10:00"),
    ],
    ids=["both dates", "one date each", "times of whole days", "raised", "dayparts"],
)
def test_a_day_that_one_ends_and_the_other_begins_with(one: str, other: str, first: str) -> None:
    """`to` is inclusive: whoever writes the same day twice has them mix on all of it."""
    assert shared(one, other) == [
        "campaigns.yaml:a: plays until the end of 2026-11-27 and b from its start with equal priority: on that day "
        f"they mix, first on Fri 2026-11-27 {first}"
    ]


@pytest.mark.parametrize(
    ("one", "other", "more"),
    [
        ("to: 2026-11-26", "from: 2026-11-27", BELOW),
        ("to: 2026-11-27T12:00", "from: 2026-11-27T12:00", BELOW),
        ("to: 2026-11-27", "from: 2026-11-27, priority: 1", BELOW),
        (f"to: 2026-11-27, {hours('08:00', '12:00')}", f"from: 2026-11-27, {hours('12:00', '14:00')}", BELOW),
        ("from: 2026-11-25, to: 2026-11-27", "from: 2026-11-27, to: 2026-12-10", BELOW),
        ("to: 2026-11-27", "from: 2026-11-27", BELOW.replace("-1", "0")),
    ],
    ids=["in turn", "in turn at noon", "other priority", "other hours", "days, not weeks", "mixing anyway"],
)
def test_days_that_are_not_shared_by_a_slip(one: str, other: str, more: str) -> None:
    assert shared(one, other, more) == []


@pytest.mark.parametrize(
    ("one", "other", "first"),
    [
        (hours("08:00", "14:00"), hours("11:00", "18:00"), "Mon 2026-11-23 12:00"),
        (hours("08:00", "20:00"), hours("13:00", "14:00"), "Mon 2026-11-23 13:00"),
        ("from: 2026-11-01, to: 2026-11-30", "from: 2026-11-25", "Wed 2026-11-25 00:00"),
        ("share: 1", "share: 1", "Mon 2026-11-23 12:00"),
    ],
    ids=["later", "inside", "dates", "always"],
)
def test_two_that_both_take_over_are_said(one: str, other: str, first: str) -> None:
    campaigns = BASE + campaign("a", "calm", f"{RAISED}, {one}") + campaign("b", "civic", f"{RAISED}, {other}")
    assert warned("slipped", campaigns) == [
        f"campaigns.yaml:a: mixes with b at priority 5, first on {first}: they mask others, each was probably meant to "
        "play alone"
    ]


@pytest.mark.parametrize(
    ("base", "one", "other"),
    [
        ("", f"{RAISED}, {hours('08:00', '14:00')}", f"{RAISED}, {hours('11:00', '18:00')}"),
        (BASE, hours("08:00", "14:00"), hours("11:00", "18:00")),
        (BASE.replace("civic", "civic, priority: -1"), hours("08:00", "14:00"), hours("11:00", "18:00")),
        (BASE, f"{RAISED}, {hours('07:00', '09:00')}", f"{RAISED}, from: 2026-11-25, {hours('07:00', '09:00')}"),
        (BASE, f"{RAISED}, to: 2026-11-27", f"{RAISED}, to: 2026-11-27"),
        (BASE, f"{RAISED}, share: 3, {hours('08:00', '14:00')}", f"{RAISED}, {hours('11:00', '18:00')}"),
        (BASE, f"priority: 4, {hours('08:00', '14:00')}", f"{RAISED}, {hours('11:00', '18:00')}"),
        (BASE, f"{RAISED}, {hours('08:00', '11:00')}", f"{RAISED}, {hours('11:00', '18:00')}"),
        (BASE, f"{RAISED}, displays: [gara]", f"{RAISED}, displays: [piata]"),
    ],
    ids=["nothing below", "base", "filler below", "same hours", "same dates", "shares", "unequal", "in turn", "apart"],
)
def test_campaigns_that_are_meant_to_mix_are_not(base: str, one: str, other: str) -> None:
    campaigns = base + campaign("a", "calm", one) + campaign("b", "civic", other)
    assert warned("slipped", campaigns) == []


def test_a_priority_in_which_two_have_the_same_hours_is_there_to_mix_in() -> None:
    rush = "".join(campaign(name, "calm", f"{RAISED}, {hours('07:00', '09:00')}") for name in ("a", "b"))
    third = campaign("c", "civic", f"{RAISED}, {hours('08:00', '10:30')}")
    assert warned("slipped", BASE + rush + third) == []


@pytest.mark.parametrize(
    "third",
    [
        f"{RAISED}, share: 2, {hours('20:00', '21:00')}",
        f"{RAISED}, from: 2027-01-15, {hours('08:00', '14:00')}",
        f"{RAISED}, to: 2026-11-20, share: 2",
    ],
    ids=["another hour", "another month", "over"],
)
def test_a_third_that_never_plays_at_that_time_says_nothing_of_two(third: str) -> None:
    two = campaign("a", "calm", f"{RAISED}, {hours('08:00', '14:00')}") + campaign(
        "b", "civic", f"{RAISED}, {hours('11:00', '18:00')}"
    )
    (sentence,) = warned("slipped", BASE + two + campaign("c", "calm", third))
    assert sentence.startswith("campaigns.yaml:a: mixes with b at priority 5, first on Mon 2026-11-23 12:00")


def test_a_third_with_a_share_that_plays_with_one_of_them_is_heard() -> None:
    two = campaign("a", "calm", f"{RAISED}, {hours('08:00', '14:00')}") + campaign(
        "b", "civic", f"{RAISED}, {hours('11:00', '18:00')}"
    )
    third = campaign("c", "calm", f"{RAISED}, share: 2, {hours('15:00', '21:00')}")
    assert warned("slipped", BASE + two + third) == []


def test_a_pair_is_said_once_whatever_the_displays() -> None:
    campaigns = campaign("a", "calm", hours("08:00", "12:30")) + campaign("b", "civic", hours("12:00", "18:00"))
    (sentence,) = warned("slipped", campaigns, displays=sample.DISPLAYS)
    assert "for 30 minutes" in sentence


def test_it_is_said_and_not_of_its_twin() -> None:
    twins = Twins(
        "slipped",
        '  - {id: a, playlist: calm, dayparts: [{from: "08:00", to: "12:15"}]}\n'
        '  - {id: b, playlist: civic, dayparts: [{from: "12:00", to: "18:00"}]}\n',
        {},
        "plays until 12:15 and b from 12:00 with equal priority: for 15 minutes they mix, first on "
        "Tue 2026-11-24 12:00",
        '  - {id: a, playlist: calm, dayparts: [{from: "08:00", to: "12:00"}]}\n'
        '  - {id: b, playlist: civic, dayparts: [{from: "12:00", to: "18:00"}]}\n',
    )
    only_of_the_first(twins)
