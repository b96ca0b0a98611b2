"""Codes of the budget classification: one way of writing each, and what its row is."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.readers.budgets import codes
from content.readers.files.numbers import Exact

PAIRS = st.integers(1, 99).map(lambda n: f"{n:02}")
CODES = st.lists(PAIRS, min_size=2, max_size=4).map(".".join)


@given(CODES, st.sampled_from(".,-/ "))
def test_a_code_is_the_same_however_its_pairs_are_parted(code: str, mark: str) -> None:
    assert codes.normal(code) == codes.normal(code.replace(".", mark)) == codes.normal(code.replace(".", "")) == code


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Cap. 84.02", "84.02"),
        ("84.02 SD", "84.02"),
        ("65.02.00", "65.02"),
        ("65.1", "65.10"),
        ("4.02", "04.02"),
        (Exact("1"), "00.01"),
        ("1", "01"),
        ("TOTAL", None),
        ("", None),
        ("84.02.03.04.05.06", None),
    ],
)
def test_spellings_of_a_code(cell: str, code: str | None) -> None:
    assert codes.normal(cell) == code


@pytest.mark.parametrize(
    ("code", "name", "role", "side", "source"),
    [
        ("84.02", "Transporturi", "chapter", "expenditure", "02"),
        ("49.02", "TOTAL CHELTUIELI", "all", "expenditure", "02"),
        ("00.01", "TOTAL VENITURI", "all", "revenue", None),
        ("00.01.10", "TOTAL VENITURI", "all", "revenue", "10"),
        ("49.90", "VENITURI", "part", "revenue", None),
        ("50.02", "TOTAL CHELTUIELI", "all", "expenditure", "02"),
        ("50.02", "Partea I-a", "part", "expenditure", "02"),
        ("48.02", "VENITURI PROPRII", "part", "revenue", "02"),
        ("48.02", "Sume din fonduri europene", "chapter", "revenue", "02"),
        ("99.02", "DEFICIT", "result", "expenditure", "02"),
        ("37.02.03", "Vărsăminte", "transfer", "revenue", "02"),
        ("37.02.01", "Donații", "chapter", "revenue", "02"),
    ],
)
def test_what_a_row_is(code: str, name: str, role: str, side: str, source: str | None) -> None:
    assert (codes.role(code, name), codes.side(code), codes.source(code)) == (role, side, source)


def test_parents_and_the_chapters_that_totals_of_parts_cover() -> None:
    assert (codes.parent("65.02.04.02"), codes.parent("65.02.04"), codes.parent("65.02")) == ("65.02.04", "65.02", None)
    assert (codes.covered("50.02"), codes.covered("00.02"), codes.covered("84.02")) == ((51, 58), (1, 38), None)


def test_a_formula_is_its_sum_or_nothing_where_a_row_is_missing() -> None:
    amounts = {"00.03": Decimal(5), "00.12": Decimal(3)}
    assert codes.formula("VENITURI (cod 00.03+00.12)", amounts.get) == 8
    assert codes.formula("VENITURI (cod 00.03-00.12)", amounts.get) == 2
    assert codes.formula("VENITURI (cod 00.03+00.15)", amounts.get) is None
    assert codes.formula("VENITURI", amounts.get) is None


def test_a_name_is_shown_without_arithmetic_and_compared_without_marks() -> None:
    assert codes.display("I. VENITURI\n  CURENTE (cod 00.03+00.12)") == "I. VENITURI CURENTE"
    assert codes.plain("  Școli, grădinițe & Învățământ ") == "scoli gradinite invatamant"


@pytest.mark.parametrize(
    "code", ["65.02", "65", "65.02.04.02", "00.01", "49", "49.90", "07.10", "51.01", "99.02", "50.02"]
)
def test_codes_of_the_order(code: str) -> None:
    assert codes.is_romanian(code)


@pytest.mark.parametrize("cell", ["09.1", "04.5", "12345", "20100", "08", "99999", "65.50", "71.01.30", "10"])
def test_codes_of_other_schemes_only_look_like_codes(cell: str) -> None:
    code = codes.normal(cell)
    assert code is not None
    assert not codes.is_romanian(code)
