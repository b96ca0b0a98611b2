"""From all that a source has to the one series or the few places a slide shows."""

import msgspec
import pytest

from tests.imports.test_dataset import held, one, refusal, slide
from tests.imports.test_headline import FULL
from tests.readers.open_data.test_table import TIDY, WIDE


def test_the_wide_and_the_tidy_table_of_a_portal_become_the_same_file() -> None:
    wide, tidy = (held("t.csv", one("t.csv", text.encode()), **FULL) for text in (WIDE, TIDY))
    name = "data/tramvaie-in-circulatie.csv"
    assert wide.files[name] == tidy.files[name]
    assert slide(wide, "slides/tramvaie-in-circulatie.yaml") == slide(tidy, "slides/tramvaie-in-circulatie.yaml")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"id": "../../city"}, "found '../../city', expected lower-case letters"),
        ({"id": "strada"}, "slides/strada.yaml: is there already and reads no data, expected another `id`"),
        ({"where": "indicator"}, "found 'indicator', expected name=value;name=value"),
        ({"where": "indicator=metrou"}, "has no row with indicator = 'metrou'"),
        ({"y": "lei"}, "expected a column 'lei'"),
        ({"since": "2030"}, "has no value since 2030"),
        ({"outline": "data/x.geojson"}, "found 'data/x.geojson', expected a file of the pack"),
        ({"chart": "pie"}, "found 'pie', expected one of auto, bar, line, number, map"),
    ],
)
def test_wrong_choices_are_one_sentence(options: dict[str, str], sentence: str) -> None:
    assert sentence in refusal("t.csv", one("t.csv", TIDY.encode()), **FULL | options)


def test_places_are_a_map_and_thirteen_are_refused() -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"denumire": f"Ghișeul {n}", "denumire:hu": f"{n}. ablak", "tip": "x"},
            "geometry": {"type": "Point", "coordinates": [21.2 + n / 100, 45.75]},
        }
        for n in range(13)
    ]
    data = msgspec.json.encode({"type": "FeatureCollection", "features": features[:12]})
    package_part = {"licence": "CC0", "topic": "Ghișee", "as_of": "2026-11-01"}
    draft = held("https://x.ro/g", one("https://x.ro/g", data), **package_part)
    assert b"# TO FINISH: `outline`: which GeoJSON of the city's boundary" in draft.files["drafts/ghisee.yaml"]
    ring = [[21.1, 45.7], [21.4, 45.7], [21.4, 45.8], [21.1, 45.8], [21.1, 45.7]]
    there = {"data/contur.geojson": msgspec.json.encode({"type": "Polygon", "coordinates": [ring]})}
    made = held("https://x.ro/g", one("https://x.ro/g", data), there, outline="data/contur.geojson", **package_part)
    fields = slide(made, "slides/ghisee.yaml")
    assert (fields["data"], fields["x"], fields["title"]) == ("data/ghisee.geojson", "name", {"ro": "Ghișee: {count}"})
    assert b'"name":"Ghi\xc8\x99eul 0","name:hu":"0. ablak"}' in made.files["data/ghisee.geojson"]
    many = msgspec.json.encode({"type": "FeatureCollection", "features": features})
    assert "found 13 places, expected at most 12" in refusal("g", one("g", many))
