"""The lines of a city's budget file: which column is what, of which section each row is, what was left out.

Decides what a row says. Leaves out whether it can be true (`reconcile`) and the unit of the amounts (`units`).
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from content.findings import Finding, refused
from content.readers.budgets import codes, columns
from content.readers.files import encoding, numbers, sheet

ORIGINS = {
    "own": ("own", "proprii", "propriu", "venituri proprii"),
    "state": ("state", "stat", "de la stat", "buget de stat"),
    "eu": ("eu", "ue", "fonduri europene"),
    "other": ("other", "altele", "alte surse"),
}
SectionName = Literal["", "running", "investing"]
_SECTIONS: dict[str, SectionName] = {
    "": "", "t": "", "total": "",
    "f": "running", "sf": "running", "functionare": "running", "sectiunea de functionare": "running",
    "d": "investing", "sd": "investing", "dezvoltare": "investing", "sectiunea de dezvoltare": "investing",
}  # fmt: skip
_SAYS_SECTION = re.compile(r"\bsectiun(?:ea|ii) (?:de )?(functionare|dezvoltare)\b")
_ENDS_AS_SECTION = re.compile(r"sectiunea (?:de )?(functionare|dezvoltare)$")


class CodedLine(NamedTuple):
    """A row with a code. `section` is the one its amounts are of, "" for both together."""

    number: int
    code: str
    name: str
    section: SectionName
    total: Decimal | None
    running: Decimal | None
    investing: Decimal | None
    origin: str | None


class Document(NamedTuple):
    """A file's lines, the texts its unit may be in, the deficit it says is covered, and what was left out."""

    where: str
    lines: tuple[CodedLine, ...]
    texts: tuple[str, ...]
    deficit: Decimal | None
    findings: tuple[Finding, ...]


def read(data: bytes, where: str, name: str | None = None, year: int | None = None) -> Document:
    """`name` is the sheet of a workbook, `year` the one of a file with several. Raises RefusedError."""
    return _LineParser(columns.table(data, where, name), year).document()


class _LineParser:
    """Reads the rows from top to bottom and remembers under which section's heading they stand."""

    def __init__(self, table: sheet.Sheet, year: int | None) -> None:
        self.table, self.where, self.year = table, table.where, year
        self.columns = columns.chosen(table, year)
        cells = [row[self.columns[f]] for _, row in table.rows for f in columns.AMOUNTS if f in self.columns]
        self.mark = numbers.decimal_mark(cells, table.delimiter, self.where)
        self.section: SectionName = ""
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
        years = sorted({match[0] for _, row in self.table.rows if (match := columns.YEAR.search(row[column]))})
        wanted = str(self.year) if self.year else years[0] if len(years) == 1 else None
        if wanted not in years:
            asked = f"{wanted} is not among" if wanted else "which is meant is not said of"
            raise refused("year", self.where, f"has the years {', '.join(years)}: {asked} them, expected one of them")
        yield from ((number, row) for number, row in self.table.rows if wanted in row[column])

    def _line(self, number: int, row: dict[str, str], bare: bool) -> CodedLine | None:
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
        section = self._section_of(code, name, row, where)
        if codes.role(code, name) == "result":
            self._result(name, row, where)
            return None
        origin = row[self.columns["origin"]] if "origin" in self.columns else ""
        total, running, investing = (self._amount(field, row, where) for field in columns.AMOUNTS)
        if "total" in self.columns and total is None and not (section or running or investing):
            raise refused("number", where, "has no amount, expected one in the column of totals")
        return CodedLine(number, code, name, section, total, running, investing, _origin(origin, where))

    def _amount(self, field: str, row: dict[str, str], where: str) -> Decimal | None:
        column = self.columns.get(field)
        return numbers.decimal(row[column], self.mark, where) if column is not None else None

    def _uncoded(self, number: int, text: str, row: dict[str, str], where: str) -> str | None:
        """A row without a code: a heading, a total in words, a deficit, or something to tell the person about."""
        words = codes.plain(text)
        cells = [row[self.columns[field]] for field in columns.AMOUNTS if field in self.columns]
        amounts = any(re.search(r"[0-9]", cell) for cell in cells)  # who signs stands there too: `Director economic`
        if not amounts:
            heading = _SAYS_SECTION.search(words)
            if heading and words.startswith(("sectiunea", "venitur", "cheltuiel", "total", "buget")):
                self.section = _SECTIONS[heading[1]]
            return None
        if words.startswith(("total venituri", "venituri total")):
            return "00.01"
        if words.startswith(("total cheltuieli", "cheltuieli total")):
            return "49"
        if re.search(r"\b(?:deficit|excedent)", words):
            self._result(text, row, where)
        else:
            self.uncoded.append(number)
        return None

    def _result(self, name: str, row: dict[str, str], where: str) -> None:
        """A deficit, or the surplus of earlier years that covers it. This year's own surplus covers nothing."""
        words = codes.plain(name)
        amount = self._amount("total", row, where)
        if amount is not None and ("deficit" in words or "anilor precedenti" in words) and self.deficit is None:
            self.deficit = abs(amount)

    def _section_of(self, code: str, name: str, row: dict[str, str], where: str) -> SectionName:
        if "section" in self.columns:
            section = codes.plain(row[self.columns["section"]])
            if section not in _SECTIONS:
                raise refused("section", where, f"found the section {section!r}, expected functionare or dezvoltare")
            return _SECTIONS[section]
        plain, role = codes.plain(codes.display(name)), codes.role(code, name)
        words = _SAYS_SECTION.search(plain)
        own = _SECTIONS[words[1]] if words else ""
        if role == "all":
            if not own:
                self.section, self.fresh = "", True
            elif not self.fresh:
                self.section = own
            return own
        self.fresh = False
        if plain.startswith("sectiunea"):
            return own
        ends = _ENDS_AS_SECTION.search(plain) if codes.side(code) == "expenditure" else None
        return _SECTIONS[ends[1]] if ends else self.section

    def _check_parent(self, code: str, row: dict[str, str], where: str) -> None:
        cell = row[self.columns["parent"]] if "parent" in self.columns else ""
        parent = codes.normal(cell) if cell else None
        if parent == code:
            raise refused("parent", where, f"lists {code} as its own child, expected another code as its parent")
        total = parent is not None and codes.role(parent, "") in ("all", "part")
        if cell and not total and not (parent and code.startswith(f"{parent}.")):
            raise refused("parent", where, f"lists {code} under {cell}, expected a code that {code} begins with")

    def _findings(self) -> Iterator[Finding]:
        def warning(code: str, message: str, number: int | None = None) -> Finding:
            where = self.where if number is None else f"{self.where}:{number}"
            return Finding(level="warning", code=code, where=where, message=message)

        if other := columns.others(self.table, self.columns, self.year):
            yield warning("column", f"read from the column {self.columns['total']!r}, not from {', '.join(other)}")
        for rows, what in (
            (self.economic, "of the economic classification (titles, articles): what is bought, not what for"),
            (self.uncoded, "with an amount and no code"),
        ):
            if rows:
                yield warning("left-out", f"left out {len(rows)} row{'s' * (len(rows) > 1)} {what}", rows[0])
        names = ((number, row[self.columns["name"]]) for number, row in self.table.rows if "name" in self.columns)
        broken = next(((number, name, was) for number, name in names if (was := encoding.mangled(name))), None)
        if broken:
            message = (
                f"found {broken[1][:40]!r}, which was {broken[2][:40]!r} before a program misread it: save it anew"
            )
            yield warning("encoding", message, broken[0])


def _bare_beside_full(rows: Sequence[tuple[int, dict[str, str]]], column: str) -> bool:
    """Whether codes of one pair (`20`) stand among codes with a budget (`51.02`): then they are economic titles."""
    known = [code for _, row in rows if (code := codes.normal(row[column])) and code[:2] != "00"]
    return any(_bare(code) for code in known) and any("." in code for code in known)


def _bare(code: str) -> bool:
    return "." not in code and code not in ("49", *codes.RESULTS)


def _origin(text: str, where: str) -> str | None:
    if not text:
        return None
    for origin, known in ORIGINS.items():
        if text.lower() in known:
            return origin
    raise refused("origin", where, f"found the origin {text!r}, expected one of proprii, stat, ue, altele")
