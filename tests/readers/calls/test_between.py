"""What stands between two days."""

import pytest

from content.readers.calls import between


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        (" – ", True),
        (" pana la ", True),
        (" pana in data de ", True),
        (" si ", True),
        (" , ", False),
        (" pe strada ", False),
    ],
)
def test_two_days_are_the_ends_of_one_period(words: str, *, ends: bool) -> None:
    assert between.linked(f"1{words}2", 1, 1 + len(words)) is ends
