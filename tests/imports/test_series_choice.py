"""From all that a source has to the one series or the few places a slide shows."""

import csv
import itertools

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

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


NAMES = {
    "time": ("an", "Anul", "Ani", "perioada", "TIME_PERIOD"),
    "unit": ("UM", "um", "Unitate de măsură", "unit", "U.M.", "x"),
    "place": ("Județe", "judet", "geo", "Judetul", "x"),
    "flag": ("Stare", "OBS_FLAG", "flags", "x"),
    "subject": ("indicator", "Denumire indicator", "Categorii", "tip"),
    "value": ("valoare", "Valoare", "OBS_VALUE", "value"),
}
CELLS = {"unit": "Mii persoane", "place": "Timis", "flag": "provizoriu", "subject": "Populația"}
SLIDE = {
    "unit": {"ro": "mii persoane"},
    "scope": {"ro": "județul Timiș, nu orașul · date provizorii"},
    "title": {"ro": "Populația (mii persoane): {first} în {first_x}, {last} în {last_x}"},
}


@given(
    st.permutations(list(NAMES)), st.fixed_dictionaries({part: st.sampled_from(names) for part, names in NAMES.items()})
)
def test_columns_in_any_order_and_under_any_of_their_names_give_the_same_slide(
    order: list[str], names: dict[str, str]
) -> None:
    if len({names[part].lower() for part in order}) < len(order):  # two columns of one name are refused
        return
    lines = [[names[part] for part in order]]
    for year, value in ((2020, 700), (2021, 710)):
        cells = CELLS | {"time": str(year), "value": str(value)}
        lines.append([cells[part] for part in order])
    made = held("t.csv", one("t.csv", "\n".join(map(";".join, lines)).encode()), **FULL_SOURCE)
    assert list(csv.reader(made.files["data/x.csv"].decode().splitlines()))[1:] == [["2020", "700"], ["2021", "710"]]
    fields = slide(made, "slides/x.yaml")
    assert {key: fields[key] for key in SLIDE} == SLIDE


FULL_SOURCE = {"licence": "CC BY", "page": "https://ins.ro", "short": "ins.ro", "id": "x"}
SEXES, PLACES = ("Total", "Masculin", "Feminin"), ("TOTAL", "Regiunea VEST", "Timis", "Arad")
CUBE = {
    (sex, place, year): 100 * n + year
    for n, (sex, place) in enumerate(itertools.product(SEXES, PLACES))
    for year in (2020, 2021, 2022)
}


@given(st.sampled_from(SEXES), st.sampled_from(PLACES), st.permutations(list(CUBE)), st.data())
def test_what_is_chosen_in_a_cube_is_what_is_read(
    sex: str, place: str, order: list[tuple[str, str, int]], data: st.DataObject
) -> None:
    """In any order of rows, some of them gone: the figures of the series that was chosen, and no others."""
    kept = order[: data.draw(st.integers(len(order) // 2, len(order)))]
    text = "Sexe, Judete, Ani, UM: Numar persoane, Valoare\n" + "".join(
        f"{s}, {p}, Anul {y}, Numar persoane, {CUBE[s, p, y]}\n" for s, p, y in kept
    )
    where = f"sexe={sex};judete={place}"
    expected = [[str(y), str(CUBE[sex, place, y])] for y in (2020, 2021, 2022) if (sex, place, y) in kept]
    if not expected:
        assert "has no row with" in refusal("t.csv", one("t.csv", text.encode()), where=where, **FULL_SOURCE)
        return
    made = held("t.csv", one("t.csv", text.encode()), where=where, **FULL_SOURCE)
    rows = list(csv.reader(made.files["data/x.csv"].decode().splitlines()))[1:]
    assert [row[-2:] for row in rows] == expected
