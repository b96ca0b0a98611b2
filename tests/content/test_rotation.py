"""Airtime, order of slides, fair languages: properties of the rotation while nothing changes."""

import itertools
from collections import Counter, defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from content.plan import Turn
from content.rotation import Active, Part, Rotation

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


@st.composite
def mixes(draw: st.DrawFn, shared: bool = False) -> tuple[Active, dict[str, tuple[Turn, ...]]]:
    """One to four campaigns; with `shared` they may play the same slides."""
    known: dict[str, tuple[Turn, ...]] = {}
    active = []
    for campaign in range(draw(st.integers(1, 4))):
        slides = []
        for index in range(draw(st.integers(1, 4))):
            slide = f"s{index}" if shared else f"s{campaign}-{index}"
            seconds = draw(st.integers(8, 20))
            known.setdefault(slide, turns(draw(st.integers(1, 5)), seconds))
            slides.append(slide)
        active.append((f"c{campaign}", draw(st.integers(1, 6)), tuple(slides)))
    return tuple(active), known


@given(mixes(shared=True))
@settings(max_examples=60, deadline=None)
def test_at_every_moment_each_campaign_is_within_one_slide_of_its_share(
    mix: tuple[Active, dict[str, tuple[Turn, ...]]],
) -> None:
    active, known = mix
    shares = {campaign: share for campaign, share, _ in active}
    whole, total = sum(shares.values()), 0
    longest = max(turn.seconds for each in known.values() for turn in each)
    airtime: Counter[str] = Counter()
    for seconds, part in played(Rotation(active, known), 6000):
        airtime[part.campaign] += seconds
        total += seconds
        for campaign, share in shares.items():
            assert abs(airtime[campaign] - total * share / whole) <= longest


@given(mixes())
@settings(max_examples=60, deadline=None)
def test_a_campaign_plays_each_slide_once_per_language_before_any_again(
    mix: tuple[Active, dict[str, tuple[Turn, ...]]],
) -> None:
    active, known = mix
    by_campaign = defaultdict(list)
    for _, part in played(Rotation(active, known), 12_000):
        by_campaign[part.campaign].append((part.slide, part.lang))
    for campaign, _, slides in active:
        loop = sorted((slide, turn.lang) for slide in slides for turn in known[slide])
        mine = by_campaign[campaign]
        for start in range(0, len(mine) - len(loop) + 1, len(loop)):
            assert sorted(mine[start : start + len(loop)]) == loop


@given(mixes())
@settings(max_examples=60, deadline=None)
def test_what_is_worked_out_lazily_does_not_depend_on_how_it_is_asked(
    mix: tuple[Active, dict[str, tuple[Turn, ...]]],
) -> None:
    active, known = mix
    forward, jump = Rotation(active, known), Rotation(active, known)
    ends = list(itertools.accumulate(seconds for seconds, _ in played(forward, 9000)))
    for end in reversed(ends):
        assert jump.at(end - 1) == forward.at(end - 1)


def test_playlist_order_and_rotating_languages() -> None:
    rotation = Rotation((("c", 1, ("a", "b", "c")),), {slide: turns(2) for slide in "abc"})
    assert [(part.slide, part.lang) for _, part in played(rotation, 72)] == [
        *(("a", "ro"), ("b", "en"), ("c", "ro")),
        *(("a", "en"), ("b", "ro"), ("c", "en")),
    ]


def test_a_slide_with_fewer_languages_comes_back_evenly() -> None:
    known = {"five": turns(5), "also": turns(5), "two": turns(2)}
    order = [part.slide for _, part in played(Rotation((("c", 1, ("five", "also", "two")),), known), 24 * 12)]
    places = [index for index, slide in enumerate(order) if slide == "two"]
    assert len(places) == 4
    assert {after - before for before, after in itertools.pairwise(places)} <= {5, 6, 7}


def test_no_slide_twice_in_a_row_where_another_may_play() -> None:
    active = (("x", 1, ("a", "b", "c")), ("y", 1, ("a", "b", "c")))
    parts = [part for _, part in played(Rotation(active, {slide: turns(2) for slide in "abc"}), 6000)]
    assert not any(one.slide == other.slide for one, other in itertools.pairwise(parts))


def test_campaigns_are_interleaved_never_in_blocks() -> None:
    known = {"a": turns(1), "b": turns(1), "c": turns(1)}
    parts = [part for _, part in played(Rotation((("x", 3, ("a", "b")), ("y", 1, ("c",))), known), 1200)]
    runs = [len(list(group)) for _, group in itertools.groupby(part.campaign for part in parts)]
    assert max(runs) <= 3


def test_every_language_returns_soon() -> None:
    """Seven slides of 13 s in five languages: a reader of any language waits less than 90 s (usually 52 s)."""
    for slides in range(1, 11):
        known = {f"s{index}": turns(5, 13) for index in range(slides)}
        heard = dict.fromkeys(LANGUAGES, 0)
        at = 0
        for seconds, part in played(Rotation((("c", 1, tuple(known)),), known), 8000):
            assert at - heard[part.lang] <= 7 * 13
            at += seconds
            heard[part.lang] = at


def test_consecutive_slides_differ_in_language_wherever_they_can() -> None:
    for slides, languages in [(3, 2), (5, 2), (7, 2), (2, 3), (4, 3), (3, 5), (4, 5), (7, 5)]:
        known = {f"s{index}": turns(languages) for index in range(slides)}
        parts = [part for _, part in played(Rotation((("c", 1, tuple(known)),), known), 8000)]
        assert not any(one.lang == other.lang for one, other in itertools.pairwise(parts)), (slides, languages)


def test_a_repeating_rotation_is_not_worked_out_further() -> None:
    rotation = Rotation((("c", 1, ("a",)),), {"a": turns(1, 10)})
    assert rotation.at(10**9 + 3) == (10**9, 10**9 + 10, Part("a", "ro", "c"))
