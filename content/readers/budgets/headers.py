"""The header of a budget's table: where it begins and ends, and which of its columns are not amounts.

Official forms have a header of several lines with merged cells, a line that counts the columns, and repeat both on each
page. Decides where the rows begin and what each column is called: the lines above it, joined by ` / `. Leaves out which
column of amounts is meant (`columns`) and what rows say (`lines`).
"""

import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

from content.findings import RefusedError, refused
from content.phrases import said
from content.readers.budgets import amounts, codes
from content.readers.files import extent, sheet

_CODE = "cod|code|cod indicator|cod indicatori|cod indicat|cod clasificatie|cod functional|cod bugetar|cod buget"
_NAME = "denumire|name|indicator|denumirea indicatorilor|denumire indicatori|denumire indicator|denumirea|indicatori"

NAMES: dict[str, tuple[str, ...]] = {
    field: tuple(names.split("|"))
    for field, names in {
        "code": f"{_CODE}|clasificatie functionala|clasificatia functionala|capitol|cod capitol|cap",
        "name": f"{_NAME}|explicatii|denumire capitol|denumirea indicatorului|denumire capitole",
        "origin": "origine|grup|origin|provenienta",
        "section": "sectiune|sectiunea|section",
        "year": "an|anul|year|exercitiu bugetar",
        "parent": "parinte|cod parinte|parent",
        "economic": "cod economic|clasificatie economica|clasificatia economica|titlu|articol",
    }.items()
}
"""Names of columns as `amounts.bare` has them; the earlier is preferred."""
_SPACED = {name.replace(" ", ""): name for names in NAMES.values() for name in names}
"""Titles that forms set in spaced letters: `D E N U M I R E A   I N D I C A T O R I L O R`."""
BETWEEN = " / "
MOST_LINES = 6
"""Lines below the one that names the codes which may still belong to the header."""
_SEARCHED = 200
_NUMBER = re.compile(r"[-(]?\d[\d.,\s]*\)?")
_LIKE_CODE = re.compile(r"c\s?o\s?d|cap|clasif", re.IGNORECASE)
_OF_TITLES = re.compile(r"\b(?:bugetul|bugetului|local|locala|proiect\w*|pe anul|trimestrul)\b")
"""Words of a title of the whole file, which may stand right above a header."""
_FIGURE = re.compile(rf"{_NUMBER.pattern}|[-–—xX]")
_UNIT_ALONE = re.compile(r"(?:(?:sume|sumele|valori|exprimat\w{0,2}|in)\s?)*")
"""What is left of a line that says a unit and nothing else: `în lei`, `- mii lei -`."""


class Tables(NamedTuple):
    """The sheets with a column of codes and one of amounts, in order, and the names of others that hold numbers.

    Where no header says that it is of amounts, all that have codes.
    """

    sheets: tuple[sheet.Sheet, ...]
    others: tuple[str, ...]


class _Band(NamedTuple):
    """The lines of a header, as places in the grid's rows."""

    first: int
    last: int


@functools.lru_cache(maxsize=2)
def tables(data: bytes, where: str, name: str | None = None) -> Tables:
    """The tables of a file's sheets, or of the sheet named. Raises RefusedError when none has codes and amounts.

    The last ones are kept: titles are read before the rows are.
    """
    first: sheet.Grid | None = None
    read: list[sheet.Sheet] = []
    bare: list[tuple[str, sheet.Sheet]] = []
    others: list[str] = []
    for grid in sheet.grids(data, where, name):
        first = first or grid
        band = _band(grid.rows)
        try:
            table = _table(grid, band) if band else None
        except RefusedError:
            if not read:
                raise
            table = None
        if table is not None and any(is_amount(column) for column in table.columns):
            read.append(table)
        elif table is not None:
            bare.append((grid.name, table))
        elif any(_NUMBER.fullmatch(cell) for _, cells in grid.rows for cell in cells):
            others.append(grid.name)
    if not read and not bare:
        raise _no_table(first, where)
    if not read:
        return Tables(tuple(table for _, table in bare), tuple(others))
    return Tables(tuple(read), (*others, *(name for name, _ in bare)))


def _no_table(first: sheet.Grid | None, where: str) -> RefusedError:
    if first is None or not first.rows:
        return refused("table", where, "has nothing in it, expected rows with codes as 84.02")
    names = first.rows[sheet.header_row(first.rows) or 0][1]
    there = ", ".join(" ".join(name.lower().split()) for name in names if name)
    place = sheet.place(first)
    if not any(field(name) == "code" for name in names):
        return refused("column", place, said("has the columns {there}, expected a column 'cod'", there=there[:300]))
    return refused("column", place, "has no line that names a column of codes and one of amounts, expected it")


def field(column: str) -> str | None:
    """What a column is that holds no amounts; None for others."""
    match = _match(column)
    return match[0] if match else None


def rank(column: str) -> int:
    """How much a column's name is preferred for its field; 0 is the most."""
    match = _match(column)
    return match[1] if match else 0


def path(column: str) -> tuple[str, ...]:
    """The lines of the header above a column, the outermost first."""
    return tuple(column.split(BETWEEN))


def is_amount(column: str) -> bool:
    """Whether a column's header says that it holds amounts of a budget, of whatever kind."""
    if not column or field(column):
        return False
    return amounts.meaning(path(column)).kind != "unknown"


@functools.lru_cache(maxsize=4096)
def _match(column: str) -> tuple[str, int] | None:
    levels = path(column)
    for text in (" ".join(levels[n:]) for n in range(len(levels))):
        words = amounts.bare(text)
        words = _SPACED.get(words, words)
        for each, known in NAMES.items():
            dated = amounts.YEAR.search(text) and (each == "year" or len(levels) > 1)
            if words in known and not dated:
                return each, known.index(words)
    return None


def _names(lines: Sequence[sheet.NumberedCells]) -> list[str]:
    """What each column is called by the lines of its header; a name of codes or rows reaches over no other column."""
    names = []
    for levels in sheet.paths([cells for _, cells in lines]):
        if levels and not field(BETWEEN.join(levels)):
            above = [level for level in levels[:-1] if field(level) not in ("code", "name")]
            names.append(BETWEEN.join((*above, levels[-1])))
        else:
            names.append(BETWEEN.join(levels))
    return names


def _code(names: Sequence[str]) -> int | None:
    likely = [n for n, name in enumerate(names) if _LIKE_CODE.search(name)][:20]
    return next((n for n in likely if field(names[n]) == "code"), None)


def _band(rows: Sequence[sheet.NumberedCells]) -> _Band | None:
    """The header's lines: the one that names the codes, those below until the first row, groups of columns above."""
    for at in range(min(len(rows), _SEARCHED)):
        alone = _code(_names(rows[at : at + 1])) is not None
        last = at if alone else at + 1
        if not alone and (
            _code(_names(rows[last : last + 1])) is not None or _code(_names(rows[at : last + 1])) is None
        ):
            continue
        while last - at < MOST_LINES and last + 1 < len(rows) and _continues(rows[at : last + 2]):
            last += 1
        first = at
        while first and at - first < 2 and _is_group(rows[first - 1][1], _names(rows[at : last + 1])):
            if _code(_names(rows[first - 1 : last + 1])) is None:
                break
            first -= 1
        if _has_rows(rows, _Band(first, last)):
            return _Band(first, last)
    return None


def _has_rows(rows: Sequence[sheet.NumberedCells], band: _Band) -> bool:
    """Whether codes stand below, or the header names amounts: a title may hold the word `cod` as well."""
    names = _names(rows[band.first : band.last + 1])
    if any(is_amount(name) for name in names if name):
        return True
    code = _code(names) or 0
    below = (cells[code] for _, cells in rows[band.last + 1 : band.last + 60] if len(cells) > code)
    return any(codes.normal(cell) for cell in below)


def _is_group(cells: Sequence[str], names: Sequence[str]) -> bool:
    """A line above the header's that names groups of columns (`Buget 2026`, `Estimări`), and no title or unit."""
    if any(cells[n] for n, name in enumerate(names) if n < len(cells) and name and field(name)):
        return False
    given = [cell for cell in cells if cell]
    return bool(given) and all(
        (not _UNIT_ALONE.fullmatch(amounts.bare(cell)) or amounts.YEAR.search(cell))
        and amounts.meaning((cell,)).kind not in ("unknown", *(amounts.EXECUTED if len(given) == 1 else ()))
        and not _OF_TITLES.search(codes.plain(cell))
        for cell in given
    )


def _continues(lines: Sequence[sheet.NumberedCells]) -> bool:
    """Whether the last of the lines still belongs to the header: it has no code, no name of a row and no amount."""
    cells = lines[-1][1]
    names = _names(lines[:-1])
    figures = [cell for cell in cells if _FIGURE.fullmatch(cell) and not amounts.YEAR.fullmatch(cell)]
    beside = [n for n, name in enumerate(names) if name and field(name) in ("code", "name")]
    unnamed = not any(cells[n] for n in beside if n < len(cells))
    if sheet.numbered(cells) or (figures and not (unnamed and _numbers_names(cells, figures))):
        return False
    if unnamed:
        return any(cells)
    return sheet.filled(cells) > 1 and _code(_names(lines)) is not None


def _numbers_names(cells: Sequence[str], figures: Sequence[str]) -> bool:
    """Whether the figures of a line belong to names over two lines, as `Col` / `5`, as other cells of it are words."""
    words = any(re.match(r"[^\W\d_]{3}", cell) for cell in cells)
    return words and all(re.fullmatch(r"\d{1,2}", figure) for figure in figures)


def _table(grid: sheet.Grid, band: _Band) -> sheet.Sheet:
    """The rows under a header, without the pages' repetitions of it."""
    lines = [cells for _, cells in grid.rows[band.first : band.last + 1]]
    after = grid.rows[band.last + 1 : band.last + 2]
    counted = bool(after) and sheet.numbered(after[0][1])
    repeated = {_trimmed(cells) for cells in lines}
    kept = [
        (number, cells)
        for number, cells in grid.rows[band.last + 1 + counted :]
        if _trimmed(cells) not in repeated and not sheet.numbered(cells)
    ]
    names = _unlike(_names(grid.rows[band.first : band.last + 1]))
    bare = grid._replace(rows=(*grid.rows[: band.last + 1], *kept))
    table = sheet.headed(bare, band.last, names, signed=True)
    notes = (grid.name, *(cell for _, cells in grid.rows[: band.first] for cell in cells if cell))
    return table._replace(notes=tuple(filter(None, notes)))


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """The cells without the empty ones at the end."""
    end = max((n for n, cell in enumerate(cells, 1) if cell), default=0)
    return tuple(cells[:end])


def _unlike(names: Sequence[str]) -> list[str]:
    """The names, with the column's letter behind those that are there twice."""
    plain = [" ".join(name.lower().split()) for name in names]
    return [
        said("{name} (col. {n})", name=name, n=extent.column_letters(n))
        if name and plain.count(plain[n - 1]) > 1
        else name
        for n, name in enumerate(names, 1)
    ]
