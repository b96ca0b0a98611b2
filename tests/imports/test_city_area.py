"""Whether places can be the city's, and the likely reason when they cannot."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from content.findings import RefusedError
from content.imports import city_area
from content.imports.city_area import CityArea
from content.imports.conversation import Context
from content.pack.parse import parse
from content.readers.open_data.geojson import Place
from tests import sample

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
RING = [[21.1, 45.7], [21.3, 45.7], [21.3, 45.8], [21.1, 45.8], [21.1, 45.7]]
HOLE = [[21.18, 45.74], [21.22, 45.74], [21.22, 45.76], [21.18, 45.76], [21.18, 45.74]]
CITY: dict[str, Any] = {"type": "Polygon", "coordinates": [RING]}
RIVER = {"type": "LineString", "coordinates": [[21.1, 45.74], [21.3, 45.76]]}
LOCATED = sample.DISPLAYS.replace("    tags: [centru]", "    tags: [centru]\n    location: [45.7577, 21.2290]")


def at(longitude: float, latitude: float, name: str = "Gara", where: str = "x:2") -> Place:
    return Place(name, longitude, latitude, {}, where)


def known(
    outline: dict[str, Any] | None = None, *, displays: str = sample.DISPLAYS, zone: str = ""
) -> city_area.CityArea:
    city = sample.CITY.replace("Europe/Bucharest", zone or "Europe/Bucharest")
    files = sample.files(displays=displays, city=city)
    if outline is not None:
        files["o.geojson"] = msgspec.json.encode(outline)
    return city_area.of_city("o.geojson" if outline else "", Context(parse(files), files, NOW))


def refusal(place: Place, there: CityArea, *others: Place) -> str:
    with pytest.raises(RefusedError) as refused:
        city_area.checked([place, *others], there)
    return str(refused.value)


INSIDE = at(21.2257, 45.7535)


@pytest.mark.parametrize(
    "there",
    [
        known(),
        known(CITY),
        known(RIVER),
        known(displays=LOCATED),
        known(CITY, displays=LOCATED),
        known(zone="Europe/Belgrade"),
    ],
)
def test_a_place_of_the_city_is_one(there: CityArea) -> None:
    city_area.checked([INSIDE, at(21.21, 45.75, "Piața")], there)


@pytest.mark.parametrize(
    ("place", "there", "sentence"),
    [
        (
            at(26.1025, 44.4268),
            known(displays=LOCATED),
            "x:2: 'Gara' is 410 km from the nearest display (piata), expected at most 50 km: "
            "[26.1025, 44.4268] is another city's, or mistaken",
        ),
        (
            at(21.4, 45.75),
            known(CITY),
            "'Gara' is 7.8 km outside of o.geojson, expected inside: [21.4, 45.75] is another",
        ),
        (at(21.2, 45.75), known({"type": "Polygon", "coordinates": [RING, HOLE]}), "is 1.1 km outside of o.geojson"),
        (at(22.5, 45.75), known(RIVER), "'Gara' is 93 km from o.geojson, expected at most 50 km"),
        (at(2.35, 48.85), known(), "'Gara' is not in Romania, expected a place of the city"),
        (at(45.7535, 21.2257), known(displays=LOCATED), "it is right as latitude before longitude: swap the two"),
        (at(45.7535, 21.2257), known(CITY), "it is right as latitude before longitude: swap the two"),
        (
            at(45.7535, 21.2257),
            known(),
            "is not in Romania, expected a place of the city: it is right as latitude before",
        ),
        (at(-21.2257, 45.7535), known(CITY), "it is right without the minus of its longitude"),
        (at(21.2257, -45.7535), known(CITY), "it is right without the minus of its latitude"),
        (at(0, 45.7535), known(CITY), "one of its two numbers is 0 ([0, 45.7535]): it is missing"),
    ],
)
def test_a_place_elsewhere_is_refused_with_the_likely_reason(place: Place, there: CityArea, sentence: str) -> None:
    assert sentence in refusal(place, there)
    assert " (and 1 more): " in refusal(place, there, INSIDE, place)


def test_a_place_on_the_edge_is_inside_and_one_behind_it_is_not() -> None:
    """The edge is at 21.3 degrees; a hundredth of a degree of longitude is 780 m here."""
    city_area.checked([at(21.3, 45.75), at(21.303, 45.75)], known(CITY))
    assert "is 0.3 km outside of o.geojson" in refusal(at(21.304, 45.75), known(CITY))


def test_districts_are_one_city() -> None:
    east = [[x + 0.2, y] for x, y in RING]
    city_area.checked([INSIDE, at(21.45, 45.75)], known({"type": "MultiPolygon", "coordinates": [[RING], [east]]}))


def test_places_of_a_city_nobody_told_of_are_together() -> None:
    there = known(zone="Europe/Belgrade")
    belgrade = [at(20.45, 44.8, "A"), at(20.46, 44.81, "B"), at(20.47, 44.8, "C")]
    city_area.checked(belgrade, there)
    sentence = refusal(belgrade[0], there, *belgrade[1:], at(21.9, 43.3, "Niš", "x:5"))
    assert sentence.startswith("x:5: 'Niš' is 2") and "km from the other places, expected at most 50 km" in sentence


def test_an_outline_of_another_city_is_refused() -> None:
    elsewhere = {"type": "Polygon", "coordinates": [[[x + 5, y] for x, y in RING]]}
    with pytest.raises(RefusedError) as refused:
        known(elsewhere, displays=LOCATED)
    assert str(refused.value).startswith(
        "o.geojson: is 378 km from the nearest display, expected the outline of Orașul"
    )


def test_a_display_whose_location_is_swapped_says_nothing() -> None:
    swapped = LOCATED.replace("[45.7577, 21.2290]", "[21.2290, 45.7577]")
    assert known(displays=swapped).displays == {}
    assert known(displays=LOCATED).displays == {"piata": (21.229, 45.7577)}
