"""A plan without what a display cannot show: the next turn moves up."""

from datetime import UTC, datetime, timedelta

from content.schedule.left_out import without
from content.schedule.plan import Entry, Item, Plan, Turn
from content.schedule.resolve import Schedule

NOON = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
BOTH = (Turn(lang="ro", seconds=10), Turn(lang="hu", seconds=10))
PLAN = Plan(
    timezone="Europe/Bucharest",
    items={"a": Item(turns=BOTH), "b": Item(turns=BOTH[:1]), "c": Item(turns=BOTH[:1])},
    entries=(Entry(campaign="x", slides=("a", "b")), Entry(campaign="y", slides=("c",), priority=3)),
)


def seen(plan: Plan, seconds: int = 120) -> list[tuple[str, str | None, str | None]]:
    """What shows, second by second: the state, the slide, its language."""
    schedule = Schedule(plan)
    showings = [schedule.resolve(NOON + timedelta(seconds=second)) for second in range(seconds)]
    return [(each.state, each.slide, each.lang) for each in showings]


def test_nothing_left_out_is_the_same_plan() -> None:
    assert without(PLAN, ()) is PLAN
    assert without(PLAN, {("none", "ro")}) == PLAN


def test_a_language_is_left_out_and_the_other_goes_on() -> None:
    plan = without(PLAN, {("c", "ro"), ("a", "hu")})
    assert set(seen(plan)) == {("showing", "a", "ro"), ("showing", "b", "ro")}
    assert plan.items["a"].turns == BOTH[:1]


def test_what_is_above_all_and_cannot_be_shown_masks_nothing() -> None:
    assert set(seen(PLAN)) == {("showing", "c", "ro")}
    assert {slide for _, slide, _ in seen(without(PLAN, {("c", "ro")}))} == {"a", "b"}


def test_the_others_fill_the_time_as_if_it_had_never_been_planned() -> None:
    left = Plan(timezone=PLAN.timezone, items={"b": PLAN.items["b"]}, entries=(Entry(campaign="x", slides=("b",)),))
    assert seen(without(PLAN, {("a", "ro"), ("a", "hu"), ("c", "ro")})) == seen(left)


def test_without_any_slide_the_neutral_frame_shows() -> None:
    turns = {(name, turn.lang) for name, item in PLAN.items.items() for turn in item.turns}
    assert set(seen(without(PLAN, turns))) == {("neutral", None, None)}
