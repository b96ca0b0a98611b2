"""Eurostat's two files as a table with a row a value: TSV with its packed first field, and SDMX-CSV with its labels.

Decides what is a cell's number and what its flag. What the codes say is `measures` and `territory`; the point is always
the decimal mark here, whatever a column looks like.
"""

import re
from collections.abc import Iterator

from content.readers.files import sheet
from content.readers.files.numbers import Exact
from content.readers.files.sheet import Sheet
from content.readers.open_data import period, table

TIME, VALUE, FLAG = "time_period", "obs_value", "obs_flag"
"""As SDMX-CSV calls the columns that a TSV has not."""
_PACKED = re.compile(r"[\w,]+\\time(?:_period)?")
_CELL = re.compile(r"(?P<number>-?\d+(?:\.\d+)?|:)?\s*(?P<flag>[a-z]{0,4})")
_LABELLED = re.compile(r"(?P<code>[\w.-]+):\s*(?P<label>\S.*)")


def read(rows: Sheet) -> Sheet:
    """The table as Eurostat means it; another one as it is."""
    if rows.columns and _PACKED.fullmatch(rows.columns[0]):
        return _unpacked(rows)
    return _sdmx(rows) if any(name.partition(":")[0] == VALUE for name in rows.columns) else rows


def _unpacked(rows: Sheet) -> Sheet:
    """`A,MIO_EUR,RO42` under `freq,unit,geo\\TIME_PERIOD`, with a column a period, as a row a value."""
    packed, *times = rows.columns
    names = packed.partition("\\")[0].split(",")
    columns = (*names, TIME, VALUE, FLAG)

    def turned() -> Iterator[tuple[int, dict[str, str]]]:
        for number, row in rows.rows:
            codes = [code.strip() for code in row[packed].split(",")]
            if len(codes) != len(names):
                continue
            ascending = sorted(enumerate(times, 1), key=lambda each: _order(each[1]))
            for at, time in ascending:
                value, flag = _parted(row[time])
                fields = dict(zip(columns, (*codes, time, value, flag), strict=True))
                yield number, {**fields, table.AT: sheet.cell(rows.where, number, at)}

    return rows._replace(columns=columns, rows=tuple(turned()))


def _order(time: str) -> tuple[bool, str]:
    known = period.read(time)
    return known is None, known.first.isoformat() if known else time


def _parted(cell: str) -> tuple[str, str]:
    """The number (or `:`) and the flag of a cell as `5.2 b`; a cell of another form is left for others to refuse."""
    match = _CELL.fullmatch(cell.strip())
    if match is None or not cell.strip():
        return cell, ""
    number = match["number"] or ""
    return (Exact(number) if number not in ("", ":") else number), match["flag"]


def _sdmx(rows: Sheet) -> Sheet:
    """With names and cells cut to what is needed, where both codes and labels stand: `geo:Geopolitical entity`."""
    names = tuple(name.partition(":")[0] for name in rows.columns)
    kept = [name for name in dict.fromkeys(names) if name not in ("", "structure", "structure_id", "structure_name")]
    labelled = {
        old
        for old, new in zip(rows.columns, names, strict=True)
        if old != new and all(_LABELLED.fullmatch(row[old]) or not row[old] for _, row in rows.rows)
    }

    def cut(old: str, new: str, cell: str) -> str:
        match = _LABELLED.fullmatch(cell) if old in labelled else None
        if new == VALUE:
            return Exact(cell) if re.fullmatch(r"-?\d+(?:\.\d+)?", cell) else cell
        return cell if match is None else match["code" if new in ("freq", "geo", "unit", TIME, FLAG) else "label"]

    places = [(rows.columns[names.index(name)], name) for name in kept]
    cells = (
        (number, {new: cut(old, new, row[old]) for old, new in places} | {table.AT: _at(rows, number)})
        for number, row in rows.rows
    )
    return rows._replace(columns=tuple(kept), rows=tuple(cells))


def _at(rows: Sheet, number: int) -> str:
    value = next(n for n, name in enumerate(rows.columns) if name.partition(":")[0] == VALUE)
    return sheet.cell(rows.where, number, value)
