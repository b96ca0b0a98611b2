"""The worked example at the top of the room is what the schedule does."""

import doctest

from content import schedule


def test_the_worked_example_holds() -> None:
    result = doctest.testmod(schedule)
    assert result.attempted > 5
    assert result.failed == 0
