"""What is reckoned of the coming days, against the timeline walked second by second."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.publication.planner import plan_for
from content.schedule.forecast import Forecast, Forecasts
from content.schedule.intervals import covered
from content.schedule.plan import Entry, Item, Plan, Turn, Window
from content.schedule.resolve import Schedule
from control_server.bench.made_up_city import DAY, made_up
from tests.checks.foreseen import characters, pack
from tests.schedule import plans
from tests.work import calls

START = datetime(2026, 10, 24, 9, 30, tzinfo=UTC)


def walked(plan: Plan, start: datetime, days: float) -> dict[str, float]:
    """Seconds on the glass by slide."""
    airtimes: dict[str, float] = {}
    end = start + timedelta(days=days)
    for showing in Schedule(plan).timeline(start, end):
        if showing.slide:
            seconds = (min(showing.until, end) - max(showing.since, start)).total_seconds()
            airtimes[showing.slide] = airtimes.get(showing.slide, 0) + seconds
    return airtimes


def test_airtime_reckoned_is_airtime_walked() -> None:
    campaigns = (
        "  - {id: a, playlist: civic, share: 3}\n"
        '  - {id: b, playlist: short, share: 2, dayparts: [{from: "09:00", to: "17:00"}]}\n'
    )
    of = pack(campaigns)
    for display in of.displays.values():
        plan = plan_for(of, display, characters)
        start = datetime(2026, 11, 23, 22, tzinfo=UTC)
        seconds = walked(plan, start, 2)
        reckoned = Forecast(plan, start, 2).airtime(lambda slide, lang: slide)
        assert reckoned.keys() == seconds.keys()
        for slide, shown in seconds.items():
            assert abs(reckoned[slide] - shown) < 0.01 * sum(seconds.values()), slide


@st.composite
def crowded(draw: st.DrawFn) -> Plan:
    """Many slides, and windows in which some of them come up and others may not."""
    items: dict[str, Item] = {}
    entries = []
    for n in range(draw(st.integers(1, 3))):
        slides = [f"s{n}-{number}" for number in range(draw(st.integers(1, 12)))]
        items |= {slide: Item(turns=draw(plans.turns()), kind=draw(st.sampled_from(plans.KINDS))) for slide in slides}
        if n and draw(st.booleans()):
            slides.append("s0-0")
        start, length = draw(st.integers(0, 1439)), draw(st.sampled_from([1, 2, 3, 5, 8, 12, 20, 30, 45, 60, 90]))
        window = Window(days=tuple(range(7)), start=start, end=start + length)
        share, priority = draw(st.sampled_from([1, 2, 5, 50])), draw(st.integers(0, 1))
        parts = draw(st.sampled_from([(window,), (window,), ()]))
        entries.append(Entry(campaign=f"c{n}", slides=tuple(slides), share=share, priority=priority, dayparts=parts))
    least = draw(st.sampled_from([{}, {"budget": 0.5}]))
    return Plan(timezone="Europe/Bucharest", items=items, entries=tuple(entries), minimums=least)


@given(plan=plans.plans(plans.AUTUMN), hours=st.integers(-30, 30))
@settings(max_examples=100, deadline=None)
def test_who_is_ready_and_who_plays_is_what_the_schedule_says(plan: Plan, hours: int) -> None:
    forecast = Forecast(plan, START + timedelta(hours=hours), 2)
    priorities = {entry.campaign: entry.priority for entry in plan.entries}
    entries = {entry.campaign: entry for entry in plan.entries}
    playing = {name: list(forecast.plays(entry)) for name, entry in entries.items()}
    assert forecast.intervals[0].since == forecast.start
    assert forecast.intervals[-1].until == forecast.end
    for interval in forecast.intervals:
        at = interval.since
        ready = {
            name: slides
            for name, each in forecast.ready.items()
            for since, until, slides in each
            if since <= at < until
        }
        assert ready == forecast.schedule.ready(at)
        assert interval.active == forecast.schedule.active(at)
        assert interval.masked == len(ready) - len(interval.active)
        assert {priorities[name] for name, _, _ in interval.active} == {interval.priority} - {None}
        assert {name for name, _, _ in interval.active} == {name for name, each in playing.items() if covered(each, at)}
        assert all((interval in forecast.running(entry)) == (name in ready) for name, entry in entries.items())
    for name, each in forecast.ready.items():
        assert each == [interval for interval in each if interval.since < interval.until]
        assert all(one.until <= other.since for one, other in pairwise(each))
        lit = any(forecast.lit(interval.since, interval.until) for interval in each)
        assert forecast.lit_while_ready(entries[name]) == lit


def test_the_work_grows_no_faster_than_the_campaigns() -> None:
    def work(campaigns: int) -> int:
        city = made_up(campaigns, 200, 1)
        plan = plan_for(city, city.displays["d0"], characters)
        return calls(lambda: Forecast(plan, DAY, 7))

    work(10)
    assert work(400) < 2.3 * work(200)


@given(plan=crowded() | plans.plans(plans.AUTUMN), phase=st.integers(0, 400))
@settings(max_examples=200)
def test_missed_are_the_slides_that_the_timeline_never_shows(plan: Plan, phase: int) -> None:
    """Whether a set is sure of its slides or is walked."""
    forecast = Forecast(msgspec.structs.replace(plan, phase=0), START, 2)
    shown = walked(msgspec.structs.replace(plan, phase=phase), START, 2).keys()
    assert forecast.missed(forecast.playing, phase, timedelta(days=3)) == forecast.playing - shown


def test_a_whole_round_in_a_day_needs_no_walk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan as cities have: nothing is asked of the timeline."""
    items = {f"s{n}": Item(turns=(Turn(lang="ro", seconds=20), Turn(lang="en", seconds=20))) for n in range(20)}
    entries = (Entry(campaign="a", slides=tuple(items)), Entry(campaign="b", slides=("s1",), share=3))
    forecast = Forecast(Plan(timezone="Europe/Bucharest", items=items, entries=entries), START, 30)
    monkeypatch.delattr(Schedule, "timeline")
    assert forecast.missed(frozenset(items), 0, timedelta(days=1)) == frozenset()


def test_a_slide_in_one_language_beside_one_in_five_comes_as_often() -> None:
    """No slide follows itself while another exists: half of the turns are the call's, in one language or not."""
    budget = Item(turns=tuple(Turn(lang=lang, seconds=8) for lang in plans.LANGUAGES), kind="budget")
    items = {"budget": budget, "call": Item(turns=(Turn(lang="ro", seconds=20),), kind="consultation")}
    for least, part in (({}, 8 / 28), ({"budget": 0.6}, 0.6)):
        entries = (Entry(campaign="a", slides=("budget", "call")),)
        plan = Plan(timezone="Europe/Bucharest", items=items, entries=entries, minimums=least)
        seconds = walked(plan, START, 1)
        reckoned = Forecast(plan, START, 1).airtime(lambda slide, lang: slide)
        assert abs(seconds["budget"] / 86_400 - part) < 0.001
        assert abs(reckoned["budget"] / 86_400 - part) < 0.001


def test_what_would_take_too_long_to_walk_is_not_missed() -> None:
    """Two minutes get to six slides of twenty. The other campaign has a thousandth, all day: that is not looked at."""
    items = {f"s{n}": Item(turns=(Turn(lang="ro", seconds=20),)) for n in range(61)}
    brief = Window(days=tuple(range(7)), start=600, end=602)
    entries = (
        Entry(campaign="brief", slides=tuple(f"s{n}" for n in range(20)), priority=1, dayparts=(brief,)),
        Entry(campaign="rare", slides=tuple(f"s{n}" for n in range(20, 60))),
        Entry(campaign="most", slides=("s60",), share=1000),
    )
    forecast = Forecast(Plan(timezone="Europe/Bucharest", items=items, entries=entries), START, 3)
    brief_ones = frozenset(f"s{n}" for n in range(6, 20))
    assert forecast.missed(frozenset(items), 0, timedelta(hours=1)) == brief_ones
    assert forecast.missed(frozenset(items), 0, timedelta(days=9)) > brief_ones


def test_lit_is_what_the_hours_leave_of_a_span() -> None:
    plan = Plan(timezone="Europe/Bucharest", hours=(Window(days=tuple(range(7)), start=360, end=1380),))
    forecast = Forecast(plan, START, 2)  # 12:30 local
    assert forecast.lit(START - timedelta(days=1), START + timedelta(hours=1)) == 3600
    assert forecast.lit(START, START + timedelta(days=1)) == 16 * 3600  # up to 11:30 of a day of 25 hours
    assert forecast.lit(START + timedelta(days=2), START + timedelta(days=3)) == 0


HOURS = [
    (),
    (Window(days=tuple(range(7)), start=480, end=1200),),
    (Window(days=(0, 2), start=0, end=700), Window(days=(6,), start=1300, end=1500)),
]


@given(crowded())
@settings(max_examples=20)
def test_plans_that_differ_in_hours_share_the_rest_and_are_forecast_as_each_alone(plan: Plan) -> None:
    forecasts = Forecasts(START, 2)
    for hours in HOURS:
        own = msgspec.structs.replace(plan, hours=hours)
        together, alone = forecasts.of(own), Forecast(msgspec.structs.replace(own, phase=0), START, 2)
        assert together.plan == alone.plan
        assert together.intervals == alone.intervals
        assert together.airtime(lambda slide, _: slide) == alone.airtime(lambda slide, _: slide)
        assert together.playing == alone.playing
        assert together.powered == list(Schedule(own).powered(START, together.end))
        assert forecasts.of(msgspec.structs.replace(own, phase=7)) is together
    assert forecasts.programmes == 1


def test_plans_that_differ_in_more_than_hours_share_nothing() -> None:
    forecasts = Forecasts(START, 2)
    item = Item(turns=(Turn(lang="ro", seconds=8),))
    for slide in ("a", "b"):
        entries = (Entry(campaign="all", slides=(slide,)),)
        forecasts.of(Plan(timezone="Europe/Bucharest", items={slide: item}, entries=entries))
    assert forecasts.programmes == 2
