"""Turns by the second at which they play: alike in whatever order they are asked for."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from content.schedule.loops import Loops, RotationTurn
from content.schedule.rotation import Rotation
from tests.schedule.plans import Drawn, active_sets, in_languages, played


@given(active_sets())
@settings(max_examples=60, deadline=None)
def test_what_is_worked_out_lazily_does_not_depend_on_how_it_is_asked(drawn: Drawn) -> None:
    active, known = drawn
    forward, jump = Rotation(active, Loops(known)), Rotation(active, Loops(known))
    ends = list(itertools.accumulate(turn.seconds for turn in played(active, known, 9000)))
    for end in reversed(ends):
        assert jump.at(end - 1) == forward.at(end - 1)


@given(active_sets(campaigns=3), st.integers(0, 9000), st.integers(1, 2000))
@settings(max_examples=60, deadline=None)
def test_a_walk_finds_what_is_asked_for_turn_by_turn(drawn: Drawn, second: int, further: int) -> None:
    """From any second on, also where what is worked out begins to repeat."""
    active, known = drawn
    asked, walked = Rotation(active, Loops(known)), Rotation(active, Loops(known))
    begin, turns = walked.walk(second, second + further)
    until = second + further
    while second < until:
        end = begin + (turn := next(turns)).seconds
        assert (begin, end, turn) == asked.at(second)
        begin = second = end


def test_a_repeating_rotation_is_not_worked_out_further() -> None:
    rotation = Rotation((("c", 1, ("a",)),), Loops({"a": in_languages(1, 10)}))
    assert rotation.at(10**9 + 3) == (10**9, 10**9 + 10, RotationTurn("a", "ro", "c", 10))
