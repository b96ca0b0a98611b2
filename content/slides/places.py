"""Places on the outline of a city as template data: where each is on a map, what it is called, what is known of it.

Decides the projection: equirectangular about the middle latitude, true in shape at the size of a city. Numbers tie the
dot to the name, so that no colour has to. Leaves out how large the map is (the template measures the names).
"""

import math
from typing import Any

from content.findings import refused
from content.pack.model import Pack
from content.pack.slides import Dataset
from content.readers.files import numbers
from content.readers.open_data import geojson
from content.readers.open_data.geojson import Place, Polyline
from content.slides import numerals, wording


def shown(pack: Pack, slide: Dataset) -> list[Place]:
    """The places of the slide's file. Raises RefusedError: unreadable, more than a map can show."""
    found = geojson.places(pack.files[slide.data], slide.data, slide.x, slide.where)
    return geojson.few(found, slide.data)


def named(slide: Dataset, place: Place, lang: str) -> str:
    """The name in that language where the file has it (`name:hu`), else the one name it has; first with a capital."""
    key = next((key for key in (slide.x or "name", *geojson.NAMES) if place.texts.get(key) == place.name), "name")
    return place.texts.get(f"{key}:{lang}") or place.name


def figure(slide: Dataset, place: Place, lang: str) -> str | None:
    """What the slide's `y` says of the place: a number as the language writes it, else the text; None when missing."""
    said = place.texts.get(slide.y, "") if slide.y else ""
    if said.lower() in ("", "null", "none"):
        return None
    number = numbers.decimal(said, ".", slide.data) if said.replace(".", "", 1).lstrip("-").isdigit() else None
    return said if number is None else numerals.number(number, lang, 1)


def drawn(pack: Pack, slide: Dataset, where: str, lang: str) -> dict[str, Any]:
    """The map: `aspect` is height by width, positions are parts of the width and of the height from the top left.

    Raises RefusedError as `shown`, and for places without an outline: dots on nothing do not say where they are.
    """
    found = shown(pack, slide)
    if slide.outline is None:
        message = "found places without `outline`, expected a GeoJSON of the city's boundary or river in the pack"
        raise refused("map", where, message)
    outline = geojson.outline(pack.files[slide.outline], slide.outline)
    corners = [corner for line in outline for corner in line] + [(each.longitude, each.latitude) for each in found]
    west, east = min(c[0] for c in corners), max(c[0] for c in corners)
    south, north = min(c[1] for c in corners), max(c[1] for c in corners)
    shrink = math.cos(math.radians((south + north) / 2))
    least = 0.002  # degrees, some 200 m: a straight line has no width
    width, height = max((east - west) * shrink, least), max(north - south, least)
    middle = ((west + east) / 2, (south + north) / 2)

    def placed(corner: tuple[float, float]) -> list[float]:
        across, down = (corner[0] - middle[0]) * shrink / width, (middle[1] - corner[1]) / height
        return [round(0.5 + across, 5), round(0.5 + down, 5)]

    listed = []
    for number, place in enumerate(found, 1):
        value = figure(slide, place, lang)
        x, y = placed((place.longitude, place.latitude))
        said = wording.word("missing", lang) if value is None and slide.y else value
        name = named(slide, place, lang)
        listed.append({"number": str(number), "name": name, "x": x, "y": y, "figure": said, "known": value is not None})
    return {"places": listed, "outline": [_line(line, placed) for line in outline], "aspect": round(height / width, 5)}


def _line(line: Polyline, placed: Any) -> dict[str, Any]:
    return {"closed": line[0] == line[-1], "corners": [placed(corner) for corner in line]}
