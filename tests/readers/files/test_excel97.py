"""calamine, which is not ours, says that the XLS files the tests write are what they should be."""

import io
from datetime import date, datetime, time
from typing import Any

import pytest
import python_calamine

from tests.readers.files import excel97, spreadsheets

DAY = date(2026, 1, 31)
MOMENT = datetime(2026, 1, 31, 5, 30)  # noqa: DTZ001
ROWS: list[list[Any]] = [
    ["cod", "Învățământ ș", None, "x" * 9000],
    [84.02, 1, -5, 1 << 40],
    [DAY, MOMENT, time(5, 30), excel97.Shown(45_000, excel97.CUSTOM)],
    [excel97.Formula(7.5), excel97.Formula("text"), excel97.Formula(None), True],
]
READ = [
    ["cod", "Învățământ ș", "", "x" * 9000],
    [84.02, 1, -5, 1 << 40],
    [DAY, MOMENT, time(5, 30), date(2023, 3, 15)],
    [7.5, "text", "", True],
]


def calamine_rows(data: bytes, name: str) -> list[list[Any]]:
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


@pytest.mark.parametrize("shared", [True, False])
def test_excel_97(shared: bool) -> None:
    short = (
        [[value[:200] if isinstance(value, str) else value for value in row] for row in ROWS] if not shared else ROWS
    )
    more = [[f"rând {n} ș", n] for n in range(4000)] if shared else []
    data = excel97.xls(
        {"Buget ș": short + more, "B": [["y"]]}, {"Buget ș": [(0, 0, 1, 2)]}, hidden=["B"], shared=shared
    )
    read = calamine_rows(data, "Buget ș")
    expected = [[value[:200] if isinstance(value, str) and not shared else value for value in row] for row in READ]
    assert read[:4] == expected
    assert [row[:2] for row in read[4:]] == more
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        assert [str(each.visible) for each in book.sheets_metadata] == [
            "SheetVisibleEnum.Visible",
            "SheetVisibleEnum.Hidden",
        ]
        assert book.get_sheet_by_name("Buget ș").merged_cell_ranges == [((0, 1), (0, 2))]


def test_excel_95() -> None:
    data = excel97.xls({"Buget": [["cod", "Învăţământ"], [84.02, excel97.Formula("şi")]]}, biff5=True)
    assert calamine_rows(data, "Buget") == [["cod", "Învăţământ"], [84.02, "şi"]]


@pytest.mark.parametrize("form", ["xls", "xlsx", "ods"])
def test_each_format_has_the_same_cells_and_merged_areas_keep_the_first(form: str) -> None:
    rows = [["Titlu", None, None], ["cod", "PREVEDERI", "de sus"], [None, "trim I", 2], ["84.02", 1.5, DAY]]
    data = spreadsheets.written(form, {"Anexa 1": rows, "B": [["y"]]}, {"Anexa 1": ["A1:C1", "A2:A3", "B2:C2"]})
    assert calamine_rows(data, "Anexa 1") == [
        ["Titlu", "", ""],
        ["cod", "PREVEDERI", ""],
        ["", "trim I", 2],
        ["84.02", 1.5, DAY],
    ]
    assert calamine_rows(data, "B") == [["y"]]


def test_a_csv_has_semicolons() -> None:
    rows = [["Titlu", "x"], ["84.02", 1.5]]
    assert spreadsheets.written("csv", {"A": rows}, {"A": ["A1:B1"]}) == b"Titlu;\r\n84.02;1.5\r\n"
