"""An ODS that repeats without end is refused before it is laid out; errors and percentages are told of."""

import pytest

from tests.readers.files.spreadsheets import ods_of
from tests.readers.files.test_workbook import pages, refusal

CELL = "<table:table-row><table:table-cell/>{}</table:table-row>"
CALCEXT = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def test_repeated_cells_of_ods_are_refused_and_empty_ones_are_not() -> None:
    cell = '<table:table-cell table:number-columns-repeated="{}" office:value-type="float" office:value="1"/>'
    row = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'
    assert "expected at most 3,000,000 cells" in refusal(ods_of(row.format(1_000_000, cell.format(10_000))))
    assert "repeats a cell 9000000000 times" in refusal(ods_of(row.format(1, cell.format(9_000_000_000))))
    assert "expected a spreadsheet" in refusal(
        ods_of(row.format(1, '<table:table-cell table:number-columns-repeated="16384"/>' * 3))
    )
    empty = row.format(1_048_000, '<table:table-cell table:number-columns-repeated="16384"/>')
    (page,) = pages(ods_of(row.format(1, cell.format(2)) + empty))
    assert page.rows == ((1, ("1", "1")),)


def test_texts_that_repeat_without_end_are_refused() -> None:
    text = f'<table:table-cell office:value-type="string"><text:p>{"x" * 9000}</text:p></table:table-cell>'
    stated = f'<table:table-cell office:value-type="string" office:string-value="{"x" * 9000}"/>'
    for cell in (text, stated):
        data = ods_of(f'<table:table-row table:number-rows-repeated="12000">{cell}</table:table-row>')
        assert refusal(data) == "repeats texts to more than 100,000,000 letters, expected at most that"
    wide = text.replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="12000"', 1)
    assert "repeats texts" in refusal(ods_of(f"<table:table-row>{wide}</table:table-row>"))


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        ('office:value-type="string" office:string-value="" calcext:value-type="error"', "#DIV/0!"),
        ('office:value-type="string" office:string-value="" calcext:value-type="error"', "Err:502"),
        ('office:value-type="float" office:value="0"', "#REF!"),
    ],
)
def test_errors_are_marks(stated: str, shown: str) -> None:
    cell = f'<table:table-cell table:formula="of:=1/0" {stated} {CALCEXT}><text:p>{shown}</text:p></table:table-cell>'
    (page,) = pages(ods_of(CELL.format(cell)))
    assert page.rows == ((1, ("", shown)),)


def test_percentages_are_written_as_people_read_them_also_when_repeated() -> None:
    cell = (
        '<table:table-cell office:value-type="percentage" office:value="0.035"><text:p>3,5%</text:p></table:table-cell>'
    )
    twice = cell.replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="2"', 1)
    (page,) = pages(ods_of(f'<table:table-row table:number-rows-repeated="2">{twice}</table:table-row>'))
    assert page.rows == ((1, ("3.5%", "3.5%")), (2, ("3.5%", "3.5%")))
