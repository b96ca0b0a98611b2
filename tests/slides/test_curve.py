"""A line over time: what its axis names."""

from content.slides import chart, curve
from tests.slides.open_data import composed


def test_a_line_says_the_years_that_bars_say_once() -> None:
    """The label that has the year may be one a line has no room for."""
    data = composed("date-luni")
    place = chart.ChartPlace(500, 300, 50, data["colors"])
    axis = curve.line(data["chart"]["points"], place)["layer"][0]["encoding"]["x"]["axis"]
    assert axis["values"] == ["dec.|2023", "apr.|2024"]


def test_the_axis_of_a_line_names_its_ends_and_round_years() -> None:
    assert curve.ticks([str(year) for year in range(1991, 2020)], 5) == ["1991", "2000", "2010", "2019"]
