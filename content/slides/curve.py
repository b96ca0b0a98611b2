"""A line over time as a Vega-Lite specification: its first and last figure said, gaps where values are missing.

The line is not drawn across a break; a point without neighbours is a dot. Which years the axis names is decided here.
"""

import math
from typing import Any, NamedTuple

import msgspec

from content import live
from content.slides.axes import ChartPlace, Points, axis, broken, figure_mark, span, spec, under


def line(points: Points, place: ChartPlace) -> dict[str, Any]:
    points = _parted(points)
    shown = [point for point in points if point["y"] is not None]
    first, last = shown[0], shown[-1]
    wide = max(_wide(part, place) for point in points for part in point["x"].split("|"))
    side = math.ceil(max(wide, *(_wide(end["label"], place) for end in (first, last))) / 2)
    inner = msgspec.structs.replace(place, width=place.width - 2 * side)
    step = inner.width / (len(points) - 1)
    marks, above = broken(points, inner, step, -step / 2)
    padding = {
        "top": 1.6 * place.size + above,
        "bottom": (under(points) + 0.1) * place.size,
        "left": float(side),
        "right": float(side),
    }
    low, high = span(shown)
    x = _across([point["x"] for point in points], inner.width / (1.3 * wide), place)
    scale = {"domain": [low * 1.04, high * 1.04], "nice": False}
    y = {"field": "y", "type": "quantitative", "scale": scale, "axis": None}
    pixels = (place.height - padding["top"] - padding["bottom"]) / ((high - low) * 1.04)
    ends = [
        _end(end, other, _Plot(x, y, pixels, low, step * abs(points.index(end) - points.index(other))), place)
        for end, other in ((first, shown[1]), (last, shown[-2]))
    ]
    return spec([*_paths(points, x, y, place), *ends, *marks], place, padding)


def _across(order: list[str], room: float, place: ChartPlace) -> dict[str, Any]:
    """The axis of time, with as many labels as there is room for."""
    return {
        "field": "x",
        "type": "ordinal",
        "sort": None,
        "scale": {"type": "point", "domain": order, "padding": 0.01},  # at 0 a first label at -6e-14 px is dropped
        "axis": axis(
            place,
            values=ticks(order, room),
            domain=True,
            domainColor=place.colors["muted"],
            domainWidth=place.size / 14,
        ),
    }


class _Plot(NamedTuple):
    """The scales of a line; pixels to one of its unit, its least value, pixels to the neighbour."""

    x: dict[str, Any]
    y: dict[str, Any]
    pixels: float
    low: float
    step: float


def _wide(label: str, place: ChartPlace) -> float:
    return float(live.font(round(1.12 * place.size), 700).getlength(label))


def _parted(points: Points) -> Points:
    """Numbered by the stretch they are in: a line is not drawn across a break.

    Years that bars leave unsaid are said again: the label that has the year may be one there is no room for.
    """
    stretch, parted = 0, []
    for point in points:
        stretch += bool(point.get("note"))
        parted.append({**point, "x": point["x"].replace("|~", "|"), "stretch": stretch})
    return parted


def _paths(points: Points, x: Any, y: Any, place: ChartPlace) -> list[dict[str, Any]]:
    """The area and the line of each stretch, and dots at the ends and where a point has no neighbour."""
    colors, gaps = place.colors, {"invalid": "break-paths-show-domains"}
    across = {"x": x, "y": y, "detail": {"field": "stretch", "type": "nominal"}}
    path = {"type": "line", "color": colors["accent"], "strokeWidth": place.size / 6, "strokeJoin": "round", **gaps}
    dot = {"type": "point", "filled": True, "size": (0.5 * place.size) ** 2, "color": colors["accent"], "opacity": 1}
    shown = [point for point in points if point["y"] is not None]

    def joined(one: int, other: int) -> bool:
        near = points[other] if 0 <= other < len(points) else None
        return near is not None and near["y"] is not None and near["stretch"] == points[one]["stretch"]

    alone = [p for n, p in enumerate(points) if p["y"] is not None and not (joined(n, n - 1) or joined(n, n + 1))]
    flat = {**across, "y": {**y, "stack": None}}
    area = {"type": "area", "color": colors["tint"], "opacity": 0.22, **gaps}
    return [
        {"data": {"values": points}, "mark": area, "encoding": flat},
        {"data": {"values": points}, "mark": path, "encoding": across},
        {"data": {"values": [shown[0], shown[-1], *alone]}, "mark": dot, "encoding": {"x": x, "y": y}},
    ]


def _end(end: dict[str, Any], other: dict[str, Any], plot: _Plot, place: ChartPlace) -> dict[str, Any]:
    """The figure at an end of the line: under it where the line rises from it and there is room, else over the line."""
    rise = (other["y"] - end["y"]) * plot.pixels
    below = rise > 0 and (end["y"] - plot.low) * plot.pixels > 1.9 * place.size
    # Over a line that rises from its end, the figure stands as high as the line is where the figure's width ends.
    over = max(0.0, min(rise, rise * _wide(end["label"], place) / 2 / plot.step)) / place.size
    text = figure_mark(place, dy=0.55 if below else -0.5 - over, baseline="top" if below else "bottom")
    return {"data": {"values": [end]}, "mark": text, "encoding": {"x": plot.x, "y": plot.y, "text": {"field": "label"}}}


def ticks(order: list[str], room: float) -> list[str]:
    """The first and the last x, and round ones between as far as `room` labels go."""
    last = len(order) - 1
    least = last / max(1, room)
    for step in (1, 2, 5, 10, 20, 50, 100):
        if step >= least:
            break
    between = [
        n
        for n, label in enumerate(order)
        if (int(label) if label.isdigit() else n) % step == 0 and least <= n <= last - least
    ]
    return [order[n] for n in (0, *between, last)]
