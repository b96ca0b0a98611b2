"""One loop of a campaign: repeats are spread evenly, no slide comes beside itself, and none is lost."""

import itertools
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.schedule.loops import Loops, RotationTurn, order, seconds
from content.schedule.plan import Turn
from content.schedule.rotation import Rotation
from tests.schedule.plans import in_languages

COUNTS = st.lists(st.integers(1, 9), min_size=1, max_size=12).map(tuple)


@pytest.mark.parametrize("places", range(2, 6))
def test_a_loop_of_any_languages_has_no_slide_beside_itself_and_loses_none(places: int) -> None:
    for counts in itertools.product(range(1, 6), repeat=places):
        known = {f"s{index}": in_languages(count) for index, count in enumerate(counts)}
        rotation = Rotation((("c", 1, tuple(known)),), Loops(known))
        loop = max(sum(counts), 2 * max(counts))
        turns = [rotation.at(12 * index)[2] for index in range(2 * loop)]
        assert not any(one.slide == other.slide for one, other in itertools.pairwise(turns)), counts
        shown = Counter(turn.slide for turn in turns[:loop])
        assert all(shown[f"s{index}"] >= count for index, count in enumerate(counts)), counts
        assert shown == Counter(turn.slide for turn in turns[loop:]), counts


@given(COUNTS)
def test_every_place_comes_as_often_as_it_counts_and_more_often_only_beside_a_longer_one(
    counts: tuple[int, ...],
) -> None:
    places = order(counts)
    came = Counter(places)
    assert came.keys() == set(range(len(counts)))
    assert all(came[place] >= count for place, count in enumerate(counts))
    if len(counts) == 1 or 2 * max(counts) <= sum(counts):
        assert tuple(came[place] for place in range(len(counts))) == counts
    else:
        assert len(places) == 2 * max(counts)


@given(COUNTS.filter(lambda counts: len(counts) > 1))
def test_no_place_comes_twice_in_a_row_nor_last_and_first(counts: tuple[int, ...]) -> None:
    places = order(counts)
    assert all(one != other for one, other in itertools.pairwise([*places, places[0]]))


def test_a_place_that_comes_often_is_spread_evenly() -> None:
    assert order((1, 1, 1)) == (0, 1, 2)
    assert order((2, 1, 1)) == (0, 1, 0, 2)
    assert order((4, 2, 2)) == (0, 1, 0, 2, 0, 1, 0, 2)


def test_the_airtime_of_slides_is_how_long_they_are_seen_in_a_loop() -> None:
    assert seconds([in_languages(1, 8), in_languages(1, 20)]) == [8, 20]
    assert seconds([in_languages(3, 10), in_languages(1, 8), in_languages(1, 8)]) == [30, 16, 8]
    uneven = (Turn(lang="ro", seconds=8), Turn(lang="en", seconds=13))
    assert seconds([uneven]) == [21]
    assert seconds([uneven, in_languages(3, 10)]) == [Fraction(3 * 21, 2), 30]


def test_a_loop_knows_its_turns_and_their_languages() -> None:
    loops = Loops({"a": in_languages(2, 9), "b": in_languages(1, 0)})
    loop = loops.of("c", ("a", "b"))
    assert loop.turns == (
        (RotationTurn("a", "ro", "c", 9), RotationTurn("a", "en", "c", 9)),
        (RotationTurn("b", "ro", "c", 1),),  # never shorter, or it would not end
    )
    assert (loop.owed, loop.longest) == ({"ro": 2, "en": 1}, 9)
    assert loops.of("c", ("a", "b")) is loop
