"""Of which budget a row is, and where a chapter of revenue comes from.

Decides which rows of a file belong together: a city's file may hold its own budget (.02) and those of institutions
financed by their own revenue (.10), each with its totals. Leaves out whether they add up (`reconcile`).
"""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from content.findings import Finding, refused
from content.readers.budgets import codes
from content.readers.budgets.lines import CodedLine

OWN = (*range(1, 11), *range(12, 37), 39)
STATE = (11, 42, 43)
EU = (45, 46, 48)
"""Chapters of revenue by origin (Order 1954/2005, annex 2; law 273/2006 art. 5 (1)): 04, the shares of income tax, are
own by that law; 11 are amounts deducted from VAT, 42 and 43 subsidies. Others: 37 gifts, 40 and 41 financial."""


class Apart(NamedTuple):
    """The budget a file is of, its lines, and what was left out."""

    source: str | None
    lines: tuple[CodedLine, ...]
    findings: tuple[Finding, ...]


def apart(lines: Sequence[CodedLine], where: str) -> Apart:
    """The lines of the local budget (.02), or of the one the file has most rows of, without those of others.

    Budgets are not added to one another: what is left out is told. Raises RefusedError for a budget that is no city's.
    """
    sources = _sources(lines)
    counted = Counter(source for source, line in zip(sources, lines, strict=True) if source and _chapter(line))
    if not counted:
        return Apart(None, tuple(lines), ())
    main = codes.LOCAL if codes.LOCAL in counted else counted.most_common(1)[0][0]
    if main not in codes.SOURCES:
        line = lines[sources.index(main)]
        message = f"has {line.code}, of source .{main}: the budget of no city, expected .{codes.LOCAL}"
        raise refused("budget", f"{where}:{line.number}", message)
    kept = tuple(line for source, line in zip(sources, lines, strict=True) if source in (main, None))
    findings = []
    for source in sorted(counted.keys() - {main}):
        first = lines[sources.index(source)].number
        what = codes.SOURCES.get(source, "another budget or classification")
        rows = "1 row" if counted[source] == 1 else f"{counted[source]} rows"
        message = f"left out {rows} of source .{source} ({what}): another budget than .{main}"
        findings.append(Finding(level="warning", code="left-out", where=f"{where}:{first}", message=message))
    return Apart(main, kept, tuple(findings))


def _chapter(line: CodedLine) -> bool:
    return codes.role(line.code, line.name) == "chapter"


def _sources(lines: Sequence[CodedLine]) -> list[str | None]:
    """The budget of each line. Totals of revenue (00.01) do not say: they are of the rows beside them, those below in a
    form that begins with its total, those above in one that ends with it."""
    source_of = [codes.source(line.code) for line in lines]
    above = bool(source_of) and source_of[0] is None
    walk = range(len(source_of) - 1, -1, -1) if above else range(len(source_of))
    last: str | None = None
    for n in walk:
        last = source_of[n] = source_of[n] or last
    for n, line in enumerate(lines):
        if codes.source(line.code) is None and codes.role(line.code, line.name) == "all":
            source_of[n] = _of_its_sum(line, lines, source_of[n])
    return source_of


def _of_its_sum(total: CodedLine, lines: Sequence[CodedLine], beside: str | None) -> str | None:
    """Of several budgets the one whose chapters make a total that names none: the one beside it, or else another, or
    the local budget, which then refuses it."""
    sums: dict[str, Decimal] = {}
    for line in lines:
        source = codes.source(line.code)
        same = line.section == total.section and codes.side(line.code) == codes.side(total.code)
        if source and same and _chapter(line) and line.code.count(".") == 1:
            sums[source] = sums.get(source, Decimal(0)) + _amount(line)
    if len(sums) < 2 or sums.get(beside or "") == _amount(total):
        return beside
    fits = [source for source, added in sums.items() if added == _amount(total)]
    if len(fits) == 1:
        return fits[0]
    return codes.LOCAL if codes.LOCAL in sums and sum(sums.values()) != _amount(total) else beside


def _amount(line: CodedLine) -> Decimal:
    return line.total if line.total is not None else (line.running or Decimal(0)) + (line.investing or Decimal(0))


def origin(code: str) -> str:
    """Where revenue of a chapter comes from, when the file does not say: own, state, eu or other."""
    chapter = int(code[:2])
    known = (("own", OWN), ("state", STATE), ("eu", EU))
    return next((name for name, chapters in known if chapter in chapters), "other")
