"""Pages of a list: every thing is on one of them, and no number leads nowhere."""

import pytest

from control_server.http.list_part import Part


@pytest.mark.parametrize("count", [0, 1, 59, 60, 61, 150])
def test_every_thing_is_on_one_page(count: int) -> None:
    of = Part.of_page("", count, 60).of
    parts = [Part.of_page(str(number), count, 60) for number in range(1, of + 1)]
    assert [index for part in parts for index in range(part.first, part.last)] == list(range(count))


@pytest.mark.parametrize(
    ("asked", "number"), [("", 1), ("0", 1), ("2", 2), ("99", 3), ("x", 1), ("-1", 1), ("\u0663", 1), ("9" * 5000, 1)]
)
def test_any_number_leads_to_the_nearest_page(asked: str, number: int) -> None:
    assert Part.of_page(asked, 150, 60).number == number
