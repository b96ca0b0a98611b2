"""Of which budget a row is, and where a chapter of revenue comes from.

Decides which rows of a file belong together: a city's file may hold its own budget (.02) and those of institutions
financed by their own revenue (.10), each with its totals. Leaves out whether they add up (`reconcile`).
"""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from content.findings import Finding, refused
from content.phrases import said
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
        message = said(
            "has {code}, of source .{main}: the budget of no city, expected .{local}",
            code=line.code,
            main=main,
            local=codes.LOCAL,
        )
        raise refused("budget", f"{where}:{line.number}", message)
    kept = tuple(line for source, line in zip(sources, lines, strict=True) if source in (main, None))
    findings = []
    for source in sorted(counted.keys() - {main}):
        first = lines[sources.index(source)].number
        what = codes.SOURCES.get(source, "another budget or classification")
        rows = said("1 row") if counted[source] == 1 else said("{counted} rows", counted=counted[source])
        message = said(
            "left out {rows} of source .{source} ({what}): another budget than .{main}",
            rows=rows,
            source=source,
            what=what,
            main=main,
        )
        findings.append(Finding(level="warning", code="left-out", where=f"{where}:{first}", message=message))
    return Apart(main, kept, tuple(findings))


def _chapter(line: CodedLine) -> bool:
    return codes.role(line.code, line.name) == "chapter"


def _sources(lines: Sequence[CodedLine]) -> list[str | None]:
    """The budget of each line. Totals in forms do not say theirs (00.01, 00.02, 49).

    A total is of the budget whose chapters make it. Where none do, it is of the rows beside it, those below in a form
    that begins with its total, those above in one that ends with it; but where the city's own budget would be without
    a total it is the city's, which is then refused for what it misses.
    """
    source_of = [codes.source(line.code) for line in lines]
    above = bool(source_of) and source_of[0] is None
    walk = range(len(source_of) - 1, -1, -1) if above else range(len(source_of))
    last: str | None = None
    beside = list(source_of)
    for n in walk:
        last = beside[n] = beside[n] or last
    unsaid = [n for n, line in enumerate(lines) if source_of[n] is None and _is_total(line)]
    sums = {n: _sums(lines[n], lines, source_of) for n in unsaid}
    unfit = []
    for n in unsaid:
        stated = of_line(lines[n])
        fits = [source for source, amount in sums[n].items() if amount == stated]
        if not fits and stated != sum(sums[n].values(), Decimal(0)):
            unfit.append(n)
        elif fits and beside[n] not in fits:
            beside[n] = fits[0]
    for n in unfit:
        if codes.LOCAL in sums[n] and not _has_total(lines, beside, lines[n]):
            beside[n] = codes.LOCAL
    return beside


def _is_total(line: CodedLine) -> bool:
    return codes.role(line.code, line.name) == "all"


def _has_total(lines: Sequence[CodedLine], source_of: Sequence[str | None], like: CodedLine) -> bool:
    """Whether the city's own budget has such a total: of that side and section."""
    return any(
        source == codes.LOCAL and _is_total(line) and _alike(line, like)
        for line, source in zip(lines, source_of, strict=True)
    )


def _alike(line: CodedLine, total: CodedLine) -> bool:
    return line.section == total.section and codes.side(line.code) == codes.side(total.code)


def _sums(total: CodedLine, lines: Sequence[CodedLine], source_of: Sequence[str | None]) -> dict[str, Decimal]:
    """What the chapters of each budget come to that a total may be of, as written."""
    sums: dict[str, Decimal] = {}
    for line, source in zip(lines, source_of, strict=True):
        if source and _chapter(line) and line.code.count(".") < 2 and _alike(line, total):
            sums[source] = sums.get(source, Decimal(0)) + of_line(line)
    return sums


def of_line(line: CodedLine) -> Decimal:
    """What a row comes to, as written."""
    both = (line.running or Decimal(0)) + (line.investing or Decimal(0))
    return both if line.total is None else line.total


def origin(code: str) -> str:
    """Where revenue of a chapter comes from, when the file does not say: own, state, eu or other."""
    chapter = int(code[:2])
    known = (("own", OWN), ("state", STATE), ("eu", EU))
    return next((name for name, chapters in known if chapter in chapters), "other")
