"""What a person sees of a source: the first rows, and those that figures were read from, with their columns."""

from content.imports import shown_tables
from content.imports.conversation import MOST_COLUMNS, MOST_ROWS, Imported, Reckoning, Told

TABLE = "\n".join(["an;valoare;nota", *(f"{2000 + n};{n};x" for n in range(100))]).encode()


def read(*cells: str) -> Imported:
    return Imported(files={}, reckonings=(Reckoning(slide="a", figure="b", value="1", how="", cells=cells),))


def test_rows_that_were_read_are_shown_with_their_columns_and_what_is_between_is_counted() -> None:
    (table,) = shown_tables.shown(
        [Told(address="tramvaie.csv", body=TABLE)], read("tramvaie.csv!B50", "2 tramvaie.csv!B60")
    )
    assert (table.where, table.columns, table.read, table.rows_in_all) == ("tramvaie.csv", ("A", "B", "C"), ("B",), 101)
    assert [row.number for row in table.rows] == [1, 2, 3, 4, 5, 6, 50, 60]
    assert [(row.gap, row.read) for row in table.rows[-2:]] == [(43, True), (9, True)]
    assert table.rows[-1].cells == ("2058", "58", "x")


def test_a_table_of_which_nothing_was_read_yet_shows_its_beginning() -> None:
    (table,) = shown_tables.shown([Told(address="a.csv", body=TABLE)], Imported(files={}))
    assert [row.number for row in table.rows] == list(range(1, MOST_ROWS + 1))
    assert table.read == ()


def test_what_is_no_table_is_not_shown_and_long_cells_are_cut() -> None:
    wide = ";".join(f"c{n}" for n in range(40)) + "\n" + ";".join(["y" * 500] * 40)
    bodies = [b"{}", b"\0\0", b"", b"a\n", wide.encode()]
    tables = shown_tables.shown([Told(address=f"{n}", body=body) for n, body in enumerate(bodies)], Imported(files={}))
    (table,) = tables
    assert len(table.columns) == MOST_COLUMNS
    assert table.rows[1].cells[0] == "y" * shown_tables.MOST_TEXT
