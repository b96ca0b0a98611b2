"""Open data: the rows asked for, years as years, missing values missing."""

from decimal import Decimal

import pytest

from content.findings import RefusedError
from content.readers import table
from content.readers.table import Point

DATA = """indicator,an,valoare
tramvaie,1991-01-01T00:00:00,257
tramvaie,1990-01-01T00:00:00,250
tramvaie,1992-01-01T00:00:00,
autobuze,1990-01-01T00:00:00,73
"""


def points(text: str = DATA, **keep: str) -> list[Point]:
    return table.points(text.encode(), "data/t.csv", keep or {"indicator": "tramvaie"}, "an", "valoare")


def test_years_in_order_and_missing_is_not_zero() -> None:
    assert points() == [Point("1990", Decimal(250)), Point("1991", Decimal(257)), Point("1992", None)]


def test_other_labels_stay_in_the_order_of_the_file() -> None:
    found = table.points(b"zona;n\nSud;3\nCentru;1,5\n", "x", {}, "zona", "n")
    assert found == [Point("Sud", Decimal(3)), Point("Centru", Decimal("1.5"))]


@pytest.mark.parametrize(
    ("text", "keep", "sentence"),
    [
        (DATA, {"indicator": "metrou"}, "has no row with indicator = 'metrou'"),
        (DATA, {"zona": "x"}, "expected a column 'zona'"),
        (DATA.replace("1991", "1990"), {"indicator": "tramvaie"}, "has an 1990 a second time"),
        (DATA.replace("257", "mult"), {"indicator": "tramvaie"}, "found 'mult', expected a number"),
    ],
)
def test_faults_are_one_sentence(text: str, keep: dict[str, str], sentence: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        points(text, **keep)
    assert sentence in refusal.value.findings[0].message
