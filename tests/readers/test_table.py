"""Open data: the rows asked for, wide or tidy, years as years, missing values missing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.readers.files import sheet
from content.readers.open_data import period, records, table
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


def labels(*cells: str) -> list[str]:
    return [each.label for each in period.column(cells) or ()]


def test_years_in_order_and_missing_is_not_zero() -> None:
    assert points() == [Point("1990", Decimal(250)), Point("1991", Decimal(257)), Point("1992", None)]


def test_other_labels_stay_in_the_order_of_the_file() -> None:
    found = table.points(b"zona;n\nSud;3\nCentru;1,5\n", "x", {}, "zona", "n")
    assert found == [Point("Sud", Decimal(3)), Point("Centru", Decimal("1.5"))]


@pytest.mark.parametrize("series", ["Număr de tramvaie în circulație", "Călători cu tramvaiul (mii) TIMIS"])
def test_wide_equals_tidy(series: str) -> None:
    wide, tidy = points(WIDE, indicator=series), points(TIDY, indicator=series)
    assert wide == tidy
    assert [point.x for point in wide] == ["2016", "2017", "2018", "2019"]
    assert wide[3].y in (Decimal(82), Decimal(104142))


def test_a_wide_table_of_months() -> None:
    found = table.points(b"x,2024-02,2024-01\ncereri,5,4\n", "x", {}, "luna", "valoare")
    assert found == [Point("2024-01", Decimal(4)), Point("2024-02", Decimal(5))]


@pytest.mark.parametrize("cell", ["", "-", "–", ":", "n/a", "N/A", "NA", "null", "..", "nd"])
def test_what_is_missing_is_none_and_never_zero(cell: str) -> None:
    text = f"an,valoare\n2018,3\n2019,{cell}\n2020,0\n"
    found = table.points(text.encode(), "x", {}, "an", "valoare")
    assert found[1:] == [Point("2019", None), Point("2020", Decimal(0))]


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


# --- periods -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["1990-01-01T00:00:00", "1991-01-01T00:00:00"], ["1990", "1991"]),
        (["1990-01-01", "1991-01-01 00:00"], ["1990", "1991"]),
        (["2024-01-01", "2024-02-01"], ["2024-01", "2024-02"]),
        (["2024-01-01", "2024-02-15"], ["2024-01-01", "2024-02-15"]),
        (["anul 2019", "2020"], ["2019", "2020"]),
        (
            ["2024-3", "2024/04", "2024M05", "2024-M6", "07.2024"],
            ["2024-03", "2024-04", "2024-05", "2024-06", "2024-07"],
        ),
        (["Ianuarie 2024", "decembrie 2024"], ["2024-01", "2024-12"]),
        (["2024-T1", "2024Q2", "T3 2024", "Trim. IV 2024"], ["2024-T1", "2024-T2", "2024-T3", "2024-T4"]),
        (["31.12.2023", "01.02.2024"], ["2023-12-31", "2024-02-01"]),
        (["2018", "2019*", "2020 (p)", "2021¹"], ["2018", "2019", "2020", "2021"]),
        (["2008/09", "2009/10", "2010/11"], []),
        (["2019", "2019-03"], []),
        (["2024-13", "2024-01"], []),
        (["Centru", "2019"], []),
        (["18", "25"], []),
    ],
)
def test_a_column_of_periods(cells: list[str], found: list[str]) -> None:
    assert labels(*cells) == found


def test_quarters_and_months_come_in_order() -> None:
    text = "trimestru,n\n2024-T2,2\n2023-T4,1\n2024-T1,3\n"
    assert [p.x for p in table.points(text.encode(), "x", {}, "trimestru", "n")] == ["2023-T4", "2024-T1", "2024-T2"]
    text = "luna,n\n10.2024,2\n2.2024,1\n"
    assert [p.x for p in table.points(text.encode(), "x", {}, "luna", "n")] == ["2024-02", "2024-10"]


def test_a_school_year_is_no_month() -> None:
    found = table.points(b"an,n\n2008-09,1\n2009-10,2\n", "x", {}, "an", "n")
    assert [point.x for point in found] == ["2008/09", "2009/10"]
    assert period.labelled("2009/10") is None and period.labelled("2009-10") is not None


def filled(*cells: str) -> list[str]:
    return [each.label for each in period.filled(period.column(cells) or ())]


def test_a_year_left_out_is_a_gap_but_every_fifth_year_has_none() -> None:
    assert filled("2001", "2002", "2004") == ["2001", "2002", "2003", "2004"]
    assert filled("1990", "1995", "2005") == ["1990", "1995", "2000", "2005"]
    assert filled("2023-11", "2024-02", "2024-03") == ["2023-11", "2023-12", "2024-01", "2024-02", "2024-03"]
    assert filled("2024-02-28", "2024-02-29", "2024-03-02")[2] == "2024-03-01"


@given(st.dates(min_value=period.date(1900, 1, 1), max_value=period.date(2150, 1, 1)), st.sampled_from([0, 1, 3, 12]))
def test_a_label_names_its_period_again(day: period.date, months: int) -> None:
    first = {0: day, 1: day.replace(day=1), 3: day.replace(day=1, month=(day.month - 1) // 3 * 3 + 1)}
    made = period.CalendarPeriod(first.get(months, day.replace(day=1, month=1)), months)
    assert period.read(made.label) == made
    assert made.first <= day <= made.last
    assert made.later(1).first > made.last
    assert made.later(7).later(-7) == made


# --- rows of objects -----------------------------------------------------------------------------------------------


def test_rows_in_json_wherever_they_are() -> None:
    rows = b'[{"_id": 1, "An": 2018, "Valoare": "1,5"}, {"an_": 1, "An": "2019", "Valoare": null}]'
    for data, path in (
        (rows, ""),
        (b'{"data": %s}' % rows, ""),
        (b'{"a": {"items": %s}, "b": [{}]}' % rows, "a.items"),
    ):
        found = records.read(records.decoded(data, "x"), "x", path)
        assert table.chosen(found, {}, "an", "valoare") == [Point("2018", Decimal("1.5")), Point("2019", None)]


def test_a_number_of_json_is_exact_and_a_point_is_its_decimal_mark() -> None:
    found = records.read(
        records.decoded(b'[{"x": "a", "y": 1.125}, {"x": "b", "y": 1e3}, {"x": "c", "y": 0.1}]', "x"), "x"
    )
    assert [point.y for point in table.chosen(found, {}, "x", "y")] == [Decimal("1.125"), Decimal(1000), Decimal("0.1")]


@pytest.mark.parametrize(
    ("data", "path", "sentence"),
    [
        (b"{", "", "is not JSON"),
        (b"[" * 100_000, "", "is not JSON"),
        (b'{"a": [{}], "b": [{}]}', "", "has lists of objects at: a, b; expected one"),
        (b'{"a": 1}', "", "has lists of objects at: none"),
        (b'{"a": [1]}', "a", "has no list of objects at 'a'"),
        (b'[{"x": 1e999999}]', "", "expected a number a city could have"),
        (b'[{"x": 1, "X ": 2}]', "", "differ only in capitals or spaces"),
    ],
)
def test_json_without_rows_is_refused(data: bytes, path: str, sentence: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        records.read(records.decoded(data, "x"), "x", path)
    assert sentence in refusal.value.findings[0].message


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
