"""What a column of a budget would give, before one is chosen."""

from decimal import Decimal

from content.readers.budgets.column_figures import ColumnFigures
from content.readers.files import sheet
from content.readers.files.numbers import DecimalMark

TABLE = sheet.read(b"cod;a;b;c;d\n49.02;30;30;10,5;1.234\n65.02;20;20;x;\nrest;7;8;9;\n", "b.csv")


def figures(decimal: DecimalMark = "") -> ColumnFigures:
    return ColumnFigures(TABLE, "cod", decimal)


def test_the_numbers_of_rows_with_a_code_are_read() -> None:
    rows = [number for number, row in TABLE.rows if row["cod"] != "rest"]
    assert figures().of("a") == dict(zip(rows, (Decimal(30), Decimal(20)), strict=True))
    assert figures().of("c") == {rows[0]: Decimal("10.5")}
    assert figures().sums(["a", "c"]) == {rows[0]: Decimal("40.5"), rows[1]: Decimal(20)}


def test_a_number_that_could_be_two_is_taken_with_a_comma_until_a_person_says_more() -> None:
    assert list(figures().of("d").values()) == [Decimal(1234)]
    assert list(figures("point").of("d").values()) == [Decimal("1.234")]


def test_columns_of_the_same_figures_are_one() -> None:
    assert figures().unlike(["a", "b", "c"]) == ["a", "c"]


def test_a_column_says_its_total_and_its_largest_chapter() -> None:
    assert figures().gives("a") == "total 30; the largest chapter 65.02 20"
