"""Which sheets of a workbook a budget is read from: the first with codes and amounts, and another for the other side.

City halls publish revenue and expenditure in one sheet or in two. Decides what belongs together, and names every sheet
that is not read. Leaves out what a sheet says (`lines`).
"""

from collections.abc import Iterator, Sequence

from content.findings import Finding, RefusedError, refused
from content.questions import QuestionError
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
    first, *further = tables.sheets
    if wanted.column and not any(columns.named(table, wanted.column) for table in tables.sheets):
        there = ", ".join(filter(None, first.columns))
        raise refused("column", first.where, f"has the columns {there}, expected {wanted.column!r} among them")
    documents = [lines.read(first, wanted)]
    unread = list(tables.others)
    for table in further:
        beside = _beside(table, wanted, documents)
        if beside:
            documents.append(beside)
        else:
            unread.append(table.where.removeprefix(f"{where}:"))
    document = _joined(documents, where) if len(documents) > 1 else documents[0]
    if not unread:
        return document
    message = f"read from {document.where}, not from the sheet{'s' * (len(unread) > 1)} {', '.join(unread)}"
    told = Finding(level="warning", code="sheet", where=where, message=message)
    return document._replace(findings=(*document.findings, told))


def titled(data: bytes, where: str, name: str | None = None) -> tuple[tuple[TitleGroup, ...], ...]:
    """What a budget's file calls itself, for each table that is read; the words that count most first.

    Above and below the table; by the name of its sheet; by the file's own; by the years of columns and rows. Raises
    RefusedError as `read`.
    """
    first, *further = headers.tables(data, where, name).sheets
    sides = _likely_sides(first)
    tables = [first, *(table for table in further if not _likely_sides(table) & sides)]
    return tuple(_groups(table, where) for table in tables)


def _groups(table: sheet.Sheet, where: str) -> tuple[TitleGroup, ...]:
    name = table.where.removeprefix(f"{where}:") if table.where != where else ""
    return (
        TitleGroup("its title", tuple(_around(table, name))),
        TitleGroup("its sheet's name", (title.of_name(name),)),
        TitleGroup("the file's name", (title.of_name(where),)),
        TitleGroup("its columns", (*filter(None, table.columns), *_years(table)), years_only=True),
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


def _beside(table: sheet.Sheet, wanted: columns.WantedColumns, read: Sequence[Document]) -> Document | None:
    """The lines of a further sheet when they are the other side of the same budget. Raises QuestionError."""
    sides = {side for document in read for side in _sides(document)}
    try:
        document = lines.read(table, wanted)
    except QuestionError:
        if sides & _likely_sides(table):
            return None
        raise
    except RefusedError:
        return None
    there = _sides(document)
    source = sources.apart(document.lines, document.where).source
    same = all(sources.apart(each.lines, each.where).source == source for each in read)
    return document if there and same and not there & sides else None


def _sides(document: Document) -> set[Side]:
    return {codes.side(line.code) for line in sources.apart(document.lines, document.where).lines}


def _likely_sides(table: sheet.Sheet) -> set[Side]:
    """The sides of a sheet whose column of amounts is not known yet, by its codes."""
    column = _column(table, "code")
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
        findings=tuple(
            finding
            for document, part in zip(documents, kept, strict=True)
            for finding in (*document.findings, *part.findings)
        ),
        places=tuple((side, document.where) for document in documents for side in sorted(_sides(document))),
    )
