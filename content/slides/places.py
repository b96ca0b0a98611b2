"""Places on the outline of a city as template data: where each is on a map, what it is called, what is known of it.

Decides the projection: equirectangular about the middle latitude, true in shape at the size of a city. Numbers tie the
dot to the name, so that no colour has to. Leaves out how large the map is (the template measures the names).
"""

import math
from collections.abc import Callable

import msgspec

from content.findings import refused
from content.pack.model import Pack
from content.pack.slides import Dataset
from content.phrases import said
from content.readers.files import numbers
from content.readers.open_data import geojson
from content.readers.open_data.geojson import Place
from content.slides import numerals, wording


class NumberedPlace(msgspec.Struct, frozen=True, kw_only=True):
    """A dot and its name; `x` and `y` are parts of the map's width and height from the top left.

    `known` is False where `figure` says that there is none.
    """

    number: str
    name: str
    x: float
    y: float
    figure: str | None
    known: bool


class OutlineLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the city's outline, by its corners as places are placed."""

    closed: bool
    corners: tuple[tuple[float, float], ...]


class MapData(msgspec.Struct, frozen=True, kw_only=True):
    """A map; `aspect` is height by width."""

    places: tuple[NumberedPlace, ...]
    outline: tuple[OutlineLine, ...]
    aspect: float


def shown(pack: Pack, slide: Dataset) -> list[Place]:
    """The places of the slide's file. Raises RefusedError: unreadable, more than a map can show."""
    places = geojson.places(pack.files[slide.data], slide.data, slide.x, slide.where)
    return geojson.few(places, slide.data)


def named(slide: Dataset, place: Place, lang: str) -> str:
    """The name in that language where the file has it (`name:hu`), else the one name it has; first with a capital."""
    key = next((key for key in (slide.x or "name", *geojson.NAMES) if place.texts.get(key) == place.name), "name")
    return place.texts.get(f"{key}:{lang}") or place.name


def figure(slide: Dataset, place: Place, lang: str) -> str | None:
    """What the slide's `y` says of the place: a number as the language writes it, else the text; None when missing."""
    text = place.texts.get(slide.y, "") if slide.y else ""
    if text.lower() in ("", "null", "none"):
        return None
    number = numbers.decimal(text, ".", slide.data) if text.replace(".", "", 1).lstrip("-").isdigit() else None
    return text if number is None else numerals.number(number, lang, 1)


def drawn(pack: Pack, slide: Dataset, where: str, lang: str) -> MapData:
    """The map of the places.

    Raises RefusedError as `shown`, and for places without an outline: dots on nothing do not say where they are.
    """
    places = shown(pack, slide)
    if slide.outline is None:
        message = said("found places without `outline`, expected a GeoJSON of the city's boundary or river in the pack")
        raise refused("map", where, message)
    outline = geojson.outline(pack.files[slide.outline], slide.outline)
    corners = [corner for line in outline for corner in line] + [(each.longitude, each.latitude) for each in places]
    placed, aspect = _projection(corners)
    return MapData(
        places=tuple(_numbered(slide, number, place, placed, lang) for number, place in enumerate(places, 1)),
        outline=tuple(OutlineLine(closed=line[0] == line[-1], corners=tuple(map(placed, line))) for line in outline),
        aspect=aspect,
    )


Placed = Callable[[tuple[float, float]], tuple[float, float]]
"""Longitude and latitude to parts of the map's width and height."""


def _projection(corners: list[tuple[float, float]]) -> tuple[Placed, float]:
    """Where on the map that just holds these corners each of them is, and the map's aspect."""
    west, east = min(c[0] for c in corners), max(c[0] for c in corners)
    south, north = min(c[1] for c in corners), max(c[1] for c in corners)
    shrink = math.cos(math.radians((south + north) / 2))
    least = 0.002  # degrees, some 200 m: a straight line has no width
    width, height = max((east - west) * shrink, least), max(north - south, least)
    middle = ((west + east) / 2, (south + north) / 2)

    def placed(corner: tuple[float, float]) -> tuple[float, float]:
        across, down = (corner[0] - middle[0]) * shrink / width, (middle[1] - corner[1]) / height
        return round(0.5 + across, 5), round(0.5 + down, 5)

    return placed, round(height / width, 5)


def _numbered(slide: Dataset, number: int, place: Place, placed: Placed, lang: str) -> NumberedPlace:
    value = figure(slide, place, lang)
    x, y = placed((place.longitude, place.latitude))
    return NumberedPlace(
        number=str(number),
        name=named(slide, place, lang),
        x=x,
        y=y,
        figure=wording.word("missing", lang) if value is None and slide.y else value,
        known=value is not None,
    )
