"""From when to when who plays together: what the sweep keeps, against a scan of everything at every edge."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from content.schedule.days import Days
from content.schedule.intervals import covered, joined
from content.schedule.plan import Entry, Item, Plan, Turn, Window
from content.schedule.recurrence import Recurrence
from content.schedule.resolve import Schedule
from content.schedule.rotation import ActiveSet
from tests.schedule.plans import CHANGES, crowded

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
TURNS = (Turn(lang="ro", seconds=10),)
EVERY_DAY = tuple(range(7))

Spans = list[tuple[datetime, datetime, ActiveSet]]


# --- the plain scan ------------------------------------------------------------------------------------------------


def instant(zone: ZoneInfo, day: date, minutes: int) -> datetime:
    return (datetime.combine(day, time()) + timedelta(minutes=minutes)).replace(tzinfo=zone).astimezone(UTC)


def windows(plan: Plan, entry: Entry, day: date) -> list[tuple[datetime, datetime]]:
    """Every window of the entry that starts from three days before that day to a day after it."""
    zone, all_day = ZoneInfo(plan.timezone), (Window(days=EVERY_DAY, start=0, end=1440),)
    return [
        (instant(zone, starting, window.start), instant(zone, starting, window.end))
        for starting in (day + timedelta(days=n) for n in range(-3, 2))
        if entry.recurs is None or entry.recurs.on(starting)
        for window in entry.dayparts or all_day
        if starting.weekday() in window.days
    ]


def is_open(what: Entry | Item, at: datetime) -> bool:
    return not (what.opens and at < what.opens) and not (what.ends and at >= what.ends)


def scanned(plan: Plan, day: date) -> Spans:
    """Every entry and every slide looked at, at every edge of the day."""
    zone = ZoneInfo(plan.timezone)
    start, end = instant(zone, day, 0), instant(zone, day + timedelta(days=1), 0)
    running = {entry.campaign: windows(plan, entry, day) for entry in plan.entries}
    edges = {edge for each in running.values() for window in each for edge in window}
    edges |= {edge for each in (*plan.entries, *plan.items.values()) for edge in (each.opens, each.ends) if edge}
    found: Spans = []
    for since, until in pairwise([start, *sorted(edge for edge in edges if start < edge < end), end]):
        ready = [
            (entry.priority, (entry.campaign, entry.share, slides))
            for entry in sorted(plan.entries, key=lambda each: each.campaign)
            if is_open(entry, since) and any(first <= since < last for first, last in running[entry.campaign])
            if (slides := tuple(s for s in entry.slides if s in plan.items and plays(plan.items[s], since)))
        ]
        top = max((priority for priority, _ in ready), default=0)
        active = tuple(each for priority, each in ready if priority == top)
        if found and found[-1][2] == active:
            found[-1] = (found[-1][0], until, active)
        else:
            found.append((since, until, active))
    return found


def plays(item: Item, at: datetime) -> bool:
    return bool(item.turns) and is_open(item, at)


def swept(plan: Plan, day: date) -> Spans:
    days, found = Days(plan), []
    at, end = days.midnight(day), days.midnight(day + timedelta(days=1))
    while at < end:
        span = days.span(days.of(at), at)
        found.append(tuple(span))
        at = span.end
    return found


# --- against it ----------------------------------------------------------------------------------------------------


@given(crowded())
@settings(max_examples=200, deadline=None)
def test_a_day_is_swept_as_it_would_be_scanned(planned: tuple[Plan, date]) -> None:
    plan, day = planned
    assert swept(plan, day) == scanned(plan, day)


def plan_of(*entries: Entry, items: dict[str, Item] | None = None) -> Plan:
    named = {slide: Item(turns=TURNS) for entry in entries for slide in entry.slides}
    return Plan(timezone="Europe/Bucharest", items=named | (items or {}), entries=entries)


def hours(start: int, end: int) -> Window:
    return Window(days=EVERY_DAY, start=start * 60, end=end * 60)


@pytest.mark.parametrize("day", CHANGES["Europe/Bucharest"])
def test_what_one_window_ends_and_the_next_goes_on_with_is_no_edge(day: date) -> None:
    parts = (hours(8, 10), hours(10, 12), hours(9, 9), hours(11, 14))
    plan = plan_of(Entry(campaign="a", slides=("s",), dayparts=parts))
    found = swept(plan, day)
    assert found == scanned(plan, day)
    assert [bool(active) for _, _, active in found] == [False, True, False]
    assert len(list(Schedule(plan).edges(found[0][0], found[-1][1]))) == 2


def test_a_slide_that_another_takes_over_from_at_the_same_instant_is_one() -> None:
    turning = {"a": Item(turns=TURNS, ends=NOON), "b": Item(turns=TURNS, opens=NOON)}
    plan = plan_of(Entry(campaign="c", slides=("a", "b")), items=turning)
    found = swept(plan, NOON.date())
    assert [active[0][2] for _, _, active in found] == [("a",), ("b",)]
    assert found == scanned(plan, NOON.date())


def test_what_changes_behind_a_mask_is_no_edge_of_the_active_set() -> None:
    hidden = {f"s{n}": Item(turns=TURNS, ends=NOON + timedelta(seconds=n)) for n in range(9)}
    below = Entry(campaign="below", slides=tuple(hidden), dayparts=(hours(6, 7), hours(13, 20)))
    plan = plan_of(below, Entry(campaign="top", slides=("t",), priority=1), items=hidden)
    assert len(swept(plan, NOON.date())) == 1


def test_a_plan_of_which_nothing_ever_plays_is_one_span() -> None:
    (start, end, active), *others = swept(plan_of(Entry(campaign="c", slides=())), NOON.date())
    assert (end - start, active, others) == (timedelta(hours=24), (), [])


def test_bounds_at_the_ends_of_the_calendar_hold_for_ever() -> None:
    first = datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))
    last = datetime.max.replace(tzinfo=timezone(timedelta(hours=-12)))
    items = {
        "always": Item(turns=TURNS, opens=first, ends=last),
        "over": Item(turns=TURNS, ends=first),
        "never": Item(turns=TURNS, opens=last),
    }
    entries = [
        Entry(campaign=f"{slide}-{when}", slides=(slide,), opens=opens, ends=ends)
        for slide in items
        for when, opens, ends in (("always", first, last), ("over", None, first), ("never", last, None))
    ]
    plan = plan_of(*entries, items=items)
    [(_, _, active)] = found = swept(plan, NOON.date())
    assert found == scanned(plan, NOON.date())
    assert active == (("always-always", 1, ("always",)),)


def test_a_first_answer_lists_one_set_of_the_many() -> None:
    entries = [
        Entry(campaign=f"c{n}", slides=("s",), dayparts=(Window(days=EVERY_DAY, start=n + 1, end=n + 700),))
        for n in range(300)
    ]
    schedule = Schedule(plan_of(*entries))
    schedule.resolve(NOON)
    day = schedule._days.of(NOON)
    assert (len(day.starts), len(day.spans), len(schedule._days._rotations)) == (601, 1, 1)


def test_rotations_of_days_long_gone_are_forgotten_and_those_of_every_second_week_are_not() -> None:
    midnight = NOON - timedelta(hours=15)
    slides = {f"s{n}": Item(turns=TURNS, ends=midnight + timedelta(days=n)) for n in range(60)}
    leaving = Days(plan_of(Entry(campaign="c", slides=tuple(slides)), items=slides))
    for n in range(60):
        at = NOON + timedelta(days=n)
        assert (leaving.rotation(leaving.span(leaving.of(at), at)) is None) == (n == 59)
        assert len(leaving._rotations) == min(n + 1, 16) or n == 59

    rule = Recurrence(start=NOON.date(), rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO")
    weekly = Days(plan_of(Entry(campaign="always", slides=("a",)), Entry(campaign="c", slides=("b",), recurs=rule)))
    found = {
        id(weekly.rotation(weekly.span(weekly.of(at), at))) for at in (NOON + timedelta(days=n) for n in range(100))
    }
    assert len(found) == 2


# --- intervals -----------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9))), st.integers(-9, 9), st.integers(0, 9))
@example([(0, 0), (3, 1), (1, 2), (2, 4)], 0, 9)
def test_intervals_are_joined_and_cut(intervals: list[tuple[int, int]], since: int, length: int) -> None:
    def at(n: int) -> datetime:
        return NOON + timedelta(hours=n)

    found = joined([(at(first), at(last)) for first, last in intervals], at(since), at(since + length))
    assert all(one[1] < other[0] for one, other in pairwise(found))
    for n in range(-12, 20):
        inside = since <= n < since + length and any(first <= n < last for first, last in intervals)
        assert covered(found, at(n)) == inside
