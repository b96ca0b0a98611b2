"""Open data: the rows asked for, wide or tidy, years as years, missing values missing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.readers.files import sheet
from content.readers.open_data import number_columns, table
from content.readers.open_data.table import Point

DATA = """indicator,an,valoare
tramvaie,1991-01-01T00:00:00,257
tramvaie,1990-01-01T00:00:00,250
tramvaie,1992-01-01T00:00:00,
autobuze,1990-01-01T00:00:00,73
"""

WIDE = """TRANSPORT,2019,2018,2017,2016
Număr de tramvaie în circulaţie,82,146,,143
Călători  cu tramvaiul (mii) TIMIS,104142,91359,85756,82302
"""
TIDY = """indicator,an,valoare
Călători cu tramvaiul (mii) TIMIS,2016-01-01T00:00:00,82302
Călători cu tramvaiul (mii) TIMIS,2017-01-01T00:00:00,85756
Călători cu tramvaiul (mii) TIMIS,2018-01-01T00:00:00,91359
Călători cu tramvaiul (mii) TIMIS,2019-01-01T00:00:00,104142
Număr de tramvaie în circulație,2016-01-01T00:00:00,143
Număr de tramvaie în circulație,2018-01-01T00:00:00,146
Număr de tramvaie în circulație,2017-01-01T00:00:00,-
Număr de tramvaie în circulație,2019-01-01T00:00:00,82
"""
"""The same figures as a portal publishes them twice: newest year first with a cedilla and two spaces, and tidy."""


def points(text: str = DATA, **keep: str) -> list[Point]:
    return table.points(text.encode(), "data/t.csv", keep or {"indicator": "tramvaie"}, "an", "valoare")


def test_years_in_order_and_missing_is_not_zero() -> None:
    assert points() == [Point("1990", Decimal(250)), Point("1991", Decimal(257)), Point("1992", None)]


def test_other_labels_stay_in_the_order_of_the_file() -> None:
    points = table.points(b"zona;n\nSud;3\nCentru;1,5\n", "x", {}, "zona", "n")
    assert points == [Point("Sud", Decimal(3)), Point("Centru", Decimal("1.5"))]


@pytest.mark.parametrize("series", ["Număr de tramvaie în circulație", "Călători cu tramvaiul (mii) TIMIS"])
def test_wide_equals_tidy(series: str) -> None:
    wide, tidy = points(WIDE, indicator=series), points(TIDY, indicator=series)
    assert wide == tidy
    assert [point.x for point in wide] == ["2016", "2017", "2018", "2019"]
    assert wide[3].y in (Decimal(82), Decimal(104142))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("an;luna;n\n2024;3;1\n", "2024-03"),
        ("an;luna;n\n2024;martie;1\n", "2024-03"),
        ("Ani;Luni;n\nAnul 2024;Martie;1\n", "2024-03"),
        ("an;trimestru;n\n2024;II;1\n", "2024-T2"),
        ("an;trimestrul;n\n2024;Trim. 2;1\n", "2024-T2"),
        ("an;semestru;n\n2024;II;1\n", "2024-S2"),
        ("an;saptamana;n\n2021;3;1\n", "2021-W03"),
    ],
)
def test_a_year_in_one_column_and_its_part_in_another(text: str, label: str) -> None:
    read = table.arranged(sheet.read(text.encode(), "t.csv"))
    when = read.columns[0]
    assert read.columns == (when, "n")
    assert table.chosen(read, {}, when, "n") == [Point(label, Decimal(1))]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        (";tramvaie;autobuze\n2019;5;1\n2020;6;2\n", ("an", "tramvaie", "autobuze")),
        (";tramvaie;autobuze\nCentru;5;1\nSud;6;2\n", ("nume", "tramvaie", "autobuze")),
        (";an;tramvaie\n0;2019;5\n1;2020;6\n", ("", "an", "tramvaie")),
        (";an;tramvaie\n2019;2019;5\n2020;2020;6\n", ("", "an", "tramvaie")),
    ],
)
def test_a_column_without_a_name_is_named_unless_it_counts_rows(text: str, columns: tuple[str, ...]) -> None:
    assert table.arranged(sheet.read(text.encode(), "t.csv")).columns == columns


def test_a_turned_table_remembers_its_cells() -> None:
    read = table.tidy(sheet.read(WIDE.encode(), "t.csv"))
    assert [table.cell(read, row, "valoare") for row in read.rows[:4]] == [
        "t.csv!E2",
        "t.csv!D2",
        "t.csv!C2",
        "t.csv!B2",
    ]
    places = table.tidy(sheet.read(b"Judete,2019,2020\nTimis,1,2\n", "t.csv"))
    assert places.columns == ("judete", "an", "valoare")


def test_a_wide_table_of_months() -> None:
    points = table.points(b"x,2024-02,2024-01\ncereri,5,4\n", "x", {}, "luna", "valoare")
    assert points == [Point("2024-01", Decimal(4)), Point("2024-02", Decimal(5))]


@pytest.mark.parametrize("cell", ["", "-", "–", ":", "n/a", "N/A", "NA", "null", "..", "nd"])
def test_what_is_missing_is_none_and_never_zero(cell: str) -> None:
    text = f"an,valoare\n2018,3\n2019,{cell}\n2020,0\n"
    points = table.points(text.encode(), "x", {}, "an", "valoare")
    assert points[1:] == [Point("2019", None), Point("2020", Decimal(0))]


@pytest.mark.parametrize(
    ("text", "keep", "sentence"),
    [
        (DATA, {"indicator": "metrou"}, "has no row with indicator = 'metrou', expected one of 'tramvaie', 'autobuze'"),
        (DATA, {"zona": "x"}, "expected a column 'zona'"),
        (DATA.replace("1991", "1990"), {"indicator": "tramvaie"}, "has an 1990 a second time"),
        (DATA.replace("257", "mult"), {"indicator": "tramvaie"}, "found 'mult', expected a number"),
        (DATA, {"indicator": "tramvaie", "an": "1992-01-01T00:00:00"}, "has no value with"),
        (WIDE.replace("2018", "anul 2019"), {"indicator": "x"}, "has 2 columns for 2019, expected one"),
    ],
)
def test_faults_are_one_sentence(text: str, keep: dict[str, str], sentence: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        points(text, **keep)
    assert sentence in refusal.value.findings[0].message


# --- rows of objects -----------------------------------------------------------------------------------------------


@given(
    st.lists(
        st.tuples(st.text("aăâîșț ,\"'\n;", min_size=1), st.none() | st.decimals(-(10**9), 10**9, places=2)), min_size=1
    )
)
def test_a_canonical_file_is_read_as_it_was_written(rows: list[tuple[str, Decimal | None]]) -> None:
    cells = [(f"x{number}{table.clean(text)}", value) for number, (text, value) in enumerate(rows)]
    cells.append(("last", Decimal("1.5")))
    data = table.written(["nume", "valoare"], ([label, table.plain(value)] for label, value in cells))
    assert sheet.read(data, "x").delimiter == ","
    assert table.points(data, "x", {}, "nume", "valoare") == [Point(label, value) for label, value in cells]


# --- rows and columns that are no data ------------------------------------------------------------------------------


def read(text: str) -> sheet.Sheet:
    return table.tidy(sheet.read(text.encode(), "t.csv"))


def test_rows_and_columns_of_totals_among_periods_are_left_out() -> None:
    rows = read("an;copaci\n2018;5\n2019;7\nTotal;12\nMedie;6\n")
    assert [row["an"] for _, row in rows.rows] == ["2018", "2019"]
    assert rows.left_out == ("row 4 'Total'", "row 5 'Medie'")
    wide = read("zona;2018;2019;Total;9 luni 2020;2020-03\nCentru;5;7;12;3;1\n")
    assert [(row["an"], row["valoare"]) for _, row in wide.rows] == [("2018", "5"), ("2019", "7")]
    assert set(wide.left_out) == {"column “total”", "column “9 luni 2020”"} | {"column “2020-03”"}


@given(st.lists(st.decimals(-(10**6), 10**6, places=3), min_size=1, max_size=6))
def test_three_decimals_in_a_canonical_file_need_no_question(values: list[Decimal]) -> None:
    rows = [[f"x{n}", table.canonical(value)] for n, value in enumerate(values)]
    data = table.written(["nume", "valoare"], rows)
    again = table.tidy(sheet.read(data, "x"))
    assert number_columns.values(again, "valoare") == values
    old = table.written(["nume", "valoare"], [[f"x{n}", f"{value:f}"] for n, value in enumerate(values)])
    assert [point.y for point in table.points(old, "x", {}, "nume", "valoare")] == values
