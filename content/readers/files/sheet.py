"""A table as cities export it, CSV or spreadsheet: where its header is, rows by column name.

Decides how bytes become cells (with `encoding` and `workbook`), which separator a CSV has, and which row names the
columns: titles and notes above it are not data. Leaves out what columns mean (`budget`,
`table`), and numbers (`numbers`).
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from content.findings import refused
from content.phrases import said
from content.readers.files import encoding, extent, merged_cells, workbook

MAX_BYTES = 20_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 1_000

_NUMBER = re.compile(r"[(-]?\d[\d.,\s]*\)?")
NumberedCells = tuple[int, tuple[str, ...]]
"""The line in the file it begins on (row of a sheet; from 1), and its cells."""


class Grid(NamedTuple):
    """The cells of a file or of one sheet, rows without any text left out. `name` is the sheet's, "" for a CSV."""

    where: str
    delimiter: str
    rows: tuple[NumberedCells, ...]
    name: str = ""
    encoding: str = "utf-8"
    uncomputed: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    merged: tuple[extent.MergedDown, ...] = ()


class Sheet(NamedTuple):
    """Column names (lower case), and the rows as (line in the file, cells by column name).

    `where` is the file, and the sheet of a workbook. `notes` are the texts above the header, and the sheet's name;
    `hidden` the rows and columns with text that nobody sees who opens the workbook, as `row 5` and `column C`;
    `left_out` names what of the file is not among the rows.
    """

    where: str
    delimiter: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    notes: tuple[str, ...] = ()
    encoding: str = "utf-8"
    hidden: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    def need(self, column: str) -> None:
        """Raises RefusedError when there is no such column, or more than one."""
        if column not in self.columns:
            there = ", ".join(filter(None, self.columns))
            raise refused(
                "column",
                self.where,
                said("has the columns {there}, expected a column {column!r}", there=there, column=column),
            )
        if self.columns.count(column) > 1:
            raise refused(
                "column", self.where, said("has the column {column!r} twice, expected it once", column=column)
            )


_NOTE = re.compile(r"(?:surs[aeă]|source|not[aăe]|n\.?b\.?|observa[tț]i[ei]|legend[aă])(?: date(?:lor)?)?\s*:", re.I)
Header = Callable[[Sequence[NumberedCells]], int | None]
"""Which of the rows names the columns; None when none does."""


def read(data: bytes, where: str, *, name: str | None = None, header: Header | None = None) -> Sheet:
    """The table in a CSV (UTF-8, UTF-16 with its mark, Windows-1250, ISO-8859-2 or -16) or in a workbook's sheet.

    `name` is the sheet wanted; without it, the first that has a table. Raises RefusedError when there is none.
    """
    find = header or header_row
    first: Grid | None = None
    for grid in grids(data, where, name):
        first = first or grid
        at = find(grid.rows)
        if at is not None:
            return headed(grid, at)
    if first is None or not first.rows:
        raise refused("table", where, "has nothing in it, expected column names and rows")
    return headed(first, 0)


def grids(data: bytes, where: str, name: str | None = None) -> Iterator[Grid]:
    """Every sheet of a workbook (or the one named); the one table of a CSV. Raises RefusedError."""
    if len(data) > MAX_BYTES:
        raise refused(
            "size",
            where,
            said("found {data:,} bytes, expected at most {max_bytes:,}", data=len(data), max_bytes=MAX_BYTES),
        )
    if not workbook.is_workbook(data, where):
        yield _csv(data, where)
        return
    for page in workbook.pages(data, where, name):
        _bounded(page.rows, where)
        mark = "," if page.typed else ";"
        yield Grid(where, mark, page.rows, page.name, "workbook", page.uncomputed, page.hidden, page.merged)


def _csv(data: bytes, where: str) -> Grid:
    text, name = encoding.text(data, where)
    begins = text.lstrip()
    delimiter = None if "\0" in text or begins[:1] in ("<", "{", "[") else _delimiter(begins)
    if delimiter is None:
        line = begins.partition("\n")[0]
        message = said(
            "is not a CSV: its first line is {line!r}, expected names separated by ; , | or tabs", line=line[:40]
        )
        raise refused("csv", where, message)
    try:
        rows = tuple((number, cells) for number, cells in _lines(text, delimiter) if any(cells))
    except csv.Error as error:
        raise refused("csv", where, said("is not a CSV: {error}", error=error)) from error
    if not rows:
        message = said(
            "has only separators ({delimiter}), expected column names in its first line", delimiter=delimiter
        )
        raise refused("csv", where, message)
    _bounded(rows, where)
    return Grid(where, delimiter, rows, encoding=name)


def _delimiter(text: str) -> str | None:
    """The separator that splits the most of the first lines into one same number of cells; None when none does."""
    lines = text.splitlines()[:200]

    def agreeing(mark: str) -> int:
        try:
            counts = Counter(len(cells) for cells in csv.reader(lines, delimiter=mark))
        except csv.Error:
            return 0
        return max((times for cells, times in counts.items() if cells > 1), default=0)

    best = max(";\t,|", key=agreeing)
    return best if agreeing(best) else None


def _lines(text: str, delimiter: str) -> Iterator[NumberedCells]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    for cells in reader:
        yield begins, tuple(cell.strip() for cell in cells)
        begins = reader.line_num + 1


def _bounded(rows: Sequence[NumberedCells], where: str) -> None:
    if len(rows) > MAX_ROWS:
        raise refused(
            "size", where, said("has {rows:,} rows, expected at most {max_rows:,}", rows=len(rows), max_rows=MAX_ROWS)
        )
    widest = max((len(cells) for _, cells in rows), default=0)
    if widest > MAX_COLUMNS or sum(len(cells) for _, cells in rows) > extent.MAX_CELLS:
        message = said(
            "has {rows:,} rows of up to {widest:,} cells, expected at most {max_cells:,} cells",
            rows=len(rows),
            widest=widest,
            max_cells=extent.MAX_CELLS,
        )
        raise refused("size", where, message)


def header_row(rows: Sequence[NumberedCells]) -> int | None:
    """The first row that fills more than half of the table's width, at least two cells of it."""
    widths = [filled(cells) for _, cells in rows]
    most = max(widths, default=0)
    return next((n for n, width in enumerate(widths) if width > 1 and 2 * width > most), None)


def filled(cells: Sequence[str]) -> int:
    """How many cells have text."""
    return sum(map(bool, cells))


def headed(grid: Grid, at: int, columns: Sequence[str] = (), below: int = 1, *, signed: bool = False) -> Sheet:
    """The table under the row `at`, whose names `columns` may replace; its data begin `below` rows on.

    A table that is `signed` has lines of other widths below, as official forms: those that hold no number.

    Raises RefusedError: a row of other than the header's width, a formula without its result.
    """
    if grid.uncomputed:
        cells = extent.first(grid.uncomputed)
        message = said(
            "holds formulas without results ({cells}), expected values: open it in a spreadsheet and save it",
            cells=cells,
        )
        raise refused("formula", place(grid), message)
    names = tuple(" ".join(name.lower().split()) for name in columns or grid.rows[at][1])
    names = names[: max((n for n, name in enumerate(names, 1) if name), default=0)]
    notes = (grid.name, *(cell for _, cells in grid.rows[:at] for cell in cells if cell))
    rows = merged_cells.spread(grid.rows[at + below :], grid.merged, grid.where)
    fields = _together if len(set(names)) < len(names) else dict
    lines = ((number, _row(number, cells, names, grid, signed)) for number, cells in rows)
    data = tuple((number, fields(zip(names, cells, strict=True))) for number, cells in lines)
    return Sheet(place(grid), grid.delimiter, names, data, tuple(filter(None, notes)), grid.encoding, grid.hidden)


def paths(lines: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The names above each column of a header of several lines, the outermost first; () for a column without its own.

    A name reaches over the empty cells to its right, as merged cells are saved, as far as the names above it do. Names
    of the last line are of one column each.
    """
    width = max(map(len, lines), default=0)
    spread: list[list[int | None]] = []
    for n, line in enumerate(lines):
        origin: list[int | None] = []
        for column in range(width):
            text = line[column] if column < len(line) else ""
            beside = origin[-1] if column and n + 1 < len(lines) else None
            together = beside is not None and all(above[column] == above[column - 1] for above in spread)
            origin.append(column if text else beside if together else None)
        spread.append(origin)
    return tuple(_path(lines, [origin[column] for origin in spread], column) for column in range(width))


def _path(lines: Sequence[Sequence[str]], origins: Sequence[int | None], column: int) -> tuple[str, ...]:
    if column not in origins:
        return ()
    names = [" ".join(line[at].split()) for line, at in zip(lines, origins, strict=True) if at is not None]
    return tuple(name for n, name in enumerate(names) if n == 0 or name != names[n - 1])


def _together(cells: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A row where columns share a name: what stands in each of them, each text once."""
    texts: dict[str, dict[str, None]] = {}
    for name, cell in cells:
        texts.setdefault(name, {}).setdefault(cell)
    filled = {name: [cell for cell in each if cell] for name, each in texts.items()}
    return {name: each[0] if len(each) == 1 else " / ".join(each) for name, each in filled.items()}


def _row(number: int, cells: tuple[str, ...], names: tuple[str, ...], grid: Grid, signed: bool) -> tuple[str, ...]:
    """The cells of a line, one a name.

    A line with one text is a note or a heading and may be shorter than the header; a row of data may not.

    A note (`Sursa: INS, 2024`) is one text, whatever separates its words.
    """
    if is_note(next(filter(None, cells), "")):
        cells = (", ".join(filter(None, cells)),)
    words = signed and not any(_NUMBER.fullmatch(cell) for cell in cells)
    if not words and (any(cells[len(names) :]) or (len(cells) < len(names) and filled(cells) > 1)):
        seen = ", ".join(filter(None, cells))[:60]
        message = said(
            "found {cells} cells, expected {names} as in the line of column names: {seen}",
            cells=len(cells),
            names=len(names),
            seen=seen,
        )
        raise refused("csv", f"{place(grid)}:{number}", message)
    return (*cells, *[""] * (len(names) - len(cells)))[: len(names)]


def is_note(text: str) -> bool:
    """Whether a line that begins with this says where the table is from, or explains it."""
    return _NOTE.match(text) is not None


def with_hidden(table: Sheet) -> str:
    """Says that rows and columns that nobody sees were read; empty where all is seen."""
    cells = extent.first(table.hidden)
    return (
        said("was read with what is hidden in the sheet: {cells}; look whether that belongs to it", cells=cells)
        if cells
        else ""
    )


def place(grid: Grid) -> str:
    """What findings call it: the file, and the sheet of a workbook."""
    return f"{grid.where}:{grid.name}" if grid.name else grid.where


def cell(where: str, number: int, column: int) -> str:
    """What an explanation calls a cell: `buget.xlsx:Anexa 1!C375`; `column` counts from 0, `number` from 1."""
    return f"{where}!{extent.column_letters(column + 1)}{number}"


def numbered(cells: Sequence[str]) -> bool:
    """A row that counts the columns under their names (`A;B;1;2` or `0;1;2;3=4+5`), as official forms have it."""
    given = [re.sub(r"=.*", "", cell).strip() for cell in cells if cell]
    counted = [cell for cell in given if not re.fullmatch(r"[A-Z]", cell)]
    if len(counted) < 2 or not all(re.fullmatch(r"[0-9]{1,2}", cell) for cell in counted):
        return False
    first = int(counted[0])
    return first in (0, 1) and [int(cell) for cell in counted] == list(range(first, first + len(counted)))
