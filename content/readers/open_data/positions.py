"""Where on the Earth two numbers are, in degrees of WGS 84; and what numbers probably are that are no such place.

Decides the likely reason for a wrong position: no position known, metres of a projection, whole numbers of
micro-degrees. Whether a position can be the city's is `imports.city_area`'.
"""

import itertools
import math
import re
from decimal import Decimal
from typing import Any, NamedTuple

from content.findings import refused
from content.phrases import said

Corner = tuple[float, float]
"""Longitude and latitude."""
EARTH = 6371.0
"""Mean radius in kilometres."""
_NOWHERE = 0.01
"""Degrees around [0, 0], in the sea off Africa, where no city is."""
_NUMBER = re.compile(r"[-−+]?\d{1,12}(?:[.,]\d{1,20})?")


class _Projection(NamedTuple):
    """A way to write positions in metres, and the numbers it has in Romania: east and north."""

    name: str
    east: tuple[float, float]
    north: tuple[float, float]


_PROJECTIONS = (
    _Projection("metres of Stereo 70 (EPSG:31700)", (100_000, 920_000), (200_000, 800_000)),
    _Projection("metres of UTM (EPSG:32634 or 32635)", (100_000, 920_000), (4_700_000, 5_450_000)),
    _Projection("metres of Web Mercator (EPSG:3857)", (2_200_000, 3_400_000), (5_300_000, 6_200_000)),
    *(
        _Projection(said("degrees times {scale:,}", scale=scale), (20 * scale, 30 * scale), (43 * scale, 49 * scale))
        for scale in (100_000, 1_000_000, 10_000_000)
    ),
)


def position(longitude: Any, latitude: Any, where: str, name: str) -> Corner:
    """A position from two numbers, or two texts that are numbers with either decimal mark.

    Raises RefusedError with the likely reason when it is none on the Earth, or [0, 0]. `name` is what it is of.
    """
    east, north = number(longitude), number(latitude)
    if east is None or north is None:
        there = f"[{str(longitude)[:30]}, {str(latitude)[:30]}]"
        raise refused(
            "map",
            where,
            said("{name} has the position {there}, expected [longitude, latitude] in degrees", name=name, there=there),
        )
    why = ""
    if abs(east) < _NOWHERE and abs(north) < _NOWHERE:
        why = said("[0, 0] is written where no position is known")
    elif not (-180 <= east <= 180 and -90 <= north <= 90):
        why = _why(east, north)
    if why:
        message = said(
            "{name} is at {east:.10g}, {north:.10g}: {why}; expected longitude and latitude in degrees (WGS 84)",
            name=name,
            east=east,
            north=north,
            why=why,
        )
        raise refused("map", where, message)
    return east, north


def number(value: Any) -> float | None:
    """A coordinate; None for what is no number. A comma is a decimal mark: nothing groups the digits of degrees."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    if isinstance(value, str):
        text = value.strip().rstrip("°").strip()
        return float(text.replace(",", ".").replace("−", "-")) if _NUMBER.fullmatch(text) else None
    try:
        coordinate = float(value)
    except OverflowError:
        return None
    return coordinate if math.isfinite(coordinate) else None


def _why(east: float, north: float) -> str:
    """What numbers off the Earth probably are."""
    for projection in _PROJECTIONS:
        for one, other in ((east, north), (north, east)):
            if projection.east[0] <= one <= projection.east[1] and projection.north[0] <= other <= projection.north[1]:
                return said("these are {name}: save it again in WGS 84 (EPSG:4326)", name=projection.name)
    if abs(east) <= 90 and abs(north) <= 180:
        return "no latitude is beyond 90: is it latitude before longitude?"
    return "no latitude is beyond 90 and no longitude beyond 180: is it in another projection?"


def romanian(east: float, north: float) -> bool:
    """Whether two numbers, in either order, are a place in Romania in degrees or in metres of a projection."""
    projections = (_Projection("", (20.2, 29.8), (43.6, 48.3)), *_PROJECTIONS)
    return any(
        each.east[0] <= one <= each.east[1] and each.north[0] <= other <= each.north[1]
        for each in projections
        for one, other in ((east, north), (north, east))
    )


# --- distances -----------------------------------------------------------------------------------------------------


def kilometres(one: Corner, other: Corner) -> float:
    """The distance along a great circle (haversine formula)."""
    (east, north), (to_east, to_north) = (tuple(map(math.radians, each)) for each in (one, other))
    half = math.sin((to_north - north) / 2) ** 2
    half += math.cos(north) * math.cos(to_north) * math.sin((to_east - east) / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(half)))


def distance(corner: Corner, start: Corner, end: Corner) -> float:
    """From a point to a stretch, in degrees of the plane."""
    (x, y), (ax, ay), (bx, by) = corner, start, end
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = max(0.0, min(1.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length)) if length else 0.0
    return math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay))


def from_line(corner: Corner, line: tuple[Corner, ...]) -> float:
    """Kilometres from a point to a line, true near the point: for the distances of a city."""
    shrink = math.cos(math.radians(corner[1]))
    flat = [((east - corner[0]) * shrink, north - corner[1]) for east, north in line]
    nearest = min((distance((0, 0), *pair) for pair in itertools.pairwise(flat)), default=math.inf)
    return math.radians(nearest) * EARTH


def inside(corner: Corner, rings: list[tuple[Corner, ...]]) -> bool:
    """Whether a point is in a polygon: an odd number of its rings' edges is east of it; holes are rings, too."""
    x, y = corner
    crossings = 0
    for ring in rings:
        for (ax, ay), (bx, by) in itertools.pairwise(ring):
            if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
                crossings += 1
    return crossings % 2 == 1
