"""Whether places can be the city's: near its displays, inside its outline, together.

Decides how far is too far, and the likely reason. An outline of polygons is an area; one of lines (a river) has no
inside, and is only something to be near to. Where neither displays nor an outline say where the city is, its country
and the places themselves do.
"""

from collections.abc import Callable
from statistics import median_low
from typing import NamedTuple

from content.findings import refused
from content.imports.conversation import Context
from content.phrases import said
from content.readers.open_data import geojson, positions
from content.readers.open_data.geojson import Place, Shapes
from content.readers.open_data.positions import Corner

MOST_KM = 50.0
"""From a display, from the line of an outline, or from the other places; the widest of cities is not so wide."""
EDGE_KM = 0.25
"""How far outside of an outline a place may be: outlines are drawn coarsely, and bridges stand on them."""
_ROMANIA = ((20.2, 43.6), (29.8, 48.3))
"""South-west and north-east corner, of all places in the time zone Europe/Bucharest."""


class CityArea(NamedTuple):
    """What is known of where the city is."""

    displays: dict[str, Corner]
    outline: str
    shapes: Shapes
    country: tuple[Corner, Corner] | None

    def wrong(self, corner: Corner) -> str:
        """Why a position cannot be the city's: a sentence without its subject; "" when it can."""
        if self.displays:
            near, km = min(
                ((name, positions.kilometres(corner, each)) for name, each in self.displays.items()), key=_second
            )
            if km > MOST_KM:
                return said(
                    "is {km:,.0f} km from the nearest display ({near}), expected at most {most_km:.0f} km",
                    km=km,
                    near=near,
                    most_km=MOST_KM,
                )
        if self.shapes.areas:
            outside = not any(positions.inside(corner, rings) for rings in self.shapes.areas)
            km = min(positions.from_line(corner, line) for line in self.shapes.lines) if outside else 0.0
            if km > EDGE_KM:
                return said("is {km:,.1f} km outside of {outline}, expected inside", km=km, outline=self.outline)
        elif self.shapes.lines:
            km = min(positions.from_line(corner, line) for line in self.shapes.lines)
            if km > MOST_KM:
                return said(
                    "is {km:,.0f} km from {outline}, expected at most {most_km:.0f} km",
                    km=km,
                    outline=self.outline,
                    most_km=MOST_KM,
                )
        if self.country is not None and not _within(corner, self.country):
            return "is not in Romania, expected a place of the city"
        return ""


def of_city(outline: str, context: Context) -> CityArea:
    """What is known of the pack's city. Raises RefusedError when its outline is another city's, or cannot be read."""
    country = _ROMANIA if context.pack.city.timezone == "Europe/Bucharest" else None
    displays = {
        display.id: (display.location[1], display.location[0])
        for display in context.pack.displays.values()
        if display.location is not None and (country is None or _within(display.location[::-1], country))
    }
    shapes = geojson.shapes(context.files[outline], outline) if outline in context.files else Shapes([], [])
    if displays and shapes.lines:
        km = min(
            0.0 if any(positions.inside(each, rings) for rings in shapes.areas) else positions.from_line(each, line)
            for each in displays.values()
            for line in shapes.lines
        )
        if km > MOST_KM:
            message = said(
                "is {km:,.0f} km from the nearest display, expected the outline of {name}",
                km=km,
                name=context.pack.city.name,
            )
            raise refused("map", outline, message)
    return CityArea(displays, outline, shapes, country)


def checked(places: list[Place], area: CityArea) -> None:
    """Raises RefusedError naming the first place that cannot be the city's, with the likely reason."""
    wrong = [(place, why) for place in places if (why := area.wrong(place.corner))]
    if wrong:
        place, why = wrong[0]
        others = said(" (and {wrong} more)", wrong=len(wrong) - 1) if len(wrong) > 1 else ""
        message = said(
            "{name!r} {why}{others}: {reason}",
            name=place.name,
            why=why,
            others=others,
            reason=_reason(place.corner, area),
        )
        raise refused("map", place.at, message)
    if area.displays or area.shapes.lines:
        return
    middle = (median_low(place.longitude for place in places), median_low(place.latitude for place in places))
    for place in places:
        if (km := positions.kilometres(place.corner, middle)) > MOST_KM:
            message = said(
                "{name!r} is {km:,.0f} km from the other places, expected at most {most_km:.0f} km",
                name=place.name,
                km=km,
                most_km=MOST_KM,
            )
            raise refused("map", place.at, said("{message}: is it another city's?", message=message))


def _reason(corner: Corner, area: CityArea) -> str:
    """The likely reason of a wrong position: what would have to be done to it to be right."""
    east, north = corner
    tried: tuple[tuple[Callable[[], Corner], str], ...] = (
        (lambda: (north, east), "it is right as latitude before longitude: swap the two"),
        (lambda: (-east, north), "it is right without the minus of its longitude"),
        (lambda: (east, -north), "it is right without the minus of its latitude"),
    )
    if 0 in (east, north):
        return said("one of its two numbers is 0 ([{east:.6g}, {north:.6g}]): it is missing", east=east, north=north)
    for change, reason in tried:
        if abs(change()[1]) <= 90 and not area.wrong(change()):
            return reason
    wider = ", or give an `outline` that holds it" if area.shapes.areas else ""
    return said(
        "[{east:.6g}, {north:.6g}] is another city's, or mistaken: leave it out with `where`, mend it{wider}",
        east=east,
        north=north,
        wider=wider,
    )


def _within(corner: Corner, box: tuple[Corner, Corner]) -> bool:
    (west, south), (east, north) = box
    return west <= corner[0] <= east and south <= corner[1] <= north


def _second(pair: tuple[str, float]) -> float:
    return pair[1]
