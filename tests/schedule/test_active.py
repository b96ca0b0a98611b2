"""When the active set becomes another, and of which priority it is: against everything looked at at every instant."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from content.schedule.active import ActiveSets
from content.schedule.intervals import Interval, united
from content.schedule.plan import Entry, Item, Turn

MIDNIGHT = datetime(2026, 6, 15, tzinfo=UTC)
LENGTH = 12
"""Of a day of these tests, in hours; all happens on the hour."""
TURNS = (Turn(lang="ro", seconds=10),)


def at(hour: int) -> datetime:
    return MIDNIGHT + timedelta(hours=hour)


HOURS = st.integers(-3, LENGTH + 3)
BOUNDS = st.none() | HOURS.map(at)
ITEMS = st.builds(Item, turns=st.sampled_from([TURNS, TURNS, ()]), opens=BOUNDS, ends=BOUNDS)
WITHIN = st.tuples(st.integers(0, LENGTH), st.integers(0, LENGTH)).filter(lambda each: each[0] < each[1])


@st.composite
def days(draw: st.DrawFn) -> tuple[list[Entry], dict[str, Item], list[list[Interval]]]:
    """Entries, items, and when each entry runs."""
    slides = [f"s{n}" for n in range(draw(st.integers(1, 4)))]
    items = {slide: draw(ITEMS) for slide in slides}
    listed = st.lists(st.sampled_from([*slides, "unknown"]), max_size=4, unique=True).map(tuple)
    count = draw(st.integers(0, 5))
    entries = [Entry(campaign=f"c{n}", slides=draw(listed), priority=draw(st.integers(-1, 2))) for n in range(count)]
    running = [[(at(a), at(b)) for a, b in united(draw(st.lists(WITHIN, max_size=3)))] for _ in entries]
    return entries, items, running


def playing(
    entries: list[Entry], items: dict[str, Item], running: list[list[Interval]], now: datetime
) -> tuple[int | None, frozenset[tuple[str, str]]]:
    """The priority of those that play, and their open slides."""
    ready = {
        (entry.priority, entry.campaign, slide)
        for entry, intervals in zip(entries, running, strict=True)
        if any(first <= now < last for first, last in intervals)
        for slide in entry.slides
        if (item := items.get(slide)) is not None and item.turns
        if (item.opens is None or item.opens <= now) and (item.ends is None or now < item.ends)
    }
    top = max((priority for priority, _, _ in ready), default=None)
    return top, frozenset((campaign, slide) for priority, campaign, slide in ready if priority == top)


@given(days())
@settings(max_examples=300)
def test_others_play_from_exactly_the_instants_that_are_said(
    day: tuple[list[Entry], dict[str, Item], list[list[Interval]]],
) -> None:
    entries, items, running = day
    priorities = ActiveSets(entries, items).between(MIDNIGHT, at(LENGTH), running)
    assert list(priorities) == sorted(priorities)
    assert next(iter(priorities)) == MIDNIGHT
    last = None
    for hour in range(LENGTH):
        now = playing(entries, items, running, at(hour))
        assert (at(hour) in priorities) == (now != last)
        if now != last:
            assert priorities[at(hour)] == now[0]
        last = now
    assert all(each.minute == 0 and each < at(LENGTH) for each in priorities)


def test_nobody_plays_of_no_entries() -> None:
    assert ActiveSets([], {}).between(MIDNIGHT, at(LENGTH), []) == {MIDNIGHT: None}


def test_a_slide_that_opens_behind_a_mask_changes_nothing() -> None:
    items = {"top": Item(turns=TURNS), "below": Item(turns=TURNS, opens=at(3), ends=at(5))}
    entries = [Entry(campaign="top", slides=("top",), priority=1), Entry(campaign="below", slides=("below",))]
    whole = [(MIDNIGHT, at(LENGTH))]
    assert ActiveSets(entries, items).between(MIDNIGHT, at(LENGTH), [whole, whole]) == {MIDNIGHT: 1}
    assert ActiveSets(entries, items).between(MIDNIGHT, at(LENGTH), [[(MIDNIGHT, at(4))], whole]) == {
        MIDNIGHT: 1,
        at(4): 0,
        at(5): None,
    }
