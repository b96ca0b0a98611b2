"""Bars of periods as a Vega-Lite specification: from zero, each with its figure, the last in the stronger colour.

A missing value has no bar but the word for it; negative values hang below zero.
"""

from typing import Any

from content.slides.axes import LINE, ChartPlace, Points, axis, broken, figure_mark, span, spec, under


def bars(points: Points, place: ChartPlace) -> dict[str, Any]:
    order = [point["x"] for point in points]
    shown = [point for point in points if point["y"] is not None]
    low, high = span(shown)
    colors = {point["x"]: place.colors["accent" if point is shown[-1] else "tint"] for point in shown}
    scale = {"domain": order, "paddingInner": 0.34, "paddingOuter": 0.17}
    down = 1.4 if low < 0 else 0.0  # the figures of bars that hang below zero
    labels = axis(place, labelPadding=(0.4 + down) * place.size)
    x = {"field": "x", "type": "ordinal", "sort": None, "scale": scale, "axis": labels}
    y = {"field": "y", "type": "quantitative", "scale": {"domain": [low, high], "nice": False}, "axis": None}
    hue = {"field": "hue", "type": "nominal", "scale": None}
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": [{**point, "hue": colors[point["x"]]} for point in shown]},
            "mark": {"type": "bar", "cornerRadiusEnd": place.size / 9},
            "encoding": {"x": x, "y": y, "color": hue},
        },
        *_figures([point for point in shown if point["y"] >= 0], x, y, figure_mark(place, dy=-0.28, baseline="bottom")),
        *_figures([point for point in shown if point["y"] < 0], x, y, figure_mark(place, dy=0.34, baseline="top")),
        *_missing(points, x, y, place),
    ]
    marks, above = broken(points, place, place.width / len(points), 0)
    padding = {"top": 1.6 * place.size + above, "bottom": (under(points) + down) * place.size}
    return spec([*layers, *marks], place, padding)


def _figures(points: Points, x: Any, y: Any, mark: dict[str, Any]) -> list[dict[str, Any]]:
    encoding = {"x": x, "y": y, "text": {"field": "label"}}
    return [{"data": {"values": points}, "mark": mark, "encoding": encoding}] if points else []


def _missing(points: Points, x: Any, y: Any, place: ChartPlace) -> list[dict[str, Any]]:
    """The words for missing where there is no bar, a word a line."""
    lost = [{**point, "y": 0, "label": point["label"].split(" ")} for point in points if point["y"] is None]
    more = max((len(point["label"]) - 1 for point in lost), default=0)
    mark = {
        **figure_mark(place, dy=-0.28 - LINE * more, baseline="bottom"),
        "fontSize": place.size,
        "fontWeight": 400,
        "lineHeight": LINE * place.size,
        "color": place.colors["muted"],
    }
    return _figures(lost, x, y, mark)
