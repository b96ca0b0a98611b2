"""An XML Spreadsheet 2003: cells by the place and the type they state."""

import contextlib
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.readers.files import spreadsheet_xml
from content.readers.files.spreadsheet_xml import XmlSheet

HEAD = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel"><Styles><Style ss:ID="s1"><NumberFormat ss:Format="Percent"/></Style>
<Style ss:ID="s2"><NumberFormat ss:Format="#,##0,"/></Style></Styles>"""


def document(body: str, options: str = "", name: str = "Buget") -> str:
    return f'<Worksheet ss:Name="{name}"><Table>{body}</Table>{options}</Worksheet>'


def read(*sheets: str) -> list[XmlSheet]:
    return spreadsheet_xml.sheets(f"{HEAD}{''.join(sheets)}</Workbook>".encode(), "b.xls")


def cell(kind: str, value: str, more: str = "") -> str:
    return f'<Cell{more}><Data ss:Type="{kind}">{value}</Data></Cell>'


def test_it_is_known_by_its_first_lines() -> None:
    assert spreadsheet_xml.is_file(b"\xef\xbb\xbf\r\n" + HEAD.encode())
    assert spreadsheet_xml.is_file(HEAD.replace('<?mso-application progid="Excel.Sheet"?>', "").encode())
    assert not spreadsheet_xml.is_file(b'<?xml version="1.0"?><report/>')
    assert not spreadsheet_xml.is_file(b'cod;total\n<?mso-application progid="Excel.Sheet"?>')


def test_cells_are_what_their_type_says() -> None:
    row = cell("String", "Învățământ &amp; cultură") + cell("Number", "1234.5") + cell("Boolean", "1")
    row += cell("DateTime", "2026-01-31T00:00:00.000") + cell("DateTime", "2026-01-31T05:30:00.000")
    row += (
        cell("Error", "#REF!")
        + cell("Number", "0.035", ' ss:StyleID="s1"')
        + cell("Number", "12000", ' ss:StyleID="s2"')
    )
    (sheet,) = read(document(f"<Row>{row}</Row>"))
    assert list(sheet.rows[0].values()) == [
        "Învățământ & cultură",
        1234.5,
        True,
        date(2026, 1, 31),
        datetime(2026, 1, 31, 5, 30),  # noqa: DTZ001
        "#REF!",
        "3.5%",
        "12",
    ]


def test_places_that_are_stated_and_merged_cells() -> None:
    first = cell("String", "a", ' ss:MergeAcross="2"') + cell("String", "b") + cell("String", "c", ' ss:Index="8"')
    (sheet,) = read(document(f'<Row>{first}</Row><Row ss:Index="5"><Cell/>{cell("Number", "1")}</Row><Row/>'))
    assert sheet.rows == {0: {0: "a", 3: "b", 7: "c"}, 4: {1: 1}}


def test_hidden_sheets_and_formulas_without_a_result() -> None:
    hidden = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
    formulas = '<Row><Cell ss:Formula="=1+1"/>' + cell("Number", "3", ' ss:Formula="=1+2"') + "</Row>"
    one, two = read(document("<Row/>", hidden, "A"), document(formulas, name="B"))
    assert (one.name, one.visible, two.name, two.visible) == ("A", False, "B", True)
    assert two.uncomputed == ("A1",)
    assert two.rows == {0: {1: 3}}


FAR = cell("Number", "1", ' ss:Index="16000000"')
LOW = f'<Row ss:Index="1000000"><Cell/><Cell/><Cell/>{cell("Number", "1")}</Row>'


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (LOW, "expected at most 3,000,000 cells"),
        (f"<Row/><Row/><Row>{FAR}</Row>", "expected at most 3,000,000 cells"),
        ("<Row>", "is a damaged spreadsheet"),
        ("&x;", "is a damaged spreadsheet"),
    ],
)
def test_what_is_too_large_or_damaged_is_refused(body: str, sentence: str) -> None:
    with pytest.raises(RefusedError, match=sentence):
        read(document(body))


def test_entities_are_refused() -> None:
    with pytest.raises(RefusedError, match="declares XML entities"):
        spreadsheet_xml.sheets(b"<!DOCTYPE Workbook [<!ENTITY a 'b'>]>" + b"<Workbook/>", "b.xls")


TAGS = ("<Row>", "</Row>", "<Cell>", "</Cell>", "<Data>", "</Data>", "1", "<Visible>")


@given(st.lists(st.sampled_from(TAGS), max_size=12))
def test_any_order_of_elements_is_read_or_refused(parts: list[str]) -> None:
    with contextlib.suppress(RefusedError):
        read(document("".join(parts)))
