"""A Romanian local budget from its CSV: chapters, sections, totals that are checked and never added.

Codes are those of Order 1954/2005: `84.02` is a chapter; 49 (expenditure) and 00.01 (revenue) are totals of all, 50,
59, 63, 69, 79 of parts. Decides what the figures are and refuses what cannot be. Leaves out names and looks.
"""

import functools
from collections.abc import Callable, Sequence
from decimal import Decimal

import msgspec

from content.findings import Finding, refused
from content.readers import sheet
from content.slide import BudgetUnit

COLUMNS = {
    "code": ("cod", "code", "capitol", "cod indicator"),
    "name": ("denumire", "name", "indicator", "denumirea indicatorilor"),
    "total": ("total", "valoare", "suma", "amount", "value"),
    "running": ("functionare", "funcționare", "sectiunea_functionare", "secțiunea_funcționare"),
    "investing": ("dezvoltare", "sectiunea_dezvoltare", "secțiunea_dezvoltare"),
    "origin": ("origine", "grup", "origin"),
}
ORIGINS = {
    "own": ("own", "proprii", "propriu"),
    "state": ("state", "stat", "de la stat"),
    "eu": ("eu", "ue"),
}
SIDES = {"49": "expenditure", "00": "revenue"}
"""The side of the budget a file states, by its total row."""
TOTALS = tuple(SIDES)
PART_TOTALS = ("50", "59", "63", "69", "79")
UNITS = {"lei": Decimal(1), "thousand lei": Decimal(1000), "million lei": Decimal(1_000_000)}
SANE_LEI_PER_INHABITANT = (Decimal(300), Decimal(100_000))
"""A year's budget of any Romanian town lies well within; a unit wrong by a thousand lies outside."""


class Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """One row, in lei. `running` and `investing` are the sections funcționare and dezvoltare."""

    code: str
    name: str
    lei: Decimal
    running: Decimal | None = None
    investing: Decimal | None = None
    origin: str | None = None

    @property
    def key(self) -> str:
        """The two digits names are given by."""
        return self.code[:2]


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """A budget: its chapters, largest first, and their sum in lei.

    `side` is `expenditure` or `revenue` as the total row says; None for a file without one.
    """

    chapters: tuple[Chapter, ...]
    total: Decimal
    side: str | None = None

    def section(self, name: str) -> Decimal | None:
        """The sum of a section (`running`, `investing`); None when the file has no such column."""
        found = [getattr(chapter, name) for chapter in self.chapters]
        return sum((value for value in found if value is not None), Decimal(0)) if any(found) else None

    def origins(self) -> dict[str, Decimal]:
        """Lei by origin, of revenue."""
        sums: dict[str, Decimal] = {}
        for chapter in self.chapters:
            if chapter.origin:
                sums[chapter.origin] = sums.get(chapter.origin, Decimal(0)) + chapter.lei
        return sums


@functools.lru_cache(maxsize=64)
def read(data: bytes, where: str, unit: str, inhabitants: int) -> Figures:
    """Raises RefusedError: no such table, chapters that miss the total (by how much), an impossible unit."""
    table = sheet.read(data, where)
    names = {field: next((n for n in known if n in table.columns), None) for field, known in COLUMNS.items()}
    for field in ("code", "total"):
        if names[field] is None:
            table.need(COLUMNS[field][0])
    amounts = [name for field in ("total", "running", "investing") if (name := names[field])]
    cells = [row[name] for _, row in table.rows for name in amounts]
    mark = sheet.decimal_mark(cells, table.delimiter, where)

    def chapter(number: int, row: dict[str, str]) -> Chapter:
        def amount(field: str) -> Decimal | None:
            name = names[field]
            value = sheet.decimal(row[name], mark, f"{where}:{number}") if name else None
            return None if value is None else value * UNITS[unit]

        origin = row[names["origin"]] if names["origin"] else ""
        return Chapter(
            code=row[names["code"] or ""],
            name=row[names["name"]] if names["name"] else "",
            lei=_present(amount("total"), f"{where}:{number}"),
            running=amount("running"),
            investing=amount("investing"),
            origin=_origin(origin, f"{where}:{number}"),
        )

    return _reconciled([chapter(number, row) for number, row in table.rows], where, unit, inhabitants)


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """A city's file, read: one side of its budget, or both when it has both; at least one is there.

    `unit` is what the file's amounts are in, `proof` the sentence that says how that is known. `findings` are warnings
    about what was left out. Amounts of the sides are in lei; in euro when `Figures.currency` is EUR.
    """

    expenditure: Figures | None = None
    revenue: Figures | None = None
    unit: BudgetUnit
    proof: str
    findings: tuple[Finding, ...] = ()

    @property
    def sides(self) -> tuple[Figures, ...]:
        return tuple(side for side in (self.expenditure, self.revenue) if side is not None)


def from_file(
    data: bytes,
    where: str,
    *,
    inhabitants: int,
    unit: BudgetUnit | None = None,
    sheet: str | None = None,
    year: int | None = None,
) -> Statement:
    """The budget in a city's own file (CSV, XLSX, ODS). `unit` is said by a person, or else found with proof.

    `sheet` names the sheet of a workbook, `year` the year of a file that has several. Write each side into the pack
    with `canonical(side)`: `read(canonical(side), where, statement.unit, inhabitants) == side`.
    Raises RefusedError with one sentence.
    """
    stated: BudgetUnit = unit or "thousand lei"
    figures = read(data, where, stated, inhabitants)
    side = "revenue" if figures.side == "revenue" else "expenditure"
    return Statement(**{side: figures}, unit=stated, proof="")  # type: ignore[arg-type]


def _present(value: Decimal | None, where: str) -> Decimal:
    if value is None:
        raise refused("number", where, "has no amount, expected one in the column of totals")
    return value


def _origin(text: str, where: str) -> str | None:
    if not text:
        return None
    for origin, known in ORIGINS.items():
        if text.lower() in known:
            return origin
    raise refused("origin", where, f"found the origin {text!r}, expected one of proprii, stat, ue")


def _reconciled(rows: Sequence[Chapter], where: str, unit: str, inhabitants: int) -> Figures:
    totals = [row for row in rows if row.key in TOTALS]
    chapters = sorted((row for row in rows if row.key not in TOTALS + PART_TOTALS), key=lambda row: -row.lei)
    if not chapters:
        raise refused("budget", where, "has no chapters, expected rows with codes as 84.02")
    codes = [row.code for row in chapters]
    for code in codes:
        if codes.count(code) > 1:
            raise refused("budget", where, f"has chapter {code} twice, expected each once")
    for row in chapters:
        if row.lei < 0:
            raise refused(
                "budget", where, f"has chapter {row.code} with {_said(row.lei, unit)}, expected no negative amount"
            )
    sides = {SIDES[row.key] for row in totals}
    if len(sides) > 1:
        raise refused("side", where, "has totals of expenditure (49) and of revenue (00.01), expected one side a file")
    found = Figures(
        chapters=tuple(chapters),
        total=sum((row.lei for row in chapters), Decimal(0)),
        side=next(iter(sides), None),
    )
    _same(found.total, [row.lei for row in totals], "chapters", where, unit)
    for name, get in _SECTIONS.items():
        stated = [value for row in totals if (value := get(row)) is not None]
        _same(found.section(name) or Decimal(0), stated, f"chapters of section {name}", where, unit)
    _sane(found.total, where, unit, inhabitants)
    return found


_SECTIONS: dict[str, Callable[[Chapter], Decimal | None]] = {
    "running": lambda row: row.running,
    "investing": lambda row: row.investing,
}


def _same(total: Decimal, stated: Sequence[Decimal], what: str, where: str, unit: str) -> None:
    for value in stated:
        if value != total:
            raise refused(
                "sum",
                where,
                f"the {what} add up to {_said(total, unit)}, the total row says {_said(value, unit)}: "
                f"a difference of {_said(total - value, unit)}",
            )


def _sane(total: Decimal, where: str, unit: str, inhabitants: int) -> None:
    each = total / inhabitants
    low, high = SANE_LEI_PER_INHABITANT
    if not low <= each <= high:
        raise refused(
            "unit",
            where,
            f"{_said(total, unit)} would be {each:,.2f} lei for each of {inhabitants:,} inhabitants, "
            f"expected between {low:,} and {high:,}: is the unit {unit!r} right?",
        )


def _said(lei: Decimal, unit: str) -> str:
    return f"{(lei / UNITS[unit]).normalize():,f} {unit}"


def of_hundred(amounts: Sequence[Decimal]) -> list[int]:
    """Whole parts of 100 in proportion to the amounts, by largest remainder: they sum to exactly 100.

    Among equal remainders the earlier amount is served first. Raises ValueError when there is nothing to divide.
    """
    total = sum(amounts, Decimal(0))
    if total <= 0 or min(amounts) < 0:
        raise ValueError("expected amounts that are not negative, and one above zero")
    shares = [(int(amount * 100 // total), amount * 100 % total) for amount in amounts]
    missing = 100 - sum(whole for whole, _ in shares)
    served = sorted(range(len(shares)), key=lambda n: -shares[n][1])[:missing]
    return [whole + (n in served) for n, (whole, _) in enumerate(shares)]
