"""Whether a table with positions is a map, a chart, or a series."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.findings import RefusedError
from tests.imports.test_dataset import PAGE, held, one, refusal, slide

SOURCE = {"licence": "CC0", "page": PAGE, "as_of": "2026-11-01", "id": "locuri"}
STATIONS = "nume,lat,lon,locuri\nGara,45.7503,21.2078,20\nPiața,45.7535,21.2257,15\n"


def features(text: str, **options: str) -> list[tuple[str, list[float]]]:
    made = held("t.csv", one("t.csv", text.encode()), **SOURCE | options)
    read = msgspec.json.decode(made.files["data/locuri.geojson"])
    return [(each["properties"]["name"], each["geometry"]["coordinates"]) for each in read["features"]]


def test_a_table_with_positions_is_a_map() -> None:
    assert features(STATIONS) == [("Gara", [21.2078, 45.7503]), ("Piața", [21.2257, 45.7535])]
    assert features(STATIONS, where="nume=Gara") == [("Gara", [21.2078, 45.7503])]
    assert features(STATIONS, y="locuri", chart="map")[0][0] == "Gara"
    rows = b'[{"denumire": "Gara", "latitude": 45.7503, "longitude": 21.2078}]'
    made = held("t.json", one("t.json", rows), **SOURCE)
    assert b'"coordinates":[21.2078,45.7503]' in made.files["data/locuri.geojson"]


def test_a_chart_of_it_leaves_the_positions_out() -> None:
    made = held("t.csv", one("t.csv", STATIONS.encode()), **SOURCE | {"chart": "bar"})
    assert made.files["data/locuri.csv"] == b"nume,locuri\nGara,20\nPia\xc8\x9ba,15\n"
    for choice in ({"x": "nume"}, {"y": "locuri"}):
        named = held("t.csv", one("t.csv", STATIONS.encode()), **SOURCE | choice)
        assert named.files["data/locuri.csv"] == made.files["data/locuri.csv"]


def test_rows_of_years_at_places_are_a_series_and_years_of_building_are_not() -> None:
    series = "statie,an,lat,lon,pm10\n" + "".join(
        f"{name},{year},45.75,{east},{year - 2000}\n"
        for name, east in (("A", 21.2), ("B", 21.3))
        for year in (2022, 2023)
    )
    made = held("t.csv", one("t.csv", series.encode()), **SOURCE | {"where": "statie=A"})
    assert made.files["data/locuri.csv"] == b"statie,an,pm10\nA,2022,22\nA,2023,23\n"
    built = "nume,an,lat,lon\nPod,1909,45.75,21.2\nMoara,1912,45.76,21.3\n"
    assert [name for name, _ in features(built)] == ["Pod", "Moara"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (STATIONS.replace("45.7503,21.2078", "21.2078,45.7503"), "t.csv:2: 'Gara' is not in Romania"),
        (STATIONS.replace("45.7503,21.2078", "0,0"), "t.csv:2: 'Gara' is at 0, 0"),
        (STATIONS.replace("45.7503,21.2078", ",21.2078"), "t.csv:2: column “lat”: found nothing for 'Gara'"),
        (STATIONS.replace("Piața", "Gara"), "t.csv:3: has the place 'Gara' twice, 1.4 km apart"),
        ("nume,lat,lon\n" + "".join(f"Locul {n},45.75,21.{n}\n" for n in range(1, 15)), "found 14 places, expected at"),
    ],
)
def test_a_place_that_cannot_be_is_refused_with_its_row(text: str, sentence: str) -> None:
    assert sentence in refusal("t.csv", one("t.csv", text.encode()), **SOURCE)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_changed_table_gives_the_same_places_or_says_why_not(data: st.DataObject) -> None:
    """Columns in another order, missing or renamed; cells blank; rows in another order or twice."""
    rows = [line.split(",") for line in STATIONS.splitlines()]
    how = data.draw(st.sampled_from(["columns", "rows", "less", "renamed", "blank", "twice", "swapped cells"]))
    column, line = data.draw(st.integers(0, 3)), data.draw(st.integers(1, 2))
    if how == "columns":
        order = data.draw(st.permutations(range(4)))
        rows = [[row[n] for n in order] for row in rows]
    elif how == "rows":
        rows = [rows[0], *data.draw(st.permutations(rows[1:]))]
    elif how == "less":
        rows = [[*row[:column], *row[column + 1 :]] for row in rows]
    elif how == "renamed":
        rows[0][column] = "coloana"
    elif how == "blank":
        rows[line][column] = ""
    elif how == "twice":
        rows.append(rows[line])
    else:
        rows[line][1], rows[line][2] = rows[line][2], rows[line][1]
    text = "".join(",".join(row) + "\n" for row in rows)
    try:
        made = held("t.csv", one("t.csv", text.encode()), **SOURCE)
    except RefusedError:
        return
    if "data/locuri.geojson" in made.files:
        known = {"Gara": [21.2078, 45.7503], "Piața": [21.2257, 45.7535]}
        read = msgspec.json.decode(made.files["data/locuri.geojson"])["features"]
        assert {each["properties"]["name"]: each["geometry"]["coordinates"] for each in read} == known
    elif "data/locuri.csv" in made.files:
        assert made.files["data/locuri.csv"].decode().splitlines()[1:] == ["Gara,20", "Piața,15"]
    else:
        assert made.questions


def test_places_on_one_spot_are_told() -> None:
    text = STATIONS.replace("45.7535,21.2257", "45.7503,21.2078")
    made = held("t.csv", one("t.csv", text.encode()), **SOURCE)
    assert "'Gara', 'Piața' are at one position ([21.2078, 45.7503])" in " ".join(map(str, made.findings))


def test_an_outline_holds_the_places_of_an_import() -> None:
    ring = [[21.2, 45.7], [21.21, 45.7], [21.21, 45.8], [21.2, 45.8], [21.2, 45.7]]
    there = {"data/contur.geojson": msgspec.json.encode({"type": "Polygon", "coordinates": [ring]})}
    options = SOURCE | {"outline": "data/contur.geojson", "source_name": "X", "topic": "Gări"}
    sentence = refusal("t.csv", one("t.csv", STATIONS.encode()), there, **options)
    assert "t.csv:3: 'Piața' is 1.2 km outside of data/contur.geojson, expected inside" in sentence
    made = held("t.csv", one("t.csv", STATIONS.encode()), there, **options | {"where": "nume=Gara"})
    assert slide(made, "slides/locuri.yaml")["outline"] == "data/contur.geojson"
    again = {**there, **made.files}  # the slide has its outline, also when nobody names it
    assert "is 1.2 km outside of data/contur.geojson" in refusal(
        "t.csv", one("t.csv", STATIONS.encode()), again, **SOURCE
    )
