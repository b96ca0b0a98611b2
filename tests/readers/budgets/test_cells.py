"""A cell of amounts: its figure without marks, and the unit beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.readers.budgets import cells
from content.readers.files.numbers import Exact


@pytest.mark.parametrize(
    ("cell", "figure", "unit"),
    [
        ("1.234,50", "1.234,50", None),
        ("1.234,50 lei", "1.234,50", "lei"),
        ("1.234,50 mii lei", "1.234,50", "thousand lei"),
        ("12,5 mil. lei", "12,5", "million lei"),
        ("1.234 RON", "1.234", "lei"),
        ("lei 1.234", "1.234", "lei"),
        ("500*", "500", None),
        ("500**)", "500", None),
        ("*) 500", "500", None),
        ("1 234,50 1)", "1 234,50", None),
        ("500 (2)", "500", None),
        ("500¹", "500", None),
        ("500 lei*)", "500", "lei"),
        ("(500)", "-500", None),
        ("(500) lei", "-500", "lei"),
        ("-500", "-500", None),
        ("X", "", None),
        ("x x", "", None),
        ("--", "", None),
        ("–", "", None),
        ("*)", "", None),
        ("", "", None),
        ("cca. 500", "cca. 500", None),
        ("500 de copii", "500 de copii", None),
        ("500 kg", "500 kg", None),
        ("500 mii", "500 mii", None),
    ],
)
def test_the_figure_and_the_unit_of_a_cell(cell: str, figure: str, unit: str | None) -> None:
    assert cells.read(cell) == (figure, unit)


def test_a_number_of_a_spreadsheet_stays_one() -> None:
    assert isinstance(cells.read(Exact("500.1")).figure, Exact)


@given(st.text(alphabet="0123456789.,()*-xX ¹leiRON mi", max_size=90))
def test_the_figure_is_the_number_of_the_cell_or_the_cell_itself(cell: str) -> None:
    figure = cells.read(cell).figure
    assert figure in ("", cell) or figure.lstrip("-") in cell
