"""A tidy open-data CSV: the rows that match `where`, one column against another.

Decides what the points of a chart are. A missing value is None, never zero; `1990-01-01T00:00:00` means the year 1990.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from content.findings import refused
from content.readers import sheet

_YEAR = re.compile(r"(\d{4})-01-01(?:T00:00(?::00)?)?")


class Point(NamedTuple):
    """One x as it is labelled (`2019`) with its value."""

    x: str
    y: Decimal | None


def points(data: bytes, where: str, keep: Mapping[str, str], x: str, y: str) -> list[Point]:
    """In ascending x when all are years, else in the order of the file.

    Raises RefusedError: no such table or column, no row left, one x twice, an amount that is no number.
    """
    table = sheet.read(data, where)
    wanted = {column.lower(): value for column, value in keep.items()}
    for column in (*wanted, x.lower(), y.lower()):
        table.need(column)
    rows = [(number, row) for number, row in table.rows if all(row[c] == value for c, value in wanted.items())]
    mark = sheet.decimal_mark((row[y.lower()] for _, row in rows), table.delimiter, where)
    found: list[Point] = []
    for number, row in rows:
        label = _label(row[x.lower()])
        if any(point.x == label for point in found):
            raise refused("dataset", f"{where}:{number}", f"has {x} {label} a second time, expected each once")
        found.append(Point(label, sheet.decimal(row[y.lower()], mark, f"{where}:{number}")))
    if not any(point.y is not None for point in found):
        raise refused("dataset", where, f"has no row with {_said(keep)}, expected at least one with a value")
    return sorted(found) if all(re.fullmatch(r"\d{4}", point.x) for point in found) else found


def _label(cell: str) -> str:
    match = _YEAR.fullmatch(cell)
    return match[1] if match else cell


def _said(keep: Mapping[str, str]) -> str:
    return " and ".join(f"{column} = {value!r}" for column, value in keep.items()) or "a value"
