"""A chart with an axis as SVG: a Vega-Lite specification drawn by vl-convert, its network shut.

Decides marks, colours and labels; the template decides the chart's place and its type size. Bars start at zero; every
bar says its figure; a line says its first and last. A missing value leaves its place empty.
"""

import functools
import math
from typing import Any

import msgspec
import vl_convert

FONT = "Inter"

Points = list[dict[str, Any]]
"""`x` label, `y` number or None, `label` the figure as it is said, `after_break` whether a break precedes it."""


class Place(msgspec.Struct, frozen=True):
    """Where the template has put the chart: pixels, the type size of its labels, and the page's colours by name."""

    width: float
    height: float
    size: float
    colors: dict[str, str]


def svg(kind: str, points: Points, place: Place) -> str:
    """`bar` or `line` in exactly the place's width and height."""
    spec = {"bar": _bars, "line": _line}[kind](points, place)
    return _drawn(msgspec.json.encode(spec).decode())


@functools.lru_cache(maxsize=64)
def _drawn(spec: str) -> str:
    drawn: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return drawn


def _spec(layers: list[dict[str, Any]], place: Place, padding: dict[str, float]) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": place.width - padding.get("left", 0) - padding.get("right", 0),
        "height": place.height - padding.get("top", 0) - padding.get("bottom", 0),
        "padding": {"left": 0, "right": 0, "top": 0, "bottom": 0, **padding},
        "autosize": {"type": "none"},
        "background": None,
        "layer": layers,
        "config": {"font": FONT, "view": {"stroke": None}},
    }


def _axis(place: Place, **more: Any) -> dict[str, Any]:
    return {
        "title": None,
        "domain": False,
        "ticks": False,
        "labelAngle": 0,
        "labelFont": FONT,
        "labelFontSize": place.size,
        "labelColor": place.colors["muted"],
        "labelOverlap": False,
        "labelPadding": 0.4 * place.size,
        "labelLimit": 0,
        **more,
    }


def _figure_mark(place: Place, *, dy: float, baseline: str) -> dict[str, Any]:
    return {
        "type": "text",
        "baseline": baseline,
        "dy": dy * place.size,
        "font": FONT,
        "fontSize": 1.12 * place.size,
        "fontWeight": 700,
        "color": place.colors["ink"],
    }


def _breaks(points: Points, place: Place, x: dict[str, Any]) -> list[dict[str, Any]]:
    """A dashed rule before each x where the series stops being comparable."""
    found = [point for point in points if point["after_break"]]
    mark = {
        "type": "rule",
        "strokeDash": [place.size / 5, place.size / 6],
        "strokeWidth": place.size / 14,
        "color": place.colors["ink"],
    }
    return [{"data": {"values": found}, "mark": mark, "encoding": {"x": x}}] if found else []


def _bars(points: Points, place: Place) -> dict[str, Any]:
    order = [point["x"] for point in points]
    last = next(point["x"] for point in reversed(points) if point["y"] is not None)
    shown = [
        {**point, "hue": place.colors["accent"] if point["x"] == last else place.colors["tint"]}
        for point in points
        if point["y"] is not None
    ]
    top = max(point["y"] for point in shown) or 1
    scale = {"domain": order, "paddingInner": 0.34, "paddingOuter": 0.1}
    x = {"field": "x", "type": "ordinal", "sort": None, "scale": scale, "axis": _axis(place)}
    y = {"field": "y", "type": "quantitative", "scale": {"domain": [0, top], "nice": False}, "axis": None}
    bars = {"type": "bar", "cornerRadiusEnd": place.size / 9}
    text = _figure_mark(place, dy=-0.28, baseline="bottom")
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": shown},
            "mark": bars,
            "encoding": {"x": x, "y": y, "color": {"field": "hue", "type": "nominal", "scale": None}},
        },
        {
            "data": {"values": shown},
            "mark": text,
            "encoding": {"x": x, "y": y, "text": {"field": "label"}},
        },
        *_breaks(points, place, {**x, "bandPosition": -0.25}),
    ]
    return _spec(layers, place, {"top": 1.6 * place.size, "bottom": 1.5 * place.size})


def _line(points: Points, place: Place) -> dict[str, Any]:
    order = [point["x"] for point in points]
    shown = [point for point in points if point["y"] is not None]
    top = max(point["y"] for point in shown) or 1
    wide = max(map(len, order)) * 0.62 * place.size
    first, last = shown[0], shown[-1]
    side = math.ceil(max(wide / 2, max(len(end["label"]) for end in (first, last)) * 0.36 * place.size))
    x = {
        "field": "x",
        "type": "ordinal",
        "sort": None,
        "scale": {"type": "point", "domain": order, "padding": 0.01},  # at 0 a first label at -6e-14 px is dropped
        "axis": _axis(
            place,
            values=_ticks(order, (place.width - 2 * side) / (1.4 * wide)),
            domain=True,
            domainColor=place.colors["muted"],
            domainWidth=place.size / 14,
        ),
    }
    y = {"field": "y", "type": "quantitative", "scale": {"domain": [0, top * 1.04], "nice": False}, "axis": None}
    path = {"strokeWidth": place.size / 6, "strokeJoin": "round", "invalid": "break-paths-show-domains"}
    dots = {
        "type": "point",
        "filled": True,
        "size": (0.5 * place.size) ** 2,
        "color": place.colors["accent"],
        "opacity": 1,
    }
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": points},
            "mark": {
                "type": "area",
                "color": place.colors["tint"],
                "opacity": 0.22,
                "invalid": "break-paths-show-domains",
            },
            "encoding": {"x": x, "y": y},
        },
        {
            "data": {"values": points},
            "mark": {"type": "line", "color": place.colors["accent"], **path},
            "encoding": {"x": x, "y": y},
        },
        {"data": {"values": [first, last]}, "mark": dots, "encoding": {"x": x, "y": y}},
        _end(first, shown[1], x, y, place),
        _end(last, shown[-2], x, y, place),
        *_breaks(points, place, x),
    ]
    return _spec(layers, place, {"top": 1.6 * place.size, "bottom": 1.6 * place.size, "left": side, "right": side})


def _end(end: dict[str, Any], neighbour: dict[str, Any], x: Any, y: Any, place: Place) -> dict[str, Any]:
    """The figure at an end of the line, on the side its neighbour does not come from."""
    below = neighbour["y"] > end["y"]
    text = _figure_mark(place, dy=0.55 if below else -0.5, baseline="top" if below else "bottom")
    return {"data": {"values": [end]}, "mark": text, "encoding": {"x": x, "y": y, "text": {"field": "label"}}}


def _ticks(order: list[str], room: float) -> list[str]:
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
