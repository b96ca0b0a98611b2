"""Why a display shows what it shows: each fate of a campaign, in a sentence; and never other than what plays."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content import explain, schedule
from content.explain import Explanation
from content.model import Pack
from content.plan import plan_for
from tests.content import sample
from tests.content.plans import AUTUMN, PLAIN, plans

PLAYLISTS = "playlists: [{id: civic, slides: [strada, restrictii]}, {id: short, slides: [restrictii]}]"
CAMPAIGNS = """
campaigns:
  - {id: always, playlist: civic, share: 3}
  - {id: too, playlist: short}
  - {id: market, playlist: short, priority: 5, dayparts: [{days: sat, from: "08:00", to: "14:00"}]}
  - {id: low, playlist: civic, priority: -1}
  - {id: summer, playlist: civic, from: 2026-06-01, to: 2026-08-31}
  - {id: winter, playlist: civic, from: 2026-12-01}
  - {id: station, playlist: civic, displays: [gara]}
  - {id: parks, playlist: civic, displays: {tags: [parc], none_of: [centru]}}
  - {id: every-other, playlist: short, from: 2026-11-02, rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"}
"""


def characters(pack: Pack, slide: str, lang: str) -> int:
    return 100


def told(at: str, display: str = "piata", **changes: str) -> Explanation:
    pack = sample.parsed(**{"playlists": PLAYLISTS, "campaigns": CAMPAIGNS, **changes})
    zone = ZoneInfo("Europe/Bucharest")
    moment = datetime.fromisoformat(at).replace(tzinfo=zone).astimezone(UTC)
    return explain.explain(pack, pack.displays[display], moment, characters)


def sentences(found: Explanation) -> dict[str, str]:
    return {reason.campaign: reason.sentence for reason in found.reasons}


def test_each_fate_of_a_campaign_has_its_sentence() -> None:
    assert sentences(told("2026-11-24T12:00")) == {
        "always": "always plays with priority 0, the highest now, 3 of 4 shares of the airtime.",
        "too": "too plays with priority 0, the highest now, 1 of 4 shares of the airtime.",
        "market": "market waits: it starts on Sat 2026-11-28 08:00.",
        "low": "low is masked for the next 366 days at least by always and too (priority 0 over -1).",
        "summer": "summer is over, it ended on Tue 2026-09-01 00:00.",
        "winter": "winter waits: it starts on Tue 2026-12-01 00:00.",
        "station": "station is not for this display: it is for gara.",
        "parks": "parks is not for this display: it wants displays with any of parc and none of centru; "
        "this one has centru.",
        "every-other": "every-other waits: it starts on Wed 2026-12-02 00:00.",
    }


def test_what_is_masked_says_by_what_and_until_when() -> None:
    found = told("2026-11-28T09:00")
    assert sentences(found)["always"] == "always is masked until 14:00 by market (priority 5 over 0)."
    assert sentences(found)["market"] == "market plays with priority 5, the highest now, alone."
    (always,) = [reason for reason in found.reasons if reason.campaign == "always"]
    assert (always.state, always.by, always.until) == ("masked", ("market",), datetime(2026, 11, 28, 12, tzinfo=UTC))


def test_what_is_closed_is_named_with_its_date() -> None:
    campaigns = "campaigns: [{id: call, playlist: civic}, {id: street, playlist: short}]"
    found = told("2026-12-07T00:00", campaigns=campaigns)
    assert sentences(found) == {
        "call": "call runs, but has nothing to show: strada ended on Sun 2026-12-06 23:59; "
        "restrictii ended on Mon 2026-11-30 18:00.",
        "street": "street runs, but has nothing to show: restrictii ended on Mon 2026-11-30 18:00.",
    }
    assert found.sentence == "The neutral card shows for the next 366 days at least: no campaign has anything to show."
    assert (found.changes, found.then) == (None, None)


def test_a_slide_that_is_not_open_is_named_among_those_that_play() -> None:
    found = told("2026-12-01T12:00", campaigns="campaigns: [{id: a, playlist: civic}]")
    assert sentences(found) == {"a": "a plays with priority 0, the highest now, alone; not open now: restrictii."}


def test_it_says_when_that_changes_and_to_what() -> None:
    assert told("2026-11-24T12:00").then == "On Sat 2026-11-28 08:00 that changes: market plays."
    assert told("2026-11-28T09:00").then == "At 14:00 that changes: always and too play."
    closing = told("2026-11-30T17:00", campaigns="campaigns: [{id: a, playlist: civic}]")
    assert closing.then == "At 18:00 that changes: a plays with other slides."


def test_it_speaks_romanian_too() -> None:
    pack = sample.parsed(playlists=PLAYLISTS, campaigns=CAMPAIGNS)
    at = datetime(2026, 11, 28, 7, tzinfo=UTC)
    found = explain.explain(pack, pack.displays["piata"], at, characters, tongue="ro")
    assert sentences(found)["always"] == "always este acoperită până 14:00 de market (prioritatea 5 peste 0)."
    assert sentences(found)["summer"] == "summer s-a încheiat, marți 2026-09-01 00:00."
    assert found.then == "Se schimbă la 14:00: se văd always și too."


def test_a_display_that_is_off_says_until_when() -> None:
    assert told("2026-11-24T23:30", display="gara").sentence == (
        "The display is off, outside its hours, until Wed 2026-11-25 06:00."
    )
    mondays = sample.DISPLAYS.replace('hours: [{days: mon-sun, from: "06:00"', 'hours: [{days: mon, from: "06:00"')
    assert told("2026-11-24T23:30", display="gara", displays=mondays).sentence == (
        "The display is off, outside its hours, until Mon 2026-11-30 06:00."
    )


def test_what_starts_today_starts_at_an_hour() -> None:
    assert sentences(told("2026-11-28T07:00"))["market"] == "market waits: it starts at 08:00."


def test_a_minimum_that_weighs_is_said_with_the_airtime_it_makes() -> None:
    city = sample.CITY + "minimum_airtime: [{kinds: {consultation: 0.6}}]\n"
    campaigns = "campaigns: [{id: call, playlist: civic}, {id: street, playlist: short, share: 3}]"
    playlists = "playlists: [{id: civic, slides: [strada]}, {id: short, slides: [restrictii]}]"
    found = sentences(told("2026-11-24T12:00", city=city, campaigns=campaigns, playlists=playlists))
    assert found == {
        "call": "call plays with priority 0, the highest now, 1 of 4 shares of the airtime; "
        "with the city's minimum airtime that is 60%.",
        "street": "street plays with priority 0, the highest now, 3 of 4 shares of the airtime; "
        "with the city's minimum airtime that is 40%.",
    }
    enough = city.replace("0.6", "0.2")
    assert "minimum" not in sentences(told("2026-11-24T12:00", city=enough, campaigns=campaigns, playlists=playlists))


@pytest.mark.parametrize("day", [PLAIN, AUTUMN])
@settings(max_examples=40)
@given(data=st.data())
def test_the_sets_it_speaks_of_are_those_that_play(day: datetime, data: st.DataObject) -> None:
    """`active` and `edges` against `resolve`: between two edges nobody else plays, and who plays is of the set."""
    plan = data.draw(plans(day))
    of = schedule.Schedule(plan)
    at = datetime(day.year, day.month, day.day, data.draw(st.integers(0, 23)), 7, tzinfo=UTC)
    edge = next(of.edges(at, at + timedelta(days=3)), at + timedelta(days=1))
    active = {name: slides for name, _, slides in of.active(at)}
    for showing in of.timeline(at, edge):
        if showing.state == "showing":
            assert showing.slide in active[showing.campaign or ""]
        elif showing.state == "neutral":
            assert not active
    assert {entry.campaign for entry in plan.entries if of.runs(entry, at)} >= active.keys()


def test_the_plan_explained_is_the_plan_that_plays() -> None:
    pack = sample.parsed(playlists=PLAYLISTS, campaigns=CAMPAIGNS)
    at = datetime(2026, 11, 24, 10, tzinfo=UTC)
    found = explain.explain(pack, pack.displays["piata"], at, characters)
    assert found.showing == schedule.resolve(plan_for(pack, pack.displays["piata"], characters), at)
