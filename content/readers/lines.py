"""The lines of a city's budget file: which column is what, of which section each row is, what was left out.

Decides what a row says, not whether it can be true (`reconcile`). Amounts are as written; their unit is `units`'.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from content.findings import Finding, refused
from content.readers import codes, numbers, sheet

_CODE = "cod|code|cod indicator|cod indicatori|cod indicat|cod clasificatie|cod functional|cod bugetar"
_NAME = "denumire|name|indicator|denumirea indicatorilor|denumire indicatori|denumire indicator|denumirea|indicatori"
_TOTAL = "total|valoare|suma|amount|value|total buget|total an|total general|buget|buget local|buget total|prevederi"
_TOTALS = (
    "prevederi anuale|prevederi bugetare|program|program anual|prog anual|propuneri|buget aprobat|buget rectificat"
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
AMOUNTS = ("total", "running", "investing")
ORIGINS = {
    "own": ("own", "proprii", "propriu", "venituri proprii"),
    "state": ("state", "stat", "de la stat", "buget de stat"),
    "eu": ("eu", "ue", "fonduri europene"),
    "other": ("other", "altele", "alte surse"),
}
Part = Literal["", "running", "investing"]
_PARTS: dict[str, Part] = {
    "": "", "t": "", "total": "",
    "f": "running", "sf": "running", "functionare": "running", "sectiunea de functionare": "running",
    "d": "investing", "sd": "investing", "dezvoltare": "investing", "sectiunea de dezvoltare": "investing",
}  # fmt: skip
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_UNIT = re.compile(r"\b(?:mii|mil|milioane|mio|thousand|million)?\s*(?:de )?(?:lei|ron|euro|eur)\b")
_SAYS_SECTION = re.compile(r"\bsectiun(?:ea|ii) (?:de )?(functionare|dezvoltare)\b")
_ENDS_AS_SECTION = re.compile(r"sectiunea (?:de )?(functionare|dezvoltare)$")


class Line(NamedTuple):
    """A row with a code. `part` is the section its amounts are of, "" for both together."""

    number: int
    code: str
    name: str
    part: Part
    total: Decimal | None
    running: Decimal | None
    investing: Decimal | None
    origin: str | None


class Document(NamedTuple):
    """A file's lines, the texts its unit may be in, the deficit it says is covered, and what was left out."""

    where: str
    lines: tuple[Line, ...]
    texts: tuple[str, ...]
    deficit: Decimal | None
    findings: tuple[Finding, ...]


def read(data: bytes, where: str, name: str | None = None, year: int | None = None) -> Document:
    """`name` is the sheet of a workbook, `year` the one of a file with several. Raises RefusedError."""
    first: sheet.Grid | None = None
    for grid in sheet.grids(data, where, name):
        first = first or grid
        found = _header(grid)
        if found:
            at, names = found
            below = 1 if names == grid.rows[at][1] else 2
            rows = grid.rows[at + below :]
            below += bool(rows) and sheet.numbered(rows[0][1])
            return _Reader(sheet.headed(grid, at, names, below), sheet.place(grid), year).document()
    if first is None or not first.rows:
        raise refused("table", where, "has nothing in it, expected rows with codes as 84.02")
    table = sheet.headed(first, sheet.header_row(first.rows) or 0)
    _need(table, "code")
    _need(table, "total")
    raise refused("column", where, "has no column of amounts, expected one `total`")


def _need(table: sheet.Sheet, field: str) -> None:
    if not any(_field(column) == field for column in table.columns):
        table.need(COLUMNS[field][0])


def _match(column: str) -> tuple[str, int] | None:
    """What a column is, and how much its name is preferred (0 most); None for others (quarters, estimates)."""
    bare = " ".join(_UNIT.sub(" ", _YEAR.sub(" ", codes.plain(column))).split())
    if _YEAR.search(column):
        bare = re.sub(r"^(?:pe )?(?:an|anul)(?: (?=\w)|$)|(?: pe)? (?:an|anul)$", "", bare)
    elif not bare:
        return None
    return next(((field, known.index(bare)) for field, known in COLUMNS.items() if bare in known), None)


def _field(column: str) -> str | None:
    found = _match(column)
    return found[0] if found else None


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


class _Reader:
    """One pass down the rows, remembering the section under whose heading it is."""

    def __init__(self, table: sheet.Sheet, where: str, year: int | None) -> None:
        self.table, self.where, self.year = table, where, year
        self.columns = _chosen(table, where, year)
        cells = [row[self.columns[f]] for _, row in table.rows for f in AMOUNTS if f in self.columns]
        self.mark = sheet.decimal_mark(cells, table.delimiter, where)
        self.part: Part = ""
        self.fresh = False
        self.deficit: Decimal | None = None
        self.economic: list[int] = []
        self.uncoded: list[int] = []

    def document(self) -> Document:
        rows = list(self._of_year())
        bare = _bare_beside_full(rows, self.columns["code"])
        lines = tuple(line for number, row in rows if (line := self._line(number, row, bare)))
        texts = (*self.table.notes, *(self.table.columns))
        return Document(self.where, lines, texts, self.deficit, tuple(self._findings()))

    def _of_year(self) -> Iterator[tuple[int, dict[str, str]]]:
        if "year" not in self.columns:
            yield from self.table.rows
            return
        column = self.columns["year"]
        found = sorted({said[0] for _, row in self.table.rows if (said := _YEAR.search(row[column]))})
        wanted = str(self.year) if self.year else found[0] if len(found) == 1 else None
        if wanted not in found:
            asked = f"{wanted} is not among" if wanted else "which is meant is not said of"
            raise refused("year", self.where, f"has the years {', '.join(found)}: {asked} them, expected one of them")
        yield from ((number, row) for number, row in self.table.rows if wanted in row[column])

    def _line(self, number: int, row: dict[str, str], bare: bool) -> Line | None:
        cell = row[self.columns["code"]]
        name = row[self.columns["name"]] if "name" in self.columns else ""
        where = f"{self.where}:{number}"
        code = codes.normal(cell)
        if code is None:
            code = self._uncoded(number, name or cell, row, where)
            if code is None:
                return None
        if (bare and _bare(code)) or row.get(self.columns.get("economic", ""), ""):
            self.economic.append(number)
            return None
        self._check_parent(code, row, where)
        part = self._part_of(code, name, row, where)
        if codes.role(code, name) == "result":
            self._result(name, row, where)
            return None
        origin = row[self.columns["origin"]] if "origin" in self.columns else ""
        total, running, investing = (self._amount(field, row, where) for field in AMOUNTS)
        if "total" in self.columns and total is None and not (part or running or investing):
            raise refused("number", where, "has no amount, expected one in the column of totals")
        return Line(number, code, name, part, total, running, investing, _origin(origin, where))

    def _amount(self, field: str, row: dict[str, str], where: str) -> Decimal | None:
        column = self.columns.get(field)
        return sheet.decimal(row[column], self.mark, where) if column is not None else None

    def _uncoded(self, number: int, text: str, row: dict[str, str], where: str) -> str | None:
        """A row without a code: a heading, a total in words, a deficit, or something to tell the person about."""
        said = codes.plain(text)
        amounts = any(row[self.columns[f]] not in numbers.MISSING for f in AMOUNTS if f in self.columns)
        if not amounts:
            heading = _SAYS_SECTION.search(said)
            if heading and said.startswith(("sectiunea", "venitur", "cheltuiel", "total", "buget")):
                self.part = _PARTS[heading[1]]
            return None
        if said.startswith(("total venituri", "venituri total")):
            return "00.01"
        if said.startswith(("total cheltuieli", "cheltuieli total")):
            return "49"
        if re.search(r"\b(?:deficit|excedent)", said):
            self._result(text, row, where)
        else:
            self.uncoded.append(number)
        return None

    def _result(self, name: str, row: dict[str, str], where: str) -> None:
        """A deficit, or the surplus of earlier years that covers it. This year's own surplus covers nothing."""
        said = codes.plain(name)
        amount = self._amount("total", row, where)
        if amount is not None and ("deficit" in said or "anilor precedenti" in said) and self.deficit is None:
            self.deficit = abs(amount)

    def _part_of(self, code: str, name: str, row: dict[str, str], where: str) -> Part:
        if "section" in self.columns:
            said = codes.plain(row[self.columns["section"]])
            if said not in _PARTS:
                raise refused("section", where, f"found the section {said!r}, expected functionare or dezvoltare")
            return _PARTS[said]
        plain, role = codes.plain(codes.display(name, {})), codes.role(code, name)
        words = _SAYS_SECTION.search(plain)
        own = _PARTS[words[1]] if words else ""
        if role == "all":
            if not own:
                self.part, self.fresh = "", True
            elif not self.fresh:
                self.part = own
            return own
        self.fresh = False
        if plain.startswith("sectiunea"):
            return own
        ends = _ENDS_AS_SECTION.search(plain) if codes.side(code) == "expenditure" else None
        return _PARTS[ends[1]] if ends else self.part

    def _check_parent(self, code: str, row: dict[str, str], where: str) -> None:
        cell = row[self.columns["parent"]] if "parent" in self.columns else ""
        parent = codes.normal(cell) if cell else None
        if parent == code:
            raise refused("parent", where, f"lists {code} as its own child, expected another code as its parent")
        total = parent is not None and codes.role(parent, "") in ("all", "part")
        if cell and not total and not (parent and code.startswith(f"{parent}.")):
            raise refused("parent", where, f"lists {code} under {cell}, expected a code that {code} begins with")

    def _findings(self) -> Iterator[Finding]:
        for rows, what in (
            (self.economic, "of the economic classification (titles, articles): what is bought, not what for"),
            (self.uncoded, "with an amount and no code"),
        ):
            if rows:
                message = f"left out {len(rows)} rows {what}"
                yield Finding(level="warning", code="left-out", where=f"{self.where}:{rows[0]}", message=message)


def _bare_beside_full(rows: Sequence[tuple[int, dict[str, str]]], column: str) -> bool:
    """Whether codes of one pair (`20`) stand among codes with a budget (`51.02`): then they are economic titles."""
    found = [code for _, row in rows if (code := codes.normal(row[column])) and code[:2] != "00"]
    return any(_bare(code) for code in found) and any("." in code for code in found)


def _bare(code: str) -> bool:
    return "." not in code and code not in ("49", *codes.RESULTS)


def _chosen(table: sheet.Sheet, where: str, year: int | None) -> dict[str, str]:
    """The column of each field. Raises RefusedError for two that could be the same."""
    found: dict[str, str] = {}
    for field in COLUMNS:
        fits = [column for column in table.columns if column and _field(column) == field]
        fits = _of_year(fits, year, where) if field in AMOUNTS else fits
        ranks = {column: match[1] for column in fits if (match := _match(column))}
        best = [column for column in fits if ranks[column] == min(ranks.values())]
        if len(best) > 1 or (best and table.columns.count(best[0]) > 1):
            both = " and ".join(best if len(best) > 1 else best * 2)
            raise refused("column", where, f"has the columns {both}, each could be the {field}; expected one")
        if best:
            found[field] = best[0]
    return found


def _of_year(columns: list[str], year: int | None, where: str) -> list[str]:
    """The columns of the year asked for; without one, all must be of the same year, or of none."""
    said = {column: match[0] if (match := _YEAR.search(column)) else None for column in columns}
    years = sorted({each for each in said.values() if each})
    if year is not None and str(year) in years:
        return [column for column in columns if said[column] in (str(year), None)]
    if year is not None and years and None not in said.values():
        raise refused("year", where, f"has amounts of {', '.join(years)}, expected {year} among them")
    if len(years) > 1:
        raise refused("year", where, f"has amounts of {', '.join(years)}, expected the year that is meant to be named")
    return columns


def _origin(text: str, where: str) -> str | None:
    if not text:
        return None
    for origin, known in ORIGINS.items():
        if text.lower() in known:
            return origin
    raise refused("origin", where, f"found the origin {text!r}, expected one of proprii, stat, ue, altele")
