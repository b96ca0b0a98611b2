"""Which rows say what earlier years left, and which the result of this year."""

from decimal import Decimal

import pytest

from content.readers.budgets import surplus
from content.readers.budgets.surplus import ResultRow

EARLIER = [
    "Excedentul anilor precedenți",
    "EXCEDENT BUGETAR DIN ANII ANTERIORI",
    "Sume din excedentul anului precedent pentru acoperirea golurilor temporare de casă",
    "Sume din excedentul bugetului local utilizate pentru finanțarea cheltuielilor secțiunii de dezvoltare",
    "Deficit acoperit din excedent",
    "DEFICITUL SECȚIUNII DE DEZVOLTARE acoperit din excedentul anilor precedenţi",
    "Utilizare excedent",
    "Utilizarea excedentului bugetar din anii trecuți",
    "Disponibil din anii anteriori",
    "Disponibilități din anul precedent",
    "Soldul anului precedent",
    "Sold inițial",
    "Fond de rulment",
    "Excedent cumulat",
    "Excedent an 2025",
    "Excedentul anului 2025 utilizat în anul 2026",
]


@pytest.mark.parametrize("name", EARLIER)
def test_the_wordings_of_earlier_years(name: str) -> None:
    assert surplus.kind("", name, 2026) == "earlier"
    assert surplus.kind("98.02", name, 2026) == "earlier"


@pytest.mark.parametrize(
    ("code", "name", "kind"),
    [
        ("99.02", "DEFICIT", "deficit"),
        ("99.02.97", "Deficitul secțiunii de dezvoltare", "deficit"),
        ("", "Deficit bugetar", "deficit"),
        ("98.02", "EXCEDENT", "surplus"),
        ("98.02.96", "Excedentul secțiunii de funcționare", "surplus"),
        ("", "EXCEDENT", "surplus"),
        ("", "Excedent an 2026", "surplus"),
        ("96.02", "VII. REZERVE, EXCEDENT/DEFICIT", None),
        ("97.02", "REZERVE", None),
        ("", "Excedent/Deficit", None),
        ("", "Învățământ", None),
    ],
)
def test_the_result_of_this_year_is_no_covered_deficit(code: str, name: str, kind: str | None) -> None:
    assert surplus.kind(code, name, 2026) == kind


def test_a_surplus_of_a_year_is_not_judged_without_the_budgets_own() -> None:
    assert surplus.kind("", "Excedent 2025") is None


def row(code: str, amount: int, kind: surplus.ResultKind = "deficit", *, whole: bool = True) -> ResultRow:
    return ResultRow(1, code, "", Decimal(amount), kind, whole)


@pytest.mark.parametrize(
    ("rows", "amounts"),
    [
        ([], ()),
        ([row("99.02", -100)], (100,)),
        ([row("99.02", 100), row("99.02.96", 40), row("99.02.97", 60)], (100,)),
        ([row("99.02.96", 40), row("99.02.97", 60)], (100,)),
        ([row("99.02", 40, whole=False), row("99.02", 60, whole=False)], (100,)),
        ([row("99.02", 100), row("", 100, "earlier")], (100,)),
        ([row("", 100, "earlier"), row("", 100, "earlier")], (100,)),
        ([row("", 40, "earlier"), row("", 60, "earlier")], (100, 40, 60)),
        ([row("98.02", 70, "surplus")], ()),
    ],
)
def test_what_is_covered(rows: list[ResultRow], amounts: tuple[int, ...]) -> None:
    assert surplus.covered(rows) == amounts


def test_this_years_own() -> None:
    assert surplus.own([row("98.02", 70, "surplus"), row("98.02.96", 70, "surplus")]) == 70
    assert surplus.own([row("99.02", 70)]) is None
