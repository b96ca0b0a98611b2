"""A chart as SVG: in exactly its place, without anything from elsewhere."""

import re

import pytest

from content.slides import chart
from content.slides.chart import ChartPlace

POINTS = [{"x": str(year), "y": float(year - 2000), "label": str(year - 2000)} for year in range(2015, 2021)]
COLOURS = dict.fromkeys(("ink", "muted", "accent", "tint"), "#123456")


@pytest.mark.parametrize("form", chart.FORMS)
@pytest.mark.parametrize(("width", "height"), [(900, 500), (411, 777)])
def test_it_is_as_large_as_its_place(form: str, width: int, height: int) -> None:
    svg = chart.svg(form, POINTS, ChartPlace(width, height, 30, COLOURS))
    size = re.search(r'<svg[^>]* width="(\d+)" height="(\d+)"', svg)
    assert size is not None
    assert (int(size[1]), int(size[2])) == (width, height)
    assert "#123456" in svg
    assert set(re.findall(r'(?:href|src)="([^"]+)"', svg)) <= {"http://www.w3.org/2000/svg"}


def test_equal_charts_are_equal_bytes() -> None:
    place = ChartPlace(900, 500, 30, COLOURS)
    assert chart.svg("bar", POINTS, place) == chart.svg("bar", [dict(point) for point in POINTS], place)
