"""What shows by a doubtful clock is open whatever time it is within the doubt, against the plan itself."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from content.schedule.doubt import narrowed, undated
from content.schedule.plan import ALL_DAY, Entry, Item, Plan, Turn, Window
from content.schedule.recurrence import Recurrence
from content.schedule.resolve import Schedule

START = datetime(2026, 11, 30, 8, tzinfo=UTC)
MORNING = Window(days=tuple(range(7)), start=8 * 60, end=9 * 60)
NAMES = "abcd"

instants = st.none() | st.integers(-5_000, 5_000).map(lambda minutes: START + timedelta(minutes=minutes))


def items() -> st.SearchStrategy[Item]:
    turns = (Turn(lang="ro", seconds=10),)
    return st.builds(lambda opens, ends: Item(turns=turns, opens=opens, ends=ends), instants, instants)


def entries() -> st.SearchStrategy[Entry]:
    return st.builds(
        lambda slides, opens, ends, dayparts, priority: Entry(
            campaign="c", slides=tuple(slides), opens=opens, ends=ends, dayparts=dayparts, priority=priority
        ),
        st.lists(st.sampled_from(NAMES), min_size=1, unique=True),
        instants,
        instants,
        st.sampled_from([(), ALL_DAY, (MORNING,)]),
        st.integers(0, 2),
    )


def plans() -> st.SearchStrategy[Plan]:
    def plan(items: list[Item], entries: list[Entry]) -> Plan:
        named = tuple(
            Entry(**{name: getattr(entry, name) for name in Entry.__struct_fields__} | {"campaign": f"c{number}"})
            for number, entry in enumerate(entries)
        )
        return Plan(timezone="Europe/Bucharest", items=dict(zip(NAMES, items, strict=True)), entries=named)

    return st.builds(plan, st.lists(items(), min_size=4, max_size=4), st.lists(entries(), max_size=4))


def is_open(plan: Plan, campaign: str, slide: str, at: datetime) -> bool:
    """Whether the dates of the slide and of its campaign include that instant."""
    entry = next(each for each in plan.entries if each.campaign == campaign)
    return all(
        (one.opens is None or one.opens <= at) and (one.ends is None or at < one.ends)
        for one in (entry, plan.items[slide])
    )


@given(plans(), st.integers(0, 4_000), st.integers(-4_000, 4_000), st.floats(-1, 1))
def test_what_is_narrowed_is_open_within_the_margin(plan: Plan, margin_min: int, at_min: int, part: float) -> None:
    margin, at = timedelta(minutes=margin_min), START + timedelta(minutes=at_min)
    showing = Schedule(narrowed(plan, margin)).resolve(at)
    if showing.slide is not None and showing.campaign is not None:
        assert is_open(plan, showing.campaign, showing.slide, at + margin * part)


@given(plans(), st.integers(-6_000, 6_000), st.integers(-6_000, 6_000), st.integers(0, 20_000))
def test_what_is_undated_is_open_ever_after_whatever_the_clock_says(
    plan: Plan, floor_min: int, clock_min: int, truth_min: int
) -> None:
    floor = START + timedelta(minutes=floor_min)
    showing = Schedule(undated(plan, floor)).resolve(START + timedelta(minutes=clock_min))
    assert showing.state != "off"
    if showing.slide is not None and showing.campaign is not None:
        assert is_open(plan, showing.campaign, showing.slide, floor + timedelta(minutes=truth_min))
        assert plan.entries[int(showing.campaign[1:])].dayparts in {(), ALL_DAY}


@given(plans(), st.integers(-6_000, 6_000))
def test_without_a_doubt_the_plan_is_itself(plan: Plan, at_min: int) -> None:
    assert narrowed(plan, timedelta(0)) is plan


@given(plans(), st.integers(0, 3))
def test_what_has_no_dates_plays_by_any_clock(plan: Plan, number: int) -> None:
    entry = Entry(campaign="always", slides=("e",), priority=9)
    always = Item(turns=(Turn(lang="ro", seconds=10),))
    with_one = Plan(timezone=plan.timezone, items={**plan.items, "e": always}, entries=(*plan.entries, entry))
    for at in (datetime(1970, 1, 2, tzinfo=UTC), START, datetime(2036, 1, 1, tzinfo=UTC)):
        assert Schedule(undated(with_one, START)).resolve(at).slide == "e"


def test_hours_and_days_are_not_kept_by_a_clock_that_is_not_trusted() -> None:
    night = Window(days=(0,), start=0, end=1)
    item = Item(turns=(Turn(lang="ro", seconds=10),))
    plan = Plan(
        timezone="Europe/Bucharest",
        hours=(night,),
        items={"a": item, "b": item},
        entries=(
            Entry(campaign="daily", slides=("a",)),
            Entry(
                campaign="mondays",
                slides=("b",),
                recurs=Recurrence(start=START.date(), rule="FREQ=WEEKLY;BYDAY=MO"),
                priority=5,
            ),
        ),
    )
    assert Schedule(plan).resolve(START).state == "off"
    assert Schedule(undated(plan, START)).resolve(START).slide == "a"


def test_a_bound_at_the_end_of_all_years_stays() -> None:
    last = datetime.max.replace(tzinfo=UTC)
    item = Item(turns=(Turn(lang="ro", seconds=10),), opens=last, ends=last)
    plan = Plan(timezone="Europe/Bucharest", items={"a": item})
    assert narrowed(plan, timedelta(days=1)).items["a"].opens == last
