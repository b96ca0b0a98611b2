"""A table with a header of several lines, as INS TEMPO's web table saved as XLS: periods above `UM: …` above the unit.

Decides which rows are the header, what each of its lines says of the columns below, and turns such a table into one
with a row a value. Merged cells are empty but for their first. Leaves out tables with one line of names (`sheet`).
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from content.findings import refused
from content.phrases import said
from content.readers.files import merged_cells, sheet
from content.readers.files.sheet import Grid, NumberedCells, Sheet
from content.readers.open_data import measures, number_columns, period, table
from content.readers.open_data.period import CalendarPeriod
from content.readers.open_data.territory import bare

MOST_LINES = 6
"""Of a header, below the line of periods and above it."""
CATEGORY, UNIT = "categorie", "um"
"""What a line of the header becomes: a column that tells series apart, or their unit. A second has a number behind."""
_HEADS = frozenset({"ani", "an", "perioade", "perioada", "luni", "trimestre", "semestre", "ani, luni"})
"""What stands above periods and only says that they are some."""

_FLAG = re.compile(r" [a-z]{1,3}$")
"""A mark of Eurostat behind a missing figure: `: c`."""
_WITH_UNIT = re.compile(r"(?P<period>.*\S)\s*(?:\((?P<unit>[^()]+)\)|\bum: (?P<headed>.+))")


class _Header(NamedTuple):
    """Rows `top` to `below` (not included) are the header, `at` is the line of periods, `first` their first column."""

    top: int
    at: int
    below: int
    first: int


class _Lines(NamedTuple):
    """What the lines of a header say of each column of figures, merged cells spread over all they stand for."""

    periods: list[CalendarPeriod | None]
    units: list[list[str]]
    sorts: list[list[str]]


def read(grid: Grid) -> Sheet | None:
    """The table with a row a value; None where its header is one line, or none of periods, or results are missing."""
    remarks = [number for number, cells in grid.rows if sheet.filled(cells) == 1 and sheet.is_note("".join(cells))]
    header = None
    if not grid.uncomputed:
        header = _header(tuple(row for row in grid.rows if row[0] not in remarks))
    if header is None:
        return None
    told = {number: "".join(cells) for number, cells in grid.rows if number in remarks}
    grid = grid._replace(rows=tuple(row for row in grid.rows if row[0] not in remarks))
    width = max(len(cells) for _, cells in grid.rows[header.at :])
    lines = _lines(grid.rows, header, width)
    months = next(each.months for each in lines.periods if each is not None)
    columns = (
        *_names([cells for _, cells in grid.rows[header.top : header.below]], header.first),
        *(CATEGORY if n == 0 else f"{CATEGORY} {n + 1}" for n in range(len(lines.sorts))),
        table.PERIODS[months],
        *(UNIT if n == 0 else f"{UNIT} {n + 1}" for n in range(len(lines.units))),
        table.VALUE,
    )
    lines_above = {cells for _, cells in grid.rows[header.top : header.below]}
    data = [row for row in grid.rows[header.below :] if row[1] not in lines_above]  # the next page repeats them
    below = merged_cells.spread(tuple(data), grid.merged, grid.where)
    rows = tuple(
        (number, {**dict(zip(columns, cells, strict=True)), table.AT: sheet.cell(sheet.place(grid), number, column)})
        for number, cells, column in _turned(below, lines, header.first, width)
    )
    notes = (grid.name, *(cell for _, cells in grid.rows[: header.top] for cell in cells if cell))
    made = Sheet(sheet.place(grid), grid.delimiter, columns, rows, tuple(filter(None, notes)), grid.encoding)
    return made._replace(
        left_out=tuple(said("row {number} {text!r}", number=number, text=text[:80]) for number, text in told.items())
    )


def headed(grid: Grid, at: int) -> Sheet:
    """The table under the names in row `at`, of which a line below may say more: `UM:` above `Mii persoane`.

    A row of figures names nothing: then the line above does, whose first name is left out. Raises RefusedError.
    """
    names = grid.rows[at][1]
    figures = [cell for cell in names[1:] if cell]
    if figures and all(_figure(cell) and not period.read(cell) for cell in figures):
        above = grid.rows[at - 1][1] if at else ()
        if above and not above[0] and sheet.filled(above) == len(figures):
            return headed(grid, at - 1)
        if _figure(names[0]):
            place = f"{sheet.place(grid)}:{grid.rows[at][0]}"
            raise refused(
                "column", place, said("found {names}, expected the names of the columns", names=", ".join(names)[:60])
            )
    more = grid.rows[at + 1][1] if at + 1 < len(grid.rows) else ()
    if at and more == grid.rows[at - 1][1] and any(more):  # the header, repeated: this row is one of data
        place = f"{sheet.place(grid)}:{grid.rows[at - 1][0]}"
        raise refused(
            "column",
            place,
            said("found {value}, expected a name for every column", value=", ".join(filter(None, more))[:60]),
        )
    own = [(n, cell) for n, cell in enumerate(more) if cell]
    if not own or own[-1][0] >= len(names):
        return sheet.headed(grid, at)
    if all(period.read(names[n]) and (measures.headed(cell) or measures.is_unit(cell)) for n, cell in own):
        joined = [_joined(name, more[n] if n < len(more) else "") for n, name in enumerate(names)]
        return sheet.headed(grid, at, joined, below=2 + _repeated(grid, at + 1))
    if own[0][0] == 0 or 2 * len(own) > len(names):
        return sheet.headed(grid, at)
    if any(period.read(cell) or _figure(cell) or not names[n] for n, cell in own):
        return sheet.headed(grid, at)
    joined = [_joined(name, more[n] if n < len(more) else "") for n, name in enumerate(names)]
    below = tuple(row for row in grid.rows[at + 2 :] if row[1] != more)  # the next page repeats it
    return sheet.headed(grid._replace(rows=(*grid.rows[: at + 2], *below)), at, joined, below=2)


def _repeated(grid: Grid, at: int) -> int:
    """How many lines below say the same unit again: `Lei` below `UM: Lei`."""
    units = {bare(measures.headed(cell) or cell) for cell in grid.rows[at][1] if cell}
    below = grid.rows[at + 1][1] if at + 1 < len(grid.rows) else ()
    return int(any(below) and {bare(cell) for cell in below if cell} <= units)


def _joined(name: str, more: str) -> str:
    unit = measures.headed(more) or (more if measures.is_unit(more) else "")
    return f"{name} ({unit})" if unit and not measures.is_name(name) else f"{name} {more}".strip()


def once(grid: Grid) -> Grid:
    """The rows of a sheet without those that repeat its line of names further down, as on the pages of a print."""
    at = sheet.header_row(grid.rows)
    if at is None:
        return grid
    names = grid.rows[at][1]
    rows = [row for n, row in enumerate(grid.rows) if n <= at or row[1] != names]
    return grid._replace(rows=tuple(rows))


def with_units(rows: Sheet) -> Sheet:
    """A wide table whose periods have their unit beside them (`2019 (mii lei)`), with the unit in a column of its own.

    Only where all have the same: otherwise the names stay as they are.
    """
    parted = {
        name: match for name in rows.columns if (match := _WITH_UNIT.fullmatch(name)) and period.read(match["period"])
    }
    units = {bare(match["unit"] or match["headed"]): match["unit"] or match["headed"] for match in parted.values()}
    if len(units) != 1 or not measures.is_unit(*units) or UNIT in rows.columns:
        return rows
    (unit,) = units.values()
    names = {name: parted[name]["period"].strip() if name in parted else name for name in rows.columns}
    known = ((number, {**{names[c]: cell for c, cell in row.items()}, UNIT: unit}) for number, row in rows.rows)
    return rows._replace(columns=(*(names[c] for c in rows.columns), UNIT), rows=tuple(known))


def _turned(
    rows: Sequence[NumberedCells], lines: _Lines, first: int, width: int
) -> Iterator[tuple[int, tuple[str, ...], int]]:
    """A row for each figure, in ascending time: the line of the file, its cells, the column the figure was in."""
    periods = [(each, n) for n, each in enumerate(lines.periods) if each is not None]
    for number, cells in rows:
        own = (*cells, *[""] * (width - len(cells)))
        if not any(own[first:]):  # a note
            continue
        for each, n in sorted(periods, key=lambda pair: pair[0].first):
            of_column = (*(line[n] for line in lines.sorts), each.label, *(line[n] for line in lines.units))
            yield number, (*own[:first], *of_column, own[first + n]), first + n


def _lines(rows: Sequence[NumberedCells], header: _Header, width: int) -> _Lines:
    spread = [_spread(cells, header.first, width) for _, cells in rows[header.top : header.below]]
    of_periods = spread.pop(header.at - header.top)
    periods = [period.read(cell) for cell in of_periods]
    units: list[list[str]] = []
    sorts: list[list[str]] = []
    for line in filter(any, spread):
        if line == of_periods or all(bare(cell) in _HEADS or not cell or cell.isdecimal() for cell in line):
            continue
        if all(measures.headed(cell) or measures.is_unit(cell) for cell in line):
            unit = [measures.headed(cell) or cell for cell in line]
            if [*map(bare, unit)] not in [[*map(bare, each)] for each in units]:  # `UM: Lei` above `Lei` is one
                units.append(unit)
        else:
            sorts.append(line)
    return _Lines(periods, units, sorts)


def _header(rows: Sequence[NumberedCells]) -> _Header | None:
    """The first line that has periods of one length and nothing else right of its names, with more lines of header."""
    for at, (_, cells) in enumerate(rows[:60]):
        if cells and "\\" in cells[0]:  # Eurostat's packed field: one line, whatever its cells say
            return None
        first = next((n for n, cell in enumerate(cells) if period.read(cell)), 0)
        right = [cell for cell in cells[first:] if cell]
        lengths = {each.months for cell in right if (each := period.read(cell))}
        if (
            not first
            or len(lengths) != 1
            or not all(map(period.read, right))
            or any(map(_figure, filter(None, cells[:first])))
        ):
            continue
        below = _first_data(rows, at, first)
        top = _top(rows, at, first)
        if below == at + 1 and len(right) == 1 and period.read(rows[below][1][first]):
            continue  # a column of years
        named = any(cells[:first]) and any(any(above[:first]) for _, above in rows[top:at])
        if named:  # `Sud;2003` under `zona;copaci`
            return None
        if below is None or (below == at + 1 and top == at and all(cells[:first])):
            return None
        return _Header(top, at, below, first)
    return None


def _first_data(rows: Sequence[NumberedCells], at: int, first: int) -> int | None:
    """The first row below the periods that has a number, or a mark for a missing one, under them."""
    for n in range(at + 1, min(at + 1 + MOST_LINES, len(rows))):
        cells = [cell for cell in rows[n][1][first:] if cell]
        if cells and not sheet.numbered(rows[n][1]) and all(_figure(cell) for cell in cells):
            return n
    return None


def _figure(cell: str) -> bool:
    """Whether a cell has a number or a mark for a missing one: no name, and no day or month."""
    numeric = any(map(str.isdigit, cell)) and not any(map(str.isalpha, cell[:1]))
    missing = _FLAG.sub("", cell.lower()) in number_columns.MISSING
    return missing or (numeric and (cell.isdecimal() or period.read(cell) is None))


def _top(rows: Sequence[NumberedCells], at: int, first: int) -> int:
    """The first of the lines above the periods that are header: those with text over the figures and beside it."""
    top = at
    while top > max(0, at - MOST_LINES) and any(rows[top - 1][1][first:]) and sheet.filled(rows[top - 1][1]) > 1:
        top -= 1
    return top


def _spread(cells: Sequence[str], first: int, width: int) -> list[str]:
    """The cells over the figures; an empty one is merged with the one left of it."""
    spread, last = [], ""
    for n in range(first, width):
        last = (cells[n] if n < len(cells) else "") or last
        spread.append(" ".join(last.split()))
    return spread


def _names(lines: Sequence[Sequence[str]], first: int) -> list[str]:
    """What the columns left of the figures are called: their last text in the header, in small letters."""
    names: list[str] = []
    for column in range(first):
        texts = [" ".join(cells[column].lower().split()) for cells in lines if column < len(cells) and cells[column]]
        name = texts[-1] if texts else table.SERIES
        names.append(name if name not in names else f"{name} {column + 1}")
    return names
