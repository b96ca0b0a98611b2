"""A number reads back as itself in every convention it is written in; what could be two numbers is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.readers.files import numbers

AMOUNTS = st.decimals(-(10**12), 10**12, places=2)
CONVENTIONS = {
    "1.234,50": (",", "."),
    "1,234.50": (".", ","),
    "1 234,50": (",", " "),
    "1\u00a0234,50": (",", "\u00a0"),
    "1\u202f234.50": (".", "\u202f"),
    "1234,50": (",", ""),
    "1234.50": (".", ""),
}


@given(AMOUNTS, st.sampled_from(sorted(CONVENTIONS)))
def test_numbers_read_back_in_every_convention(value: Decimal, convention: str) -> None:
    mark, group = CONVENTIONS[convention]
    text = f"{value:,.2f}".replace(",", "\0").replace(".", mark).replace("\0", group)
    assert numbers.decimal_mark([text], ";", "x") == mark
    assert numbers.decimal(text, mark, "x") == value


@given(AMOUNTS)
def test_a_negative_amount_in_brackets_or_with_a_minus_sign(value: Decimal) -> None:
    text = f"{abs(value):,.2f}"
    for written in (f"({text})", f"( {text} )", f"\u2212{text}", f"-{text}"):
        assert numbers.decimal(written, ".", "x") == -abs(value)


@given(st.decimals(0, 10**9, places=2))
def test_what_a_spreadsheet_holds_is_exact_to_its_fifteen_digits(value: Decimal) -> None:
    assert numbers.decimal(numbers.exact(float(value)), ",", "x") == value
    assert numbers.exact(0.1 + 0.2) == "0.3"
    assert numbers.exact(2352378.9299999997) == "2352378.93"
    assert numbers.exact(1e17) == "100000000000000000"


@pytest.mark.parametrize(
    ("cells", "delimiter", "mark"),
    [
        (["1.234"], ";", ","),
        (["1.234"], "\t", ","),
        (["1,234"], ",", "."),
        (["1234.567"], ";", "."),
        (["0.125"], ";", "."),
        (["1.234", "5.678,9"], ";", ","),
        (["1 234.567"], ";", "."),
        (["1.234.567"], ",", ","),
        (["str. Unirii nr. 3, et. 1", "7"], ";", ","),
        ([numbers.Exact("7.5"), "1.500,25"], ",", ","),
    ],
)
def test_the_decimal_mark_is_what_the_numbers_show(cells: list[str], delimiter: str, mark: str) -> None:
    assert numbers.decimal_mark(cells, delimiter, "x") == mark


def test_numbers_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(RefusedError, match=r"mixes 1\.500,5 and 1,500\.5"):
        numbers.decimal_mark(["1.500,5", "1,500.5"], ";", "x")


@pytest.mark.parametrize("cell", ["", " ", "-", "–", "—", ":", "x", "NA", "null", ".."])
def test_missing_is_not_zero(cell: str) -> None:
    assert numbers.decimal(cell, ",", "x") is None
    assert numbers.decimal("0", ",", "x") == 0


@pytest.mark.parametrize(
    "cell",
    ["multi", "1.23.456", "12.34,5", "1 2,5", "1.234 567", "1,2,3", "=1+1", "1e5", "٣", "#REF!", "1" * 41, ",", "--1"],
)
def test_what_is_no_number_is_refused(cell: str) -> None:
    with pytest.raises(RefusedError, match="expected a number"):
        numbers.decimal(cell, ",", "x")
