"""Airtime, order of slides and fair languages while nothing changes."""

import itertools
from collections import Counter, defaultdict

import pytest
from hypothesis import assume, given, settings

from content.schedule.rotation import ActiveSet
from tests.schedule.plans import LANGUAGES, Drawn, active_sets, in_languages, played


@given(active_sets(shared=True, campaigns=9))
@settings(max_examples=80, deadline=None)
def test_at_every_moment_each_campaign_is_within_one_slide_of_its_share(drawn: Drawn) -> None:
    """Also where campaigns give way to one another: most of these sets have some with a single slide."""
    active, known = drawn
    shares = {campaign: share for campaign, share, _ in active}
    whole, total = sum(shares.values()), 0
    longest = max(turn.seconds for _, _, slides in active for slide in slides for turn in known[slide])
    airtime: Counter[str] = Counter()
    for turn in played(active, known, 5000):
        airtime[turn.campaign] += turn.seconds
        total += turn.seconds
        for campaign, share in shares.items():
            assert abs(airtime[campaign] * whole - total * share) <= longest * whole


@given(active_sets())
@settings(max_examples=60, deadline=None)
def test_a_campaign_plays_each_slide_once_per_language_before_any_again(drawn: Drawn) -> None:
    """Where no slide has more languages than the others together, for which those come again."""
    active, known = drawn
    by_campaign = defaultdict(list)
    for turn in played(active, known, 12_000):
        by_campaign[turn.campaign].append((turn.slide, turn.lang))
    for campaign, _, slides in active:
        loop = sorted((slide, turn.lang) for slide in slides for turn in known[slide])
        if len(slides) > 1 and 2 * max(len(known[slide]) for slide in slides) > len(loop):
            continue
        mine = by_campaign[campaign]
        for start in range(0, len(mine) - len(loop) + 1, len(loop)):
            assert Counter(slide for slide, _ in mine[start : start + len(loop)]) == Counter(slide for slide, _ in loop)
        for slide in slides:
            once = [lang for shown, lang in mine if shown == slide]
            languages = sorted(turn.lang for turn in known[slide])
            for start in range(0, len(once) - len(languages) + 1, len(languages)):
                assert sorted(once[start : start + len(languages)]) == languages


@given(active_sets(shared=True))
@settings(max_examples=100, deadline=None)
def test_a_slide_follows_itself_only_for_a_campaign_that_has_no_other(drawn: Drawn) -> None:
    active, known = drawn
    listed = {campaign: slides for campaign, _, slides in active}
    for one, other in itertools.pairwise(played(active, known, 5000)):
        assert one.slide != other.slide or listed[other.campaign] == (other.slide,)


@given(active_sets(campaigns=6))
@settings(max_examples=100, deadline=None)
def test_a_slide_follows_itself_only_where_its_airtime_leaves_no_way_out(drawn: Drawn) -> None:
    """Of n turns at most half, rounded up, can be one slide without two of them in a row. One more at either end may be
    cut off from its neighbours."""
    active, known = drawn
    assume(sum(len(slides) for _, _, slides in active) > 1)
    turns = played(active, known, 6000)
    repeats = Counter(one.slide for one, other in itertools.pairwise(turns) if one.slide == other.slide)
    counts = Counter(turn.slide for turn in turns)
    for slide, times in repeats.items():
        assert times <= 2 * counts[slide] - len(turns) + 2


def test_playlist_order_and_rotating_languages() -> None:
    known = {slide: in_languages(2) for slide in "abc"}
    assert [(turn.slide, turn.lang) for turn in played((("c", 1, ("a", "b", "c")),), known, 72)] == [
        *(("a", "ro"), ("b", "en"), ("c", "ro")),
        *(("a", "en"), ("b", "ro"), ("c", "en")),
    ]


def test_a_slide_with_fewer_languages_comes_back_evenly() -> None:
    known = {"five": in_languages(5), "also": in_languages(5), "two": in_languages(2)}
    order = [turn.slide for turn in played((("c", 1, ("five", "also", "two")),), known, 24 * 12)]
    places = [index for index, slide in enumerate(order) if slide == "two"]
    assert len(places) == 4
    assert {after - before for before, after in itertools.pairwise(places)} <= {5, 6, 7}


@pytest.mark.parametrize(
    "active",
    [
        (("x", 1, ("a", "b", "c")), ("y", 1, ("a", "b", "c"))),
        (("x", 1, ("a",)), ("y", 1, ("a", "b"))),
        (("x", 1, ("a",)), ("y", 1, ("a",)), ("z", 2, ("b",))),
        (("x", 1, ("a",)), ("y", 1, ("b",)), ("z", 1, ("c",))),
        (("x", 4, ("a", "b")), ("y", 1, ("a",)), ("z", 1, ("b",))),
    ],
)
def test_no_slide_twice_in_a_row_where_campaigns_share_slides_or_have_but_one(active: ActiveSet) -> None:
    known = {"a": in_languages(2, 8), "b": in_languages(3, 8), "c": in_languages(1, 20)}
    turns = played(active, known, 9000)
    assert not any(one.slide == other.slide for one, other in itertools.pairwise(turns))


def test_a_share_above_half_with_one_slide_repeats_it_and_no_more_than_it_must() -> None:
    known = {"a": in_languages(1), "b": in_languages(1)}
    turns = [turn.slide for turn in played((("x", 3, ("a",)), ("y", 1, ("b",))), known, 12 * 12)]
    assert "".join(turns) == "ababaaabaaab"


def test_campaigns_are_interleaved_never_in_blocks() -> None:
    known = {"a": in_languages(1), "b": in_languages(1), "c": in_languages(1)}
    turns = played((("x", 3, ("a", "b")), ("y", 1, ("c",))), known, 1200)
    runs = [len(list(group)) for _, group in itertools.groupby(turn.campaign for turn in turns)]
    assert max(runs) <= 3


def test_every_language_returns_soon() -> None:
    """Seven slides of 13 s in five languages: a reader of any language waits less than 90 s (usually 52 s)."""
    for slides in range(1, 11):
        known = {f"s{index}": in_languages(5, 13) for index in range(slides)}
        heard = dict.fromkeys(LANGUAGES, 0)
        at = 0
        for turn in played((("c", 1, tuple(known)),), known, 8000):
            assert at - heard[turn.lang] <= 7 * 13
            at += turn.seconds
            heard[turn.lang] = at


def test_consecutive_slides_differ_in_language_wherever_they_can() -> None:
    for slides, languages in [(3, 2), (5, 2), (7, 2), (2, 3), (4, 3), (3, 5), (4, 5), (7, 5)]:
        known = {f"s{index}": in_languages(languages) for index in range(slides)}
        turns = played((("c", 1, tuple(known)),), known, 8000)
        assert not any(one.lang == other.lang for one, other in itertools.pairwise(turns)), (slides, languages)


def test_a_slide_the_next_campaign_can_but_repeat_waits() -> None:
    """Of three slides the first campaign keeps back the one that is all that another has, where that comes next."""
    known = {"v": in_languages(1, 15), "w": in_languages(1, 20), "u": in_languages(1, 15)}
    active = (("c0", 3, ("v", "w", "u")), ("c1", 3, ("w",)), ("c2", 1, ("u",)))
    turns = [turn.slide for turn in played(active, known, 600 * 17)]
    assert not any(one == other for one, other in itertools.pairwise(turns))
