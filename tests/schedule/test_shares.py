"""Civic minimums by hand, and on rotations that hypothesis makes up: met within a slide, silent when met anyway."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.schedule.loops import Loops
from content.schedule.plan import Entry, Item, Plan, Turn
from content.schedule.resolve import Schedule
from content.schedule.rotation import ActiveSet, Rotation
from content.schedule.shares import weighted
from tests import sample

KINDS = ("budget", "consultation", "dataset", "notice")


def items(**kinds: str) -> dict[str, Item]:
    return {name: Item(turns=(Turn(lang="ro", seconds=10),), kind=kind) for name, kind in kinds.items()}


def airtime(active: ActiveSet, of: dict[str, Item], seconds: int) -> dict[str, int]:
    """Seconds by kind of the first `seconds` of the rotation."""
    rotation = Rotation(active, Loops({name: item.turns for name, item in of.items()}))
    airtimes = dict.fromkeys(KINDS, 0)
    at = 0
    while at < seconds:
        _, end, turn = rotation.at(at)
        airtimes[of[turn.slide].kind] += min(end, seconds) - at
        at = end
    return airtimes


def test_shares_that_give_enough_are_left_alone() -> None:
    of = items(a="budget", b="consultation")
    active = (("x", 1, ("a",)), ("y", 1, ("b",)))
    assert weighted(active, of, {"consultation": 0.5}) is active
    assert weighted(active, of, {}) is active
    assert weighted((), of, {"consultation": 0.5}) == ()


def test_what_lacks_is_taken_from_the_others_in_proportion() -> None:
    of = items(a="budget", b="consultation", c="dataset")
    active = (("x", 6, ("a",)), ("y", 1, ("b",)), ("z", 3, ("c",)))
    campaigns = weighted(active, of, {"consultation": 0.4})
    assert [(name, weight) for name, weight, _ in campaigns] == [("x", 4000), ("y", 4000), ("z", 2000)]


def test_a_campaign_of_several_kinds_is_weighed_by_kind() -> None:
    of = items(a="budget", b="budget", c="budget", d="consultation")
    campaigns = weighted((("x", 1, ("a", "b", "c", "d")),), of, {"consultation": 0.5})
    assert campaigns == (("x", 500, ("a", "b", "c")), ("x", 500, ("d",)))
    shown = airtime(campaigns, of, 3600)
    assert abs(shown["consultation"] - 1800) <= 10


def test_a_slide_in_few_languages_that_comes_again_takes_its_part_of_the_others() -> None:
    """Beside five turns of one slide the other's one turn comes five times, for no slide follows itself."""
    five = tuple(Turn(lang=lang, seconds=8) for lang in ("ro", "en", "hu", "de", "sr"))
    of = {"a": Item(turns=five, kind="budget"), "b": Item(turns=(Turn(lang="ro", seconds=20),), kind="consultation")}
    active = (("x", 1, ("a", "b")),)
    assert weighted(active, of, {"budget": 0.28}) is active
    campaigns = weighted(active, of, {"budget": 0.6})
    assert campaigns == (("x", 600, ("a",)), ("x", 400, ("b",)))
    assert abs(airtime(campaigns, of, 3600)["budget"] - 0.6 * 3600) <= 20


def test_raising_one_kind_may_push_another_below_its_own_minimum() -> None:
    of = items(a="budget", b="consultation", c="dataset")
    active = (("x", 70, ("a",)), ("y", 10, ("b",)), ("z", 20, ("c",)))
    weights = {name: weight for name, weight, _ in weighted(active, of, {"consultation": 0.5, "dataset": 0.2})}
    assert weights == {"x": 30_000, "y": 50_000, "z": 20_000}


def test_a_kind_nobody_shows_leaves_its_part_to_the_others() -> None:
    of = items(a="budget")
    active = (("x", 1, ("a",)),)
    assert weighted(active, of, {"consultation": 0.9}) is active


@given(st.data())
def test_minimums_are_met_within_a_slide_of_each_campaign(data: st.DataObject) -> None:
    count = data.draw(st.integers(2, 6))
    of = {
        f"s{n}": Item(
            turns=(Turn(lang="ro", seconds=data.draw(st.integers(8, 20))),), kind=data.draw(st.sampled_from(KINDS))
        )
        for n in range(count)
    }
    active: ActiveSet = tuple(
        (f"c{n}", data.draw(st.integers(1, 9)), tuple(data.draw(st.sets(st.sampled_from(sorted(of)), min_size=1))))
        for n in range(data.draw(st.integers(1, 3)))
    )
    asked = {kind: data.draw(st.sampled_from([0.1, 0.2, 0.25])) for kind in data.draw(st.sets(st.sampled_from(KINDS)))}
    campaigns = weighted(active, of, asked)
    shown = airtime(campaigns, of, 7200)
    there = {of[slide].kind for _, _, slides in active for slide in slides}
    for kind, part in asked.items():
        if kind in there:
            assert shown[kind] >= part * 7200 - 20 * (len(campaigns) + 1)
    assert {slide for _, _, slides in campaigns for slide in slides} == {
        slide for _, _, slides in active for slide in slides
    }


def test_a_plan_with_a_minimum_plays_it() -> None:
    of = items(a="budget", b="consultation")
    entries = (Entry(campaign="x", slides=("a",), share=9), Entry(campaign="y", slides=("b",)))
    plan = Plan(timezone="Europe/Bucharest", items=of, entries=entries, minimums={"consultation": 0.3})
    start = datetime(2026, 6, 15, 9, tzinfo=UTC)
    seconds = sum(
        (min(s.until, start + timedelta(hours=1)) - max(s.since, start)).total_seconds()
        for s in Schedule(plan).timeline(start, start + timedelta(hours=1))
        if s.slide == "b"
    )
    assert abs(seconds - 1080) <= 10


def test_a_display_ahead_shows_what_others_show_later() -> None:
    of = items(a="budget", b="consultation", c="dataset")
    entries = (Entry(campaign="x", slides=("a", "b", "c")),)
    plain = Schedule(Plan(timezone="Europe/Bucharest", items=of, entries=entries))
    ahead = Schedule(Plan(timezone="Europe/Bucharest", items=of, entries=entries, phase=10))
    start = datetime(2026, 6, 15, 9, tzinfo=UTC)
    for second in range(0, 120, 7):
        at = start + timedelta(seconds=second)
        one, other = plain.resolve(at), ahead.resolve(at)
        assert one.slide != other.slide == plain.resolve(at + timedelta(seconds=10)).slide
        assert other.since <= at < other.until


def test_groups_add_up_per_display() -> None:
    city = sample.CITY + (
        "minimum_airtime:\n"
        "  - {displays: all, kinds: {consultation: 0.2}}\n"
        "  - {displays: {tags: [centru]}, kinds: {consultation: 0.3, budget: 0.1}}\n"
        "  - {displays: [piata], kinds: {consultation: 0.1}}\n"
    )
    pack = sample.parsed(city=city)
    assert pack.city.minimums(pack.displays["piata"]) == {"consultation": 0.3, "budget": 0.1}
    assert pack.city.minimums(pack.displays["gara"]) == {"consultation": 0.2}


def test_more_than_all_the_airtime_is_refused() -> None:
    city = sample.CITY + "minimum_airtime: [{kinds: {consultation: 0.7, budget: 0.5}}]\n"
    with pytest.raises(RefusedError, match=r"asks for consultation 0.7 and budget 0.5 on piata, 1.2 of the airtime"):
        sample.parsed(city=city)


def test_a_group_names_displays_there_are() -> None:
    city = sample.CITY + "minimum_airtime: [{displays: [nix], kinds: {budget: 0.5}}]\n"
    with pytest.raises(RefusedError, match=r"minimum_airtime\[0\].displays: found the display 'nix', expected one of"):
        sample.parsed(city=city)


def test_a_minimum_holds_where_campaigns_share_a_slide_that_is_held_back() -> None:
    """By their shares budgets have 75%, but the slide of both may not follow itself."""
    of = items(a="budget", b="consultation")
    active = (("x", 1, ("a",)), ("y", 1, ("a", "b")))
    got = airtime(weighted(active, of, {"budget": 0.6}), of, 36_000)
    assert got["budget"] >= 0.6 * sum(got.values()) - 20
