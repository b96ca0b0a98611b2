"""Tables with a header of several lines: each line is of periods, of units, or of a kind of figures."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.readers.files import sheet
from content.readers.files.sheet import Grid, Sheet
from content.readers.open_data import pivot, table
from content.readers.open_data.table import Point


def grid(*rows: tuple[str, ...], **more: tuple[str, ...]) -> Grid:
    return Grid("t.xlsx", ",", tuple(enumerate(rows, 1)), name="Foaie", **more)  # type: ignore[arg-type]


def turned(*rows: tuple[str, ...]) -> Sheet:
    read = pivot.read(grid(*rows))
    assert read is not None
    return read


WEB = (
    ("POP105A - Populatia rezidenta", "", ""),
    ("Judete", "Ani", ""),
    ("", "Anul 2020", "Anul 2019"),
    ("", "UM: Mii persoane", ""),
    ("", "Mii persoane", "Mii persoane"),
    ("Timis", "702", "701.5"),
    ("Sursa: INS", "", ""),
)


def test_the_web_table_of_ins() -> None:
    read = turned(*WEB)
    assert read.columns == ("judete", "an", "um", "valoare")
    assert read.notes == ("Foaie", "POP105A - Populatia rezidenta")
    cells = [[row[name] for name in read.columns] for _, row in read.rows]
    assert cells == [["Timis", "2019", "Mii persoane", "701.5"], ["Timis", "2020", "Mii persoane", "702"]]
    assert [table.cell(read, row, "valoare") for row in read.rows] == ["t.xlsx:Foaie!C6", "t.xlsx:Foaie!B6"]


def test_lines_of_kinds_become_columns() -> None:
    read = turned(
        ("Sexe", "Judete", "2019", "", "2020", ""),
        ("", "", "Urban", "Rural", "Urban", "Rural"),
        ("Masculin", "Arad", "1", "2", "3", "4"),
        ("Masculin", "Timis", "5", "6", "7", ":"),
    )
    assert read.columns == ("sexe", "judete", "categorie", "an", "valoare")
    keep = {"sexe": "Masculin", "judete": "Timis", "categorie": "Rural"}
    assert table.chosen(read, keep, "an", "valoare") == [Point("2019", Decimal(6)), Point("2020", None)]


@pytest.mark.parametrize(
    "rows",
    [
        (("Judete", "2019", "2020"), ("Timis", "1", "2")),
        (("an", "valoare"), ("2019", "1")),
        (("indicator", "valoare", "an"), ("a", "700", "2020"), ("a", "710", "2021")),
        (("indicator", "valoare", "an"), ("a", ":", "2020"), ("a", "710", "2021")),
        (("indicator", "an"), ("a", "2020"), ("a", "2021")),
        (("freq,geo\\TIME_PERIOD", "2020"), ("A,RO42", ": c"), ("A,RO", "5")),
        (("nume", "de la", "pana la"), ("a", "2020-01", "2020-02"), ("b", "2020-03", "2020-04")),
        (("a", "b"), ("c", "d")),
        (("Judete", "2019", "2020-03"), ("", "km", "km"), ("Timis", "1", "2")),
    ],
)
def test_a_header_of_one_line_is_not_for_here(rows: tuple[tuple[str, ...], ...]) -> None:
    assert pivot.read(grid(*rows)) is None


def test_a_formula_without_its_result_is_left_to_be_refused() -> None:
    assert pivot.read(grid(*WEB, uncomputed=("B6",))) is None


@pytest.mark.parametrize(
    ("below", "columns"),
    [
        (("", "", "Mii persoane", ""), ("nume", "ani", "um: mii persoane", "valoare")),
        (("Timis", "2019", "", "5"), ("nume", "ani", "um:", "valoare")),
        (("", "2019", "", ""), ("nume", "ani", "um:", "valoare")),
        (("", "", "", "5"), ("nume", "ani", "um:", "valoare")),
    ],
)
def test_a_line_below_the_names_may_say_more_of_them(below: tuple[str, ...], columns: tuple[str, ...]) -> None:
    rows = grid(("Nume", "Ani", "UM:", "Valoare"), below, ("Timis", "2020", "Mii persoane", "5"))
    read = pivot.headed(rows, 0)
    assert read.columns == columns
    assert len(read.rows) == (1 if columns[2] != "um:" else 2)


@pytest.mark.parametrize("head", ["{} (mii lei)", "{} UM: Mii lei", "Anul {} (Mii lei)"])
def test_a_unit_beside_each_period_becomes_a_column(head: str) -> None:
    text = f"Indicator;{head.format(2020)};{head.format(2019)}\nVenituri;5;4\n"
    read = table.tidy(pivot.with_units(sheet.read(text.encode(), "t.csv")))
    assert [[row[c].lower() for c in ("indicator", "um", "an", "valoare")] for _, row in read.rows] == [
        ["venituri", "mii lei", "2019", "4"],
        ["venituri", "mii lei", "2020", "5"],
    ]
    assert table.cell(read, read.rows[0], "valoare") == "t.csv!C2"


@pytest.mark.parametrize(
    "text", ["a;2019 (km);2020 (lei)\nb;1;2\n", "a;2019 (p);2020\nb;1;2\n", "a;2019;2020\nb;1;2\n"]
)
def test_other_names_of_periods_stay(text: str) -> None:
    rows = sheet.read(text.encode(), "t.csv")
    assert pivot.with_units(rows) is rows


@pytest.mark.parametrize("first", ["2019", "Centru"])
def test_a_row_of_figures_is_no_line_of_names(first: str) -> None:
    read = pivot.headed(grid(("", "Tramvaie"), (first, "5"), ("2020", "6")), 1)
    assert (read.columns, len(read.rows)) == (("", "tramvaie"), 2)


def test_figures_without_any_names_are_refused() -> None:
    with pytest.raises(RefusedError, match=r"t\.xlsx:Foaie:1: found 2019, 5, expected the names of the columns"):
        pivot.headed(grid(("2019", "5"), ("2020", "6")), 0)
    assert pivot.headed(grid(("Zona", "1", "2"), ("Sud", "6", "7")), 0).columns == ("zona", "1", "2")


def test_units_in_lines_below_periods_are_theirs_wherever_the_names_stand() -> None:
    rows = grid(
        ("Anul 2020", "Denumire", "Anul 2021"),
        ("UM: Mii lei", "", "UM: Mii lei"),
        ("Mii lei", "", "Mii lei"),
        ("833", "Populația", "870"),
    )
    read = table.tidy(pivot.with_units(pivot.headed(rows, 0)))
    assert [[row[c] for c in ("denumire", "um", "an", "valoare")] for _, row in read.rows] == [
        ["Populația", "mii lei", "2020", "833"],
        ["Populația", "mii lei", "2021", "870"],
    ]


def test_a_year_twice_stays_twice() -> None:
    rows = grid(("Anul 2023", "Denumire", "Anul 2023"), ("UM: Lei", "", "UM: Lei"), ("5", "Populația", "6"))
    read = pivot.with_units(pivot.headed(rows, 0))
    assert read.columns == ("anul 2023", "denumire", "anul 2023", "um")
    with pytest.raises(RefusedError, match="twice"):
        read.need("anul 2023")


def test_the_names_repeated_on_the_next_page_are_no_data() -> None:
    rows = grid(
        ("Titlu", "", ""), ("Zona", "2019", "2020"), ("Sud", "5", "6"), ("Zona", "2019", "2020"), ("Est", "7", "8")
    )
    assert [cells[0] for _, cells in pivot.once(rows).rows] == ["Titlu", "Zona", "Sud", "Est"]


YEARS = st.lists(st.integers(1990, 2030), min_size=1, max_size=6, unique=True)


@given(YEARS, st.lists(st.sampled_from(["Arad", "Timis", "Bihor"]), min_size=1, max_size=3, unique=True), st.data())
def test_every_figure_comes_out_under_its_names_and_its_year(
    years: list[int], places: list[str], data: st.DataObject
) -> None:
    values = {(p, y): data.draw(st.integers(0, 10**6)) for p in places for y in years}
    rows = [
        ("Titlu", *[""] * len(years)),
        ("Judete", *[f"Anul {year}" for year in years]),
        ("", *["UM: Lei"] * len(years)),
        *((place, *(str(values[place, year]) for year in years)) for place in places),
    ]
    read = turned(*rows)
    assert {(row["judete"], int(row["an"])): int(row["valoare"]) for _, row in read.rows} == values


def test_a_figure_that_could_be_a_year_is_no_line_of_a_header() -> None:
    assert pivot.read(grid(("zona", "copaci"), ("Centru", "6124"), ("Sud", "2003"), ("Nord", "1120"))) is None
    assert pivot.read(grid(("zona", "copaci"), ("Sud", "2003"), ("Nord", "1120"))) is None


def test_a_header_that_is_repeated_on_the_next_page_is_no_data() -> None:
    read = turned(*WEB[1:6], *WEB[1:5], ("Arad", "400", "401"))
    assert [(row["judete"], row["valoare"]) for _, row in read.rows] == [
        ("Timis", "701.5"),
        ("Timis", "702"),
        ("Arad", "401"),
        ("Arad", "400"),
    ]


def test_a_header_that_stands_twice_above_its_figures_is_one() -> None:
    lines = (("Zona", "2020", "2021"), ("", "UM: Ha", "UM: Ha"))
    assert turned(*lines, *lines, ("Sud", "5", "6")).columns == turned(*lines, ("Sud", "5", "6")).columns


def test_a_missing_figure_with_a_flag_is_no_header() -> None:
    """The first row of Eurostat's: `: p` names nothing."""
    assert pivot.read(grid(("geo", "2020", "2021"), ("RO42", "5", ": p"), ("RO", "7", "8"))) is None


def test_a_remark_between_two_headers_is_none_of_their_lines() -> None:
    rows = (("Denumire", "2023", "2024"), ("Sursa: INS", "", ""), ("Denumire", "2023", "2024"), ("Autobuze", "8", "9"))
    assert pivot.read(grid(*rows)) is None
