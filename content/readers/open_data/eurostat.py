"""Eurostat's two files as a table with a row a value: TSV with its packed first field, and SDMX-CSV with its labels.

Decides what is a cell's number and what its flag. What the codes say is `measures` and `territory`; the point is always
the decimal mark here, whatever a column looks like.
"""

import re
from collections.abc import Iterator

from content.findings import refused
from content.phrases import said
from content.readers.files import sheet
from content.readers.files.numbers import Exact
from content.readers.files.sheet import Sheet
from content.readers.open_data import period, table

TIME, VALUE, FLAG = "time_period", "obs_value", "obs_flag"
"""As SDMX-CSV calls the columns that a TSV has not."""
_PACKED = re.compile(r"[\w, ]+\\time(?:_period)?")
_CELL = re.compile(r"(?P<number>-?\d+(?:\.\d+)?|:)?\s*(?P<flag>[a-z]{0,4})")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_LABELLED = re.compile(r"(?P<code>[\w.-]+):\s*(?P<label>\S.*)")


def read(rows: Sheet) -> Sheet:
    """The table as Eurostat means it; another one as it is. Raises RefusedError for a packed header taken apart."""
    if parted := [name for name in rows.columns if name.startswith("\\time")]:
        message = said(
            "found the column {parted!r}, expected a period as its name: download the file once more as TSV",
            parted=parted[0],
        )
        raise refused("column", rows.where, message)
    if rows.columns and _PACKED.fullmatch(rows.columns[0]):
        return _unpacked(rows)
    return _sdmx(rows) if any(name.partition(":")[0] == VALUE for name in rows.columns) else rows


def _unpacked(rows: Sheet) -> Sheet:
    """`A,MIO_EUR,RO42` under `freq,unit,geo\\TIME_PERIOD`, with a column a period, as a row a value.

    A line without a cell is a note. Raises RefusedError for a name used twice, and for other codes than are named.
    """
    packed, *times = rows.columns
    names = packed.partition("\\")[0].split(",")
    if twice := [name for name in names if names.count(name) > 1]:
        raise refused(
            "column",
            rows.where,
            said("found two columns named {twice!r} in {packed!r}, expected one", twice=twice[0], packed=packed),
        )
    columns = (*names, TIME, VALUE, FLAG)

    def turned() -> Iterator[tuple[int, dict[str, str]]]:
        for number, row in rows.rows:
            codes = [code.strip() for code in row[packed].split(",")]
            if not any(row[time] for time in times):
                continue
            if len(codes) != len(names):
                message = said(
                    "found {row!r}, expected a code for each of {names}", row=row[packed], names=", ".join(names)
                )
                raise refused("dataset", f"{rows.where}:{number}", message)
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
    if len(set(names)) < len(names):
        return rows
    cut = {old: new for old, new in zip(rows.columns, names, strict=True) if old != new and _labelled(rows, old)}
    codes = ("freq", "geo", "unit", TIME, FLAG)

    def cells(row: dict[str, str]) -> dict[str, str]:
        known = dict(zip(names, row.values(), strict=True))
        for old, new in cut.items():
            if match := _LABELLED.fullmatch(row[old]):
                known[new] = match["code" if new in codes else "label"]
        value = known[VALUE]
        return {**known, VALUE: Exact(value) if _NUMBER.fullmatch(value) else value}

    return rows._replace(columns=names, rows=tuple((number, cells(row)) for number, row in rows.rows))


def _labelled(rows: Sheet, column: str) -> bool:
    """Whether each cell has a code and its label."""
    return all(_LABELLED.fullmatch(row[column]) or not row[column] for _, row in rows.rows)
