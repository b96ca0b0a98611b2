"""Screens that are on and have nothing to show."""

from tests.checks.foreseen import Twins, only_of_the_first, warned


def test_it_is_said_and_not_of_its_twin() -> None:
    twins = Twins(
        "dark",
        '  - {id: day, playlist: calm, dayparts: [{days: mon-sun, from: "08:00", to: "20:00"}]}\n',
        {},
        "shows only the neutral card for 360.0 h of its hours in the next 30 days, first on Mon 2026-11-23 20:00",
        '  - {id: day, playlist: calm, dayparts: [{days: mon-sun, from: "06:00", to: "23:00"}], displays: [gara]}\n'
        "  - {id: all, playlist: calm, displays: [piata]}\n",
    )
    only_of_the_first(twins)


def test_a_minute_in_the_dark_is_a_minute_and_not_no_hours() -> None:
    """The display is off until 06:00, when the campaign of the night before has long ended."""
    campaigns = (
        "  - {id: all, playlist: calm, displays: [piata]}\n"
        "  - {id: day, playlist: calm, displays: [gara], exdate: [2026-11-24], "
        'dayparts: [{from: "06:00", to: "23:00"}]}\n'
        "  - {id: late, playlist: calm, displays: [gara], from: 2026-11-24T06:01, to: 2026-11-24T23:00}\n"
    )
    assert warned("dark", campaigns) == [
        "displays.yaml:gara: shows only the neutral card for 1 min of its hours in the next 30 days, first on "
        "Tue 2026-11-24 06:00"
    ]
