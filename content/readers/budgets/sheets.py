"""Which sheets of a workbook a budget is read from: the first with codes and amounts, and another for the other side.

City halls publish revenue and expenditure in one sheet or in two. Decides what belongs together, and names every sheet
that is not read. Leaves out what a sheet says (`lines`).
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from content.findings import Finding, RefusedError, refused
from content.phrases import said
from content.questions import Choice, Question, QuestionError
from content.readers.budgets import codes, columns, headers, lines, sources, title
from content.readers.budgets.codes import Side
from content.readers.budgets.lines import Document
from content.readers.budgets.title import TitleGroup
from content.readers.files import sheet


def read(data: bytes, where: str, name: str | None = None, wanted: columns.WantedColumns = columns.ANY) -> Document:
    """The lines of both sides of a file, as far as it has them; `name` is the only sheet that is read.

    Raises RefusedError; QuestionError where several columns could be meant.
    """
    tables = headers.tables(data, where, name)
    meant = _of_year(tables.sheets, wanted.year, where)
    first, *further = meant
    if wanted.column and not any(columns.named(table, wanted.column) for table in tables.sheets):
        there = ", ".join(filter(None, first.columns))
        raise refused(
            "column",
            first.where,
            said("has the columns {there}, expected {column!r} among them", there=there, column=wanted.column),
        )
    documents = [lines.read(first, wanted)]
    passed = [table.where.removeprefix(f"{where}:") for table in tables.sheets if table not in meant]
    unread, rivals = [*tables.others, *passed], []
    for table in further:
        beside = _read(table, wanted, documents)
        if beside and _belongs(beside, documents):
            documents.append(beside)
            continue
        unread.append(table.where.removeprefix(f"{where}:"))
        if beside and _total(beside) not in (None, _total(documents[0])):
            rivals.append(beside)
    if rivals:
        raise QuestionError(_which(documents[0], rivals, where))
    document = _joined(documents, where) if len(documents) > 1 else documents[0]
    if not unread:
        return document
    message = said(
        "read from {value}, not from the sheet{value2} {unread}",
        value=document.where,
        value2="s" * (len(unread) > 1),
        unread=", ".join(unread),
    )
    told = Finding(level="warning", code="sheet", where=where, message=message)
    return document._replace(findings=(*document.findings, told))


def titled(
    data: bytes, where: str, name: str | None = None, year: int | None = None
) -> tuple[tuple[TitleGroup, ...], ...]:
    """What a budget's file calls itself, for each table that is read; the words that count most first.

    Above and below the table; by the name of its sheet; by the file's own; by the years of columns and rows; where no
    `year` is said also by those of other sheets of the same side. Raises RefusedError as `read`.
    """
    first, *further = _of_year(headers.tables(data, where, name).sheets, year, where)
    sides = _likely_sides(first)
    tables = [first, *(table for table in further if not _likely_sides(table) & sides)]
    rivals = [table for table in further if table not in tables and _own_years(table, where)] if year is None else []
    groups = [_groups(table, where, beside=len(tables) <= len(further)) for table in tables]
    return ((*groups[0], *(_rival(table, where) for table in rivals)), *groups[1:])


def _of_year(tables: Sequence[sheet.Sheet], year: int | None, where: str) -> list[sheet.Sheet]:
    """The tables that may be of the year; those that say another are passed over where one is left."""
    if year is None or len(tables) < 2:
        return list(tables)
    years = [_own_years(table, where) for table in tables]
    return [table for table, own in zip(tables, years, strict=True) if not own or year in own] or list(tables)


def _own_years(table: sheet.Sheet, where: str) -> set[int]:
    """The years a sheet says it is of, by its title, or its name, or its columns."""
    above, called, _, dated = _groups(table, where)
    return next((set(years) for group in (above, called, dated) if (years := group.read().years)), set())


def _rival(table: sheet.Sheet, where: str) -> TitleGroup:
    name = table.where.removeprefix(f"{where}:")
    years = " ".join(map(str, sorted(_own_years(table, where))))
    return TitleGroup(said("the sheet {name!r}", name=name), (f"{title.of_name(name)} {years}",), rival=True)


def _groups(table: sheet.Sheet, where: str, *, beside: bool = False) -> tuple[TitleGroup, ...]:
    name = table.where.removeprefix(f"{where}:") if table.where != where else ""
    return (
        TitleGroup("its title", tuple(_around(table, name))),
        TitleGroup("its sheet's name", (title.of_name(name),), beside=beside),
        TitleGroup("the file's name", (title.of_name(where),)),
        TitleGroup("its columns", (*columns.of_budgets(table), *_years(table)), years_only=True),
    )


def _around(table: sheet.Sheet, name: str) -> Iterator[str]:
    """The texts above a table, and below its last row with a code."""
    yield from (text for text in table.notes if text != name)
    column = _column(table, "code")
    last = max((number for number, row in table.rows if column and codes.normal(row[column])), default=0)
    yield from (cell for number, row in table.rows if number > last for cell in row.values() if cell)


def _years(table: sheet.Sheet) -> Iterator[str]:
    column = _column(table, "year")
    yield from dict.fromkeys(row[column] for _, row in table.rows) if column else ()


def _column(table: sheet.Sheet, field: str) -> str:
    return next((name for name in table.columns if name and headers.field(name) == field), "")


def _read(table: sheet.Sheet, wanted: columns.WantedColumns, before: Sequence[Document]) -> Document | None:
    """The lines of a further sheet, None where it cannot be read. Raises QuestionError for what may be a side."""
    try:
        return lines.read(table, wanted)
    except QuestionError:
        if {side for document in before for side in _sides(document)} & _likely_sides(table):
            return None
        raise
    except RefusedError:
        return None


def _belongs(document: Document, before: Sequence[Document]) -> bool:
    """Whether a sheet is the other side of the same budget."""
    there = _sides(document)
    read = {side for each in before for side in _sides(each)}
    return bool(there) and not there & read and all(_source(each) == _source(document) for each in before)


def _source(document: Document) -> str | None:
    return sources.apart(document.lines, document.where).source


def _total(document: Document) -> Decimal | None:
    """The total that a sheet states of the local budget's expenditure, or else of its revenue, as written; where it
    states those of the sections only, both together."""
    if _source(document) not in (None, codes.LOCAL):
        return None
    totals = [line for line in document.lines if codes.role(line.code, line.name) == "all"]
    side = "expenditure" if any(codes.side(line.code) == "expenditure" for line in totals) else "revenue"
    totals = [line for line in totals if codes.side(line.code) == side]
    totals = [line for line in totals if not line.section][:1] or totals
    return sum((line.total or Decimal(0) for line in totals), Decimal(0)) if totals else None


def _which(first: Document, rivals: Sequence[Document], where: str) -> Question:
    """Two sheets with a budget each: which is the city's?"""
    choices = tuple(
        Choice(
            answer=each.where.removeprefix(f"{where}:"),
            gives=said("total {each:,f}", each=_total(each)) if _total(each) else "",
        )
        for each in (first, *rivals[:40])
    )
    seen = ", ".join(choice.answer for choice in choices)
    return Question(
        code="sheet",
        where=where,
        seen=seen,
        asks=said("which sheet is the city's budget?"),
        option="sheet",
        choices=choices,
    )


def _sides(document: Document) -> set[Side]:
    return {codes.side(line.code) for line in sources.apart(document.lines, document.where).lines}


def _likely_sides(table: sheet.Sheet) -> set[Side]:
    """The sides of a sheet whose column of amounts is not known yet, by its codes."""
    column = _column(table, "code")
    if not column:
        return set()
    known = [code for _, row in table.rows if (code := codes.normal(row[column]))]
    return {codes.side(code) for code in known if codes.source(code) in codes.SOURCES or codes.role(code, "") == "all"}


def _joined(documents: Sequence[Document], where: str) -> Document:
    """The two sides as one document; what stands in neither side for certain is said to be in either sheet."""
    kept = [sources.apart(document.lines, document.where) for document in documents]
    names = ", ".join(document.where.removeprefix(f"{where}:") for document in documents)
    units = {unit: row for document in reversed(documents) for unit, row in document.units.items()}
    return Document(
        where=f"{where}:{names}",
        lines=tuple(line for part in kept for line in part.lines),
        texts=tuple(text for document in documents for text in document.texts),
        units=units,
        results=tuple(row for document in documents for row in document.results),
        totals=tuple(row for document in documents for row in document.totals),
        blank=tuple(row for document in documents for row in document.blank),
        uncoded=tuple(row for document in documents for row in document.uncoded),
        foreign=tuple(row for document in documents for row in document.foreign),
        hidden=tuple(row for document in documents for row in document.hidden),
        findings=tuple(
            finding
            for document, part in zip(documents, kept, strict=True)
            for finding in (*document.findings, *part.findings)
        ),
        places=tuple((side, document.where) for document in documents for side in sorted(_sides(document))),
    )
