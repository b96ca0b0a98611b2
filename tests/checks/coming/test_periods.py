"""Official periods: on how many days every display shows a call, over the whole of its time."""

from datetime import UTC, datetime

import pytest

from tests import sample
from tests.checks.foreseen import (
    ALWAYS,
    NOW,
    PLAYLISTS,
    STAYS,
    Twins,
    only_of_the_first,
    warned,
)

LATER = datetime(2026, 12, 5, 10, tzinfo=UTC)
BASE = "  - {id: base, playlist: calm}\n"


def call(opens: str, closes: str, law: str = "Legea 52/2003, art. 7") -> str:
    text = sample.CALL.replace("2026-11-20T00:00", opens).replace("2026-12-06T23:59", closes)
    return f"{text}legal_basis: {law}\n"


def campaign(more: str) -> str:
    return f"{BASE}  - {{id: calls, playlist: call, priority: 1, {more}}}\n"


def period(campaigns: str, now: datetime = NOW, /, strada: str = sample.CALL, **changes: str) -> list[str]:
    return [line.partition(": ")[2] for line in warned("period", campaigns, now, slides__strada=strada, **changes)]


def days(most: int, on: str = " on any display") -> str:
    return f"shows for an hour or more on at most {most} days{on}, Legea 52/2003 art. 7 alin. (4) gives 10"


def working(most: int, on: str = " on any display") -> str:
    return f"shows for an hour or more on at most {most} working days{on}, Legea 52/2003 art. 7 alin. (2) gives 30"


def test_working_days_are_counted_as_such() -> None:
    """From Monday 12 October 2026 on, 30 working days end on Friday 20 November; on weekends nobody counts."""
    weekends = '  - {id: a, playlist: civic, dayparts: [{days: "sat,sun", from: "08:00", to: "20:00"}]}\n'
    assert working(0) in period(weekends, strada=call("2026-10-12T00:00", "2026-12-06T23:59"))
    assert period(ALWAYS, strada=call("2026-10-12T00:00", "2026-12-06T23:59")) == []


def test_a_period_already_under_way_counts_the_days_gone() -> None:
    """A day before it closes; it opened on 20 November."""
    assert period(ALWAYS, LATER, strada=call("2026-11-20T00:00", "2026-12-06T23:59")) == []


def test_a_period_that_ends_beyond_the_days_ahead_is_followed_to_its_end() -> None:
    """While there is still time to mend it: eight Mondays from 16 November to 8 January, one of them a holiday."""
    strada, now = call("2026-11-12T00:00", "2027-01-08T23:59"), datetime(2026, 11, 8, 22, tzinfo=UTC)
    mondays = 'dayparts: [{days: mon, from: "08:00", to: "20:00"}]'
    assert period(campaign(mondays), now, strada=strada) == [days(8), working(7)]
    assert period(campaign('dayparts: [{from: "08:00", to: "20:00"}]'), now, strada=strada) == []
    # One that does not begin within the days ahead can wait, and one of centuries has days enough in a year.
    assert period(campaign(mondays), datetime(2026, 10, 1, tzinfo=UTC), strada=strada) == []
    assert period(campaign(mondays), now, strada=call("2026-11-12T00:00", "2199-01-01T00:00")) == []


@pytest.mark.parametrize(("end", "sentences"), [("12:01", [days(0)]), ("13:00", [])])
def test_a_day_counts_from_an_hour_on(end: str, sentences: list[str]) -> None:
    noon = campaign(f'dayparts: [{{from: "12:00", to: "{end}"}}]')
    assert period(noon, strada=call("2026-11-20T00:00", "2026-12-06T23:59")) == sentences


def test_a_display_that_shows_it_on_too_few_days_is_named() -> None:
    strada = call("2026-11-20T00:00", "2026-12-06T23:59")
    urgent = "  - {id: urgent, playlist: calm, priority: 5, displays: [gara], from: 2026-11-25}\n"
    assert period(campaign("share: 1") + urgent, strada=strada) == [days(5, " on gara")]
    # Where no campaign brings it, nobody meant to show it.
    assert period(campaign("displays: [piata]"), strada=strada) == []
    assert period(campaign("displays: [gara]") + urgent, strada=strada) == [days(5)]


def test_calls_are_counted_apart() -> None:
    lists = PLAYLISTS + "  - {id: parc, slides: [parc]}\n"
    parc = call("2026-11-20T00:00", "2026-12-06T23:59").replace("Spune ce repari", "Spune ce plantezi")
    campaigns = ALWAYS + '  - {id: parc, playlist: parc, dayparts: [{days: mon, from: "08:00", to: "20:00"}]}\n'
    strada = call("2026-11-20T00:00", "2026-12-06T23:59")
    sentences = warned("period", campaigns, slides__strada=strada, slides__parc=parc, playlists=lists)
    assert sentences == [f"slides/parc.yaml: {days(2)}"]


def test_a_call_in_no_campaign_shows_on_no_day() -> None:
    strada = call("2026-11-20T00:00", "2026-12-06T23:59")
    assert period(BASE, strada=strada, slides__ramane=STAYS) == [days(0)]


def test_it_is_said_and_not_of_its_twin() -> None:
    twins = Twins(
        "period",
        "  - {id: week, playlist: civic, from: 2026-11-30, to: 2026-12-04}\n",
        {"slides__strada": sample.CALL + "legal_basis: Legea 52/2003, art. 7\n"},
        "shows for an hour or more on at most 5 days on any display, Legea 52/2003 art. 7 alin. (4) gives 10",
        ALWAYS,
    )
    only_of_the_first(twins)
