"""The local days of a plan: who plays together from when to when, against a scan of everything at every edge."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise
from weakref import ReferenceType, ref
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.schedule import days as days_module
from content.schedule.days import ActiveInterval, LocalDays
from content.schedule.intervals import covered
from content.schedule.loops import Loops
from content.schedule.plan import Entry, Item, Plan, Turn, Window
from content.schedule.recurrence import Recurrence
from content.schedule.resolve import Schedule
from content.schedule.rotation import ActiveSet, Rotation
from tests.schedule.plans import CHANGES, crowded

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
TURNS = (Turn(lang="ro", seconds=10),)
EVERY_DAY = tuple(range(7))

Intervals = list[tuple[datetime, datetime, ActiveSet]]


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


def scanned(plan: Plan, day: date) -> Intervals:
    """Every entry and every slide looked at, at every edge of the day."""
    zone = ZoneInfo(plan.timezone)
    start, end = instant(zone, day, 0), instant(zone, day + timedelta(days=1), 0)
    running = {entry.campaign: windows(plan, entry, day) for entry in plan.entries}
    edges = {edge for each in running.values() for window in each for edge in window}
    edges |= {edge for each in (*plan.entries, *plan.items.values()) for edge in (each.opens, each.ends) if edge}
    intervals: Intervals = []
    for since, until in pairwise([start, *sorted(edge for edge in edges if start < edge < end), end]):
        ready = [
            (entry.priority, (entry.campaign, entry.share, slides))
            for entry in sorted(plan.entries, key=lambda each: each.campaign)
            if is_open(entry, since) and any(first <= since < last for first, last in running[entry.campaign])
            if (slides := tuple(s for s in entry.slides if s in plan.items and plays(plan.items[s], since)))
        ]
        top = max((priority for priority, _ in ready), default=0)
        active = tuple(each for priority, each in ready if priority == top)
        if intervals and intervals[-1][2] == active:
            intervals[-1] = (intervals[-1][0], until, active)
        else:
            intervals.append((since, until, active))
    return intervals


def plays(item: Item, at: datetime) -> bool:
    return bool(item.turns) and is_open(item, at)


def intervals_of(plan: Plan, day: date) -> Intervals:
    days, intervals = LocalDays(plan), []
    at, end = days.midnight(day), days.midnight(day + timedelta(days=1))
    while at < end:
        interval = days.interval(days.of(at), at)
        intervals.append(tuple(interval))
        at = interval.end
    return intervals


# --- against it ----------------------------------------------------------------------------------------------------


@given(crowded())
@settings(max_examples=200, deadline=None)
def test_a_day_is_what_a_scan_of_it_finds(planned: tuple[Plan, date]) -> None:
    plan, day = planned
    assert intervals_of(plan, day) == scanned(plan, day)


def plan_of(*entries: Entry, items: dict[str, Item] | None = None) -> Plan:
    named = {slide: Item(turns=TURNS) for entry in entries for slide in entry.slides}
    return Plan(timezone="Europe/Bucharest", items=named | (items or {}), entries=entries)


def hours(start: int, end: int) -> Window:
    return Window(days=EVERY_DAY, start=start * 60, end=end * 60)


@pytest.mark.parametrize("day", CHANGES["Europe/Bucharest"])
def test_what_one_window_ends_and_the_next_goes_on_with_is_no_edge(day: date) -> None:
    parts = (hours(8, 10), hours(10, 12), hours(9, 9), hours(11, 14))
    plan = plan_of(Entry(campaign="a", slides=("s",), dayparts=parts))
    intervals = intervals_of(plan, day)
    assert intervals == scanned(plan, day)
    assert [bool(active) for _, _, active in intervals] == [False, True, False]
    assert len(list(Schedule(plan).edges(intervals[0][0], intervals[-1][1]))) == 2


def test_a_slide_that_another_takes_over_from_at_the_same_instant_is_one() -> None:
    turning = {"a": Item(turns=TURNS, ends=NOON), "b": Item(turns=TURNS, opens=NOON)}
    plan = plan_of(Entry(campaign="c", slides=("a", "b")), items=turning)
    intervals = intervals_of(plan, NOON.date())
    assert [active[0][2] for _, _, active in intervals] == [("a",), ("b",)]
    assert intervals == scanned(plan, NOON.date())


def test_what_changes_behind_a_mask_is_no_edge_of_the_active_set() -> None:
    hidden = {f"s{n}": Item(turns=TURNS, ends=NOON + timedelta(seconds=n)) for n in range(9)}
    below = Entry(campaign="below", slides=tuple(hidden), dayparts=(hours(6, 7), hours(13, 20)))
    plan = plan_of(below, Entry(campaign="top", slides=("t",), priority=1), items=hidden)
    assert len(intervals_of(plan, NOON.date())) == 1


def test_a_plan_of_which_nothing_ever_plays_is_one_interval() -> None:
    (start, end, active), *others = intervals_of(plan_of(Entry(campaign="c", slides=())), NOON.date())
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
    [(_, _, active)] = intervals = intervals_of(plan, NOON.date())
    assert intervals == scanned(plan, NOON.date())
    assert active == (("always-always", 1, ("always",)),)


@given(crowded(), st.integers(-40, 40), st.integers(0, 70))
@settings(max_examples=200, deadline=None)
def test_an_entry_runs_in_the_intervals_that_are_told_and_in_no_others(
    planned: tuple[Plan, date], hours: int, length: int
) -> None:
    plan, day = planned
    start = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(hours=hours)
    end = start + timedelta(hours=length)
    days = LocalDays(plan)
    for entry in days.entries:
        told = list(days.running(entry, start, end))
        assert all(first < last for first, last in told)
        assert all(one < other for (_, one), (other, _) in pairwise(told))
        edges = {edge for n in range(-2, 6) for edge in days.edges(days.of(start + n * timedelta(days=1)))}
        edges |= {start, *(edge for interval in told for edge in interval)}
        for edge in (edge for edge in edges if start <= edge < end):
            assert days.runs(entry, edge, days.of(edge)) == covered(told, edge)


def test_an_interval_is_told_before_the_days_after_it_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[date]()
    on = Recurrence.on

    def asked_about(recurs: Recurrence, day: date) -> bool:
        asked.append(day)
        return on(recurs, day)

    monkeypatch.setattr(Recurrence, "on", asked_about)
    recurs = Recurrence(start=NOON.date(), rule="FREQ=YEARLY")
    entry = Entry(campaign="c", slides=("s",), dayparts=(hours(8, 20),), recurs=recurs)
    told = LocalDays(plan_of(entry)).running(entry, NOON, NOON + timedelta(days=800))
    assert next(told) == (NOON, NOON.replace(hour=17))
    assert max(asked) == NOON.date()


def test_a_first_answer_lists_one_set_of_the_many(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [
        Entry(campaign=f"c{n}", slides=("s",), dayparts=(Window(days=EVERY_DAY, start=n + 1, end=n + 700),))
        for n in range(300)
    ]
    listed: list[ActiveInterval] = []

    def list_one(start: datetime, end: datetime, active: ActiveSet) -> ActiveInterval:
        listed.append(ActiveInterval(start, end, active))
        return listed[-1]

    rotations: list[Rotation] = []

    def turn(active: ActiveSet, loops: Loops) -> Rotation:
        rotations.append(Rotation(active, loops))
        return rotations[-1]

    plan = plan_of(*entries)
    days = LocalDays(plan)
    days.interval(days.of(NOON), NOON)
    assert len(days.of(NOON).starts) == 601
    monkeypatch.setattr(days_module, "ActiveInterval", list_one)
    monkeypatch.setattr(days_module, "Rotation", turn)
    schedule = Schedule(plan)
    for _ in range(2):
        schedule.resolve(NOON)
        assert (len(listed), len(rotations)) == (1, 1)


def test_rotations_of_days_long_gone_are_forgotten() -> None:
    midnight = NOON - timedelta(hours=15)
    slides = {f"s{n}": Item(turns=TURNS, ends=midnight + timedelta(days=n)) for n in range(60)}
    leaving = LocalDays(plan_of(Entry(campaign="c", slides=tuple(slides)), items=slides))
    remembered: list[ReferenceType[Rotation]] = []
    for n in range(59):
        at = NOON + timedelta(days=n)
        rotation = leaving.rotation(leaving.interval(leaving.of(at), at))
        assert rotation is not None
        remembered.append(ref(rotation))
        del rotation
        assert sum(each() is not None for each in remembered) == min(n + 1, 16)
    at = NOON + timedelta(days=59)
    assert leaving.rotation(leaving.interval(leaving.of(at), at)) is None


def test_rotations_of_every_second_week_are_remembered() -> None:
    rule = Recurrence(start=NOON.date(), rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO")
    entries = Entry(campaign="always", slides=("a",)), Entry(campaign="c", slides=("b",), recurs=rule)
    weekly = LocalDays(plan_of(*entries))
    noons = [NOON + timedelta(days=n) for n in range(100)]
    assert len({id(weekly.rotation(weekly.interval(weekly.of(at), at))) for at in noons}) == 2
