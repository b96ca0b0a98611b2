"""The lines of a city's budget file: which column is what, of which section each row is, what was left out.

Decides what a row says. Leaves out whether it can be true (`reconcile`) and the unit of the amounts (`units`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from content.findings import Finding, RefusedError, refused
from content.pack.slides import BudgetUnit
from content.phrases import said
from content.readers.budgets import amounts, cells, codes, columns, economic, surplus
from content.readers.budgets.codes import Side
from content.readers.budgets.surplus import ResultRow
from content.readers.files import encoding, numbers, sheet

ORIGINS = {
    "own": ("own", "proprii", "propriu", "venituri proprii"),
    "state": ("state", "stat", "de la stat", "buget de stat"),
    "eu": ("eu", "ue", "fonduri europene"),
    "other": ("other", "altele", "alte surse"),
}
PLAIN_TOTALS = ("total", "totalul", "total buget")
"""A row without a code that may be the total of all, or of what stands above it."""
SectionName = Literal["", "running", "investing"]
_SECTIONS: dict[str, SectionName] = {
    "": "", "t": "", "total": "",
    "f": "running", "sf": "running", "functionare": "running", "sectiunea de functionare": "running",
    "d": "investing", "sd": "investing", "dezvoltare": "investing", "sectiunea de dezvoltare": "investing",
}  # fmt: skip
SECTION_WORDS = {"running": "funcționare", "investing": "dezvoltare"}
_SAYS_SECTION = re.compile(r"\bsectiun(?:ea|ii) (?:de )?(functionare|dezvoltare)\b")
_SECTION_TOTAL = re.compile(r"(?=.*\btotal)(?=.*\b(venitur|cheltuiel))(?:total|venitur|cheltuiel|sectiunea)")
_OF_A_PART = re.compile(r"\b(?:proprii|curente|fiscale|nefiscale|capital|personal|restante|capitol\w*)\b")
_SIDE_TOTAL = {
    "00.01": (
        "total venituri",
        "venituri total",
        "total general venituri",
        "total incasari",
        "incasari total",
        "total revenue",
        "total income",
    ),
    "49": (
        "total cheltuieli",
        "cheltuieli total",
        "total general cheltuieli",
        "total plati",
        "plati total",
        "total expenditure",
        "total spending",
    ),
}
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
    cells: tuple[str, ...] = ()
    """Where the amounts stand, as `buget.xlsx:Anexa 1!C375`."""


class PlainRow(NamedTuple):
    """A row that its code does not place: one without a code, or one with a code and no figure (None)."""

    number: int
    code: str
    name: str
    amount: Decimal | None


class Document(NamedTuple):
    """A file's lines, and what else it says.

    `texts` are where its unit may be, `units` those that stand beside amounts, with the first row of each. `results`
    say what is covered, `totals` are totals in words of neither side, `blank` the chapters without a figure, `uncoded`
    the amounts without a code, `foreign` those with a code of another classification, `hidden` the lines that nobody
    sees who opens the workbook.
    """

    where: str
    lines: tuple[CodedLine, ...]
    texts: tuple[str, ...]
    units: dict[BudgetUnit, int]
    results: tuple[ResultRow, ...]
    totals: tuple[PlainRow, ...]
    blank: tuple[PlainRow, ...]
    uncoded: tuple[PlainRow, ...]
    foreign: tuple[PlainRow, ...]
    hidden: tuple[PlainRow, ...]
    findings: tuple[Finding, ...]
    places: tuple[tuple[Side, str], ...] = ()
    """The sheet of each side, where they stand in two."""

    def place(self, side: Side) -> str:
        """Where the lines of a side stand."""
        return dict(self.places).get(side, self.where)

    @property
    def deficit(self) -> Decimal | None:
        """What earlier years' surplus covers, as written; None where no row says it."""
        return next(iter(surplus.covered(self.results)), None)


def read(table: sheet.Sheet, wanted: columns.WantedColumns = columns.ANY) -> Document:
    """The lines of a table, of the columns that are wanted. Raises RefusedError; QuestionError."""
    return _LineParser(table, wanted).document()


class _LineParser:
    """Reads the rows from top to bottom and remembers under which section's heading they stand."""

    def __init__(self, table: sheet.Sheet, wanted: columns.WantedColumns) -> None:
        self.table, self.where, self.year = table, table.where, wanted.year
        self.choice = columns.chosen(table, wanted)
        self.columns = self.choice.of
        read = [self.columns[field] for field in columns.AMOUNTS if field in self.columns]
        read.extend(filter(None, [self.choice.received]))
        figures = (cells.read(row[column]).figure for _, row in table.rows for column in read)
        self.mark = numbers.decimal_mark(figures, self.where, wanted.decimal, at=lambda cell: self._at(cell, read))
        self.section: SectionName = ""
        self.fresh = False
        self.economic: list[int] = []
        self.units: dict[BudgetUnit, int] = {}
        self.results: list[ResultRow] = []
        self.totals: list[PlainRow] = []
        self.blank: list[PlainRow] = []
        self.uncoded: list[PlainRow] = []
        self.foreign: list[PlainRow] = []
        self.hidden: list[PlainRow] = []

    def _at(self, figure: str, read: Sequence[str]) -> str:
        """The first place of a figure in the columns that are read."""
        places = ((number, column) for number, row in self.table.rows for column in read if figure in row[column])
        return next((f"{self.where}:{number}, column “{column}”" for number, column in places), self.where)

    def document(self) -> Document:
        rows = list(self._of_year())
        row_of = dict(rows)
        coded = [self._coded(number, row) for number, row in rows]
        told = economic.told_apart(coded, lambda number: self._number(number, row_of[number]))
        self.economic.extend(sorted(told.numbers))
        lines = tuple(line for number, row in rows if number not in told.numbers and (line := self._line(number, row)))
        totals = [line for line in lines if codes.role(line.code, line.name) == "all"]
        if told.unsure and not any(codes.side(line.code) == "expenditure" for line in totals):
            row = told.unsure[0]
            message = said(
                "has {code}, which may be a chapter or a row of the economic classification, and no total to "
                "prove which; expected a total as 49.02",
                code=row.code,
            )
            raise refused("sum", f"{self.where}:{row.number}", message)
        unseen = [line for line in lines if said("row {number}", number=line.number) in self.table.hidden]
        self.hidden.extend(PlainRow(line.number, line.code, line.name, line.total) for line in unseen)
        last = max((line.number for line in lines), default=0)
        below = (cell for number, row in rows if number > last for cell in row.values() if cell)
        texts = (*self.table.notes, *self.table.columns, *below)
        return Document(
            self.where,
            lines,
            texts,
            self.units,
            tuple(self.results),
            tuple(self.totals),
            tuple(self.blank),
            tuple(self.uncoded),
            tuple(self.foreign),
            tuple(self.hidden),
            tuple(self._findings()),
        )

    def _of_year(self) -> Iterator[tuple[int, dict[str, str]]]:
        if "year" not in self.columns:
            yield from self.table.rows
            return
        column = self.columns["year"]
        years = sorted({match[0] for _, row in self.table.rows if (match := amounts.YEAR.search(row[column]))})
        wanted = str(self.year) if self.year else years[0] if len(years) == 1 else None
        if wanted not in years:
            asked = said("{wanted} is not among", wanted=wanted) if wanted else said("which is meant is not said of")
            raise refused(
                "year",
                self.where,
                said("has the years {years}: {asked} them, expected one of them", years=", ".join(years), asked=asked),
            )
        yield from ((number, row) for number, row in self.table.rows if wanted in row[column])

    def _cell(self, field: str, row: Mapping[str, str]) -> str:
        """What stands in the column of a field; "" where the table has none."""
        return row[self.columns[field]] if field in self.columns else ""

    def _name(self, row: Mapping[str, str]) -> str:
        return self._cell("name", row) or codes.name_behind(self._cell("code", row))

    def _words(self, row: Mapping[str, str]) -> str:
        """The first text of a row, where no column is known to hold names."""
        texts = (cell for column, cell in row.items() if column and re.match(r"[^\W\d_]{3}", cell))
        return "" if "name" in self.columns else next(texts, "")

    def _coded(self, number: int, row: Mapping[str, str]) -> economic.CodedRow:
        code, name = self._cell("code", row), self._name(row)
        return economic.CodedRow(number, codes.normal(code), name or code)

    def _line(self, number: int, row: dict[str, str]) -> CodedLine | None:
        cell, name = self._cell("code", row), self._name(row)
        where = f"{self.where}:{number}"
        code = codes.normal(cell)
        if code is None:
            code = self._uncoded(number, _text(cell, name) or self._words(row), row, where)
            if code is None:
                return None
        if self._cell("economic", row):
            self.economic.append(number)
            return None
        if not codes.is_romanian(code):
            self.foreign.append(PlainRow(number, cell, name, self._number(number, row)))
            return None
        code = _by_words(code, name)
        self._check_parent(code, row, where)
        section = self._section_of(code, name, row, where)
        given = [self._amount(field, row, where) for field in columns.AMOUNTS]
        if codes.role(code, name) == "result":
            self._result(number, code, name, given)
            return None
        if all(amount is None for amount in given):
            self.blank.append(PlainRow(number, code, name, None))
            return None
        self._check_side(code, where)
        self._check_section(section, given, where)
        total, running, investing = given
        origin = _origin(self._cell("origin", row), where)
        return CodedLine(number, code, name, section, total, running, investing, origin, self._places(number, row))

    def _check_side(self, code: str, where: str) -> None:
        """Raises RefusedError for expenditure among what was taken in, and for revenue among payments."""
        side = codes.side(code)
        if self.choice.side and side and side != self.choice.side:
            expected = said("`Plăți efectuate`") if side == "expenditure" else said("`Încasări realizate`")
            message = said(
                "has {code}, which is {side}, under {columns!r}, expected a column as {expected}",
                code=code,
                side=side,
                columns=self.columns["total"],
                expected=expected,
            )
            raise refused("column", where, message)

    def _check_section(self, section: SectionName, given: Sequence[Decimal | None], where: str) -> None:
        """Raises RefusedError for a row of one section with an amount in the column of the other."""
        for other, amount in zip(columns.AMOUNTS[1:], given[1:], strict=True):
            if section and amount and other != section:
                message = said(
                    "is a row of the section {section_words} with {amount:f} under {columns!r}",
                    section_words=SECTION_WORDS[section],
                    amount=amount,
                    columns=self.columns[other],
                )
                raise refused("section", where, said("{message}, expected none of the other section", message=message))

    def _places(self, number: int, row: Mapping[str, str]) -> tuple[str, ...]:
        """Where the amounts of a row stand."""
        fields = [self._column(field, row) for field in columns.AMOUNTS if field in self.columns]
        return tuple(
            sheet.cell(self.where, number, self.table.columns.index(column)) for column in fields if row[column]
        )

    def _column(self, field: str, row: Mapping[str, str]) -> str:
        """The column of a field; of receipts another where the file has one of payments beside it."""
        if field == "total" and self.choice.received:
            code = codes.normal(self._cell("code", row))
            return self.choice.received if code and codes.side(code) == "revenue" else self.columns[field]
        return self.columns[field]

    def _amount(self, field: str, row: Mapping[str, str], where: str) -> Decimal | None:
        if field not in self.columns:
            return None
        column = self._column(field, row)
        cell = cells.read(row[column])
        amount = numbers.decimal(cell.figure, self.mark, f"{where}, column “{column}”")
        if amount is not None and cell.unit:
            self.units.setdefault(cell.unit, int(where.rpartition(":")[2]))
        return amount

    def _uncoded(self, number: int, text: str, row: dict[str, str], where: str) -> str | None:
        """A row without a code: a heading, a total in words, a result, or something to tell the person about."""
        words = codes.plain(text)
        written = [row[self._column(field, row)] for field in columns.AMOUNTS if field in self.columns]
        figures = any(re.search(r"[0-9]", cell) for cell in written)  # who signs stands there too: `Director economic`
        if not figures:
            heading = _SAYS_SECTION.search(words)
            if heading and words.startswith(("sectiunea", "venitur", "cheltuiel", "total", "buget")):
                self.section = _SECTIONS[heading[1]]
            return None
        total, with_surplus = _total_in_words(words), re.search(r"\b(?:excedent|disponibil|sold)", words)
        if total and not with_surplus:
            return total
        if total or words.startswith("total general") or words in PLAIN_TOTALS:
            self.totals.append(PlainRow(number, "", text, self._amount("total", row, where)))
        elif re.search(r"\b(?:deficit|excedent)", words) or surplus.kind("", text, self.year):
            self._result(number, "", text, [self._amount(field, row, where) for field in columns.AMOUNTS])
        elif re.search(r"[0-9]", cell := self._cell("code", row)):
            self.foreign.append(PlainRow(number, cell, text, self._number(number, row)))
        else:
            self.uncoded.append(PlainRow(number, "", text, self._number(number, row)))
        return None

    def _number(self, number: int, row: dict[str, str]) -> Decimal | None:
        """The amount of a row; None for one that is no number, as a signature with a telephone."""
        try:
            return self._amount("total", row, f"{self.where}:{number}")
        except RefusedError:
            return None

    def _result(self, number: int, code: str, name: str, amounts: Sequence[Decimal | None]) -> None:
        """A deficit, earlier years' surplus that covers it, or this year's own, which covers nothing."""
        whole, *sections = amounts
        parts = [each for each in sections if each is not None]
        amount = sum(parts, Decimal(0)) if whole is None and parts else whole
        kind = surplus.kind(code, name, self.year)
        if amount and kind:
            self.results.append(ResultRow(number, code, name, amount, kind, not self.section))

    def _section_of(self, code: str, name: str, row: dict[str, str], where: str) -> SectionName:
        if "section" in self.columns:
            section = codes.plain(row[self.columns["section"]])
            if section not in _SECTIONS:
                raise refused(
                    "section",
                    where,
                    said("found the section {section!r}, expected functionare or dezvoltare", section=section),
                )
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
        cell = self._cell("parent", row)
        parent = codes.normal(cell) if cell else None
        if parent == code:
            raise refused(
                "parent", where, said("lists {code} as its own child, expected another code as its parent", code=code)
            )
        total = parent is not None and codes.role(parent, "") in ("all", "part")
        if cell and not total and not (parent and code.startswith(f"{parent}.")):
            raise refused(
                "parent",
                where,
                said("lists {code} under {cell}, expected a code that {code} begins with", code=code, cell=cell),
            )

    def _findings(self) -> Iterator[Finding]:
        def warning(code: str, message: str, number: int | None = None) -> Finding:
            where = self.where if number is None else f"{self.where}:{number}"
            return Finding(level="warning", code=code, where=where, message=message)

        for note in self.choice.notes:
            yield warning("column", note)
        if hidden := sheet.with_hidden(self.table):
            yield warning("sheet", hidden)
        for rows, what in (
            (self.economic, "of the economic classification (titles, articles): what is bought, not what for"),
            ([row.number for row in self.uncoded], "with an amount and no code"),
            ([row.number for row in self.blank], said("with a code and no figure{blank}", blank=_first(self.blank))),
            (
                [row.number for row in self.foreign],
                said("with a code of no chapter{foreign}", foreign=_first(self.foreign)),
            ),
        ):
            if rows:
                yield warning(
                    "left-out",
                    said("left out {rows} row{value} {what}", rows=len(rows), value="s" * (len(rows) > 1), what=what),
                    rows[0],
                )
        names = ((number, row[self.columns["name"]]) for number, row in self.table.rows if "name" in self.columns)
        broken = next(((number, name, was) for number, name in names if (was := encoding.mangled(name))), None)
        if broken:
            message = said(
                "found {broken!r}, which was {broken2!r} before a program misread it: save it anew",
                broken=broken[1][:40],
                broken2=broken[2][:40],
            )
            yield warning("encoding", message, broken[0])


def _text(cell: str, name: str) -> str:
    """What a row without a code says; words of a total may stand in the column of codes, the side in that of names."""
    return f"{cell} {name}".strip() if cell[:1].isalpha() and len(cell) > 3 else name or cell


def _first(rows: Sequence[PlainRow]) -> str:
    """`, the first 65.02 (Învățământ)`, as a finding names it."""
    name = codes.display(rows[0].name)[:40] if rows else ""
    return said(", the first {code}", code=rows[0].code) + (f" ({name})" if name else "") if rows else ""


def _total_in_words(words: str) -> str | None:
    """The code of a total that is said in words, of all or of a section; None for another row, as of own revenue."""
    if _OF_A_PART.search(words):
        return None
    if match := _SECTION_TOTAL.match(words) if _SAYS_SECTION.search(words) else None:
        return "00.01" if match[1] == "venitur" else "49"
    return next((code for code, known in _SIDE_TOTAL.items() if words.startswith(known)), None)


def _by_words(code: str, name: str) -> str:
    """The total's own code where a form gives the total of a section that of a part (50.02 for 49.02)."""
    if codes.role(code, name) != "part":
        return code
    words = codes.plain(codes.display(name))
    if not _SAYS_SECTION.search(words):
        return code
    total, budget = _total_in_words(words), codes.source(code)
    return code if total is None or code.startswith(total) else f"{total}.{budget}" if budget else total


def _origin(text: str, where: str) -> str | None:
    if not text:
        return None
    for origin, known in ORIGINS.items():
        if text.lower() in known:
            return origin
    raise refused(
        "origin", where, said("found the origin {text!r}, expected one of proprii, stat, ue, altele", text=text)
    )
