"""A campaign moved over the plan: which can be, by what, and what becomes of its dates and hours."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import RefusedError
from control_server.studio.campaign_moves import Edge, movable, moved
from tests.explain.test_occasions import campaign

DATED = {"from": "2026-12-01", "to": "2026-12-03"}
HOURS = [{"from": "07:00", "to": "14:00"}]


@pytest.mark.parametrize(
    ("keys", "able"),
    [
        ({}, (False, False, False, False)),
        (DATED, (True, False, True, True)),
        ({"from": "2026-12-01"}, (True, False, True, False)),
        ({"dayparts": HOURS}, (False, True, True, True)),
        ({**DATED, "dayparts": HOURS}, (True, True, True, True)),
        ({"from": "2026-12-01T07:00", "to": "2026-12-01T14:00"}, (True, True, True, True)),
        ({"from": "2026-12-01", "rrule": "FREQ=WEEKLY;BYDAY=MO", "dayparts": HOURS}, (False, True, True, True)),
    ],
)
def test_which_can_be_moved(keys: dict[str, object], able: tuple[bool, ...]) -> None:
    assert movable(campaign(**keys)) == able


@pytest.mark.parametrize(
    ("keys", "by", "after"),
    [
        (DATED, (2, 0, ""), {"from": "2026-12-03", "to": "2026-12-05"}),
        (DATED, (-1, 0, "end"), {"to": "2026-12-02"}),
        (DATED, (1, 0, "start"), {"from": "2026-12-02"}),
        ({"dayparts": HOURS}, (0, 30, ""), {"dayparts": [{"from": "07:30", "to": "14:30"}]}),
        ({"dayparts": HOURS}, (0, -60, "end"), {"dayparts": [{"from": "07:00", "to": "13:00"}]}),
        (
            {"from": "2026-12-01", "to": "2026-12-01", "dayparts": [{"days": "tue", "from": "07:00", "to": "14:00"}]},
            (1, 15, ""),
            {"from": "2026-12-02", "to": "2026-12-02", "dayparts": [{"days": "wed", "from": "07:15", "to": "14:15"}]},
        ),
        (
            {"from": "2026-12-01T07:00", "to": "2026-12-01T14:00"},
            (1, 30, ""),
            {"from": "2026-12-02T07:30", "to": "2026-12-02T14:30"},
        ),
        (DATED, (0, 0, ""), {}),
    ],
)
def test_what_becomes_of_it(keys: dict[str, object], by: tuple[int, int, Edge], after: dict[str, Any]) -> None:
    assert moved(campaign(**keys), *by) == after


@pytest.mark.parametrize(
    ("keys", "by", "problem"),
    [
        ({}, (1, 0, ""), "has no dates or recurs"),
        (DATED, (0, 15, ""), "has no hours"),
        (DATED, (-3, 0, "end"), "would end before it begins"),
        ({"from": "2026-12-01"}, (1, 0, "end"), "has no `to`"),
        ({"dayparts": HOURS}, (0, -430, ""), "would begin on another day"),
        ({"dayparts": HOURS}, (0, 420, "start"), "end before it begins"),
        (DATED, (400, 0, ""), "expected at most 366 days"),
    ],
)
def test_what_is_refused(keys: dict[str, object], by: tuple[int, int, Edge], problem: str) -> None:
    with pytest.raises(RefusedError, match=problem):
        moved(campaign(**keys), *by)


@given(st.integers(-200, 200), st.integers(-28, 40).map(lambda n: n * 15))
def test_a_move_back_undoes_a_move(days: int, minutes: int) -> None:
    keys: dict[str, Any] = {**DATED, "dayparts": HOURS}
    there = {**keys, **moved(campaign(**keys), days, minutes, "")}
    back = {**there, **moved(campaign(**there), -days, -minutes, "")}
    assert back == keys
