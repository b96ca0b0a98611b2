"""Places and outlines: names, at most twelve, on the Earth, simplified."""

import itertools
import math
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.findings import RefusedError
from content.readers.open_data import geojson


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
        (collection(point("A", [])), "expected [longitude, latitude]"),
        (collection(point("A", ["x", 1])), "expected [longitude, latitude]"),
        (shape("Polygon", []), "is Polygon, expected a Point"),
        (collection({"type": "Feature", "properties": {"name": "A"}, "geometry": None}), "is without a place"),
    ],
)
def test_what_is_no_place_is_refused(data: bytes, sentence: str) -> None:
    assert sentence in refusal(geojson.places, data, "x")


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
        assert min(geojson.distance(corner, a, b) for a, b in stretches) <= tolerance + 1e-9


def test_a_canonical_file_is_read_as_it_was_written() -> None:
    places = geojson.places(collection(point("Primăria", rafturi=3, **{"name:hu": "Városháza"})), "x")
    data = geojson.written(places, ("name:hu", "rafturi"))
    again = geojson.places(data, "x")
    assert again[0][:3] == places[0][:3]
    assert again[0].texts == {"name": "Primăria", "name:hu": "Városháza", "rafturi": "3"}
