"""A workbook that would not fit in memory is refused before it is opened."""

import io
import zipfile

import pytest

from content.readers.files import extent, workbook
from tests.readers.files import spreadsheets
from tests.readers.files.spreadsheets import archive, parts, with_part, xlsx
from tests.readers.files.test_workbook import SHEET, refusal


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


def test_an_archive_that_unpacks_without_end_is_refused() -> None:
    bomb = archive({**parts(xlsx(A=[["x"]])), "xl/big.xml": b"<x>" + b" " * (extent.MAX_INFLATED + 10) + b"</x>"})
    assert len(bomb) < 200_000
    assert refusal(bomb) == "unpacks to more than 100,000,000 bytes, expected at most that"


def test_an_archive_that_lies_about_its_length_is_still_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extent, "MAX_INFLATED", 200_000)
    honest = archive({**parts(xlsx(A=[["x"]])), "xl/big.xml": b" " * 300_000})
    with zipfile.ZipFile(io.BytesIO(honest)) as opened:
        info = opened.getinfo("xl/big.xml")
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


def test_the_letters_of_columns() -> None:
    assert [extent.column_letters(n) for n in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(extent.column_number(extent.column_letters(n)) == n for n in range(1, 2000))
    assert extent.first(["A1", "A2", "A3", "A4"]) == "A1, A2, A3 and 1 more"
    assert spreadsheets.ODS_TYPE == workbook.ODS


def test_hidden_columns_are_listened_to_so_often_and_so_far() -> None:
    hidden = extent.SheetLayout()
    for n in range(extent.MAX_RANGES + 1):
        hidden.hide(n, 10**9 if n == 5 else n)
    assert max(hidden.columns) == extent.MAX_COLUMNS - 1
    narrow = extent.SheetLayout()
    for n in range(extent.MAX_RANGES + 1):
        narrow.hide(n, n)
    assert narrow.columns == set(range(extent.MAX_RANGES))


def test_merged_cells_are_those_of_several_rows_and_of_some_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extent, "MAX_MERGED", 2)
    layout = extent.SheetLayout()
    for first, last in ((0, 0), (1, 3), (4, 5), (6, 9)):
        layout.merge(first, last, 2)
    assert layout.merged == [(2, 4, 2), (5, 6, 2)]
