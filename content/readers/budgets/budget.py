"""A Romanian local budget from its file: chapters, sections, totals that are checked and never added.

Codes are those of Order 1954/2005 (`codes`). Decides what a file's figures are and refuses what cannot be, in these
steps: `lines` (what each row says), `reconcile` (that it adds up), `units` (what it is in). Leaves out names on the
screen (`classification`) and looks.
"""

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

import msgspec

from content.findings import Finding, RefusedError, refused
from content.pack.slides import BudgetUnit
from content.phrases import joined, said
from content.questions import Question, QuestionError
from content.readers.budgets import (
    balance,
    codes,
    columns,
    foreign,
    grand_totals,
    headers,
    lines,
    reconcile,
    sheets,
    sources,
    units,
)
from content.readers.budgets.canonical import canonical
from content.readers.budgets.codes import Side
from content.readers.budgets.figures import SECTIONS, UNITS, Chapter, Figures, amount_text, of_hundred
from content.readers.files.numbers import DecimalMark

__all__ = [
    "Chapter",
    "Figures",
    "Statement",
    "amount_text",
    "canonical",
    "from_file",
    "of_hundred",
    "read",
]

SIDES: tuple[Side, ...] = ("expenditure", "revenue")
MARKS: tuple[DecimalMark, ...] = ("comma", "point")
T = TypeVar("T")


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """A city's file, read: one side of its budget, or both when it has both; at least one is there.

    `unit` is what the file's amounts are in, `proof` the sentence that says how that is known. `findings` are warnings
    about what was left out, `questions` what a person must say before the figures are shown. `contradictions` are what
    a person said of the file and the file denies. `cells` are where the amounts of each code stand in the file
    (`buget.xlsx:Anexa 1!C375`), those of its sections among them. Amounts of the sides are in lei; in euro when
    `Figures.currency` is EUR.
    """

    expenditure: Figures | None = None
    revenue: Figures | None = None
    unit: BudgetUnit
    proof: str
    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()
    contradictions: tuple[Question, ...] = ()
    cells: dict[str, tuple[str, ...]] = {}

    @property
    def sides(self) -> tuple[Figures, ...]:
        return tuple(side for side in (self.expenditure, self.revenue) if side is not None)


@functools.lru_cache(maxsize=64)
def read(data: bytes, where: str, unit: BudgetUnit, inhabitants: int, months: int = 12) -> Figures:
    """One side of a budget in a unit that is known: what the pack keeps. Amounts of the result are in lei (or euro).

    `months` is how much of the year the amounts are of. Nothing is left out here, as nobody would be told. Raises
    RefusedError: no such table, rows that are not of this budget (a city's own file may have them: `from_file`), both
    sides in one file, sums that are not (by how much), an impossible unit.
    """
    if foreign.is_written(data):
        figures = foreign.read(data, where, unit)
        units.Town(where, inhabitants, months=months).check(figures.total, unit)
        return figures
    table = headers.tables(data, where).sheets[0]

    def with_mark(mark: DecimalMark) -> Figures:
        return _one_side(lines.read(table, columns.WantedColumns(decimal=mark)), inhabitants, unit, months)

    try:
        return with_mark("")
    except QuestionError as error:
        return _by_either_mark(error, with_mark, lambda comma, point: True)


def _one_side(document: lines.Document, inhabitants: int, unit: BudgetUnit, months: int) -> Figures:
    where = document.where
    source, kept, left = sources.apart(document.lines, where)
    for each in (*document.findings, *left):
        if each.code == "left-out":
            message = each.message.replace("left out", "has", 1)
            raise refused(
                "left-out",
                each.where,
                said("{message}; expected only rows of one budget in a file of a pack", message=message),
            )
    if len(sides := _sides(kept)) > 1:
        raise refused("side", where, "has rows of expenditure and of revenue (00.01), expected one side a file")
    figures = reconcile.Reconciler(where, unit).figures(kept, next(iter(sides), None), document.deficit)
    units.Town(where, inhabitants, own=_own(source), months=months).check(figures.total, unit)
    return figures


def from_file(  # noqa: PLR0913  what a person may say of a file
    data: bytes,
    where: str,
    *,
    inhabitants: int,
    unit: BudgetUnit | None = None,
    sheet: str | None = None,
    year: int | None = None,
    months: int = 12,
    stage: columns.Stage | None = None,
    column: str = "",
    decimal: DecimalMark = "",
    left_over: Decimal | None = None,
) -> Statement:
    """The budget in a city's own file (CSV, XLSX, ODS). `unit` is said by a person, or else found with proof.

    `sheet` names the sheet of a workbook; without one, the sides may stand in two. `year` is the year of a file that
    has several, `months` how much of it the amounts are of, `left_over` the surplus of earlier years in lei. `stage` is
    what the budget is said to be: of an executed one only payments and receipts are read. `column` names the column of
    the amounts, as its header or the last line of it, `decimal` their mark where only a person can tell. Write each
    side into the pack with `canonical(side)`: `read(canonical(side), where, statement.unit, inhabitants) == side`. A
    plan with both sides must balance: revenue and the deficit that earlier years' surplus covers make the expenditure.
    Raises RefusedError with one sentence; QuestionError where two columns, or both decimal marks, could be meant.
    """
    try:
        document = sheets.read(data, where, sheet, columns.WantedColumns(year, stage, column, decimal))
    except QuestionError as error:
        again = functools.partial(
            from_file, data, where, inhabitants=inhabitants, unit=unit, sheet=sheet, year=year, months=months,
            stage=stage, column=column, left_over=left_over,
        )  # fmt: skip
        return _by_either_mark(error, lambda mark: again(decimal=mark), _same)
    source, kept, left = sources.apart(document.lines, document.where)
    sides = _sides(kept)
    if not sides:
        raise grand_totals.no_chapters(document)
    for side, rows in sides.items():
        _of_both_sections(rows, document.place(side))
    town = units.Town(document.where, inhabitants, own=_own(source), months=months)
    proof = _unit(document, town, max(_written_total(rows) for rows in sides.values()), unit)
    figures = _figures(document, sides, proof.unit, left_over)
    for each in figures.values():
        town.check(each.total, proof.unit)
    balanced = len(figures) == len(SIDES) and stage != "executed"
    settled = balance.of_file(figures, document, left_over) if balanced else None
    figures = settled.figures if settled else figures
    totals = grand_totals.checked(document, kept, figures)
    confirmed = frozenset(SIDES) if balanced else totals.confirmed
    return Statement(
        expenditure=figures.get("expenditure"),
        revenue=figures.get("revenue"),
        unit=proof.unit,
        proof=proof.sentence,
        findings=(*document.findings, *left, *proof.findings, *totals.findings, *(settled.findings if settled else ())),
        questions=tuple(grand_totals.unproven(document, confirmed, figures)),
        contradictions=proof.contradictions,
        cells={code: cells for side, rows in sides.items() for code, cells in _cells(figures[side], rows)},
    )


def _same(one: Statement, other: Statement) -> bool:
    return [side.total for side in one.sides] == [side.total for side in other.sides]


def _by_either_mark(asked: QuestionError, read: Callable[[DecimalMark], T], same: Callable[[T, T], bool]) -> T:
    """Where no cell shows which mark is the decimal one: what is read with the mark whose amounts add up and can be.

    Raises what was `asked` where both do and are not the `same`, and where it is another question; what the comma's
    reading raises where neither does.
    """
    if asked.questions[0].option != "decimal":
        raise asked
    readings: list[T] = []
    questions: list[QuestionError] = []
    refusals: list[RefusedError] = []
    for mark in MARKS:
        try:
            readings.append(read(mark))
        except QuestionError as error:
            questions.append(error)
        except RefusedError as error:
            refusals.append(error)
    if not readings:
        raise next(iter((*questions, *refusals)))
    if questions or (len(readings) > 1 and not same(*readings)):
        raise asked
    return readings[0]


def _of_both_sections(rows: Sequence[lines.CodedLine], where: str) -> None:
    """A side that has one section only is half a budget. Raises RefusedError."""
    chapters = [line for line in rows if codes.role(line.code, line.name) == "chapter"]
    blocks = {line.section for line in chapters}
    only = next(iter(blocks)) if len(blocks) == 1 else ""
    if not only and chapters and all(line.total is None for line in chapters if not line.section):
        there = {
            name for line in chapters for name in SECTIONS if line.section == name or getattr(line, name) is not None
        }
        only = next(iter(there)) if len(there) == 1 else ""
    if only:
        name, other = (lines.SECTION_WORDS[each] for each in (only, "investing" if only == "running" else "running"))
        message = said(
            "has amounts of the section {name} only, expected those of {other} as well, or of both together",
            name=name,
            other=other,
        )
        raise refused("section", where, message)


def _figures(
    document: lines.Document, sides: Mapping[Side, list[lines.CodedLine]], unit: BudgetUnit, left_over: Decimal | None
) -> dict[Side, Figures]:
    """The figures of each side as its rows add up. Raises RefusedError."""
    also = None if left_over is None else left_over / UNITS[unit]
    try:
        return {
            side: reconcile.Reconciler(document.place(side), unit).figures(rows, side, document.deficit, also)
            for side, rows in sides.items()
        }
    except RefusedError as error:
        raise _with_blanks(error, document) from error


def _with_blanks(error: RefusedError, document: lines.Document) -> RefusedError:
    """The refusal of a sum, with the rows that have no figure: one of them may be what is missing."""
    (finding,) = error.findings
    if finding.code != "sum" or finding.fix or not document.blank:
        return error
    listed = joined(
        ", ", (said("{code} (line {number})", code=row.code, number=row.number) for row in document.blank[:5])
    )
    more = said(" and {blank} more", blank=len(document.blank) - 5) if len(document.blank) > 5 else ""
    return RefusedError(
        msgspec.structs.replace(
            finding, fix=said("look at the rows without a figure: {listed}{more}", listed=listed, more=more)
        )
    )


def _unit(document: lines.Document, town: units.Town, largest: Decimal, asked: BudgetUnit | None) -> units.Proof:
    """The unit of the file, which those beside its amounts must not deny. Raises RefusedError."""
    beside = list(document.units.items())
    if len(beside) > 1:
        (first, row), (other, at), *_ = beside
        message = said(
            "says that its amount is in {other}, line {row} has one in {first}; expected one unit",
            other=other,
            row=row,
            first=first,
        )
        raise refused("unit", f"{document.where}:{at}", message)
    texts = document.texts if units.words(document.texts) else (*document.texts, *document.units)
    proof = town.detect(texts, largest, asked)
    for unit, row in beside:
        if unit != proof.unit:
            message = said(
                "says that its amount is in {unit}, expected {unit2} as in the whole file", unit=unit, unit2=proof.unit
            )
            raise refused("unit", f"{document.where}:{row}", message)
    return proof


def _cells(figures: Figures, rows: Sequence[lines.CodedLine]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Where the amounts of every chapter and of the totals stand; of one the file leaves out, those of its parts."""
    written: dict[str, tuple[str, ...]] = {}
    for line in rows:
        written[line.code] = (*written.get(line.code, ()), *line.cells)

    def walk(chapter: Chapter) -> Iterator[tuple[str, tuple[str, ...]]]:
        parts = [each for part in chapter.children for each in walk(part)]
        direct = {part.code for part in chapter.children}
        yield (
            chapter.code,
            written.get(chapter.code) or tuple(c for code, each in parts if code in direct for c in each),
        )
        yield from parts

    for chapter in figures.chapters:
        yield from walk(chapter)
    for code, cells in written.items():
        if codes.role(code, "") in ("all", "transfer"):
            yield code, cells


def _sides(rows: Sequence[lines.CodedLine]) -> dict[Side, list[lines.CodedLine]]:
    """The lines of each side that has chapters or a total of all."""
    sides: dict[Side, list[lines.CodedLine]] = {}
    for line in rows:
        sides.setdefault(codes.side(line.code), []).append(line)
    return {side: sides[side] for side in SIDES if side in sides}


def _own(source: str | None) -> bool:
    return source not in (None, codes.LOCAL)


def _written_total(rows: Sequence[lines.CodedLine]) -> Decimal:
    """What a side comes to as written, before it is known to add up: its total row, or the sum of its chapters."""
    totals = [line for line in rows if codes.role(line.code, line.name) == "all"]
    whole = [sources.of_line(line) for line in totals if not line.section]
    if totals:
        return max(whole) if whole else sum(map(sources.of_line, totals), Decimal(0))
    chapters = [line for line in rows if codes.role(line.code, line.name) == "chapter"]
    top = min((line.code.count(".") for line in chapters), default=0)
    highest = [line for line in chapters if line.code.count(".") == top]
    return sum(map(sources.of_line, [line for line in highest if not line.section] or highest), Decimal(0))
