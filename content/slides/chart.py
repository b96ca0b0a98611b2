"""A chart with an axis as SVG: a Vega-Lite specification drawn by vl-convert, its network shut.

Decides which form is drawn by which module; the template decides the chart's place and its type size.
"""

import functools

import msgspec
import vl_convert

from content.slides.axes import ChartPlace, Points
from content.slides.bars import bars
from content.slides.curve import line

__all__ = ["ChartPlace", "Points", "svg"]
FORMS = {"bar": bars, "line": line}


def svg(kind: str, points: Points, place: ChartPlace) -> str:
    """`bar` or `line` in exactly the place's width and height."""
    spec = FORMS[kind](points, place)
    return _drawn(msgspec.json.encode(spec).decode())


@functools.lru_cache(maxsize=64)
def _drawn(spec: str) -> str:
    drawn: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return drawn
