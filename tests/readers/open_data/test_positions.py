"""Positions on the Earth, and what numbers are that are none."""

import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.readers.open_data import positions

TIMISOARA = (21.2257, 45.7535)


def refusal(longitude: Any, latitude: Any) -> str:
    with pytest.raises(RefusedError) as refused:
        positions.position(longitude, latitude, "x", "'Gara'")
    return refused.value.findings[0].message


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [
        (21.2257, 45.7535),
        (Decimal("21.2257"), Decimal("45.7535")),
        ("21.2257", "45,7535"),
        (" 21.2257° ", "+45.7535"),
        (21.2257, 45.7535),
    ],
)
def test_degrees_in_every_way_to_write_them(longitude: Any, latitude: Any) -> None:
    assert positions.position(longitude, latitude, "x", "A") == TIMISOARA


def test_three_decimals_are_no_thousands() -> None:
    assert positions.position("21.226", "45.754", "x", "A") == (21.226, 45.754)


@pytest.mark.parametrize(
    ("longitude", "latitude", "sentence"),
    [
        (205_000, 480_000, "'Gara' is at 205000, 480000: these are metres of Stereo 70 (EPSG:31700): save it again"),
        (480_000, 205_000, "these are metres of Stereo 70 (EPSG:31700)"),
        ("205000,55", "480000,21", "these are metres of Stereo 70 (EPSG:31700)"),
        (517_000, 5_067_000, "these are metres of UTM (EPSG:32634 or 32635)"),
        (2_362_834.9, 5_739_000.1, "these are metres of Web Mercator (EPSG:3857)"),
        (21_225_700, 45_753_500, "these are degrees times 1,000,000"),
        (212_257_000, 457_535_000, "these are degrees times 10,000,000"),
        (45.7535, 121.2, "no latitude is beyond 90: is it latitude before longitude?"),
        (21.2, 90.1, "no latitude is beyond 90"),
        (1_000, 2_000, "no latitude is beyond 90 and no longitude beyond 180: is it in another projection?"),
        (0, 0, "[0, 0] is written where no position is known"),
        (0.0, "0,0", "[0, 0] is written where no position is known"),
        (None, 45.7, "'Gara' has the position [None, 45.7], expected [longitude, latitude] in degrees"),
        ("45°45'12\"N", "21", "expected [longitude, latitude] in degrees"),
        (True, 45.7, "expected [longitude, latitude] in degrees"),
        ("nan", "45", "expected [longitude, latitude] in degrees"),
        ("2_1.2", "45", "expected [longitude, latitude] in degrees"),
    ],
)
def test_what_is_no_place_says_what_it_probably_is(longitude: Any, latitude: Any, sentence: str) -> None:
    assert sentence in refusal(longitude, latitude)


def test_what_can_be_a_position_in_romania() -> None:
    for pair in (TIMISOARA, TIMISOARA[::-1], (205_000, 480_000), (2_362_834.9, 5_739_000.1)):
        assert positions.romanian(*pair)
    for pair in ((1.0, 2.0), (2020.0, 2021.0), (21.2, 21.3), (45.0, 46.0)):
        assert not positions.romanian(*pair)


# --- distances -----------------------------------------------------------------------------------------------------


def test_kilometres_between_cities() -> None:
    """Timișoara to Bucharest is about 410 km, a degree of latitude 111.2 km."""
    assert positions.kilometres(TIMISOARA, (26.1025, 44.4268)) == pytest.approx(409, abs=4)
    assert positions.kilometres((21, 45), (21, 46)) == pytest.approx(111.19, abs=0.01)
    assert positions.kilometres(TIMISOARA, TIMISOARA) == 0


@given(st.floats(20, 30), st.floats(43, 48), st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))
def test_the_distance_from_a_line_is_that_from_its_nearest_end(x: float, y: float, east: float, north: float) -> None:
    """A line that leads away from the point is nearest with its first corner."""
    if math.hypot(east, north) < 1e-3:
        return
    start, end = (x + east, y + north), (x + 2 * east, y + 2 * north)
    assert positions.from_line((x, y), (start, end)) == pytest.approx(positions.kilometres((x, y), start), rel=0.02)


SQUARE = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0))
HOLE = ((1.0, 1.0), (3.0, 1.0), (3.0, 3.0), (1.0, 3.0), (1.0, 1.0))


@given(st.floats(-1, 5), st.floats(-1, 5))
def test_inside_is_inside_of_the_square_and_outside_of_its_hole(x: float, y: float) -> None:
    if min(abs(x - each) for each in (0, 1, 3, 4)) < 1e-6 or min(abs(y - each) for each in (0, 1, 3, 4)) < 1e-6:
        return
    expected = (0 < x < 4 and 0 < y < 4) and not (1 < x < 3 and 1 < y < 3)
    assert positions.inside((x, y), [SQUARE, HOLE]) == expected
