"""The time that topics get, held against the seconds that are really shown."""

from datetime import UTC, datetime, timedelta

import pytest

from content.explain.airtime import topics
from content.publication.planner import plan_for
from content.schedule.forecast import Forecast, Forecasts
from content.schedule.plan import Plan
from content.schedule.resolve import Schedule
from tests import sample
from tests.explain.cases import characters

START = datetime(2026, 11, 24, 22, tzinfo=UTC)  # midnight in Bucharest
ASKED = sample.CITY + "minimum_airtime: [{displays: [gara], kinds: {consultation: 0.4}}]\n"
TWO = """campaigns:
  - {id: notices, playlist: notices, share: 3}
  - {id: calls, playlist: calls}
  - {id: above, playlist: notices, priority: 1, dayparts: [{from: "06:00", to: "12:00"}]}
"""
LISTS = "playlists: [{id: notices, slides: [restrictii]}, {id: calls, slides: [strada]}]"


def coming(plans: dict[str, Plan]) -> dict[str, Forecast]:
    forecasts = Forecasts(START, 2)
    return {name: forecasts.of(plan) for name, plan in plans.items()}


def test_the_parts_are_those_of_the_seconds_that_are_shown() -> None:
    pack = sample.parsed(city=ASKED, playlists=LISTS, campaigns=TWO)
    plans = {name: plan_for(pack, display, characters) for name, display in pack.displays.items()}
    seconds = {"consultation": 0.0, "notice": 0.0}
    for plan in plans.values():
        for showing in Schedule(plan).timeline(START, START + timedelta(days=2)):
            if showing.slide:
                until = min(showing.until, START + timedelta(days=2))
                seconds[plan.items[showing.slide].kind] += (until - showing.since).total_seconds()
    told = {each.kind: each for each in topics(coming(plans))}
    for kind, shown in seconds.items():
        assert told[kind].part == pytest.approx(shown / sum(seconds.values()), abs=0.01)
    assert sum(each.part for each in told.values()) == pytest.approx(1)
    assert (told["consultation"].least, told["notice"].least) == (0.4, 0)
    assert told["consultation"].short == ("gara",)  # masked for six of its seventeen hours
    assert set(told) == {"consultation", "notice"}


def test_a_minimum_that_is_kept_leaves_nobody_short() -> None:
    pack = sample.parsed(city=ASKED, playlists=LISTS, campaigns="\n".join(TWO.splitlines()[:3]))
    plans = {name: plan_for(pack, display, characters) for name, display in pack.displays.items()}
    assert [each.short for each in topics(coming(plans))] == [(), ()]


def test_without_displays_there_is_nothing_to_tell() -> None:
    assert topics({}) == []
