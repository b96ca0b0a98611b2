"""Where the header of a budget's table is, over several lines, and what its columns are called."""

import pytest

from content.readers.budgets import headers

ROWS = "Învățământ;65.02;600;1\nTransporturi;84.02;400;2\n"


def columns(text: str) -> tuple[str, ...]:
    return headers.tables(text.encode(), "b.csv").sheets[0].columns


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("Denumire;Cod;Total;Trim I", ("denumire", "cod", "total", "trim i")),
        ("Denumire;Cod;Buget 2026;\n;;Total;Trim I", ("denumire", "cod", "buget 2026 / total", "buget 2026 / trim i")),
        (";;Buget 2026;\nDenumire;Cod;Total;Trim I", ("denumire", "cod", "buget 2026 / total", "buget 2026 / trim i")),
        (
            "Denumirea;Cod;Prevederi;Prevederi\nindicatorilor;indicator;anuale;trimestriale",
            ("denumirea / indicatorilor", "cod / indicator", "prevederi / anuale", "prevederi / trimestriale"),
        ),
        ("Denumire;Cod;Total;Total", ("denumire", "cod", "total (col. c)", "total (col. d)")),
        ("Buget local;;;\nmii lei;;;\nDenumire;Cod;Total;Trim I\nA;B;1=2;2", ("denumire", "cod", "total", "trim i")),
        (";;PROIECT DE BUGET 2026;\nDenumire;Cod;Total;Trim I", ("denumire", "cod", "total", "trim i")),
        (";;;EXECUȚIA\nDenumire;Cod;Total;Trim I", ("denumire", "cod", "total", "trim i")),
        (
            "Buget 2026;;;\nTotal;Cod;Trim I;Denumirea\n;indicator;;indicatorilor",
            (
                "buget 2026 / total",
                "buget 2026 / cod / indicator",
                "buget 2026 / trim i",
                "buget 2026 / denumirea / indicatorilor",
            ),
        ),
        ("Denumire;Cod;;\n;;Total;2027", ("denumire", "cod", "total", "2027")),
    ],
)
def test_the_names_of_columns(head: str, names: tuple[str, ...]) -> None:
    assert columns(f"{head}\n{ROWS}") == names


def test_the_header_is_repeated_on_every_page() -> None:
    head = "Denumire;Cod;Buget 2026;\n;;Total;Trim I\nA;B;1;2\n"
    page = f"pag. 2;;;\n{head}Sănătate;66.02;1;0\n"
    (table,) = headers.tables(f"{head}{ROWS}{page}".encode(), "b.csv").sheets
    assert [(number, row["cod"]) for number, row in table.rows] == [(4, "65.02"), (5, "84.02"), (6, ""), (10, "66.02")]


def test_lines_below_the_table_may_be_shorter_and_rows_may_not() -> None:
    (table,) = headers.tables(f"Denumire;Cod;Total;Trim I\n{ROWS}Primar;Ion\n".encode(), "b.csv").sheets
    assert table.rows[-1][1]["cod"] == "Ion"
    with pytest.raises(Exception, match=r"b\.csv:4: found 3 cells, expected 4"):
        columns(f"Denumire;Cod;Total;Trim I\n{ROWS}Sănătate;66.02;1\n")


def test_the_code_of_a_row_is_no_code_of_a_chapter() -> None:
    (table,) = headers.tables(b"Denumire;Cod;;Total\n;rand;indicator;\nA;1;65.02;600\n", "b.csv").sheets
    assert [name for name in table.columns if headers.field(name) == "code"] == ["cod / indicator"]


@pytest.mark.parametrize("unit", ["în lei", "- mii lei -", "sume exprimate în lei"])
def test_a_unit_above_the_header_is_no_group_of_columns(unit: str) -> None:
    text = f"{unit};;;\nCod;Denumire;Total buget 2026;2027\n65.02;A;600;700\n"
    (table,) = headers.tables(text.encode(), "b.csv").sheets
    assert table.columns == ("cod", "denumire", "total buget 2026", "2027")
    assert unit in table.notes
