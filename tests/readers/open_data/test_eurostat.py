"""Eurostat's TSV and SDMX-CSV as a table with a row a value."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from content.readers.files import sheet
from content.readers.files.numbers import Exact
from content.readers.open_data import eurostat, table
from content.readers.open_data.table import Point

HEAD = "freq,unit,geo\\TIME_PERIOD\t"


def unpacked(text: str) -> sheet.Sheet:
    return eurostat.read(sheet.read(text.encode(), "x.tsv"))


def test_the_packed_field_becomes_columns_and_cells_become_numbers_and_flags() -> None:
    rows = unpacked(f"{HEAD}2020 \t2019 \nA,PC,RO42\t5.2 b\t: c\n")
    assert rows.columns == ("freq", "unit", "geo", "time_period", "obs_value", "obs_flag")
    assert [[row[name] for name in rows.columns] for _, row in rows.rows] == [
        ["A", "PC", "RO42", "2019", ":", "c"],
        ["A", "PC", "RO42", "2020", "5.2", "b"],
    ]
    assert [table.cell(rows, row, "obs_value") for row in rows.rows] == ["x.tsv!C2", "x.tsv!B2"]


@given(st.lists(st.decimals(-(10**6), 10**6, places=3), min_size=1, max_size=20))
def test_the_point_is_always_decimal(values: list[Decimal]) -> None:
    years = [str(2000 + n) for n in range(len(values))]
    text = HEAD + "\t".join(years) + "\nA,PC,RO42\t" + "\t".join(map(str, values)) + "\n"
    read = table.chosen(unpacked(text), {}, "time_period", "obs_value")
    assert read == [Point(year, value) for year, value in zip(years, values, strict=True)]


def test_a_row_without_its_codes_is_no_data_and_an_odd_cell_is_left_to_be_refused() -> None:
    rows = unpacked(f"{HEAD}2019\t2020\nA,PC,RO42\t1,2\t3\nSursa: Eurostat\t\t\n")
    assert [row["obs_value"] for _, row in rows.rows] == ["1,2", "3"]


def test_labels_beside_codes_are_cut() -> None:
    text = "freq:Time frequency,geo:Place,sex:Sex,TIME_PERIOD:Time,OBS_VALUE:Value\n"
    rows = eurostat.read(sheet.read((text + "A: Annual,RO42: Vest,T: Total,2019,5.125\n").encode(), "x.csv"))
    assert rows.columns == ("freq", "geo", "sex", "time_period", "obs_value")
    ((_, row),) = rows.rows
    assert [row[name] for name in rows.columns] == ["A", "RO42", "Total", "2019", "5.125"]
    assert isinstance(row["obs_value"], Exact)


def test_another_table_stays_as_it_is() -> None:
    rows = sheet.read(b"an;valoare\n2019;5\n", "x.csv")
    assert eurostat.read(rows) is rows
