"""What charts with an axis share, as parts of a Vega-Lite specification: the frame, labels, figures, and breaks.

Decides sizes against the type size of the labels, and that a break is marked and its note stands on the chart.
"""

from typing import Any

import msgspec

from content import live

FONT = "Inter"

Points = list[dict[str, Any]]
"""`x` label (its lines parted by `|`, what follows `|~` unsaid), `y` number or None, `label` the figure as it is said,
`note` of a break before it."""


class ChartPlace(msgspec.Struct, frozen=True):
    """Where the template has put the chart: pixels, the type size of its labels, and the page's colours by name."""

    width: float
    height: float
    size: float
    colors: dict[str, str]


def spec(layers: list[dict[str, Any]], place: ChartPlace, padding: dict[str, float]) -> dict[str, Any]:
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


def axis(place: ChartPlace, **more: Any) -> dict[str, Any]:
    return {
        "title": None,
        "domain": False,
        "ticks": False,
        "labelAngle": 0,
        "labelFont": FONT,
        "labelFontSize": place.size,
        "labelColor": place.colors["muted"],
        "labelExpr": "split(replace(datum.label, /[|]~.*/, ''), '|')",
        "labelLineHeight": LINE * place.size,
        "labelOverlap": False,
        "labelPadding": 0.4 * place.size,
        "labelLimit": 0,
        **more,
    }


def figure_mark(place: ChartPlace, *, dy: float, baseline: str) -> dict[str, Any]:
    return {
        "type": "text",
        "baseline": baseline,
        "dy": dy * place.size,
        "font": FONT,
        "fontSize": 1.12 * place.size,
        "fontWeight": 700,
        "color": place.colors["ink"],
    }


LINE = 1.3
"""From one line of a label to the next, in type sizes."""


def under(points: Points) -> float:
    """Room for the labels of the axis, in type sizes."""
    return 1.5 + LINE * max(str(point["x"]).count("|") for point in points)


def broken(points: Points, place: ChartPlace, step: float, first: float) -> tuple[list[dict[str, Any]], float]:
    """A dashed rule before each break, its note beside the head of it; and the room they need above, in pixels.

    `first` is where a rule before the first point would be, `step` from one to the next. A note stands on the side that
    has more room, in as many lines as it needs.
    """
    layers: list[dict[str, Any]] = []
    lines_most = 0
    for number, point in enumerate(points):
        if not point.get("note"):
            continue
        at = first + step * number
        left = at > place.width / 2
        lines = _lines(point["note"], (at if left else place.width - at) - place.size, place)
        lines_most = max(lines_most, len(lines))
        layers.append({"at": at, "left": left, "lines": lines})
    above = (LINE * lines_most + 0.3) * place.size if layers else 0.0
    return [mark for each in layers for mark in _note(each, above, place)], above


def _note(each: dict[str, Any], above: float, place: ChartPlace) -> list[dict[str, Any]]:
    rule = {
        "type": "rule",
        "strokeDash": [place.size / 5, place.size / 6],
        "strokeWidth": place.size / 14,
        "color": place.colors["ink"],
        "clip": False,
    }
    text = {
        "type": "text",
        "align": "right" if each["left"] else "left",
        "baseline": "top",
        "dx": (-0.4 if each["left"] else 0.4) * place.size,
        "font": FONT,
        "fontSize": place.size,
        "lineHeight": LINE * place.size,
        "color": place.colors["ink"],
        "text": each["lines"],
    }
    x, top = {"value": each["at"]}, -above - 1.6 * place.size
    one: dict[str, Any] = {"values": [{}]}
    return [
        {"data": one, "mark": rule, "encoding": {"x": x, "y": {"value": top}, "y2": {"value": "height"}}},
        {"data": one, "mark": text, "encoding": {"x": x, "y": {"value": top}}},
    ]


def _lines(text: str, width: float, place: ChartPlace) -> list[str]:
    """The text in lines no wider than `width` pixels, but for a word that is."""
    face = live.font(round(place.size), 400)
    made: list[str] = []
    for word in text.split(" "):
        if made and face.getlength(f"{made[-1]} {word}") <= width:
            made[-1] += f" {word}"
        else:
            made.append(word)
    return made


def span(shown: Points) -> tuple[float, float]:
    """From the least to the most, zero always between."""
    values = [float(point["y"]) for point in shown]
    low, high = min(0.0, *values), max(0.0, *values)
    return low, high if high > low else low + 1
