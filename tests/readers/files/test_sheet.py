"""The table in a file: whatever separator, encoding or program. Titles above it are not data; no row goes missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.readers.files import sheet
from tests.readers.files.spreadsheets import FORMATS, ods, with_part, written, xlsx

WANTED = (("84.02", "Străzi"), ("65.02", "Școli"))


def rows(data: bytes, **options: str) -> tuple[tuple[str, ...], ...]:
    table = sheet.read(data, "x.csv", **options)
    assert table.columns == ("cod", "denumire")
    return tuple((row["cod"], row["denumire"]) for _, row in table.rows)


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_separators_and_line_ends(mark: str, end: str) -> None:
    text = end.join([f"Cod{mark}Denumire", f"84.02{mark}Străzi", "", f"65.02{mark}Școli", ""])
    assert rows(text.encode()) == WANTED
    assert rows(text.encode("utf-8-sig")) == WANTED
    assert rows(text.encode("utf-16")) == WANTED


def test_a_workbook_is_read_as_its_csv_twin() -> None:
    cells = [["Cod", "Denumire"], ["84.02", "Străzi"], ["65.02", "Școli"]]
    assert rows(xlsx(A=cells)) == rows(ods(cells)) == WANTED


def test_every_format_of_a_workbook_gives_the_same_table() -> None:
    cells = [["Buget", None], ["Cod", "Denumire"], ["84.02", "Străzi"], ["65.02", "Școli"]]
    for form in FORMATS:
        data = written(form, {"A": cells}, {} if form == "csv" else {"A": ["A1:B1"]})
        table = sheet.read(data, "x.xls")
        assert tuple(tuple(row.values()) for _, row in table.rows) == WANTED
        assert "Buget" in table.notes
    page = "<html><table><tr><td>Cod<td>Denumire<tr><td>84.02<td>Străzi<tr><td>65.02<td>Școli</table></html>"
    table = sheet.read(page.encode(), "x.xls")
    assert (table.delimiter, tuple(tuple(row.values()) for _, row in table.rows)) == (";", WANTED)


def test_hidden_rows_and_columns_of_a_sheet_are_told_of() -> None:
    cells = [["Cod", "Denumire"], ["84.02", "Străzi"], ["65.02", "Școli"]]
    data = with_part(xlsx(A=cells), "xl/worksheets/sheet1.xml", '<row r="2"', '<row r="2" hidden="1"')
    assert sheet.read(data, "x.xlsx").hidden == ("row 2",)
    assert sheet.read(xlsx(A=cells), "x.xlsx").hidden == ()


def test_titles_above_the_header_are_notes() -> None:
    text = "PRIMĂRIA;;\nBuget local 2024;;\n;;mii lei\ncod;denumire;total\n84.02;A;1\n"
    table = sheet.read(text.encode(), "x")
    assert table.columns == ("cod", "denumire", "total")
    assert table.notes == ("PRIMĂRIA", "Buget local 2024", "mii lei")
    assert table.rows == ((5, {"cod": "84.02", "denumire": "A", "total": "1"}),)


def test_titles_without_separators_do_not_hide_the_table() -> None:
    table = sheet.read(b"Buget local, 2024\nin mii lei\ncod;denumire\n84.02;A, B\n65.02;C\n", "x")
    assert table.columns == ("cod", "denumire")
    assert table.delimiter == ";"
    assert len(table.rows) == 2


def test_the_first_sheet_with_a_table_or_the_one_named() -> None:
    book = xlsx(Coperta=[["Bugetul orașului"]], Date=[["a", "b"], ["1", "2"]], Alta=[["c", "d"], ["3", "4"]])
    assert sheet.read(book, "x").columns == ("a", "b")
    assert sheet.read(book, "x", name="Alta").columns == ("c", "d")
    assert sheet.read(book, "x", name="Alta").notes == ("Alta",)


def test_quotes_may_hold_separators_and_line_breaks_and_lines_are_counted_as_in_the_file() -> None:
    table = sheet.read(b'cod;denumire\n84.02;"Strazi;\npoduri"\n65.02;"""Scoala"""\n', "x")
    assert table.rows == (
        (2, {"cod": "84.02", "denumire": "Strazi;\npoduri"}),
        (4, {"cod": "65.02", "denumire": '"Scoala"'}),
    )


def test_empty_columns_at_the_end_are_not_columns() -> None:
    assert sheet.read(b"cod;denumire;;\n84.02;A;;\n", "x").columns == ("cod", "denumire")


def test_a_note_below_may_be_short_but_a_row_of_data_may_not() -> None:
    table = sheet.read(b"a;b;c\n1;2;3\nIntocmit\n", "x")
    assert table.rows[-1] == (3, {"a": "Intocmit", "b": "", "c": ""})
    with pytest.raises(RefusedError, match=r"x:3: found 2 cells, expected 3"):
        sheet.read(b"a;b;c\n1;2;3\n1;2\n", "x")
    with pytest.raises(RefusedError, match=r"x:2: found 4 cells, expected 3"):
        sheet.read(b"a;b;c\n1;2;3;4\n", "x")


def test_a_column_of_a_name_that_is_there_twice_cannot_be_meant() -> None:
    table = sheet.read(b"cod;total;total\n84.02;1;2\n", "x")
    table.need("cod")
    with pytest.raises(RefusedError, match="has the column 'total' twice"):
        table.need("total")


def test_formulas_without_results_are_refused_in_the_sheet_that_is_read() -> None:
    book = xlsx(Date=[["a", "b"], ["1", "=A2*2"]], Alta=[["c", "d"], ["3", "4"]])
    with pytest.raises(RefusedError, match=r"x:Date: holds formulas without results \(B2\)"):
        sheet.read(book, "x")
    assert sheet.read(book, "x", name="Alta").rows[0][1] == {"c": "3", "d": "4"}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is not a CSV"),
        (b"  <html><a;b></html>", "is not a CSV: its first line is '<html><a;b></html>'"),
        (b'{"a": 1, "b": 2}', "is not a CSV"),
        (b"a;b\0;c\n", "is not a CSV"),
        (b'a;b\n"1;2\n', "is not a CSV"),
        (b";;\n;;\n", "has only separators"),
        (b"a;b\n" * 2 + b"x" * sheet.MAX_BYTES, "expected at most 20,000,000"),
        (b"a;b\n" + b"1;2\n" * sheet.MAX_ROWS + b"1;2\n", "expected at most 200,000"),
        (b";".join([b"a"] * (sheet.MAX_COLUMNS + 1)), "expected at most 3,000,000 cells"),
        (xlsx(A=[]), "has nothing in it"),
    ],
)
def test_what_is_no_table_is_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        sheet.read(data, "x")
    (finding,) = refusal.value.findings
    assert sentence in finding.message


@pytest.mark.parametrize(
    ("cells", "numbered"),
    [
        (["A", "B", "1", "2", "3"], True),
        (["0", "1", "2", "3=1+2"], True),
        (["1", "2", "", "3"], True),
        (["84.02", "A", "1"], False),
        (["A", "B"], False),
        (["2", "3"], False),
        (["1", "3"], False),
    ],
)
def test_rows_that_number_the_columns(cells: list[str], numbered: bool) -> None:
    assert sheet.numbered(cells) is numbered


CELLS = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="<{["), min_size=1, max_size=12)


@given(
    st.lists(st.lists(CELLS.map(str.strip).filter(bool), min_size=3, max_size=3), min_size=1, max_size=8),
    st.sampled_from([";", "\t"]),
)
def test_every_cell_comes_back(cells: list[list[str]], mark: str) -> None:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    lines = [["cod", "denumire", "total"], *cells]
    text = "".join(mark.join(map(quoted, line)) + "\n" for line in lines)
    table = sheet.read(text.encode(), "x")
    assert [list(row.values()) for _, row in table.rows] == cells
