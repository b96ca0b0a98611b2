"""A budget into a pack: `afisier import budget SOURCE --into PACK`.

Decides what a source is (a city's own table, a fiscal data package, the Ministry's execution), holds the conversation
that brings its sides, and checks that they belong together. The slides are `imports.budget_set`'s.
"""

import hashlib
import re
from collections.abc import Generator
from decimal import Decimal
from urllib.parse import urljoin

import msgspec

from content.findings import Finding, refused
from content.imports import budget_claims, budget_options, budget_set, portal
from content.imports.budget_claims import Settled
from content.imports.budget_options import Budgeted, Options, Side, SideName
from content.imports.conversation import Ask, Context, Conversation, Importer, Told
from content.phrases import Values, said
from content.questions import Question, QuestionError
from content.readers.budgets import balance, budget, codes, execution, fiscal, forexebug, sheets, units
from content.readers.budgets.columns import Stage
from content.readers.budgets.figures import amount_text
from content.readers.files import formats, workbook

SIDES: tuple[SideName, ...] = ("expenditure", "revenue")
PHASES: dict[Stage, str] = {"draft": "proposed", "voted": "approved", "executed": "executed"}
ASK_THE_OFFICE = "ask the office that made it for the same annex as a spreadsheet (XLSX, ODS) or CSV"
STAGES: dict[str, Stage] = {**{phase: stage for stage, phase in PHASES.items()}, "adjusted": "voted"}
"""Phase of a fiscal data package → stage of a budget."""


class SourceSides(msgspec.Struct, frozen=True, kw_only=True):
    """What a source held: its sides, what it says of itself, and what a person must say of it.

    `balanced` is true when both sides were held against each other where they were read.
    """

    sides: dict[SideName, Side]
    settled: Settled
    questions: tuple[Question, ...] = ()
    balanced: bool = False


def converse(source: str, options: Options, context: Context) -> Conversation:
    """The conversation that imports a source (see `conversation`). Raises RefusedError."""
    own = yield from _read(source, options, context, options.side)
    sides, questions, findings = dict(own.sides), own.questions, own.settled.findings
    if options.revenue:
        same = msgspec.structs.replace(options, year=own.settled.year, status=own.settled.stage)
        beside = yield from _read(options.revenue, same, context, "revenue")
        if "revenue" not in beside.sides:
            raise refused("side", options.revenue, "is of expenditure, expected the revenue of the same budget")
        if "revenue" in sides:
            raise refused(
                "side",
                source,
                said("has its own revenue, expected no second one from {revenue}", revenue=options.revenue),
            )
        sides["revenue"] = beside.sides["revenue"]
        questions, findings = questions + beside.questions, findings + beside.settled.findings
    known = Budgeted(
        sides=sides,
        year=own.settled.year,
        stage=own.settled.stage,
        source=source,
        findings=(*dict.fromkeys(each for side in sides.values() for each in side.findings), *findings),
        questions=questions,
        decided=own.settled.decided,
    )
    if not own.balanced:
        known = known._replace(findings=(*known.findings, *_balance(sides, options, known.stage)))
    return budget_set.imported(known, options, context)


IMPORTER = Importer(Options, converse)


def _read(source: str, options: Options, context: Context, side: SideName | None) -> Generator[Ask, Told, SourceSides]:
    """What a source is, by its first bytes and what it holds, not by its name."""
    told = yield Ask(address=source)
    data, where = portal.body(told), told.address
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if kind := formats.named(data):
        raise refused(
            "source",
            where,
            said("is {kind}, expected a table: {ask_the_office}", kind=kind, ask_the_office=ASK_THE_OFFICE),
        )
    if workbook.is_workbook(data, where):
        return _own(data, where, options, context, side)
    if start.lower().startswith((b"<!doctype html", b"<html")):
        raise refused(
            "source", where, "is a web page, expected a file with a budget: give the address of the file itself"
        )
    if start.startswith(b"{") and b'"resources"' in data:
        return (yield from _package(data, where, options, side))
    if start.startswith((b"[", b"{", b"<")) or _is_execution(start):
        return _executed(data, where, options, context)
    return _own(data, where, options, context, side)


def _is_execution(start: bytes) -> bool:
    """Whether a table's first line has the fields of an execution file: a functional code and a day."""
    first = start.partition(b"\n")[0].decode(errors="replace").lower()
    names = {re.sub(r"[^a-z]", "", name) for name in re.split(r"[;,\t]", first)}
    return all(names & set(forexebug.FIELDS[field]) for field in ("functional", "day"))


# --- a city's own table --------------------------------------------------------------------------------------------


def _own(data: bytes, where: str, options: Options, context: Context, side: SideName | None) -> SourceSides:
    if options.by not in ("", budget_options.COFOG):
        raise refused(
            "option", "by", said("found {by!r}, expected `cofog`: chapters are joined by nothing else", by=options.by)
        )
    sheet, city = options.sheet or None, context.pack.city
    titled = sheets.titled(data, where, sheet, options.year)
    settled = budget_claims.settled(titled, where, options, city)
    document = budget.from_file(
        data,
        where,
        inhabitants=city.population.value,
        unit=options.unit,
        sheet=sheet,
        year=settled.year,
        months=settled.months(options.as_of),
        stage=settled.stage,
        column=options.column,
        decimal=options.decimal,
        left_over=options.surplus,
    )
    if document.contradictions and "unit" not in options.sure:
        raise QuestionError(*document.contradictions)
    sides: dict[SideName, Side] = {}
    for name in SIDES:
        figures = getattr(document, name)
        if figures is not None:
            until = settled.until.isoformat() if settled.until else ""
            sides[name] = Side(
                figures,
                document.unit,
                document.proof,
                where,
                _digest(data),
                document.findings,
                until,
                cells=document.cells,
            )
    if side and side not in sides:
        raise refused("side", where, said("has no {side}, expected it in the file", side=side))
    unproven = () if "rows" in options.sure else document.questions
    return SourceSides(
        sides={side: sides[side]} if side else sides,
        settled=settled,
        questions=(*unproven, *budget_claims.part(titled, where, document.sides, options)),
        balanced=not side and len(sides) > 1,
    )


# --- the Ministry's execution --------------------------------------------------------------------------------------


def _executed(data: bytes, where: str, options: Options, context: Context) -> SourceSides:
    file = execution.read(data, where, options.entity or None, options.year)
    asked = [part for part in file.parts() if not options.financing or part.source == options.financing]
    there = {part.side for part in (file.parts() if options.side or not asked else asked)}
    wanted = [side for side in SIDES if side in there and options.side in (None, side)]
    if not wanted:
        raise refused(
            "side", where, said("has no {side}, expected it in the file", side=options.side or "expenditure or revenue")
        )
    sides: dict[SideName, Side] = {}
    for side in wanted:
        part = file.part(year=options.year, side=side, source=options.financing)
        figures = file.figures(part)
        findings = (*file.findings, *file.warnings(part))
        until = file.until(part)
        own = figures.source not in (None, codes.LOCAL)
        town = units.Town(where, context.pack.city.population.value, own=own, months=until.month)
        town.check(figures.total, "lei")
        partial = (file.partial(part) or "") if until.month < 12 else ""  # December's amounts are the year's
        proof = said(
            "lei, as all amounts of the Ministry's reports are: {total}", total=amount_text(figures.total, "lei")
        )
        sides[side] = Side(figures, "lei", proof, where, _digest(data), findings, until.isoformat(), partial)
    year = file.part(year=options.year, side=wanted[0], source=options.financing).year
    return SourceSides(sides=sides, settled=budget_claims.of_source(year, "executed", where, options))


# --- a fiscal data package -----------------------------------------------------------------------------------------


def _package(data: bytes, where: str, options: Options, side: SideName | None) -> Generator[Ask, Told, SourceSides]:
    """Its tables are fetched from beside the descriptor, or from where it says they are."""
    tables = {}
    for path in fiscal.resources(data, where):
        tables[path] = portal.body((yield Ask(address=urljoin(where, path))))
    phase = options.phase or (PHASES[options.status] if options.status else None)
    measure, by = options.measure or None, options.by or None
    wanted = fiscal.Selection(year=options.year, phase=phase, side=side, measure=measure, by=by)
    there = {slice_.side for slice_ in fiscal.slices(data, tables, where, wanted)}
    sides: dict[SideName, Side] = {}
    digest = _digest(data + b"".join(tables[path] for path in sorted(tables)))
    slice_ = None
    for name in [name for name in SIDES if name in there] if side is None else [side]:
        choice = msgspec.structs.replace(wanted, side=name)
        slice_, figures = fiscal.read(data, tables, where, choice)
        proof = said("{unit}, as the package says of {slice_}", unit=figures.unit, slice_=slice_)
        sides[name] = Side(figures, figures.unit, proof, where, digest)
    if slice_ is None:
        raise refused("side", where, "does not say whether it is expenditure or revenue: say it with `side`")
    settled = budget_claims.of_source(slice_.year, STAGES.get(slice_.phase), where, options)
    return SourceSides(sides=sides, settled=settled)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# --- both sides ----------------------------------------------------------------------------------------------------


def _balance(sides: dict[SideName, Side], options: Options, stage: Stage) -> list[Finding]:
    """A surplus or deficit that is said must close the two sides; when none is said, their difference is named.

    What was taken in and spent so far need not be equal: only budgets are balanced (law 273/2006 art. 8).

    Raises RefusedError as `readers.budgets.balance`.
    """
    if len(sides) != len(SIDES):
        if options.surplus is None:
            return []
        (side,) = sides.values()
        message = said("has one side only: the surplus you say is held against nothing")
        mend = budget_set.BRING["revenue" if "expenditure" in sides else "expenditure"]
        return [Finding(level="warning", code="balance", where=side.address, message=message, fix=mend)]
    spent, income = sides["expenditure"].figures, sides["revenue"].figures
    where = sides["expenditure"].address
    if stage == "executed" and options.surplus is None:
        return []
    said_so = (options.surplus, income.deficit, spent.deficit)
    if any(value is not None for value in said_so) or income.currency != spent.currency:
        told = balance.held(income, spent, options.surplus, where)
        return [Finding(level="warning", code="balance", where=where, message=told)] if told else []
    left = spent.total - income.total
    if not left:
        return []
    expenditure, revenue, difference = (amount_text(each, spent.unit) for each in (spent.total, income.total, left))
    message = said(
        "has expenditure of {expenditure} for revenue of {revenue}: a difference of {difference}",
        expenditure=expenditure,
        revenue=revenue,
        difference=difference,
    )
    fix = (
        said("if earlier years' surplus covers it, say so with `surplus`, in lei, and it is checked")
        if left > 0
        else None
    )
    values: Values = {"form": "apart", "spent": _millions(spent.total), "taken": _millions(income.total)}
    values["left"] = _millions(abs(left))
    return [Finding(level="warning", code="balance", where=where, message=message, fix=fix, values=values)]


def _millions(lei: Decimal) -> float:
    """Million lei (or of what the budget is in), for a sentence."""
    return round(float(lei) / 1_000_000, 1)
