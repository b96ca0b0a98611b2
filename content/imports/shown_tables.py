"""A source as a person looks at it: the rows that figures were read from, with their numbers and columns.

Decides which rows and columns of a table are shown, and which are marked: those that a reckoning names. Runs where the
source is read, because bytes of strangers are unpacked nowhere else.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from content.findings import RefusedError
from content.imports.conversation import MOST_COLUMNS, MOST_ROWS, MOST_TABLES, Imported, ShownRow, ShownTable, Told
from content.readers.files import extent, sheet
from content.readers.files.sheet import Grid, NumberedCells

MOST_TEXT = 90
"""Characters of a cell."""
_HEAD = 6
"""Rows at the top that are shown whatever was read: titles and header."""
_CELL = re.compile(r"(?:\S+ )?(?P<place>.*)!(?P<column>[A-Z]{1,3})(?P<row>\d{1,7})", re.DOTALL)


class _Cells(NamedTuple):
    """What was read of a table."""

    rows: set[int]
    columns: set[str]


def shown(sources: Iterable[Told], imported: Imported) -> tuple[ShownTable, ...]:
    """The tables among the sources, those first from which figures were read."""
    cells = _cells(imported)
    tables = [_table(grid, cells.get(sheet.place(grid))) for told in sources for grid in _grids(told)]
    return tuple(sorted(tables, key=lambda table: not table.read)[:MOST_TABLES])


def _cells(imported: Imported) -> dict[str, _Cells]:
    """Where figures were read, by table."""
    cells: dict[str, _Cells] = {}
    for each in (cell for reckoning in imported.reckonings for cell in reckoning.cells):
        if match := _CELL.fullmatch(each):
            known = cells.setdefault(match["place"], _Cells(set(), set()))
            known.rows.add(int(match["row"]))
            known.columns.add(match["column"])
    return cells


def _grids(told: Told) -> list[Grid]:
    """None where the bytes are no table: what was read of them is told otherwise."""
    try:
        return list(sheet.grids(told.body, told.address))
    except RefusedError:
        return []


def _table(grid: Grid, cells: _Cells | None) -> ShownTable:
    rows, columns = cells or _Cells(set(), set())
    width = min(max(len(each) for _, each in grid.rows), MOST_COLUMNS) if grid.rows else 0
    letters = tuple(extent.column_letters(at + 1) for at in range(width))
    return ShownTable(
        where=sheet.place(grid),
        columns=letters,
        rows=tuple(_rows(grid.rows, rows, width)),
        read=tuple(letter for letter in letters if letter in columns),
        rows_in_all=len(grid.rows),
    )


def _rows(every: tuple[NumberedCells, ...], read: set[int], width: int) -> Iterator[ShownRow]:
    """The first rows, then those that were read; without any, as many of the next as there is room for."""
    kept = [at for at, (number, _) in enumerate(every) if at < _HEAD or number in read or not read][:MOST_ROWS]
    before = -1
    for at in kept:
        number, cells = every[at]
        texts = tuple(cell[:MOST_TEXT] for cell in (*cells, *[""] * width)[:width])
        yield ShownRow(number=number, cells=texts, gap=at - before - 1, read=number in read)
        before = at
