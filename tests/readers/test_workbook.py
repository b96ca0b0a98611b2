"""Spreadsheets give values, never formulas; one that would not fit in memory is refused before it is opened."""

import datetime
import io
import zipfile
from typing import Any

import pytest

from content.findings import RefusedError
from content.readers.files import extent, workbook
from tests.readers import spreadsheets
from tests.readers.spreadsheets import archive, ods, ods_of, parts, with_part, xlsx

SHEET = "xl/worksheets/sheet1.xml"


def pages(data: bytes, name: str | None = None) -> list[workbook.Worksheet]:
    return list(workbook.pages(data, "b.xlsx", name))


def refusal(data: bytes, name: str | None = None) -> str:
    with pytest.raises(RefusedError) as found:
        pages(data, name)
    (finding,) = found.value.findings
    assert finding.where == "b.xlsx"
    return finding.message


ROWS: list[list[Any]] = [["cod", "total"], ["84.02", 686977.25], [None, None], ["65.02", 0.1 + 0.2]]


@pytest.mark.parametrize("data", [xlsx(Buget=ROWS), ods(ROWS)])
def test_cells_are_text_with_numbers_exact_and_empty_rows_left_out(data: bytes) -> None:
    (page,) = pages(data)
    assert page.name == "Buget"
    assert page.rows == ((1, ("cod", "total")), (2, ("84.02", "686977.25")), (4, ("65.02", "0.3")))


def test_dates_and_truths_are_written_out() -> None:
    (page,) = pages(xlsx(A=[[datetime.date(2024, 1, 31), datetime.datetime(2024, 1, 31, 5, 30), True]]))  # noqa: DTZ001
    assert page.rows[0][1] == ("2024-01-31", "2024-01-31T05:30:00", "true")


def test_a_formula_is_its_last_result_and_is_never_computed() -> None:
    data = xlsx(A=[["total"], ["=1+1"], ["=SUM(A2:A9)"]])
    computed = with_part(data, SHEET, "<f>1+1</f><v />", "<f>1+1</f><v>7.5</v>")
    (page,) = pages(computed)
    assert page.rows == ((1, ("total",)), (2, ("7.5",)))
    assert page.uncomputed == ("A3",)


def test_a_formula_without_a_result_is_told_of_in_ods_too() -> None:
    cell = '<table:table-cell table:formula="of:=1+1"/>'
    (page,) = pages(ods_of(f"<table:table-row><table:table-cell/>{cell}</table:table-row>"))
    assert page.uncomputed == ("B1",)


def test_hidden_sheets_are_passed_over_unless_named() -> None:
    data = with_part(
        xlsx(A=[["x"]], B=[["y"]]),
        "xl/workbook.xml",
        'name="A" sheetId="1" state="visible"',
        'name="A" sheetId="1" state="hidden"',
    )
    assert [page.name for page in pages(data)] == ["B"]
    assert [page.name for page in pages(data, "A")] == ["A"]


def test_a_sheet_that_is_not_there_is_named() -> None:
    assert refusal(xlsx(A=[["x"]], B=[["y"]]), "C") == "has no sheet 'C', expected one of 'A', 'B'"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<c r="A1"', '<c r="XFD1048576"'),
        ('<row r="1">', '<row r="1048576">'),
        ('<c r="A1"', '<c r="ZZ99999"'),
    ],
)
def test_a_cell_far_away_is_refused_before_it_is_laid_out(old: str, new: str) -> None:
    data = with_part(xlsx(A=[["x", "y", "z", "w"]]), SHEET, old, new)
    if "row" in old:
        data = archive(
            {
                n: c.replace(b' r="A1"', b"").replace(b' r="B1"', b"").replace(b' r="C1"', b"").replace(b' r="D1"', b"")
                if n == SHEET
                else c
                for n, c in parts(data).items()
            }
        )
    assert "expected at most 3,000,000 cells" in refusal(data)


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


def test_an_archive_that_unpacks_without_end_is_refused() -> None:
    bomb = archive({**parts(xlsx(A=[["x"]])), "xl/big.xml": b"<x>" + b" " * (extent.MAX_INFLATED + 10) + b"</x>"})
    assert len(bomb) < 200_000
    assert refusal(bomb) == "unpacks to more than 100,000,000 bytes, expected at most that"


def test_an_archive_that_lies_about_its_length_is_still_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extent, "MAX_INFLATED", 200_000)
    honest = archive({**parts(xlsx(A=[["x"]])), "xl/big.xml": b" " * 300_000})
    with zipfile.ZipFile(io.BytesIO(honest)) as found:
        info = found.getinfo("xl/big.xml")
    lying = honest.replace((300_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != honest
    assert info.file_size == 300_000
    assert "unpacks to more than 200,000 bytes" in refusal(lying)


def test_entities_are_refused() -> None:
    data = xlsx(A=[["x"]])
    bomb = b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    assert (
        refusal(archive({**parts(data), "xl/other.xml": bomb}))
        == "declares XML entities, expected a spreadsheet without any"
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "save it as .xlsx"),
        (b"PK\x03\x04junk", "is a damaged spreadsheet"),
        (xlsx(A=[["x"]])[:-30], "is a damaged spreadsheet"),
        (archive({"a.txt": b"hello"}), "is an archive but no spreadsheet"),
        (archive({"xl/workbook.xml": b"<workbook"}), "is a damaged spreadsheet"),
        (archive({"xl/workbook.xml": b"<workbook/>"}), "is a damaged spreadsheet"),
        (archive({f"{n}.xml": b"" for n in range(extent.MAX_MEMBERS + 1)}), "has more than 2,000 parts"),
    ],
)
def test_what_is_no_spreadsheet_is_one_sentence(data: bytes, sentence: str) -> None:
    assert sentence in refusal(data)


def test_a_password_is_named() -> None:
    data = bytearray(xlsx(A=[["x"]]))
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + flag] |= 1
    assert "protected by a password" in refusal(bytes(data))


def test_the_letters_of_columns() -> None:
    assert [extent._letters(n) for n in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(extent._column(extent._letters(n)) == n for n in range(1, 2000))
    assert extent.first(["A1", "A2", "A3", "A4"]) == "A1, A2, A3 and 1 more"
    assert spreadsheets.ODS_TYPE == workbook.ODS
