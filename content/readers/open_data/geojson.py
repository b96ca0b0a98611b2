"""Places and outlines from GeoJSON (RFC 7946): what a map on a public screen can show.

Decides what a place is called and how much of an outline is kept. Coordinates are WGS 84, longitude before latitude.
Leaves out how a map is drawn (`slides.places`).
"""

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from content.findings import refused
from content.readers.open_data import records
from content.readers.open_data.table import clean

MOST_PLACES = 12
"""What a passer-by can take in, and a screen can name, on one map."""
MOST_CORNERS = 600
"""Points an outline keeps: more are not seen at the size of a screen."""
MOST_READ = 20_000
"""Points an outline may have before it is simplified."""
NAMES = ("name", "nume", "denumire", "titlu", "title", "label", "eticheta")
"""Properties that name a place, tried in this order."""
Corner = tuple[float, float]
Polyline = tuple[Corner, ...]


class Place(NamedTuple):
    """A point with its name, and the other things its source says of it."""

    name: str
    longitude: float
    latitude: float
    texts: dict[str, str]


def features(value: Any, where: str) -> list[dict[str, Any]]:
    """The features of a FeatureCollection, or the one Feature or bare geometry. Raises RefusedError."""
    kind = str(value.get("type")) if isinstance(value, dict) else None
    if kind == "FeatureCollection":
        features = value.get("features")
    elif kind == "Feature":
        features = [value]
    else:
        features = [{"type": "Feature", "properties": {}, "geometry": value}] if kind in _LINES | {"Point"} else None
    if not isinstance(features, list) or not features or not all(isinstance(each, dict) for each in features):
        raise refused("geojson", where, "is no GeoJSON, expected a FeatureCollection with features")
    return features


def places(data: bytes, where: str, name: str = "", keep: dict[str, str] | None = None) -> list[Place]:
    """The points whose properties have these values, in the file's order.

    Raises RefusedError: no GeoJSON, a geometry that is no point, a place without a name, a coordinate off the Earth,
    a name twice.
    """
    places: list[Place] = []
    for number, feature in enumerate(features(records.decoded(data, where), where), 1):
        properties = _mapping(feature.get("properties"))
        texts = {str(key): clean(_text(value)) for key, value in properties.items()}
        if any(texts.get(key) != clean(value) for key, value in (keep or {}).items()):
            continue
        geometry = _mapping(feature.get("geometry"))
        at = f"{where}:$.features[{number - 1}]"
        if (kind := geometry.get("type")) != "Point":
            raise refused("geojson", at, f"is {str(kind or 'without a place')[:40]}, expected a Point")
        longitude, latitude = _corner(geometry.get("coordinates"), at)
        called = next((texts[key] for key in ([name] if name else NAMES) if texts.get(key)), "")
        if not called:
            there = ", ".join(texts) or "none"
            raise refused("geojson", at, f"has the properties {there}; expected its name in {name or NAMES[0]!r}")
        places.append(Place(called, longitude, latitude, texts))
    if not places:
        raise refused("geojson", where, "has no place with these values, expected at least one")
    return places


def few(places: list[Place], where: str) -> list[Place]:
    """The places, when a map can show them. Raises RefusedError naming how many, or the name that is there twice."""
    if len(places) > MOST_PLACES:
        message = f"found {len(places)} places, expected at most {MOST_PLACES} on one map: choose them with `where`"
        raise refused("geojson", where, message)
    names = [place.name for place in places]
    for each in names:
        if names.count(each) > 1:
            raise refused("geojson", where, f"has the place {each!r} twice, expected each name once")
    return places


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value, enc_hook=str).decode().strip('"')


def _corner(value: Any, at: str) -> Corner:
    try:
        longitude, latitude = float(value[0]), float(value[1])
    except (TypeError, ValueError, IndexError, KeyError):
        raise refused("geojson", at, f"has the position {str(value)[:40]}, expected [longitude, latitude]") from None
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise refused(
            "geojson", at, f"is at {longitude:g}, {latitude:g}; expected longitude and latitude in degrees (WGS 84)"
        )
    return longitude, latitude


# --- outlines ------------------------------------------------------------------------------------------------------

_LINES = {"LineString", "MultiLineString", "Polygon", "MultiPolygon"}


def outline(data: bytes, where: str) -> list[Polyline]:
    """The lines of an outline, simplified to at most MOST_CORNERS points in all. Raises RefusedError."""
    lines: list[Polyline] = []
    for number, feature in enumerate(features(records.decoded(data, where), where)):
        geometry = _mapping(feature.get("geometry"))
        kind = str(geometry.get("type") or "without a place")[:40]
        at = f"{where}:$.features[{number}]"
        if kind not in _LINES:
            raise refused("geojson", at, f"is {kind}, expected one of {', '.join(sorted(_LINES))}")
        lines += [
            tuple(_corner(corner, at) for corner in _list(line)) for line in _lines(geometry.get("coordinates"), kind)
        ]
    lines = [line for line in lines if len(line) > 1]
    if not lines:
        raise refused("geojson", where, "has no line, expected an outline")
    if (count := sum(map(len, lines))) > MOST_READ:
        raise refused("geojson", where, f"has an outline of {count:,} points, expected at most {MOST_READ:,}")
    return _simplified(lines)


def _lines(coordinates: Any, kind: str) -> Iterator[list[Any]]:
    depth = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}[kind]
    if not isinstance(coordinates, list):
        return
    if not depth:
        yield coordinates
    for inner in coordinates if depth else ():
        yield from _lines(inner, "MultiLineString" if depth == 2 else "LineString")


def _simplified(lines: list[Polyline]) -> list[Polyline]:
    """With the least tolerance (of a growing row) that keeps few enough points; specks go first."""
    longest = max(max(corner[axis] for line in lines for corner in line) for axis in (0, 1))
    least = min(min(corner[axis] for line in lines for corner in line) for axis in (0, 1))
    span = max(longest - least, 1e-9)
    kept, step = lines, 1e-5
    while sum(map(len, kept)) > MOST_CORNERS and step < 1:
        kept = [line for each in lines if len(line := thinned(each, span * step)) > 2] or kept[:1]
        step *= 2
    return kept


def thinned(line: Polyline, tolerance: float) -> Polyline:
    """Ramer–Douglas–Peucker: no point that is left out is farther than `tolerance` degrees from what is kept."""
    keep = {0, len(line) - 1}
    parts = [(0, len(line) - 1)]
    while parts:
        first, last = parts.pop()
        far, at = 0.0, 0
        for n in range(first + 1, last):
            away = distance(line[n], line[first], line[last])
            if away > far:
                far, at = away, n
        if far > tolerance:
            keep.add(at)
            parts += [(first, at), (at, last)]
    return tuple(line[n] for n in sorted(keep))


def distance(corner: Corner, start: Corner, end: Corner) -> float:
    """From a point to a stretch, in degrees."""
    (x, y), (ax, ay), (bx, by) = corner, start, end
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = max(0.0, min(1.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length)) if length else 0.0
    return math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay))


# --- the canonical file --------------------------------------------------------------------------------------------


def written(places: list[Place], keep: tuple[str, ...] = ()) -> bytes:
    """A FeatureCollection as packs keep it: names, the properties in `keep`, six decimals (0.1 m)."""
    made = [
        {
            "type": "Feature",
            "properties": {"name": place.name, **{key: place.texts[key] for key in keep if key in place.texts}},
            "geometry": {"type": "Point", "coordinates": [round(place.longitude, 6), round(place.latitude, 6)]},
        }
        for place in places
    ]
    lines = b",\n".join(msgspec.json.encode(feature) for feature in made)
    return b'{"type":"FeatureCollection","features":[\n' + lines + b"\n]}\n"
