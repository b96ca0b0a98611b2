"""A day in hours: every second of a piece is in one of them, once."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from control_server.studio.day import DayPiece, hours, shares
from tests.server.simulator import START

HOUR = timedelta(hours=1)


def piece(since: float, until: float, kind: str = "budget", *, proved: bool = False) -> DayPiece:
    """Of that part of a day that begins at START, in hours."""
    return DayPiece(START + since * HOUR, START + until * HOUR, kind, proved)


def test_an_hour_has_its_kinds_in_order_and_what_of_it_is_proved() -> None:
    pieces = [piece(0, 0.25, proved=True), piece(0.25, 0.5, "notice", proved=True), piece(0.5, 2, "notice")]
    first, second, *rest = hours(START, START + 24 * HOUR, pieces, ["notice", "budget"])
    assert first.parts == (("notice", 0.0, 0.75), ("budget", 0.75, 0.25)) and first.proved == 0.5
    assert second.parts == (("notice", 0.0, 1.0),) and second.proved == 0.0
    assert len(rest) == 22 and not any(hour.parts for hour in rest)
    assert shares(pieces) == {"notice": 0.875, "budget": 0.125}
    assert shares([]) == {}


def test_a_day_on_which_the_clocks_change_has_23_or_25_hours() -> None:
    assert [len(hours(START, START + length * HOUR, [], [])) for length in (23, 24, 25)] == [23, 24, 25]


@given(st.lists(st.tuples(st.integers(-3600, 90_000), st.integers(1, 9_000)), max_size=8))
def test_no_second_is_lost_or_counted_twice(spans: list[tuple[int, int]]) -> None:
    pieces, at = [], -7200
    for gap, length in spans:
        since = at + abs(gap) % 5_000
        at = since + length
        pieces.append(piece(since / 3600, at / 3600, proved=True))
    whole = sum(hour.proved for hour in hours(START, START + 24 * HOUR, pieces, ["budget"]))
    within = sum(
        max(0.0, (min(each.until, START + 24 * HOUR) - max(each.since, START)).total_seconds()) for each in pieces
    )
    assert abs(whole * 3600 - within) < 0.01
