"""The states of campaigns from an instant on: those that the schedule plays, and when they change."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.explain.state import AHEAD, CampaignState, CampaignStates
from content.schedule.plan import Entry, Item, Plan, Turn, Window
from content.schedule.recurrence import Recurrence
from content.schedule.resolve import Schedule
from tests.explain.cases import layered
from tests.schedule.plans import AUTUMN, PLAIN, SPRING

NOON = datetime(2026, 11, 24, 10, tzinfo=UTC)
"""A Tuesday, 12:00 in Bucharest."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVERY_DAY = tuple(range(7))
TURN = (Turn(lang="ro", seconds=10),)


def states(*entries: Entry, hours: tuple[Window, ...] = (), **items: Item) -> CampaignStates:
    """At noon, of entries that list `a` or another of the items."""
    plan = Plan(timezone="Europe/Bucharest", hours=hours, items={"a": Item(turns=TURN), **items}, entries=entries)
    return CampaignStates(Schedule(plan), NOON)


def from_to(start: int, end: int, *days: int) -> Window:
    return Window(days=days or EVERY_DAY, start=start * 60, end=end * 60)


@pytest.mark.parametrize("day", [PLAIN, SPRING, AUTUMN])
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_a_state_holds_between_the_instants_at_which_it_changes(day: date, data: st.DataObject) -> None:
    plan = data.draw(layered(day))
    schedule = Schedule(plan)
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=data.draw(st.integers(0, 1440)))
    asked = CampaignStates(schedule, start)
    for entry in plan.entries:
        changes = [(start, asked.of(entry, start))]
        for at, state in asked.changes_of(entry):
            if at >= start + DAY:
                break
            changes.append((at, state))
        assert all(one != other for (_, one), (_, other) in pairwise(changes))
        for (since, state), (until, _) in pairwise([*changes, (start + DAY, CampaignState("waits"))]):
            for at in (since, since + (until - since) / 2, until - timedelta(seconds=1)):
                assert asked.of(entry, max(at, since)) == state
                if state.name == "plays":
                    assert entry.campaign in asked.playing(max(at, since))
                if state.name == "masked":
                    assert state.by == asked.playing(max(at, since)) != ()


def test_the_four_states() -> None:
    top = Entry(campaign="top", slides=("a",), priority=1)
    low = Entry(campaign="low", slides=("a",))
    none = Entry(campaign="none", slides=("b",), priority=2)
    late = Entry(campaign="late", slides=("a",), dayparts=(from_to(18, 20),))
    asked = states(top, low, none, late, b=Item(turns=TURN, opens=NOON + HOUR))
    assert [asked.of(entry, NOON) for entry in (top, low, none, late)] == [
        CampaignState("plays"),
        CampaignState("masked", ("top",)),
        CampaignState("empty"),
        CampaignState("waits"),
    ]
    assert asked.changes == NOON + HOUR


def test_going_off_is_a_change_and_what_plays_in_the_dark_is_not_seen() -> None:
    now = Entry(campaign="now", slides=("a",), dayparts=(from_to(8, 23),))
    night = Entry(campaign="night", slides=("a",), dayparts=(from_to(23, 31),))
    asked = states(now, night, hours=(from_to(6, 22),))
    assert asked.changes == NOON + 10 * HOUR
    assert asked.next_plays == {"night": NOON + 18 * HOUR}
    assert next(asked.changes_of(night)) == (NOON + 11 * HOUR, CampaignState("plays"))


def test_nothing_changes_within_a_year() -> None:
    entry = Entry(campaign="c", slides=("a",))
    asked = states(entry)
    assert (asked.changes, list(asked.changes_of(entry)), asked.next_plays) == (None, [], {})
    later = states(Entry(campaign="c", slides=("a",), opens=NOON + AHEAD + DAY))
    assert later.next_plays == {}


@pytest.mark.parametrize(
    ("entry", "over", "stopped"),
    [
        (Entry(campaign="c", slides=("a",)), False, None),
        (Entry(campaign="c", slides=("a",), ends=NOON - DAY), True, NOON - DAY),
        (Entry(campaign="c", slides=("a",), ends=NOON + DAY), False, None),
        (  # the last Monday before its end is over, too
            Entry(campaign="c", slides=("a",), ends=NOON + DAY, dayparts=(from_to(8, 9, 0),)),
            True,
            NOON - DAY - 3 * HOUR,
        ),
        (
            Entry(campaign="c", slides=("a",), recurs=Recurrence(start=NOON.date(), added=(date(2026, 11, 20),))),
            True,
            datetime(2026, 11, 20, 22, tzinfo=UTC),
        ),
    ],
)
def test_a_campaign_is_over_when_no_day_is_left(entry: Entry, over: bool, stopped: datetime | None) -> None:
    asked = states(entry)
    assert asked.over(entry) == over
    if over:
        assert asked.stopped(entry) == stopped


def test_parts_of_the_airtime_and_the_kinds_that_a_minimum_gives_theirs() -> None:
    plan = Plan(
        timezone="Europe/Bucharest",
        minimums={"consultation": 0.5, "budget": 0.1},
        items={"a": Item(turns=TURN, kind="budget"), "b": Item(turns=TURN, kind="consultation")},
        entries=(Entry(campaign="x", slides=("a",), share=3), Entry(campaign="y", slides=("b",))),
    )
    asked = CampaignStates(Schedule(plan), NOON)
    assert asked.parts == pytest.approx({"x": 0.5, "y": 0.5})
    assert asked.raised == ("consultation",)
    without = states(Entry(campaign="x", slides=("a",), share=3), Entry(campaign="y", slides=("a",)))
    assert without.parts == pytest.approx({"x": 0.75, "y": 0.25})
    assert without.raised == ()
