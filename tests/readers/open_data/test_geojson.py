"""Places and outlines: names, at most twelve, on the Earth, simplified."""

import itertools
import math
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.findings import RefusedError
from content.readers.open_data import geojson, positions

STEREO = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::31700"}}


def point(name: str | None, at: Any = (21.2257, 45.7535), **more: Any) -> dict[str, Any]:
    properties = {**({"nume": name} if name else {}), **more}
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": at}}


def collection(*features: Any) -> bytes:
    return msgspec.json.encode({"type": "FeatureCollection", "features": features})


def shape(kind: str, coordinates: Any) -> bytes:
    return collection({"type": "Feature", "properties": None, "geometry": {"type": kind, "coordinates": coordinates}})


def refusal(run: Any, *args: Any) -> str:
    with pytest.raises(RefusedError) as refused:
        run(*args)
    return refused.value.findings[0].message


def test_places_are_named_and_keep_what_is_said_of_them() -> None:
    data = collection(point("Primăria", tip="ghişeu", rafturi=3), point("Gara", (21.2078, 45.7503, 90.0), tip="gară"))
    first, second = geojson.places(data, "x")
    assert (first.name, first.longitude, first.latitude) == ("Primăria", 21.2257, 45.7535)
    assert first.texts == {"nume": "Primăria", "tip": "ghișeu", "rafturi": "3"}
    assert [place.name for place in geojson.places(data, "x", keep={"tip": "gară"})] == ["Gara"]
    assert [place.name for place in geojson.places(data, "x", "tip")] == ["ghișeu", "gară"]
    assert second.latitude == 45.7503


def test_twelve_places_are_a_map_and_thirteen_are_not() -> None:
    places = geojson.places(collection(*(point(f"Locul {n}") for n in range(13))), "x")
    assert len(geojson.few(places[:12], "x")) == 12
    assert "found 13 places, expected at most 12 on one map: choose them with `where`" in refusal(
        geojson.few, places, "x"
    )
    assert "has the place 'Locul 0' twice" in refusal(geojson.few, places[:1] * 2, "x")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"[]", "is no GeoJSON"),
        (collection(), "expected a FeatureCollection with features"),
        (collection(point(None, strada="Loga")), "has the properties strada; expected its name in 'name'"),
        (collection(point("A", (245_000, 480_000))), "expected longitude and latitude in degrees"),
        (collection(point("A", [])), "feature 1 'A' has the position [], expected [longitude, latitude]"),
        (
            collection(point("B"), point("A", [0, 0])),
            "feature 2 'A' is at 0, 0: [0, 0] is written where no position is",
        ),
        (collection(point("A", {"x": 1})), "has the position {'x': 1}, expected [longitude, latitude]"),
        (collection(point("A", [True, 45])), "has the position [True, 45], expected [longitude, latitude]"),
        (collection(point("A", [45.7, 121])), "no latitude is beyond 90: is it latitude before longitude?"),
        (shape("MultiPoint", [[21, 45], [22, 46]]), "feature 1 is a MultiPoint of 2, expected a Point: one feature a"),
        (shape("GeometryCollection", []), "feature 1 is GeometryCollection, expected a Point"),
        (
            msgspec.json.encode({"type": "FeatureCollection", "crs": STEREO, "features": [point("A")]}),
            "has the coordinates of 'urn:ogc:def:crs:EPSG::31700', expected WGS 84",
        ),
        (
            msgspec.json.encode({"type": "FeatureCollection", "numberMatched": 40, "features": [point("A")]}),
            "has 1 of 40 rows, expected all of them",
        ),
        (b'{"type": "Topology", "objects": {}}', "is TopoJSON, expected GeoJSON"),
        (b'{"geometryType": "esriGeometryPoint", "features": [{"attributes": {}}]}', "is Esri JSON, expected GeoJSON"),
        (collection(point("A", ["x", 1])), "expected [longitude, latitude]"),
        (shape("Polygon", []), "feature 1 is Polygon, expected a Point"),
        (
            collection({"type": "Feature", "properties": {"name": "A"}, "geometry": None}),
            "feature 1 'A' is without a place, expected a Point: leave it out with `where`",
        ),
    ],
)
def test_what_is_no_place_is_refused(data: bytes, sentence: str) -> None:
    assert sentence in refusal(geojson.places, data, "x")


def test_what_is_harmless_is_read() -> None:
    """A crs of degrees, a MultiPoint of one, a height, a name in capitals, coordinates as texts."""
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    many = {
        "type": "Feature",
        "properties": {"NUME": "A"},
        "geometry": {"type": "MultiPoint", "coordinates": [[21, 45, 90]]},
    }
    text = {
        "type": "Feature",
        "properties": {"Denumire": "B"},
        "geometry": {"type": "Point", "coordinates": ["21.5", "45,5"]},
    }
    data = msgspec.json.encode({"type": "FeatureCollection", "crs": crs, "features": [many, text]})
    assert [place[:3] for place in geojson.places(data, "x")] == [("A", 21.0, 45.0), ("B", 21.5, 45.5)]
    assert [place.at for place in geojson.places(data, "x")] == ["x:$.features[0]", "x:$.features[1]"]


@pytest.mark.parametrize(
    ("data", "names", "name"),
    [
        (b'<?xml version="1.0"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">', (), "KML"),
        (b"PK", ("doc.kml",), "KML"),
        (b"PK", ("Statii.SHP", "Statii.dbf"), "a Shapefile"),
        (b"<gpx version='1.1'>", (), "GPX"),
        (b"SQLite format 3\0", (), "a GeoPackage"),
        (b"an,format\n2024,<kml\n", (), ""),
        (b"PK", ("xl/workbook.xml",), ""),
    ],
)
def test_other_files_of_maps_have_a_name(data: bytes, names: tuple[str, ...], name: str) -> None:
    assert geojson.other_file(data, names) == name


def test_which_property_names_a_place() -> None:
    assert geojson.name_key(["NUME", "Name", "name"]) == "name"
    assert geojson.name_key(["Titlu", "DENUMIRE", "Denumire"]) == "DENUMIRE"
    assert geojson.name_key(["strada"]) == ""
    assert geojson.name_in({"name": "", "Nume": "Gara"}, "") == "Gara"


def test_what_is_a_map_and_what_is_none() -> None:
    assert all(map(geojson.is_map, ({"type": "Feature"}, {"type": "Topology"}, {"features": [], "geometryType": "x"})))
    assert not any(map(geojson.is_map, ({"type": ["Feature"]}, {"features": []}, [], None)))


def test_a_choice_that_no_place_has_names_those_there_are() -> None:
    data = collection(point("A", tip="gară"), point("B", tip="ghișeu"))
    with pytest.raises(RefusedError) as refused:
        geojson.places(data, "x", keep={"tip": "gara"})
    assert "has no place with these values, expected tip to be one of 'gară', 'ghișeu'" in str(refused.value)


def test_two_places_of_one_name_are_refused_with_how_far_they_are_apart() -> None:
    twice = [*geojson.places(collection(point("A"), point("B"), point("A")), "x")]
    assert "has the place 'A' twice, at one position, expected each name once" in refusal(geojson.few, twice, "x")
    apart = [*geojson.places(collection(point("A", (21.2, 45.7)), point("A", (21.2, 45.8))), "x")]
    assert "has the place 'A' twice, 11.1 km apart" in refusal(geojson.few, apart, "x")


def test_what_is_an_area_of_an_outline_and_what_is_a_line() -> None:
    ring, hole = [[21, 45], [22, 45], [22, 46]], [[21.8, 45.1], [21.9, 45.1], [21.9, 45.2], [21.8, 45.1]]
    shapes = geojson.shapes(shape("MultiPolygon", [[ring, hole], [ring]]), "x")
    assert [len(rings) for rings in shapes.areas] == [2, 1]
    assert shapes.areas[1][0][-1] == (21.0, 45.0)  # closed, as it was not
    assert geojson.shapes(shape("MultiLineString", [ring, hole]), "x").areas == []


def test_an_outline_may_be_any_line() -> None:
    ring = [[21.1, 45.7], [21.3, 45.7], [21.3, 45.8], [21.1, 45.7]]
    assert geojson.outline(shape("Polygon", [ring]), "x") == [tuple(map(tuple, ring))]
    assert geojson.outline(shape("MultiPolygon", [[ring], [ring]]), "x") == [tuple(map(tuple, ring))] * 2
    assert geojson.outline(shape("LineString", ring[:2]), "x") == [((21.1, 45.7), (21.3, 45.7))]
    assert len(geojson.outline(msgspec.json.encode({"type": "MultiLineString", "coordinates": [ring, ring]}), "x")) == 2
    assert "is Point, expected one of LineString" in refusal(geojson.outline, collection(point("A")), "x")
    assert "has no line" in refusal(geojson.outline, shape("Polygon", []), "x")


def circle(count: int) -> list[list[float]]:
    around = [2 * math.pi * n / count for n in range(count)]
    corners = [[21.2 + 0.1 * math.cos(angle), 45.75 + 0.07 * math.sin(angle)] for angle in around]
    return [*corners, corners[0]]


def test_an_outline_is_simplified_to_what_a_screen_shows() -> None:
    lines = geojson.outline(shape("Polygon", [circle(5000)]), "x")
    assert 20 < sum(map(len, lines)) <= geojson.MOST_CORNERS
    assert lines[0][0] == lines[0][-1]
    assert "has an outline of 30,001 points" in refusal(geojson.outline, shape("Polygon", [circle(30_000)]), "x")


@settings(max_examples=60)
@given(st.lists(st.tuples(st.floats(20, 22), st.floats(45, 46)), min_size=2, max_size=60), st.floats(0.001, 0.2))
def test_no_point_left_out_is_far_from_the_line(corners: list[tuple[float, float]], tolerance: float) -> None:
    kept = geojson.thinned(tuple(corners), tolerance)
    assert kept[0] == corners[0] and kept[-1] == corners[-1]
    stretches = list(itertools.pairwise(kept))
    for corner in corners:
        assert min(positions.distance(corner, a, b) for a, b in stretches) <= tolerance + 1e-9


def test_a_canonical_file_is_read_as_it_was_written() -> None:
    places = geojson.places(collection(point("Primăria", rafturi=3, **{"name:hu": "Városháza"})), "x")
    data = geojson.written(places, ("name:hu", "rafturi"))
    again = geojson.places(data, "x")
    assert again[0][:3] == places[0][:3]
    assert again[0].texts == {"name": "Primăria", "name:hu": "Városháza", "rafturi": "3"}
