"""JSON with one object a row becomes a table."""

from decimal import Decimal

import pytest

from content.findings import RefusedError
from content.readers.open_data import records, table
from content.readers.open_data.table import Point


def test_rows_in_json_wherever_they_are() -> None:
    rows = b'[{"_id": 1, "An": 2018, "Valoare": "1,5"}, {"an_": 1, "An": "2019", "Valoare": null}]'
    for data, path in (
        (rows, ""),
        (b'{"data": %s}' % rows, ""),
        (b'{"a": {"items": %s}, "b": [{}]}' % rows, "a.items"),
    ):
        table_read = records.read(records.decoded(data, "x"), "x", path)
        assert table.chosen(table_read, {}, "an", "valoare") == [Point("2018", Decimal("1.5")), Point("2019", None)]


def test_a_number_of_json_is_exact_and_a_point_is_its_decimal_mark() -> None:
    table_read = records.read(
        records.decoded(b'[{"x": "a", "y": 1.125}, {"x": "b", "y": 1e3}, {"x": "c", "y": 0.1}]', "x"), "x"
    )
    assert [point.y for point in table.chosen(table_read, {}, "x", "y")] == [
        Decimal("1.125"),
        Decimal(1000),
        Decimal("0.1"),
    ]


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
