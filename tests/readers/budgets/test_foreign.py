"""A budget by another classification is kept as it is: its codes say nothing, its total row says all."""

from decimal import Decimal

import pytest

from content.findings import RefusedError
from content.readers.budgets import budget, foreign
from content.readers.budgets.budget import Chapter, Figures

CHAPTERS = tuple(
    Chapter(code=code, name=name, raw=name, lei=Decimal(lei), foreign=True)
    for code, name, lei in (
        ("09", "Education", "500000.25"),
        ("04", "Transport; roads", "300000"),
        ("F-7", "Health", "1"),
    )
)
FIGURES = Figures(chapters=CHAPTERS, total=Decimal("800001.25"), side="expenditure", unit="thousand EUR")


@pytest.mark.parametrize("side", ["expenditure", "revenue", None])
def test_what_is_written_reads_back_the_same(side: str | None) -> None:
    figures = Figures(chapters=CHAPTERS, total=FIGURES.total, side=side, unit="thousand EUR")
    assert foreign.is_foreign(figures)
    data = budget.canonical(figures)
    assert budget.read(data, "x", "thousand EUR", 1000) == figures
    assert [chapter.key for chapter in figures.chapters] == ["09", "04", "F-7"]


def test_the_codes_of_order_1954_are_not_foreign() -> None:
    spent = Figures(chapters=(Chapter(code="84.02", name="A", lei=Decimal(1)),), total=Decimal(1), side="expenditure")
    assert not foreign.is_foreign(spent)
    assert spent.chapters[0].key == "84"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "TOTAL;TOTAL CHELTUIELI;800,00125",
            "TOTAL;TOTAL CHELTUIELI;800,00126",
            "a difference of -0.00001 thousand EUR",
        ),
        ("TOTAL;TOTAL CHELTUIELI;800,00125\n", "", "has no total"),
        ("F-7;", "09;", "has 09 twice"),
        (";300\n", ";-300\n", "x:3: found '-300', expected an amount"),
    ],
)
def test_what_cannot_be_is_refused(old: str, new: str, sentence: str) -> None:
    text = budget.canonical(FIGURES).decode()
    assert old in text
    with pytest.raises(RefusedError, match=sentence):
        budget.read(text.replace(old, new).encode(), "x", "thousand EUR", 1000)


def test_a_unit_that_cannot_be_is_refused() -> None:
    with pytest.raises(RefusedError, match="per inhabitant"):
        budget.read(budget.canonical(FIGURES), "x", "thousand EUR", 10**8)
