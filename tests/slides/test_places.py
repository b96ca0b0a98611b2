"""Places on a map: numbered, named in the language, in the shape of the ground."""

import msgspec
import pytest

from content.findings import RefusedError
from content.slides.compose import compose
from content.slides.drawing import draw
from content.slides.job import Format
from tests.slides.open_data import PLACES, STATION, WIDE, composed, refusal, with_data, with_file


def test_numbers_tie_dots_to_names_in_the_language() -> None:
    places = composed("date-harta", "hu")["map"]["places"]
    assert [(place["number"], place["name"]) for place in places] == [
        ("1", "Városháza"),
        ("2", "Piața Unirii"),
        ("3", "Gara de Nord"),
    ]
    values = composed("date-harta-valori")["map"]["places"]
    assert [place["figure"] for place in values] == ["2", "1", "lipsă"]


def test_a_map_has_the_shape_of_the_ground() -> None:
    """One minute of latitude is 1.852 km; of longitude at 45.75° N 1.292 km: the box is 8.5 km wide and 7.2 km high."""
    data = composed("date-harta")["map"]
    assert data["aspect"] == pytest.approx((0.065 * 60 * 1.852) / (0.11 * 60 * 1.292), rel=0.01)
    corners = [corner for line in data["outline"] for corner in line["corners"]]
    assert (min(x for x, _ in corners), max(x for x, _ in corners)) == (0, 1)
    assert [line["closed"] for line in data["outline"]] == [True, False]
    north, south = data["places"][1], data["places"][2]
    assert north["y"] < south["y"] and north["x"] > south["x"]


def test_places_without_an_outline_are_refused() -> None:
    assert "found places without `outline`" in refusal("date-harta", with_data("date-harta", outline=None))


def test_more_places_than_a_map_can_show_are_refused() -> None:
    one = PLACES.decode().split("\n")[1:3]
    features = ["".join(one).replace("Primărie", f"Locul {n}").rstrip(",") for n in range(13)]
    data = f'{{"type": "FeatureCollection", "features": [{",".join(features)}]}}'
    assert "found 13 places, expected at most 12" in refusal(
        "date-harta", with_file("data/ecrane.geojson", data.encode())
    )


def test_twelve_places_fit_where_there_is_room_and_are_refused_where_there_is_none() -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"Complexul {n}"},
            "geometry": {"type": "Point", "coordinates": [21.2 + 0.015 * (n % 4), 45.735 + 0.015 * (n // 4)]},
        }
        for n in range(12)
    ]
    data = msgspec.json.encode({"type": "FeatureCollection", "features": features})
    pack = with_file("data/ecrane.geojson", data)
    draw(compose(pack, "date-harta", "ro", WIDE))
    with pytest.raises(RefusedError, match=r"no room for the .*list of places .* expected fewer places"):
        draw(compose(pack, "date-harta", "ro", Format.of(STATION)))
