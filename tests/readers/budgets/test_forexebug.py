"""The Ministry's file row by row: days, codes and amounts in their spellings, in JSON, XML and CSV."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from content.findings import RefusedError
from content.readers.budgets import execution
from tests.readers.budgets.test_execution import SCHOOLS, as_csv, as_json, as_xml, read, refusal, row


def test_json_numbers_equal_json_texts_to_the_last_ban() -> None:
    numbers = json.dumps([{**SCHOOLS[0], "RULAJ_CH_VN": 0}]).replace('"RULAJ_CH_VN": 0', '"RULAJ_CH_VN": 2388257760.13')
    file = execution.read(numbers.encode(), "x")
    assert file.figures(file.part()).total == Decimal("2388257760.13")


def test_nested_json_equals_flat() -> None:
    rows = [{name: value for name, value in one.items() if name not in ("P_ZI", "P_SECB")} for one in SCHOOLS]
    nested = [{"P_ZI": SCHOOLS[n]["P_ZI"], "header": {"P_SECB": "02", "rows": [one]}} for n, one in enumerate(rows)]
    assert execution.read(json.dumps(nested).encode(), "x") == execution.read(as_json(SCHOOLS), "x")


def test_two_names_for_one_field_are_not_chosen_between() -> None:
    both = {**SCHOOLS[0], "amount": "7"}
    for written in (as_json, as_csv):
        with pytest.raises(RefusedError, match=r"has both '(?i:rulaj_ch_vn)' and 'amount', expected one of them"):
            execution.read(written([both]), "x")
    with pytest.raises(RefusedError, match="two elements 'amount'"):
        execution.read(as_xml([both]), "x")


@pytest.mark.parametrize("day", ["31-JAN-24", "31-ian-2024", "31.01.2024", "2024-01-31", "2024-01-31T00:00:00"])
def test_a_day_in_its_spellings(day: str) -> None:
    file = read([row(day, "65.02.03", "1")])
    assert file.until(file.part()) == date(2024, 1, 31)


@pytest.mark.parametrize(("code", "chapter"), [("65.02.03", "65"), ("650203", "65"), ("650000", "65"), ("30218", "03")])
def test_a_code_in_its_spellings(code: str, chapter: str) -> None:
    file = read([row("31-JAN-24", code, "1", side="")])
    side = "revenue" if chapter == "03" else "expenditure"
    assert file.figures(file.part(side=side)).chapters[0].key == chapter


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"P_ZI": "31-FEB-24"}, "row 1: found the day '31-FEB-24', expected one as 31-JAN-24"),
        ({"P_ZI": ""}, "found the day ''"),
        ({"P_ZI": "15-MAR-24"}, "expected the last of a month"),
        ({"COD_FUNCTIONAL": "învățământ"}, "found the code 'învățământ', expected one as 51.01.03"),
        ({"COD_FUNCTIONAL": "65.2.3"}, "found the code '65.2.3'"),
        ({"COD_ECONOMIC": "10.01.01.01.01"}, "found the code '10.01.01.01.01'"),
        ({"SURSA_FINANTARE": "Z"}, "found the financing source 'Z', expected one of A to G"),
        ({"CATEG_CONT": "xx"}, "found the category 'xx'"),
        ({"RULAJ_CH_VN": "1.234.567"}, "found the amount '1.234.567', expected lei as 1234.56"),
        ({"RULAJ_CH_VN": "1.234"}, "found the amount '1.234'"),
        ({"RULAJ_CH_VN": "NaN"}, "found the amount 'NaN'"),
        ({"RULAJ_CH_VN": True}, "found the amount 'True'"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(change: dict[str, Any], sentence: str) -> None:
    assert sentence in refusal([{**SCHOOLS[0], **change}])


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"[]", "has no rows of a budget's execution, expected fields named one of codfunctional"),
        (b"<r><x>1</x></r>", "has no rows"),
        (b"{", "is not JSON"),
        (b"an;valoare\n2024;5\n", "has no rows"),
        (b"<!DOCTYPE r><r/>", "has a document type"),
        (b"[" * 200 + b"]" * 200, "nests deeper than 64"),
        (as_json([row("31-JAN-24", "65.02.03", "")]), "has no row with an amount"),
    ],
)
def test_what_is_no_execution_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(RefusedError, match=sentence):
        execution.read(data, "x")


def test_amounts_may_begin_with_their_mark() -> None:
    file = read([row("31-JAN-24", "65.02.03", ".5"), row("31-JAN-24", "84.02.03", "1,25")])
    assert file.figures(file.part()).total == Decimal("1.75")
