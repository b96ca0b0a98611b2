"""Which figures a slide says: divisions of COFOG, and what may be compared."""

import msgspec
import pytest

from content.findings import RefusedError
from content.slides.compose import compose
from tests.slides.budget_tables import COFOG, composed, said, town, with_budget
from tests.slides.budgets import PREVIOUS
from tests.slides.samples import FORMATS, with_slide


def test_by_the_divisions_of_cofog_by_hand() -> None:
    pack = town(COFOG, 1000, by="cofog")
    page = composed(pack, "x")
    assert [said(row, "label", "figure") for row in page["rows"]] == [
        ("Economie și transport", "47"),
        ("Învățământ", "33"),
        ("Servicii generale", "20"),
    ]
    assert "COFOG" in page["foot"]
    moved = msgspec.structs.replace(pack, names=msgspec.structs.replace(pack.names, cofog={"81": "06"}))
    assert [said(row, "label", "figure") for row in composed(moved, "x", "de")["rows"]] == [
        ("Bildung", "33"),
        ("Wirtschaft und Verkehr", "27"),
        ("Wohnen und Versorgung", "20"),
        ("Allgemeine Verwaltung", "20"),
    ]
    each = town(COFOG, 1000, view="per-inhabitant", by="cofog")
    assert [said(row, "figure") for row in composed(each, "x")["rows"]] == [("700",), ("500",), ("300",)]


def test_only_chapters_have_divisions() -> None:
    with pytest.raises(RefusedError, match="found `by: cofog` in the view 'total', expected one with chapters"):
        town(COFOG, 1000, view="total", by="cofog")
    foreign = "cod_alta_clasificatie;denumire;total\n09;Education;1500000\nTOTAL;TOTAL CHELTUIELI;1500000\n"
    with pytest.raises(RefusedError, match="counts by another classification than Order 1954/2005"):
        composed(town(foreign, 1000, by="cofog"), "x")


def test_two_currencies_are_not_compared() -> None:
    pack = with_budget("buget-schimbare", previous={**PREVIOUS, "unit": "thousand EUR"})
    with pytest.raises(RefusedError, match="in thousand lei; expected one currency"):
        composed(pack, "buget-schimbare")


def test_revenue_is_not_compared_with_expenditure() -> None:
    pack = with_budget("buget-schimbare", previous={**PREVIOUS, "data": "data/venituri-2024.csv"})
    with pytest.raises(RefusedError, match=r"venituri-2024.csv: is revenue by its total row"):
        composed(pack, "buget-schimbare")


@pytest.mark.parametrize("view", ["total", "hundred", "per-inhabitant"])
def test_revenue_is_not_drawn_as_spending(view: str) -> None:
    pack = with_slide("buget-total", view=view, data="data/venituri-2024.csv")
    with pytest.raises(RefusedError, match=f"is revenue by its total row, the view '{view}' expected expenditure"):
        compose(pack, "buget-total", "ro", FORMATS["landscape"])


def test_spending_is_not_drawn_as_revenue() -> None:
    pack = with_slide("buget-venituri", data="data/cheltuieli-2024.csv")
    with pytest.raises(RefusedError, match="is expenditure by its total row, the view 'revenue' expected revenue"):
        compose(pack, "buget-venituri", "ro", FORMATS["landscape"])
