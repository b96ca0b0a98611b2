"""Places and outlines from GeoJSON (RFC 7946): what a map on a public screen can show.

Decides what a place is called, which features are places, and how much of an outline is kept. Coordinates are WGS 84,
longitude before latitude. Leaves out how a map is drawn (`slides.places`), and whether a place can be the city's
(`imports.city_area`).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from content.findings import refused
from content.phrases import said
from content.readers.open_data import records
from content.readers.open_data.positions import Corner, distance, kilometres, position
from content.readers.open_data.table import clean

MOST_PLACES = 12
"""What a passer-by can take in, and a screen can name, on one map."""
MOST_CORNERS = 600
"""Points an outline keeps: more are not seen at the size of a screen."""
MOST_READ = 20_000
"""Points an outline may have before it is simplified."""
NAMES = ("name", "nume", "denumire", "titlu", "title", "label", "eticheta")
"""Properties that name a place, in any capitals, tried in this order."""
Polyline = tuple[Corner, ...]
_DEGREES = ("CRS84", "CRS83", "4326", "4258")
"""What the older format's `crs` ends with when coordinates are degrees: WGS 84, or ETRS89, which is within a metre."""


class Place(NamedTuple):
    """A point with its name, and the other things its source says of it. `at` is where in the source it stands."""

    name: str
    longitude: float
    latitude: float
    texts: dict[str, str]
    at: str = ""

    @property
    def corner(self) -> Corner:
        return self.longitude, self.latitude


class Shapes(NamedTuple):
    """What an outline is made of: every line, and of each polygon its rings, closed."""

    lines: list[Polyline]
    areas: list[list[Polyline]]


def is_map(value: Any) -> bool:
    """Whether decoded JSON is places or shapes, in this format or in one that is refused by its name."""
    if not isinstance(value, dict):
        return False
    known = {"FeatureCollection", "Feature", *_LINES, *_POINTS}
    return str(value.get("type")) in known or _other_format(value) != ""


def other_file(data: bytes, names: Iterable[str]) -> str:
    """The name of another format for maps that is no JSON, by its first bytes or the names in its archive."""
    start = data[:2_000].lower()
    if data.startswith(b"SQLite format 3"):
        return "a GeoPackage"
    markup = start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    if (markup and b"<kml" in start) or any(name.lower().endswith(".kml") for name in names):
        return "KML"
    if markup and b"<gpx" in start:
        return "GPX"
    return "a Shapefile" if any(name.lower().endswith(".shp") for name in names) else ""


def _other_format(value: dict[str, Any]) -> str:
    """The name of another format for maps."""
    if value.get("type") == "Topology":
        return "TopoJSON"
    return "Esri JSON" if "features" in value and value.keys() & {"geometryType", "spatialReference"} else ""


def features(value: Any, where: str) -> list[dict[str, Any]]:
    """The features of a FeatureCollection, or the one Feature or bare geometry.

    Raises RefusedError: no GeoJSON, another projection, a part of its features.
    """
    kind = str(value.get("type")) if isinstance(value, dict) else None
    if isinstance(value, dict) and (other := _other_format(value)) and kind != "FeatureCollection":
        raise refused(
            "geojson", where, said("is {other}, expected GeoJSON: save it, or ask for it, as GeoJSON", other=other)
        )
    if kind == "FeatureCollection":
        features = value.get("features")
    elif kind == "Feature":
        features = [value]
    else:
        features = [{"type": "Feature", "properties": {}, "geometry": value}] if kind in _LINES | _POINTS else None
    if not isinstance(features, list) or not features or not all(isinstance(each, dict) for each in features):
        raise refused("geojson", where, "is no GeoJSON, expected a FeatureCollection with features")
    if (crs := value.get("crs")) and not any(_crs(crs).endswith(each) for each in _DEGREES):
        message = said("has the coordinates of {crs!r}, expected WGS 84 (EPSG:4326)", crs=_crs(crs) or "another system")
        raise refused("geojson", f"{where}:$.crs", message)
    records.complete(value, len(features), where)
    return features


def _crs(value: Any) -> str:
    """The name of a coordinate reference system, as the format of 2008 has it."""
    return str(_mapping(_mapping(value).get("properties")).get("name") or "")[:60]


def places(data: bytes, where: str, name: str = "", keep: dict[str, str] | None = None) -> list[Place]:
    """The points whose properties have these values, in the file's order.

    Raises RefusedError: no GeoJSON, a geometry that is no point, a place without a name, a position off the Earth.
    """
    places: list[Place] = []
    there: list[dict[str, str]] = []
    for number, feature in enumerate(features(records.decoded(data, where), where), 1):
        properties = _mapping(feature.get("properties"))
        texts = {str(key): clean(_text(value)) for key, value in properties.items()}
        there.append(texts)
        if any(texts.get(key) != clean(value) for key, value in (keep or {}).items()):
            continue
        at = f"{where}:$.features[{number - 1}]"
        called = name_in(texts, name)
        longitude, latitude = _point(
            feature.get("geometry"), at, said("feature {number}", number=number) + f" {called!r}" * bool(called)
        )
        if not called:
            properties_there = ", ".join(texts) or "none"
            message = said(
                "has the properties {properties_there}; expected its name in {name!r}",
                properties_there=properties_there,
                name=name or NAMES[0],
            )
            raise refused("geojson", at, message)
        places.append(Place(called, longitude, latitude, texts, at))
    if not places:
        raise refused(
            "geojson", where, said("has no place with these values, expected {keep}", keep=_instead(keep or {}, there))
        )
    return places


def name_key(texts: Iterable[str]) -> str:
    """The property that names a place; "" when there is none."""
    keys = list(texts)
    by_name = {key.lower(): key for key in reversed(keys)} | {key: key for key in keys if key in NAMES}
    return next((by_name[key] for key in NAMES if key in by_name), "")


def name_in(texts: Mapping[str, str], name: str) -> str:
    """What a place is called: by that property, or by the first of `NAMES` that it has."""
    return texts.get(name, "") if name else texts.get(name_key(key for key, text in texts.items() if text), "")


def _instead(keep: dict[str, str], there: list[dict[str, str]]) -> str:
    """The values there are of the first property that no place has with the value wanted."""
    for key, value in keep.items():
        values = list(dict.fromkeys(texts[key] for texts in there if texts.get(key)))
        if clean(value) not in values:
            more = said(" and {values} more", values=len(values) - 12) if len(values) > 12 else ""
            return (
                said("{key} to be one of {values}{more}", key=key, values=", ".join(map(repr, values[:12])), more=more)
                if values
                else said("a property {key!r}", key=key)
            )
    return "at least one"


def few(places: list[Place], where: str) -> list[Place]:
    """The places, when a map can show them. Raises RefusedError naming how many, or the name that is there twice."""
    if len(places) > MOST_PLACES:
        message = said(
            "found {places} places, expected at most {most_places} on one map: choose them with `where`",
            places=len(places),
            most_places=MOST_PLACES,
        )
        raise refused("geojson", where, message)
    first: dict[str, Place] = {}
    for place in places:
        if place.name in first:
            apart = kilometres(first[place.name].corner, place.corner)
            how = said("{apart:.1f} km apart", apart=apart) if apart >= 0.05 else said("at one position")
            message = said("has the place {name!r} twice, {how}, expected each name once", name=place.name, how=how)
            raise refused("geojson", place.at or where, message)
        first[place.name] = place
    return places


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value, enc_hook=str).decode().strip('"')


_POINTS = {"Point", "MultiPoint"}


def _point(geometry: Any, at: str, name: str) -> Corner:
    """The position of a Point, or of a MultiPoint with one. Raises RefusedError for every other geometry."""
    geometry = _mapping(geometry)
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "MultiPoint" and len(_list(coordinates)) == 1:
        return _corner(coordinates[0], at, name)
    if kind == "MultiPoint":
        message = said(
            "{name} is a MultiPoint of {coordinates}, expected a Point: one feature a place",
            name=name,
            coordinates=len(_list(coordinates)),
        )
        raise refused("geojson", at, message)
    if kind != "Point":
        shape = f"{str(kind)[:40]}" if kind else said("without a place")
        message = said(
            "{name} is {shape}, expected a Point: leave it out with `where`, or give it a position",
            name=name,
            shape=shape,
        )
        raise refused("geojson", at, message)
    return _corner(coordinates, at, name)


def _corner(value: Any, at: str, name: str) -> Corner:
    if not isinstance(value, list) or len(value) < 2:
        raise refused(
            "geojson",
            at,
            said("{name} has the position {value}, expected [longitude, latitude]", name=name, value=str(value)[:40]),
        )
    return position(value[0], value[1], at, name)


# --- outlines ------------------------------------------------------------------------------------------------------

_LINES = {"LineString", "MultiLineString", "Polygon", "MultiPolygon"}


def outline(data: bytes, where: str) -> list[Polyline]:
    """The lines of an outline, simplified to at most MOST_CORNERS points in all. Raises RefusedError."""
    return _simplified(shapes(data, where).lines)


def shapes(data: bytes, where: str) -> Shapes:
    """What an outline is made of. Raises RefusedError for what is no line, or has too many points."""
    made = Shapes([], [])
    for number, feature in enumerate(features(records.decoded(data, where), where)):
        geometry = _mapping(feature.get("geometry"))
        kind = str(geometry.get("type") or "without a place")[:40]
        at = f"{where}:$.features[{number}]"
        if kind not in _LINES:
            raise refused(
                "geojson", at, said("is {kind}, expected one of {lines}", kind=kind, lines=", ".join(sorted(_LINES)))
            )
        for part in _parts(geometry.get("coordinates"), kind):
            lines = [tuple(_corner(corner, at, "a corner") for corner in _list(line)) for line in part]
            lines = [line for line in lines if len(line) > 1]
            made.lines.extend(lines)
            if lines and kind in ("Polygon", "MultiPolygon"):
                made.areas.append([(*ring, ring[0]) for ring in lines])
    if not made.lines:
        raise refused("geojson", where, "has no line, expected an outline")
    if (count := sum(map(len, made.lines))) > MOST_READ:
        raise refused(
            "geojson",
            where,
            said(
                "has an outline of {count:,} points, expected at most {most_read:,}", count=count, most_read=MOST_READ
            ),
        )
    return made


def _parts(coordinates: Any, kind: str) -> Iterator[list[Any]]:
    """The polygons (lists of rings) or the lists of lines of a geometry."""
    if not isinstance(coordinates, list):
        return
    if kind == "LineString":
        yield [coordinates]
    elif kind == "MultiPolygon":
        yield from filter(None, map(_list, coordinates))
    else:
        yield coordinates


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
