"""A name in a cell merged over rows stands for each of them; a figure does not."""

import pytest

from content.findings import RefusedError
from content.readers.files import merged_cells, sheet
from content.readers.files.extent import MergedDown
from content.readers.files.numbers import Exact
from tests.readers.files.spreadsheets import with_part, written

MERGED = [
    ["an", "zona", "strada", "copaci"],
    [2026, "Nord", "Loga", 10],
    [None, None, "Eminescu", None],
    [None, "Sud", "Mare", 30],
]


@pytest.mark.parametrize("form", ["xls", "xlsx", "ods"])
def test_names_of_merged_cells_stand_for_all_their_rows_and_figures_do_not(form: str) -> None:
    table = sheet.read(written(form, {"A": MERGED}, {"A": ["A2:A4", "B2:B3", "D2:D3"]}), "x")
    assert [tuple(row.values()) for _, row in table.rows] == [
        ("2026", "Nord", "Loga", "10"),
        ("2026", "Nord", "Eminescu", ""),
        ("2026", "Sud", "Mare", "30"),
    ]


def test_spans_of_html_and_xml_stand_for_all_their_rows() -> None:
    page = "<html><table><tr><td>zona<td>copaci<tr><td rowspan=2>Nord<td>1<tr><td>2<tr><td>Sud<td>3</table></html>"
    xml = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="A"><Table>'
        "<Row><Cell><Data>zona</Data></Cell><Cell><Data>copaci</Data></Cell></Row>"
        '<Row><Cell ss:MergeDown="1"><Data>Nord</Data></Cell><Cell><Data>1</Data></Cell></Row>'
        '<Row><Cell ss:Index="2"><Data>2</Data></Cell></Row>'
        "<Row><Cell><Data>Sud</Data></Cell><Cell><Data>3</Data></Cell></Row></Table></Worksheet></Workbook>"
    )
    for text in (page, xml):
        table = sheet.read(text.encode(), "x.xls")
        assert [tuple(row.values()) for _, row in table.rows] == [("Nord", "1"), ("Nord", "2"), ("Sud", "3")]


def test_merged_cells_that_reach_too_far_are_refused() -> None:
    more = "".join(f'<mergeCell ref="A{n}:A1048576"/>' for n in (2, 3, 4))
    data = written("xlsx", {"A": MERGED}, {"A": ["A2:A3"]})
    data = with_part(data, "xl/worksheets/sheet1.xml", "</mergeCells>", f"{more}</mergeCells>")
    with pytest.raises(RefusedError, match="merges more than 3,000,000 cells"):
        sheet.read(data, "x.xlsx")


def test_a_name_fills_only_what_is_empty_and_there() -> None:
    rows = [(2, ("Nord", "a")), (3, ("Sud", "b")), (5, ("", "c")), (6, ("",)), (7, ("", "d"))]
    merged = [MergedDown(2, 6, 0), MergedDown(1, 3, 1), MergedDown(2, 3, 9)]
    assert merged_cells.spread(rows, merged, "x") == [
        *[(2, ("Nord", "a")), (3, ("Sud", "b")), (5, ("Nord", "c")), (6, ("Nord",)), (7, ("", "d"))]
    ]
    titles = [(0, ("a", "")), (0, ("b", "")), (1, ("c", "d"))]
    assert merged_cells.spread(titles, [MergedDown(1, 2, 0)], "x") == titles
    figures = [(1, ("x", Exact("2019"), "1.234")), (2, ("y", "", ""))]
    assert merged_cells.spread(figures, [MergedDown(1, 2, 1), MergedDown(1, 2, 2)], "x") == figures
