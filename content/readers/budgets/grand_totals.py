"""Totals of a whole file, and what no total proves: amounts without a code, chapters without a figure.

Decides that `TOTAL GENERAL` is one of the sums it can be, and what a person must be asked because nothing in the file
says that it is complete. Leaves out the totals that have a code (`reconcile`).
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from content.findings import Finding, RefusedError, refused
from content.phrases import said
from content.questions import Choice, Question
from content.readers.budgets import codes
from content.readers.budgets.codes import Side
from content.readers.budgets.figures import SECTIONS, UNITS, Figures, amount_text
from content.readers.budgets.lines import PLAIN_TOTALS, CodedLine, Document, PlainRow
from content.readers.budgets.sources import of_line

ZERO = Decimal(0)


class FileTotals(NamedTuple):
    """The sides whose sum the file's own totals confirm, and what to look at."""

    confirmed: frozenset[Side]
    findings: tuple[Finding, ...]


def checked(document: Document, kept: Sequence[CodedLine], figures_by_side: Mapping[Side, Figures]) -> FileTotals:
    """Holds the totals in words against the sums of the file; `kept` are the rows of the budget that is read.

    A general total may be that of a side, with what earlier years leave, of both sides, or of all the budgets in the
    file. Raises RefusedError for one that is none of these. `TOTAL` alone may be a part's: it is left out and told.
    """
    unit = next(iter(figures_by_side.values())).unit
    confirmed = {
        side for side in figures_by_side if _totalled([line for line in kept if codes.side(line.code) == side])
    }
    read = set(kept)
    others = [line for line in document.lines if codes.role(line.code, line.name) == "all" and line not in read]
    confirmed |= {
        codes.side(each.code)
        for each in others
        if of_line(each) == _of_all_budgets(document.lines, codes.side(each.code))
    }
    sums = list(_sums(document.lines, figures_by_side))
    findings = []
    for row in document.totals:
        if row.amount is None:
            continue
        stated = row.amount * UNITS[unit]
        fits = [sides for amount, sides in sums if amount == stated]
        if fits:
            confirmed |= set(fits[0])
            continue
        nearest = min((amount for amount, _ in sums), key=lambda amount: abs(amount - stated))
        says, added, over = (amount_text(each, unit) for each in (stated, nearest, nearest - stated))
        message = said(
            "“{name}” says {says}, the chapters add up to {added}: a difference of {over}",
            name=row.name[:40],
            says=says,
            added=added,
            over=over,
        )
        where = f"{document.where}:{row.number}"
        if codes.plain(row.name) not in PLAIN_TOTALS or not confirmed:
            raise refused("sum", where, message)
        findings.append(
            Finding(level="warning", code="left-out", where=where, message=said("left out: {message}", message=message))
        )
    return FileTotals(frozenset(confirmed & figures_by_side.keys()), tuple(findings))


def _totalled(lines: Sequence[CodedLine]) -> bool:
    """Whether the totals of a side speak of both sections together, or of each section that its chapters have."""
    totals = [line for line in lines if codes.role(line.code, line.name) == "all"]
    if any(line.total is not None and not line.section for line in totals):
        return True
    return bool(totals) and _sections(lines) <= _sections(totals)


def _sections(lines: Sequence[CodedLine]) -> set[str]:
    """The sections of which lines have an amount."""
    of_columns = {name for line in lines for name in SECTIONS if getattr(line, name) is not None}
    return of_columns | {line.section for line in lines if line.section and line.total is not None}


def _sums(
    lines: Sequence[CodedLine], figures_by_side: Mapping[Side, Figures]
) -> Iterator[tuple[Decimal, tuple[Side, ...]]]:
    """What a general total may be, and the sides it then confirms."""
    for side, figures in figures_by_side.items():
        yield figures.total, (side,)
        if figures.deficit:
            yield figures.total + figures.deficit, (side,)
        yield _of_all_budgets(lines, side) * UNITS[figures.unit], (side,)
    yield sum((figures.total for figures in figures_by_side.values()), ZERO), tuple(figures_by_side)


def _of_all_budgets(lines: Sequence[CodedLine], side: Side) -> Decimal:
    """The chapters of a side in all the budgets of the file, as written."""
    chapters = [
        line
        for line in lines
        if codes.side(line.code) == side and codes.role(line.code, line.name) == "chapter" and line.code.count(".") < 2
    ]
    whole = [line for line in chapters if not line.section] or chapters
    return sum(map(of_line, whole), ZERO)


def unproven(document: Document, confirmed: frozenset[Side], figures_by_side: Mapping[Side, Figures]) -> list[Question]:
    """What a person must say of rows that may be missing from the sum, where no total confirms it.

    Raises RefusedError for codes of another classification: they may be most of the file.
    """
    foreign = [row for row in document.foreign if row.amount]
    if foreign and figures_by_side.keys() - confirmed:
        raise no_chapters(document, "and no total to prove that nothing is missing")
    questions = []
    uncoded = [row for row in document.uncoded if row.amount and _side(row, document.lines) not in confirmed]
    open_sides = figures_by_side.keys() - confirmed
    blank, hidden = (
        [row for row in rows if codes.role(row.code, row.name) == "chapter" and codes.side(row.code) in open_sides]
        for rows in (document.blank, document.hidden)
    )
    if hidden:
        questions.append(_question(document, hidden, "is the row that is hidden in the workbook of this budget?"))
    if uncoded:
        asks = "is the amount without a code in the rows with codes, as no total says so?"
        questions.append(_question(document, uncoded, asks))
    if blank:
        questions.append(_question(document, blank, "is there really no figure for it, as no total says so?"))
    return questions


def no_chapters(document: Document, more: str = "") -> RefusedError:
    """Codes that are not those of local budgets are never taken for them."""
    if not document.foreign and document.blank:
        row = document.blank[0]
        message = said(
            "has {code} and no figure beside it, nor beside any other code, expected amounts of chapters", code=row.code
        )
        return refused("budget", f"{document.where}:{row.number}", message)
    if not document.foreign:
        return refused("budget", document.where, "has no chapters, expected rows with codes as 84.02")
    row = document.foreign[0]
    message = said(
        "has the code {code!r}, which is none of Order 1954/2005{more}", code=row.code, more=more and f", {more}"
    )
    where = f"{document.where}:{row.number}"
    fix = said("codes of another classification are read from a Fiscal Data Package")
    return RefusedError(
        Finding(
            code="budget", where=where, message=said("{message}; expected chapters as 84.02", message=message), fix=fix
        )
    )


def _side(row: PlainRow, lines: Sequence[CodedLine]) -> Side:
    """The side a row without a code stands in: that of the row with a code above it."""
    above = [line for line in lines if line.number < row.number] or list(lines)
    return codes.side(above[-1].code)


def _question(document: Document, rows: Sequence[PlainRow], asks: str) -> Question:
    first = rows[0]
    more = said(", and {rows} more", rows=len(rows) - 1) if len(rows) > 1 else ""
    seen = " ".join(filter(None, (first.code, first.name[:60], "" if first.amount is None else str(first.amount))))
    sure = Choice(answer="rows", gives=said("the figures that are read are the whole budget"))
    where = f"{document.where}:{first.number}"
    return Question(code="left-out", where=where, seen=seen + more, asks=asks, option="sure", choices=(sure,))
