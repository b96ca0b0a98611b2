"""When campaigns are ready, play and are seen, against the schedule asked at every edge."""

from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from content.schedule.intervals import covered
from content.schedule.plan import Entry, Item, Plan, Turn
from content.schedule.readiness import Readiness, divided
from content.schedule.resolve import Schedule
from tests.schedule.plans import crowded

LENGTH = timedelta(days=2)


def edges_of(schedule: Schedule, start: datetime) -> list[datetime]:
    """Every instant of the time that is looked at from which on anything may be otherwise."""
    switches = {at for interval in schedule.powered(start, start + LENGTH) for at in interval}
    edges = {start, *schedule.edges(start, start + LENGTH), *switches}
    return sorted(edge for edge in edges if start <= edge < start + LENGTH)


@given(crowded(), st.integers(-30, 10), st.randoms())
@settings(max_examples=150, deadline=None)
def test_who_plays_is_what_the_schedule_says_in_whatever_order_it_is_asked(
    planned: tuple[Plan, date], hours: int, random: Random
) -> None:
    plan, day = planned
    schedule = Schedule(plan)
    start = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(hours=hours)
    readiness = Readiness(schedule, start, start + LENGTH)
    edges = edges_of(schedule, start)
    random.shuffle(edges)
    for at in edges:
        ready, active = schedule.ready(at), tuple(name for name, _, _ in schedule.active(at))
        top = max((entry.priority for entry in plan.entries if entry.campaign in ready), default=None)
        names, until = readiness.playing(at)
        assert names == active
        assert all(readiness.playing(edge)[0] == active for edge in edges if at <= edge < until)
        assert readiness.lit.holds(at)[0] == schedule.on(at)
        for entry in plan.entries:
            times = readiness.times(entry.campaign)
            assert times.runs.holds(at)[0] == schedule.runs(entry, at)
            assert times.opened.holds(at)[0] == bool(schedule.slides(entry, at))
            assert times.ready.holds(at)[0] == (entry.campaign in ready)
            assert readiness.free(entry.priority, at)[0] == (top is None or top <= entry.priority)


@given(crowded(), st.integers(-30, 10))
@settings(max_examples=100, deadline=None)
def test_a_campaign_is_seen_where_it_plays_and_the_display_is_on(planned: tuple[Plan, date], hours: int) -> None:
    plan, day = planned
    schedule = Schedule(plan)
    start = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(hours=hours)
    readiness, edges = Readiness(schedule, start, start + LENGTH), edges_of(schedule, start)
    for entry in plan.entries:
        seen = []
        while following := readiness.seen_from(entry, seen[-1][1] if seen else start):
            seen.append(following)
        for at in edges:
            shows = schedule.on(at) and entry.campaign in (name for name, _, _ in schedule.active(at))
            assert covered(seen, at) == shows


def test_an_interval_is_divided_where_slides_open_and_end() -> None:
    start = datetime(2026, 6, 15, 9, tzinfo=UTC)
    turns, hour = (Turn(lang="ro", seconds=10),), timedelta(hours=1)
    items = {
        "a": Item(turns=turns, ends=start + 2 * hour),
        "b": Item(turns=turns, opens=start + hour, ends=start + 2 * hour),
        "never": Item(turns=turns, opens=start + 2 * hour, ends=start + hour),
    }
    entry = Entry(campaign="c", slides=("a", "b", "never"))
    schedule = Schedule(Plan(timezone="Europe/Bucharest", items=items, entries=(entry,)))
    assert [tuple(each) for each in divided(schedule, entry, start, start + 3 * hour)] == [
        (start, start + hour, ("a",)),
        (start + hour, start + 2 * hour, ("a", "b")),
        (start + 2 * hour, start + 3 * hour, ()),
    ]
