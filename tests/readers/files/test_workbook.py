"""Spreadsheets give values, never formulas; one that would not fit in memory is refused before it is opened."""

import datetime
import struct
from typing import Any

import pytest

from content.findings import RefusedError
from content.readers.files import extent, workbook
from tests.readers.files import excel97
from tests.readers.files.excel97 import ole, record, xls
from tests.readers.files.spreadsheets import archive, ods, ods_of, with_part, written, xlsx

SHEET = "xl/worksheets/sheet1.xml"


def pages(data: bytes, name: str | None = None) -> list[workbook.Worksheet]:
    return list(workbook.pages(data, "b.xlsx", name))


def refusal(data: bytes, name: str | None = None) -> str:
    with pytest.raises(RefusedError) as caught:
        pages(data, name)
    (finding,) = caught.value.findings
    assert finding.where == "b.xlsx"
    return finding.message


ROWS: list[list[Any]] = [["cod", "total"], ["84.02", 686977.25], [None, None], ["65.02", 0.1 + 0.2]]


@pytest.mark.parametrize("data", [xlsx(Buget=ROWS), ods(ROWS), xls({"Buget": ROWS})])
def test_cells_are_text_with_numbers_exact_and_empty_rows_left_out(data: bytes) -> None:
    (page,) = pages(data)
    assert page.name == "Buget"
    assert page.rows == ((1, ("cod", "total")), (2, ("84.02", "686977.25")), (4, ("65.02", "0.3")))


@pytest.mark.parametrize("form", ["xls", "xlsx"])
def test_dates_and_truths_are_written_out(form: str) -> None:
    row = [datetime.date(2024, 1, 31), datetime.datetime(2024, 1, 31, 5, 30), True]  # noqa: DTZ001
    (page,) = pages(written(form, {"A": [row]}))
    assert page.rows[0][1] == ("2024-01-31", "2024-01-31T05:30:00", "true")


def test_a_formula_is_its_last_result_and_is_never_computed() -> None:
    data = xlsx(A=[["total"], ["=1+1"], ["=SUM(A2:A9)"]])
    computed = with_part(data, SHEET, "<f>1+1</f><v />", "<f>1+1</f><v>7.5</v>")
    (page,) = pages(computed)
    assert page.rows == ((1, ("total",)), (2, ("7.5",)))
    assert page.uncomputed == ("A3",)


def test_a_formula_without_a_result_is_told_of_in_the_others_too() -> None:
    (page,) = pages(xls({"A": [["x", excel97.Formula(None)]]}))
    assert page.uncomputed == ("B1",)
    cell = '<table:table-cell table:formula="of:=1+1"/>'
    (page,) = pages(ods_of(f"<table:table-row><table:table-cell/>{cell}</table:table-row>"))
    assert page.uncomputed == ("B1",)


SHEETS = {"A": [["x"]], "B": [["y"]]}
SHOWN, HIDDEN = (f'name="A" sheetId="1" state="{state}"' for state in ("visible", "hidden"))


@pytest.mark.parametrize(
    "data", [xls(SHEETS, hidden=["A"]), with_part(xlsx(**SHEETS), "xl/workbook.xml", SHOWN, HIDDEN)]
)
def test_hidden_sheets_are_passed_over_unless_named(data: bytes) -> None:
    assert [page.name for page in pages(data)] == ["B"]
    assert [page.name for page in pages(data, "A")] == ["A"]


GRID = [["cod", "vechi", "nou"], ["65.02", 1, 2], ["67.02", 3, 4], [None, None, None]]


def unseen_xlsx() -> bytes:
    data = xlsx(A=GRID)
    data = with_part(data, SHEET, "<sheetData>", '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>')
    for row in ("3", "4"):
        data = with_part(data, SHEET, f'<row r="{row}"', f'<row r="{row}" hidden="1"')
    return data


def unseen_ods() -> bytes:
    cell = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    rows = "".join(
        f"<table:table-row{hidden}>{cell * 3}</table:table-row>" for hidden in ("", "", ' table:visibility="filter"')
    )
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>'
    return ods_of(columns + rows)


def unseen_xls() -> bytes:
    row = record(0x208, struct.pack("<HHHHHHHH", 2, 0, 3, 255, 0, 0, 0x20, 0))
    column = record(0x7D, struct.pack("<HHHHHH", 1, 1, 0, 0, 1, 0))
    plain = excel97.Biff().workbook({"A": GRID}, {})
    size = record(0x200, struct.pack("<IIHHH", 0, 4, 0, 3, 0))
    assert size in plain
    return ole({"Workbook": plain.replace(size, column + row)})


UNSEEN_XML = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="A"><Table>'
    '<Column/><Column ss:Hidden="1"/><Row><Cell><Data>cod</Data></Cell><Cell><Data>vechi</Data></Cell></Row><Row/>'
    '<Row ss:Hidden="1"><Cell><Data>67.02</Data></Cell></Row></Table></Worksheet></Workbook>'
)


@pytest.mark.parametrize("data", [unseen_xlsx(), unseen_ods(), unseen_xls(), UNSEEN_XML.encode()])
def test_hidden_rows_and_columns_with_text_are_told_of(data: bytes) -> None:
    (page,) = pages(data)
    assert page.hidden == ("row 3", "column B")


def test_nothing_is_hidden_where_all_is_seen() -> None:
    for data in (xlsx(A=GRID), ods(GRID), xls({"A": GRID})):
        assert [page.hidden for page in pages(data)] == [()]


def test_a_sheet_that_is_not_there_is_named() -> None:
    for data in (xlsx(**SHEETS), xls(SHEETS)):
        assert refusal(data, "C") == "has no sheet 'C', expected one of 'A', 'B'"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "is a damaged spreadsheet (its header is no OLE2 header)"),
        (ole({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), "is protected by a password"),
        (ole({"WordDocument": b"x"}), "is a Word document, expected XLS, XLSX, ODS or CSV"),
        (ole({"PowerPoint Document": b"x"}), "is no spreadsheet"),
        (xls({"A": [["x"]]})[:-600], "is a damaged spreadsheet"),
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


XML = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Buget"><Table><Row>'
    '<Cell><Data ss:Type="String">cod</Data></Cell><Cell><Data ss:Type="Number">686977.25</Data></Cell>'
    "</Row></Table></Worksheet></Workbook>"
)
HTML = "<html><table><tr><td>cod<td>686.977,25</table>{}</html>"


def test_xml_and_html_under_the_name_of_a_spreadsheet() -> None:
    (page,) = pages(XML.encode())
    assert (page.name, page.rows, page.typed) == ("Buget", ((1, ("cod", "686977.25")),), True)
    (page,) = pages(HTML.format("").encode())
    assert (page.name, page.rows, page.typed) == ("", ((1, ("cod", "686.977,25")),), False)
    two = HTML.format("<table><tr><td>a<td>b</table>").encode()
    assert [page.name for page in pages(two)] == ["table 1", "table 2"]
    assert [page.rows for page in pages(two, "table 2")] == [((1, ("a", "b")),)]
    assert refusal(two, "x") == "has no sheet 'x', expected one of 'table 1', 'table 2'"
    assert workbook.is_workbook(HTML.encode(), "b.xls")
    assert not workbook.is_workbook(HTML.encode(), "b.html")


def test_a_web_archive_is_named() -> None:
    assert "is a web archive (MHTML)" in refusal(b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n")


def test_a_password_is_named() -> None:
    data = bytearray(xlsx(A=[["x"]]))
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + flag] |= 1
    assert "protected by a password" in refusal(bytes(data))
