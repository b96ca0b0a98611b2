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


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (b'{"count": 340, "next": "https://x/?page=2", "previous": null, "results": [{"x": 1}]}', "has 1 of 340 rows"),
        (b'{"meta": {"page": 1, "total": 7}, "data": [{"x": 1}, {"x": 2}]}', "has 2 of 7 rows, expected all of them"),
        (b'{"totalFeatures": 9, "rows": [{"x": 1}]}', "has 1 of 9 rows"),
        (b'{"exceededTransferLimit": true, "rows": [{"x": 1}]}', "has 1 rows and says that there are more"),
        (b'{"links": {"next": "/2"}, "data": {"rows": [{"x": 1}]}}', "has 1 rows and says that there are more"),
    ],
)
def test_a_page_of_the_rows_is_not_the_rows(answer: bytes, sentence: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        records.read(records.decoded(answer, "x"), "x")
    assert sentence in refusal.value.findings[0].message


@pytest.mark.parametrize(
    "answer",
    [
        b'{"count": 1, "next": null, "results": [{"x": 1}]}',
        b'{"total": 250000, "rows": [{"x": 250000}]}',
        b'{"meta": {"page": 1, "total": 1}, "rows": [{"x": 1}]}',
        b'{"exceededTransferLimit": false, "rows": [{"x": 1}]}',
    ],
)
def test_all_rows_are_all_rows_and_a_total_may_be_an_amount(answer: bytes) -> None:
    assert len(records.read(records.decoded(answer, "x"), "x").rows) == 1
