"""Lines that are no data are notes of the table, and are named."""

import pytest

from content.readers.files import sheet
from content.readers.open_data import notes, table


def apart(text: str) -> sheet.Sheet:
    return notes.apart(sheet.read(text.encode(), "t.csv"))


@pytest.mark.parametrize(
    "note",
    [
        "Sursa: INS, TEMPO, 2024",
        "Sursa datelor: Primăria",
        "Notă: date provizorii",
        "NOTE: without suburbs",
        "* fără satele aparținătoare",
        "¹ estimare",
        "1) inclusiv Ghiroda",
        "Date provizorii",
        "https://date.example.ro",
        "© Primăria",
        "Întocmit de Popescu Ion",
    ],
)
@pytest.mark.parametrize("mark", [";", ","])
def test_a_note_below_is_no_row(note: str, mark: str) -> None:
    text = f"zona{mark}copaci\nCentru{mark}60\nSud{mark}\n{note.replace(',', mark)}\n"
    read = apart(text)
    assert [row["zona"] for _, row in read.rows] == ["Centru", "Sud"]
    assert read.notes == (() if note.startswith("Sursa") else (note,))
    assert read.left_out == (f"row 4 {note!r}",)


def test_the_names_of_the_columns_again_are_no_row() -> None:
    read = apart("Zona;2018; 2019\nCentru;60;61\nPagina 2;;\nZONA;2018;2019\nSud;40;41\n")
    assert [row["zona"] for _, row in read.rows] == ["Centru", "Sud"]
    assert read.left_out == ("row 4, the names of the columns again", "row 3 'Pagina 2'")


def test_a_name_without_its_figure_is_a_row() -> None:
    read = apart("zona;copaci\nCentru;60\nSursele Bârzavei;\nNotărești;\n")
    assert [row["zona"] for _, row in read.rows] == ["Centru", "Sursele Bârzavei", "Notărești"]
    assert read.left_out == ()


def test_beside_years_a_text_alone_in_its_row_is_a_note() -> None:
    read = apart("an;copaci\n2018;60\n2019;\nfără arborii din curți\n2020;70\n")
    assert [row["an"] for _, row in read.rows] == ["2018", "2019", "2020"]
    assert read.left_out == ("row 4 'fără arborii din curți'",)


def test_a_table_of_one_column_and_one_of_notes_alone_stay() -> None:
    only = apart("zona;copaci\nSursa: INS;\nNotă: nimic;\n")
    assert (len(only.rows), only.left_out) == (2, ())
    one = sheet.Sheet("t", ",", ("zona",), ((2, {"zona": "Sursa: INS"}),))
    assert notes.apart(one) is one


def test_a_wide_table_with_notes_reads_as_without() -> None:
    plain = "zona,2018,2019\nCentru,1,2\n"
    whole = table.tidy(sheet.read((plain + "Sursa: INS, 2020, TEMPO, cules\n").encode(), "t"))
    assert whole.rows == table.tidy(sheet.read(plain.encode(), "t")).rows


@pytest.mark.parametrize("again", ["Zona;2023;2024", "ZONA; 2023;2024", "Zona;2023;"])
def test_a_header_that_is_repeated_is_no_row(again: str) -> None:
    """On the next printed page; its years would be values of a series called `Zona`."""
    read = apart(f"Zona;2023;2024\nCentru;60;61\n{again}\nSud;5;6\n")
    assert [row["zona"] for _, row in read.rows] == ["Centru", "Sud"]


def test_a_name_that_is_also_a_columns_is_a_row() -> None:
    read = apart("zona;total\nzona;60\nTotal;61\n")
    assert [row["zona"] for _, row in read.rows] == ["zona", "Total"]


def test_lines_that_say_the_unit_below_the_header_are_notes() -> None:
    """As INS TEMPO's web table has them, when its columns were moved."""
    read = apart("Anul 2020;Medii;Anul 2021\nUM: Hectare;;UM: Hectare\nHectare;;Hectare\n15;Urban;14\n5;Rural;4\n")
    assert [row["medii"] for _, row in read.rows] == ["Urban", "Rural"]
    assert read.notes == ("UM: Hectare",)


def test_a_row_with_neither_period_nor_figure_is_none() -> None:
    """The second half of a name, as headers over two lines have it."""
    read = apart("Medii de;perioada;Valoare\nrezidenta;;\nUrban;2024;5\nRural;2024;6\n")
    assert [row["medii de"] for _, row in read.rows] == ["Urban", "Rural"]
    assert read.left_out == ("row 2 'rezidenta'",)
