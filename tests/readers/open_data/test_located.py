"""Tables with positions: which columns they are, and every row that is no place."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.questions import QuestionError
from content.readers.files import sheet
from content.readers.open_data import located


def table(text: str) -> sheet.Sheet:
    return sheet.read(text.encode(), "t.csv")


def columns(text: str) -> tuple[str, ...]:
    at = located.coordinates(table(text))
    return at.columns if at else ()


def places(text: str, name: str = "") -> list[tuple[Any, ...]]:
    rows = table(text)
    at = located.coordinates(rows)
    assert at is not None
    return [place[:3] for place in located.places(rows, at, located.named_by(rows, at, name))]


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("nume,lat,lon\nGara,45.75,21.2\n", ("lon", "lat")),
        ("nume;Latitudine;Longitudine\nGara;45,75;21,2\n", ("longitudine", "latitudine")),
        ("nume,GPS_Lat,GPS_Long\nGara,45.75,21.2\n", ("gps_long", "gps_lat")),
        ("nume,Latitudine (N),Longitudine (E)\nGara,45.75,21.2\n", ("longitudine (e)", "latitudine (n)")),
        ("nume,lat_wgs84,lng_wgs84\nGara,45.75,21.2\n", ("lng_wgs84", "lat_wgs84")),
        ("nume,x,y\nGara,21.2,45.75\n", ("x", "y")),
        ("nume,X Stereo 70,Y Stereo 70\nGara,205000,480000\n", ("x stereo 70", "y stereo 70")),
        ("nume,x,y\nGara,1,2\n", ()),
        ("nume;coordonate\nGara;45.75, 21.2\n", ("coordonate",)),
        ("nume;alte\nGara;45.75, 21.2\n", ()),
        ("nume;geom\nGara;POINT (21.2 45.75)\n", ("geom",)),
        (
            'nume;g\nGara;{"type":"Point","coordinates":[21.2,45.75]}\n'.replace('"', '""')
            .replace("{", '"{')
            .replace("}", '}"'),
            ("g",),
        ),
        ("nume,E,N\nGara,21.2,45.75\n", ("e", "n")),
        ("nume,E,N\nGara,1,2\n", ()),
        ("nume,x,y\nGara,205000,480000\nPiața,0,0\nPod,205100,480100\n", ("x", "y")),
        ("nume,x,y\n", ()),
        ("nume,lat,lon\nGara,,\n", ()),
        ('nume;loc\nGara;"{""lat"": 45.75, ""lon"": ""21.2""}"\n', ("loc",)),
        ('nume;loc\nGara;"{""an"": 2024}"\n', ()),
        ("nume,latime,lungime\nPod,4.5,21.2\n", ()),
        ("nume,lat,lon,lat_stereo\nGara,1,2,3\n", ()),
        ("nume,platforma,salon\nGara,1,2\n", ()),
    ],
)
def test_which_columns_are_positions(text: str, there: tuple[str, ...]) -> None:
    assert columns(text) == there


@pytest.mark.parametrize(
    "text",
    [
        "nume,lat,lon\nGara,45.754,21.226\nPiața,45.7,21.3\n",
        "lon;lat;nume\n21,226;45,754;Gara\n21,3;45,7;Piața\n",
        "nume;coordonate\nGara;45.754, 21.226\nPiața;45.70, 21.30\n",
        "nume;coordonate\nGara;45,754; 21,226\nPiața;45,70; 21,30\n".replace(";45", ';"45')
        .replace("226\n", '226"\n')
        .replace("30\n", '30"\n'),
        "id;nume;geom\n1;Gara;POINT(21.226 45.754)\n2;Piața;SRID=4326;POINT(21.3 45.7)\n".replace("SRID=4326;", ""),
    ],
)
def test_a_table_of_places_in_every_way_to_write_it(text: str) -> None:
    assert places(text) == [("Gara", 21.226, 45.754), ("Piața", 21.3, 45.7)]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (";45.7;21.2", "t.csv:2: column “nume”: found nothing, expected the name of a place"),
        ("Gara;;21.2", "t.csv:2: column “lat”: found nothing for 'Gara', expected its position"),
        (
            "Gara;45°45'12\"N;21.2",
            "t.csv:2: column “lat”: found '45°45\\'12\"N' for 'Gara', expected degrees as 45.7535",
        ),
        ("Gara;0;0", "t.csv:2: 'Gara' is at 0, 0: [0, 0] is written where no position is known"),
        ("Gara;480000;205000", "t.csv:2: 'Gara' is at 205000, 480000: these are metres of Stereo 70"),
        ("Gara;121.2;45.7", "no latitude is beyond 90"),
    ],
)
def test_a_row_that_is_no_place_is_named(row: str, sentence: str) -> None:
    with pytest.raises(RefusedError) as refused:
        places(f"nume;lat;lon\n{row}\nPiața;45.7;21.3\n")
    assert sentence in str(refused.value)


def test_lines_below_the_table_are_no_places() -> None:
    text = "nume,lat,lon\nGara,45.7,21.2\nTotal,,\nSursa: Primăria,,\n,,\n"
    assert places(text) == [("Gara", 21.2, 45.7)]
    with pytest.raises(RefusedError):
        places(text + "Piața,,\n")


def test_several_positions_in_a_row_are_no_figures() -> None:
    routes = "linie,start_lat,start_lon,end_lat,end_lon,km\n1,45.7,21.2,45.8,21.3,12\n"
    assert columns(routes) == ()
    assert located.without(table(routes), located.beside(table(routes))).columns == ("linie", "km")
    assert located.beside(table("an,platou lat,cale long\n2024,500,2\n")) == []
    assert located.beside(table("an,lat\n2024,5\n")) == []
    assert located.beside(table("nume,longitudine,locuri\nGara,21.2,5\n")) == ["longitudine"]


def test_which_column_names_the_places_is_asked() -> None:
    text = "strada,cartier,lat,lon\nLoga,Centru,45.7,21.2\nMunții,Fabric,45.8,21.3\n"
    with pytest.raises(QuestionError) as asked:
        places(text)
    (question,) = asked.value.questions
    assert question.option == "places"
    assert [(each.answer, each.gives) for each in question.choices] == [
        ("strada", "Loga, Munții"),
        ("cartier", "Centru, Fabric"),
    ]
    assert [name for name, *_ in places(text, "Cartier")] == ["Centru", "Fabric"]
    assert [name for name, *_ in places(text.replace("strada", "denumire stradă"))] == ["Loga", "Munții"]


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_cells_are_places_or_refused(one: str, other: str) -> None:
    for names in (("nume", "lat", "lon"), ("nume", "x", "y"), ("nume", "coordonate", "geom")):
        rows = sheet.Sheet("t", ",", names, ((2, dict(zip(names, ("A", one, other), strict=True))),))
        if (at := located.coordinates(rows)) is not None:
            try:
                (place,) = located.places(rows, at, "nume")
            except RefusedError:
                continue
            assert -180 <= place.longitude <= 180 and -90 <= place.latitude <= 90
