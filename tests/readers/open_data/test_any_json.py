"""Whatever JSON comes back, a reader answers with figures or a refusal: never a traceback."""

import contextlib
from datetime import UTC, datetime
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from content.findings import RefusedError
from content.readers.open_data import ckan, gbfs, geojson, records, table

SCALARS = st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.floats(allow_nan=False) | st.text(max_size=6)
KEYS = st.sampled_from(
    [
        *(
            "type",
            "features",
            "geometry",
            "properties",
            "coordinates",
            "name",
            "data",
            "feeds",
            "en",
            "url",
            "stations",
        ),
        *("station_id", "capacity", "num_bikes_available", "last_updated", "ttl", "success", "result", "error"),
        *("resources", "records", "total", "message", "x", "state", "private", "size", "last_modified", "title"),
        *("is_renting", "is_reserved", "vehicle_type_id", "form_factor", "count", "vehicle_types_available"),
        *("crs", "title_translated", "last_reported", "id", "license_url", "format"),
    ]
)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
KINDS = st.sampled_from(["FeatureCollection", "Feature", "Point", "Polygon", "MultiPolygon", "LineString"])
ANY = st.recursive(
    SCALARS | KINDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=25,
)


def quietly(run: Any, *args: Any) -> Any:
    with contextlib.suppress(RefusedError):
        return run(*args)
    return None


def feature(geometry: Any, properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


@settings(max_examples=120)
@given(ANY, ANY)
def test_any_json_is_read_or_refused(value: Any, other: Any) -> None:
    data = msgspec.json.encode(value)
    quietly(geojson.places, data, "x")
    quietly(geojson.outline, data, "x")
    if (rows := quietly(records.read, records.decoded(data, "x"), "x")) is not None:
        quietly(table.tidy, rows)
        for column in rows.columns:
            quietly(table.chosen, rows, {}, column, column)
    if (value_read := quietly(ckan.result, data, "x")) is not None:
        quietly(ckan.page, value_read, "x")
    quietly(ckan.packages, value, "x")
    if (package := quietly(ckan.package, value, "x")) is not None:
        quietly(ckan.chosen, package, "", "x")
    if quietly(gbfs.decoded, data, "x") is not None:
        quietly(gbfs.feeds, value, "x")
    answer = {"last_updated": other, "data": {"stations": value}}
    recent = {
        "last_updated": int(NOW.timestamp()),
        "data": {"stations": value, "vehicles": other, "vehicle_types": value},
    }
    for files in ((answer, answer), (recent, recent), (recent, recent, recent, recent), (None, None, None, recent)):
        quietly(gbfs.counted, gbfs.Files("x", NOW, *files))
    quietly(gbfs.feeds, {"last_updated": 1, "data": {"feeds": value}}, "x")


@settings(max_examples=120)
@given(ANY, ANY, st.sampled_from(["Point", "Polygon", "MultiPolygon", "LineString", "MultiLineString"]))
def test_any_feature_is_read_or_refused(coordinates: Any, properties: Any, kind: str) -> None:
    made = [feature({"type": kind, "coordinates": coordinates}, properties), feature(coordinates, properties)]
    for features in (made, made[:1], made[1:]):
        data = msgspec.json.encode({"type": "FeatureCollection", "features": features})
        quietly(geojson.places, data, "x")
        quietly(geojson.outline, data, "x")
