"""Which column of a budget file is what: by the names official forms and exports give them.

Decides the header's row and the column of each field, of the year that is meant. Leaves out what rows say (`lines`).
"""

import re

from content.findings import refused
from content.readers.budgets import codes
from content.readers.files import sheet

_CODE = "cod|code|cod indicator|cod indicatori|cod indicat|cod clasificatie|cod functional|cod bugetar"
_NAME = "denumire|name|indicator|denumirea indicatorilor|denumire indicatori|denumire indicator|denumirea|indicatori"
_TOTAL = "total|valoare|suma|amount|value|total buget|total an|total general|buget|buget local|buget total|prevederi"
_TOTALS = (
    "prevederi anuale|prevederi bugetare|program|program anual|prog anual|propuneri|buget rectificat|buget aprobat"
)

COLUMNS: dict[str, tuple[str, ...]] = {
    field: tuple(names.split("|"))
    for field, names in {
        "code": f"{_CODE}|clasificatie functionala|clasificatia functionala|capitol|cod capitol|cap",
        "name": f"{_NAME}|explicatii|denumire capitol",
        "total": f"{_TOTAL}|{_TOTALS}|",
        "running": "functionare|sectiunea functionare|sectiunea de functionare|sf|total functionare",
        "investing": "dezvoltare|sectiunea dezvoltare|sectiunea de dezvoltare|sd|total dezvoltare",
        "origin": "origine|grup|origin|provenienta",
        "section": "sectiune|sectiunea|section",
        "year": "an|anul|year|exercitiu bugetar",
        "parent": "parinte|cod parinte|parent",
        "economic": "cod economic|clasificatie economica|clasificatia economica|titlu|articol",
    }.items()
}
"""Names of columns as `codes.plain` has them, without a year and a unit; the earlier is preferred."""
_SPACED = {name.replace(" ", ""): name for names in COLUMNS.values() for name in names}
"""Titles that forms set in spaced letters: `D E N U M I R E A   I N D I C A T O R I L O R`."""
AMOUNTS = ("total", "running", "investing")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_UNIT = re.compile(r"\b(?:mii|mil|milioane|mio|thousand|million)?\s*(?:de )?(?:lei|ron|euro|eur)\b")


def table(data: bytes, where: str, name: str | None = None) -> sheet.Sheet:
    """The first sheet with a column of codes and one of amounts, or the sheet named. Raises RefusedError."""
    first: sheet.Grid | None = None
    for grid in sheet.grids(data, where, name):
        first = first or grid
        header = _header(grid)
        if header:
            at, names = header
            below = 1 if names == grid.rows[at][1] else 2
            rows = grid.rows[at + below :]
            return sheet.headed(grid, at, names, below + (bool(rows) and sheet.numbered(rows[0][1])))
    if first is None or not first.rows:
        raise refused("table", where, "has nothing in it, expected rows with codes as 84.02")
    read = sheet.headed(first, sheet.header_row(first.rows) or 0)
    for field in ("code", "total"):
        if not any(_field(column) == field for column in read.columns):
            read.need(COLUMNS[field][0])
    raise refused("column", read.where, "has no line that names a column of codes and one of amounts, expected it")


def _match(column: str) -> tuple[str, int] | None:
    """What a column is, and how much its name is preferred (0 most); None for others (quarters, estimates)."""
    bare = " ".join(_UNIT.sub(" ", YEAR.sub(" ", codes.plain(column))).split())
    if YEAR.search(column):
        bare = re.sub(r"^(?:pe )?(?:an|anul)(?: (?=\w)|$)|(?: pe)? (?:an|anul)$", "", bare)
    elif not bare:
        return None
    if bare and all(len(word) == 1 for word in bare.split()):
        bare = _SPACED.get(bare.replace(" ", ""), bare)
    return next(((field, known.index(bare)) for field, known in COLUMNS.items() if bare in known), None)


def _field(column: str) -> str | None:
    match = _match(column)
    return match[0] if match else None


def _header(grid: sheet.Grid) -> tuple[int, tuple[str, ...]] | None:
    """The row that names the columns, and the names: those of the row below it where a name covers several."""
    for at, (_, cells) in enumerate(grid.rows[:200]):
        fields = [_field(cell) for cell in cells]
        if "code" not in fields:
            continue
        under = grid.rows[at + 1][1] if at + 1 < len(grid.rows) else ()
        merged = tuple(under[n] if n < len(under) and under[n] else cell for n, cell in enumerate(cells))
        beside = [fields.index(field) for field in ("code", "name") if field in fields]
        if all(n < len(under) and not under[n] for n in beside) and any(
            _field(cell) in AMOUNTS for cell in under if cell and not cell.isdigit()
        ):
            return at, merged
        if any(field in AMOUNTS for field in fields):
            return at, cells
    return None


def chosen(table: sheet.Sheet, year: int | None) -> dict[str, str]:
    """The column of each field. Raises RefusedError for two that could be the same."""
    column_of: dict[str, str] = {}
    where = table.where
    for field in COLUMNS:
        fits = [column for column in table.columns if column and _field(column) == field]
        fits = _of_year(fits, year, where) if field in AMOUNTS else fits
        ranks = {column: match[1] for column in fits if (match := _match(column))}
        best = [column for column in fits if ranks[column] == min(ranks.values())]
        if len(best) > 1 or (best and table.columns.count(best[0]) > 1):
            both = " and ".join(best if len(best) > 1 else best * 2)
            raise refused("column", where, f"has the columns {both}, each could be the {field}; expected one")
        if best:
            column_of[field] = best[0]
    return column_of


def others(table: sheet.Sheet, chosen: dict[str, str], year: int | None) -> list[str]:
    """Columns whose amounts could be meant as well as those of the column that is read."""
    fits = [column for column in table.columns if column and _field(column) == "total"]
    return [column for column in _of_year(fits, year, table.where) if column != chosen.get("total")]


def _of_year(candidates: list[str], year: int | None, where: str) -> list[str]:
    """The columns of the year asked for, or else those of no year. Without one, columns that are only a year (the
    estimates of a form) give way to those with a name, and these must be of one year."""
    year_of = {column: match[0] if (match := YEAR.search(column)) else None for column in candidates}
    years = sorted({each for each in year_of.values() if each})
    if year is not None and years:
        wanted = str(year) if str(year) in years else None
        fits = [column for column in candidates if year_of[column] == wanted]
        if not fits:
            raise refused("year", where, f"has amounts of {', '.join(years)}, expected {year} among them")
        return fits
    named = [column for column in candidates if not YEAR.fullmatch(column)] or candidates
    several = sorted({each for column in named if (each := year_of[column])})
    if len(several) > 1:
        raise refused("year", where, f"has amounts of {', '.join(several)}, expected the year to be named")
    return named
