"""Tables of HTML saved as Excel files: spans, titles, stated numbers; pages of the web are none."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.readers.files import html_table
from content.readers.files.numbers import Exact

EXCEL = '<html xmlns:x="urn:schemas-microsoft-com:office:excel">'


def table(body: str, around: str = "<html>{}</html>") -> html_table.HtmlTable:
    (only,) = html_table.tables(around.format(f"<table>{body}</table>").encode(), "t.xls")
    return only


def rows(body: str) -> list[tuple[str, ...]]:
    return [cells for _, cells in table(body).rows]


def refusal(text: str) -> str:
    with pytest.raises(RefusedError) as caught:
        html_table.tables(text.encode(), "t.xls")
    (finding,) = caught.value.findings
    return finding.message


@pytest.mark.parametrize(
    ("text", "name", "is_one"),
    [
        ("<html><table>", "tempo.xls", True),
        ("\ufeff\n<!DOCTYPE html>\n<!-- x --><html>", "https://oras.ro/export.XLS?an=2026", True),
        ("<table>", "a.xls", True),
        (EXCEL, "export.html", True),
        ("<html><table><tr><td sdval='1'>1</td>", "export.html", True),
        ("<!DOCTYPE html><html><table>", "https://oras.ro/buget", False),
        ("<!-- never closed", "a.xls", False),
        ("<report>", "a.xls", False),
        ("cod;total", "a.xls", False),
    ],
)
def test_a_page_of_the_web_is_no_file_of_tables(text: str, name: str, is_one: bool) -> None:
    assert html_table.is_file(text.encode(), name) is is_one


def test_spans_are_laid_out_and_keep_the_first_cell() -> None:
    read = rows(
        "<tr><th rowspan=2>Județ</th><th colspan='2'>Anul 2020</th><th>x</th></tr>"
        "<tr><th>mii<br>lei</th><th> % </th><th></th></tr>"
        '<tr><td>Bihor</td><td>1</td><td colspan="2">2</td></tr>'
    )
    assert read == [
        ("Județ", "Anul 2020", "", "x"),
        ("", "mii\nlei", "%", ""),
        ("Bihor", "1", "2", ""),
    ]


def test_rows_that_are_not_shown_and_spans_are_told_of() -> None:
    layout = table("<tr><td rowspan=2>a<td>1<tr style='mso-x:y; DISPLAY : none'><td>2").layout
    assert layout.rows == {1}
    assert layout.merged == [(1, 2, 0)]


def test_numbers_in_two_lines_are_not_one() -> None:
    assert rows("<tr><td>100<br>200<td>1\n000<p>2</p><p>3</p></tr>") == [("100\n200", "1 000\n2\n3")]


def test_ends_of_cells_and_rows_may_be_left_out_and_marks_are_read() -> None:
    assert rows("<thead><tr><td>a &amp; b<td><b>c</b>&nbsp;d<tbody><tr><td>1 < 2<td><!-- <td> -->e") == [
        ("a & b", "c d"),
        ("1 < 2", "e"),
    ]


@pytest.mark.parametrize(
    ("cell", "read", "exact"),
    [
        ('<td x:num="1234.5">1.234,50</td>', "1234.5", True),
        ("<td x:num>1.234,50</td>", "1.234,50", False),
        ('<td sdval="1234.5" sdnum="1048;0;#,##0.00">1,234.50</td>', "1234.5", True),
        ('<td sdval="0.035" sdnum="1048;0;0.0%">3.5%</td>', "3.5%", False),
        ('<td sdval="45000" sdnum="1048;0;DD.MM.YYYY">15.03.2023</td>', "15.03.2023", False),
        ('<td x:num="5">cinci</td>', "cinci", False),
        ('<td x:num="zece">10</td>', "10", False),
    ],
)
def test_a_number_that_the_program_states_beside_the_text(cell: str, read: str, exact: bool) -> None:
    ((value, _),) = rows(f"<tr>{cell}<td>x</td></tr>")
    assert (value, isinstance(value, Exact)) == (read, exact)


def test_texts_above_a_table_are_its_title_rows() -> None:
    text = (
        "<html><head><title>nu</title><style>td {x:<table>}</style></head><h1>Buget&nbsp;2026</h1>mii <b>lei</b>"
        "<table><tr><td>Anexa 1</td></tr></table><table><tr><td>cod</td><td>total</td></tr></table>"
        "Sursa: x<table><tr><td>1</td><td>2</td></tr></table></html>"
    )
    first, second = html_table.tables(text.encode(), "t.xls")
    assert first.rows == (
        (0, ("Buget 2026", "")),
        (0, ("mii lei", "")),
        (0, ("Anexa 1", "")),
        (1, ("cod", "total")),
    )
    assert second.rows == ((0, ("Sursa: x", "")), (1, ("1", "2")))


def test_a_table_inside_a_cell_is_a_table_of_its_own() -> None:
    inner = "<table><tr><td>1</td><td>2</td></tr></table>"
    inside, outside = html_table.tables(f"<table><tr><td>a{inner}b</td><td>c</td></tr></table>".encode(), "t.xls")
    assert inside.rows == ((1, ("1", "2")),)
    assert outside.rows == ((1, ("a\nb", "c")),)


def test_what_is_too_large_cut_off_or_no_table_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_table, "MAX_ROWS", 4_000)
    assert "never ends (</table>)" in refusal("<table><tr><td>1<td>2")
    assert "without a table of two columns" in refusal("<html><p>text</p><table><tr><td>1</td></tr></table></html>")
    assert "more than 1,000 columns" in refusal("<table><tr><td colspan=900>1<td colspan=900>2</table>")
    cells = "<tr><td colspan=1000>x" + "<tr><td>x" * 3_000
    assert "expected at most 3,000,000 cells" in refusal(f"<table>{cells}</table>")
    assert "more than 4,000 rows" in refusal(f"<table>{'<tr><td>' * 4_002}</table>")
    assert "tables or 30 inside each other" in refusal("<table>" * 31)
    assert "has more than 1,000 tables" in refusal("<table></table>" * 1_001)
    assert "too many <" in refusal("<table>" + "<" * 20_000)


@given(st.text("<>/tabler hd=\"'!-&;1x", max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(RefusedError):
        html_table.tables(f"<table><tr><td>{text}</table>".encode(), "t.xls")
