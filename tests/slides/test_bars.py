"""Bars: from zero, and a missing value is no zero."""

import pytest

from content.slides import bars, chart
from tests.slides.open_data import (
    composed,
    drawn_svg,
)


def test_a_missing_bar_says_so_and_is_no_zero() -> None:
    svg = drawn_svg("date-lipsa")
    assert ">lipsă<" in svg
    assert svg.count('aria-roledescription="bar"') == 4


@pytest.mark.parametrize(("name", "span"), [("date-sold", [-12.5, 30]), ("date-luni", [0, 530])])
def test_bars_begin_at_zero(name: str, span: list[float]) -> None:
    place = chart.ChartPlace(800, 400, 30, composed(name)["colors"])
    spec = bars.bars(composed(name)["chart"]["points"], place)
    assert spec["layer"][0]["encoding"]["y"]["scale"]["domain"] == span
