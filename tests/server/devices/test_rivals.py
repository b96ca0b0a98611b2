"""Two players with one identity."""

from datetime import timedelta

import pytest

from control_server.devices.rivals import Rivals
from tests.server.simulator import START


@pytest.mark.parametrize(
    ("spoke", "rivals"),
    [
        ("aaaa", False),
        ("aabbcc", False),  # started again and again
        ("aba", True),
        ("abca", True),
        ("abcdefghia", False),  # so long ago that it is forgotten
        ("a a a", False),  # an older player does not say
    ],
)
def test_who_speaks_in_turn_is_told_from_who_starts_again(spoke: str, rivals: bool) -> None:
    known = Rivals()
    for instance in spoke:
        known.spoke("gara", instance.strip(), START)
    assert known.are("gara", START) is rivals
    assert not known.are("piata", START)


def test_they_are_named_for_ten_minutes() -> None:
    known = Rivals()
    for instance in "aba":
        known.spoke("gara", instance, START)
    assert known.are("gara", START + timedelta(minutes=9.9))
    assert not known.are("gara", START + timedelta(minutes=10))
