"""Airtime, order of slides, fair languages: properties of the rotation while nothing changes."""

import itertools
from collections import Counter, defaultdict

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from content.schedule.loops import Loops, Part
from content.schedule.plan import Turn
from content.schedule.rotation import ActiveSet, Rotation

LANGUAGES = ("ro", "en", "hu", "de", "sr")


def turns(count: int, seconds: int = 12) -> tuple[Turn, ...]:
    return tuple(Turn(lang=lang, seconds=seconds) for lang in LANGUAGES[:count])


def played(rotation: Rotation, seconds: int) -> list[tuple[int, Part]]:
    """Seconds and part of each turn from the start."""
    found, at = [], 0
    while at < seconds:
        start, end, part = rotation.at(at)
        assert start == at < end
        found.append((end - start, part))
        at = end
    return found


Mix = tuple[ActiveSet, dict[str, tuple[Turn, ...]]]


@st.composite
def mixes(draw: st.DrawFn, shared: bool = False, campaigns: int = 4) -> Mix:
    """So many campaigns at the most; with `shared` they may play the same slides."""
    known: dict[str, tuple[Turn, ...]] = {}
    active = []
    for campaign in range(draw(st.integers(1, campaigns))):
        slides = []
        for index in draw(st.lists(st.integers(0, 4), min_size=1, max_size=4, unique=True)):
            slide = f"s{index}" if shared else f"s{campaign}-{index}"
            seconds = draw(st.integers(8, 20))
            known.setdefault(slide, turns(draw(st.integers(1, 5)), seconds))
            slides.append(slide)
        active.append((f"c{campaign}", draw(st.sampled_from((1, 1, 2, 3, 6, 20))), tuple(slides)))
    return tuple(active), known


@given(mixes(shared=True, campaigns=9))
@settings(max_examples=80, deadline=None)
def test_at_every_moment_each_campaign_is_within_one_slide_of_its_share(mix: Mix) -> None:
    """Also where campaigns give way to one another: most of these mixes have some with a single slide."""
    active, known = mix
    shares = {campaign: share for campaign, share, _ in active}
    whole, total = sum(shares.values()), 0
    longest = max(turn.seconds for _, _, slides in active for slide in slides for turn in known[slide])
    airtime: Counter[str] = Counter()
    for seconds, part in played(Rotation(active, Loops(known)), 5000):
        airtime[part.campaign] += seconds
        total += seconds
        for campaign, share in shares.items():
            assert abs(airtime[campaign] * whole - total * share) <= longest * whole


@given(mixes())
@settings(max_examples=60, deadline=None)
def test_a_campaign_plays_each_slide_once_per_language_before_any_again(mix: Mix) -> None:
    """Where no slide has more languages than the others together, for which those come again."""
    active, known = mix
    by_campaign = defaultdict(list)
    for _, part in played(Rotation(active, Loops(known)), 12_000):
        by_campaign[part.campaign].append((part.slide, part.lang))
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


@given(mixes(shared=True))
@settings(max_examples=100, deadline=None)
def test_a_slide_follows_itself_only_for_a_campaign_that_has_no_other(mix: Mix) -> None:
    active, known = mix
    listed = {campaign: slides for campaign, _, slides in active}
    for (_, one), (_, other) in itertools.pairwise(played(Rotation(active, Loops(known)), 5000)):
        assert one.slide != other.slide or listed[other.campaign] == (other.slide,)


@given(mixes(campaigns=6))
@settings(max_examples=100, deadline=None)
def test_a_slide_follows_itself_only_where_its_airtime_leaves_no_way_out(mix: Mix) -> None:
    """Of n turns at most half, rounded up, can be one slide without two of them in a row. A turn at either end is the
    window's."""
    active, known = mix
    assume(sum(len(slides) for _, _, slides in active) > 1)
    parts = [part for _, part in played(Rotation(active, Loops(known)), 6000)]
    repeats = Counter(one.slide for one, other in itertools.pairwise(parts) if one.slide == other.slide)
    counts = Counter(part.slide for part in parts)
    for slide, times in repeats.items():
        assert times <= 2 * counts[slide] - len(parts) + 2


@pytest.mark.parametrize("places", range(2, 6))
def test_a_loop_of_any_languages_has_no_slide_beside_itself_and_loses_none(places: int) -> None:
    for counts in itertools.product(range(1, 6), repeat=places):
        known = {f"s{index}": turns(count) for index, count in enumerate(counts)}
        rotation = Rotation((("c", 1, tuple(known)),), Loops(known))
        loop = max(sum(counts), 2 * max(counts))
        parts = [rotation.at(12 * index)[2] for index in range(2 * loop)]
        assert not any(one.slide == other.slide for one, other in itertools.pairwise(parts)), counts
        shown = Counter(part.slide for part in parts[:loop])
        assert all(shown[f"s{index}"] >= count for index, count in enumerate(counts)), counts
        assert shown == Counter(part.slide for part in parts[loop:]), counts


@given(mixes())
@settings(max_examples=60, deadline=None)
def test_what_is_worked_out_lazily_does_not_depend_on_how_it_is_asked(mix: Mix) -> None:
    active, known = mix
    forward, jump = Rotation(active, Loops(known)), Rotation(active, Loops(known))
    ends = list(itertools.accumulate(seconds for seconds, _ in played(forward, 9000)))
    for end in reversed(ends):
        assert jump.at(end - 1) == forward.at(end - 1)


@given(mixes(campaigns=3), st.integers(0, 9000), st.integers(1, 2000))
@settings(max_examples=60, deadline=None)
def test_a_walk_finds_what_is_asked_for_turn_by_turn(mix: Mix, second: int, further: int) -> None:
    """From any second on, also where what is worked out begins to repeat."""
    active, known = mix
    asked, walked = Rotation(active, Loops(known)), Rotation(active, Loops(known))
    begin, parts = walked.walk(second, second + further)
    until = second + further
    while second < until:
        end = begin + (part := next(parts)).seconds
        assert (begin, end, part) == asked.at(second)
        begin = second = end


def test_playlist_order_and_rotating_languages() -> None:
    rotation = Rotation((("c", 1, ("a", "b", "c")),), Loops({slide: turns(2) for slide in "abc"}))
    assert [(part.slide, part.lang) for _, part in played(rotation, 72)] == [
        *(("a", "ro"), ("b", "en"), ("c", "ro")),
        *(("a", "en"), ("b", "ro"), ("c", "en")),
    ]


def test_a_slide_with_fewer_languages_comes_back_evenly() -> None:
    known = {"five": turns(5), "also": turns(5), "two": turns(2)}
    order = [part.slide for _, part in played(Rotation((("c", 1, ("five", "also", "two")),), Loops(known)), 24 * 12)]
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
    known = {"a": turns(2, 8), "b": turns(3, 8), "c": turns(1, 20)}
    parts = [part for _, part in played(Rotation(active, Loops(known)), 9000)]
    assert not any(one.slide == other.slide for one, other in itertools.pairwise(parts))


def test_a_share_above_half_with_one_slide_repeats_it_and_no_more_than_it_must() -> None:
    known = {"a": turns(1), "b": turns(1)}
    parts = [part.slide for _, part in played(Rotation((("x", 3, ("a",)), ("y", 1, ("b",))), Loops(known)), 12 * 12)]
    assert "".join(parts) == "ababaaabaaab"


def test_campaigns_are_interleaved_never_in_blocks() -> None:
    known = {"a": turns(1), "b": turns(1), "c": turns(1)}
    parts = [part for _, part in played(Rotation((("x", 3, ("a", "b")), ("y", 1, ("c",))), Loops(known)), 1200)]
    runs = [len(list(group)) for _, group in itertools.groupby(part.campaign for part in parts)]
    assert max(runs) <= 3


def test_every_language_returns_soon() -> None:
    """Seven slides of 13 s in five languages: a reader of any language waits less than 90 s (usually 52 s)."""
    for slides in range(1, 11):
        known = {f"s{index}": turns(5, 13) for index in range(slides)}
        heard = dict.fromkeys(LANGUAGES, 0)
        at = 0
        for seconds, part in played(Rotation((("c", 1, tuple(known)),), Loops(known)), 8000):
            assert at - heard[part.lang] <= 7 * 13
            at += seconds
            heard[part.lang] = at


def test_consecutive_slides_differ_in_language_wherever_they_can() -> None:
    for slides, languages in [(3, 2), (5, 2), (7, 2), (2, 3), (4, 3), (3, 5), (4, 5), (7, 5)]:
        known = {f"s{index}": turns(languages) for index in range(slides)}
        parts = [part for _, part in played(Rotation((("c", 1, tuple(known)),), Loops(known)), 8000)]
        assert not any(one.lang == other.lang for one, other in itertools.pairwise(parts)), (slides, languages)


def test_a_repeating_rotation_is_not_worked_out_further() -> None:
    rotation = Rotation((("c", 1, ("a",)),), Loops({"a": turns(1, 10)}))
    assert rotation.at(10**9 + 3) == (10**9, 10**9 + 10, Part("a", "ro", "c", 10))


def test_a_slide_the_next_campaign_can_but_repeat_waits() -> None:
    """Of three slides the first campaign keeps back the one that is all that another has, where that comes next."""
    known = {"v": turns(1, 15), "w": turns(1, 20), "u": turns(1, 15)}
    active = (("c0", 3, ("v", "w", "u")), ("c1", 3, ("w",)), ("c2", 1, ("u",)))
    parts = [part.slide for _, part in played(Rotation(active, Loops(known)), 600 * 17)]
    assert not any(one == other for one, other in itertools.pairwise(parts))
