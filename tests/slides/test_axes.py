"""What bars and lines share: a break is marked and its note stands on the chart."""

import re

from tests.slides.open_data import (
    NOTE,
    composed,
    drawn_svg,
    with_data,
)


def test_a_break_is_marked_and_labelled_on_the_chart_and_parts_the_line() -> None:
    svg = drawn_svg("date-ruptura")
    assert "alt mod de numărare" in svg and "stroke-dasharray" in svg
    # 2012–2013, 2015 alone, and 2016–2019 after the break.
    lines = re.findall(r'aria-roledescription="line mark"[^>]* d="([^"]*)"', svg) or re.findall(
        r' d="(M[^"]*)"[^>]*aria-roledescription="line mark"', svg
    )
    assert sum(path.count("M") for path in lines) >= 2


def test_a_break_of_months_is_where_its_month_is() -> None:
    pack = with_data("date-luni", breaks=[{"at": "2024-02", "note": NOTE}])
    assert [point["x"] for point in composed("date-luni", pack=pack)["chart"]["points"] if point["note"]] == [
        "feb.|~2024"
    ]
    year = with_data("date-luni", breaks=[{"at": 2024, "note": NOTE}])
    assert [point["x"] for point in composed("date-luni", pack=year)["chart"]["points"] if point["note"]] == [
        "ian.|2024"
    ]
