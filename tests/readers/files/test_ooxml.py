"""Errors, percentages and thousands of an XLSX are what people see; texts that repeat without end are refused."""

import io
from typing import Any

import openpyxl
import pytest

from tests.readers.files.spreadsheets import archive, parts, with_part, xlsx
from tests.readers.files.test_workbook import SHEET, pages, refusal


def styled(value: Any, code: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(A=[["x", value]])))
    book["A"]["B1"].number_format = code
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("mark", ["#REF!", "#DIV/0!", "#N/A", "#VALUE!"])
def test_errors_are_marks_also_of_formulas(mark: str) -> None:
    data = with_part(
        xlsx(A=[["x", "=1/0"]]), SHEET, '<c r="B1"><f>1/0</f><v />', f'<c r="B1" t="e"><f>1/0</f><v>{mark}</v>'
    )
    (page,) = pages(data)
    assert page.rows == ((1, ("x", mark)),)
    assert page.uncomputed == ()


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.035, "0.0%", "3.5%"),
        (0.07, "0%", "7%"),
        (-1.25, "0.00%;[Red]-0.00%", "-125%"),
        (1_234_567, "#,##0,", "1234.567"),
        (1_234_567, "#,##0", "1234567"),
        (5, '0" % din total"', "5"),
        ("text", "0%", "text"),
    ],
)
def test_numbers_are_as_people_read_them(value: Any, code: str, shown: str) -> None:
    (page,) = pages(styled(value, code))
    assert page.rows == ((1, ("x", shown)),)


def test_a_long_text_that_many_cells_share_is_refused() -> None:
    text = f"<sst><si><t>{'x' * 30_000}</t></si></sst>"
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 4000))
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}'
    many = archive(
        {
            **parts(xlsx(A=[["x"]])),
            "xl/sharedStrings.xml": text.encode(),
            SHEET: f"{sheet}</sheetData></worksheet>".encode(),
        }
    )
    assert len(many) < 50_000
    assert refusal(many) == "repeats texts to more than 100,000,000 letters, expected at most that"


def computed(*results: str, at_opening: bool = True) -> tuple[str, ...]:
    data = xlsx(A=[["x", *("=1+1" for _ in results)]])
    for column, result in zip("BCDE", results, strict=False):
        data = with_part(
            data, SHEET, f'<c r="{column}1"><f>1+1</f><v />', f'<c r="{column}1"><f>1+1</f><v>{result}</v>'
        )
    if not at_opening:
        data = with_part(data, "xl/workbook.xml", 'fullCalcOnLoad="1"', "")
    return pages(data)[0].uncomputed


def test_results_of_a_program_that_computes_nothing_are_none() -> None:
    assert computed("0", "0") == ("B1", "C1")
    assert computed("0", "7") == ()
    assert computed("0", "0", at_opening=False) == ()
    assert computed("", "0") == ("B1", "C1")
