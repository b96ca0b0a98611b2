"""The sheets of an XLSX, ODS or XLS file as rows of text: values as they were last computed, never a formula.

Decides what a cell says: a number exactly (`numbers.Exact`), a date as ISO 8601, an error as its mark (`#REF!`), an
empty or merged-away one as "". Macros, links and pictures are not looked at. Leaves out which sheet is meant (`sheet`).
"""

import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import python_calamine as calamine

from content.findings import refused
from content.phrases import said
from content.readers.files import (
    biff,
    extent,
    html_table,
    number_format,
    numbers,
    ole,
    ooxml,
    opendocument,
    spreadsheet_xml,
)

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0"
ARCHIVE = b"MIME-Version:"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


class Worksheet(NamedTuple):
    """One visible sheet. Rows are those with any text, with their number (from 1).

    `typed`: the file tells numbers from texts. Where it does not, they are written as people of the place write them.
    `hidden` are rows and columns with text that nobody sees who opens the file, as `row 5` and `column C`, `merged` the
    cells that stand for several rows: only the first of these has their text.
    """

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    uncomputed: tuple[str, ...]
    typed: bool = True
    hidden: tuple[str, ...] = ()
    merged: tuple[extent.MergedDown, ...] = ()


def is_workbook(data: bytes, where: str = "") -> bool:
    """Whether the bytes are a spreadsheet, or XML, HTML or a web archive saved under the name of one (`where`)."""
    return data.startswith((ZIP, OLE, ARCHIVE)) or biff.is_bare(data) or _is_text(data, where)


def _is_text(data: bytes, where: str) -> bool:
    return spreadsheet_xml.is_file(data) or html_table.is_file(data, where)


def pages(data: bytes, where: str, name: str | None = None) -> Iterator[Worksheet]:
    """The visible sheets in order, or the one named. Raises RefusedError: no spreadsheet, too large, no such sheet."""
    if data.startswith(ARCHIVE):
        raise refused("workbook", where, "is a web archive (MHTML), expected XLSX, ODS, XLS or CSV: save it as .xlsx")
    if not data.startswith(ZIP):
        yield from (_text_pages if _is_text(data, where) else _old_pages)(data, where, name)
        return
    parts = extent.members(data, where)
    if "xl/workbook.xml" in parts:
        spans = ooxml.extent(parts, where)
    elif ODS.encode() in data[:200] and "content.xml" in parts:
        spans = opendocument.extent(parts, where)
    else:
        raise refused("workbook", where, "is an archive but no spreadsheet, expected XLSX, ODS or CSV")
    try:
        yield from _pages(data, where, name, spans)
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise refused(
            "workbook", where, said("is a damaged spreadsheet ({error}), expected XLSX or ODS", error=error)
        ) from error


def _old_pages(data: bytes, where: str, name: str | None) -> Iterator[Worksheet]:
    """As `pages`, of an XLS."""
    try:
        book = biff.Book(_records(data, where), where)
        _there(name, [each.name for each in book.sheets], where)
        for each in book.sheets:
            if each.name == name or (name is None and each.visible):
                cells = book.cells(each)
                rows = _laid(cells.rows)
                yield _worksheet(each.name, rows, cells.uncomputed, cells.layout)
    except ole.DamagedError as error:
        raise refused(
            "workbook", where, said("is a damaged spreadsheet ({error}), expected XLS, XLSX or ODS", error=error)
        ) from error


def _text_pages(data: bytes, where: str, name: str | None) -> Iterator[Worksheet]:
    """As `pages`, of XML and HTML. The tables of a page are called `table 1` and so on where there are several."""
    if spreadsheet_xml.is_file(data):
        sheets = spreadsheet_xml.sheets(data, where)
        _there(name, [each.name for each in sheets], where)
        for each in sheets:
            if each.name == name or (name is None and each.visible):
                rows = _laid(each.rows)
                yield _worksheet(each.name, rows, each.uncomputed, each.layout)
        return
    tables = html_table.tables(data, where)
    names = [said("table {number}", number=number) if len(tables) > 1 else "" for number in range(1, len(tables) + 1)]
    _there(name, names, where)
    for called, table in zip(names, tables, strict=True):
        if name in (None, called):
            yield _worksheet(called, table.rows, (), table.layout)._replace(typed=False)


def _laid(cells: Mapping[int, Mapping[int, Any]]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The rows with any text, each as wide as the widest, with their number from 1."""
    width = max((column for row in cells.values() for column in row), default=-1) + 1
    lines = ((n + 1, tuple(_cell_text(cells[n].get(m, "")) for m in range(width))) for n in sorted(cells))
    return tuple((number, row) for number, row in lines if any(row))


_Rows = tuple[tuple[int, tuple[str, ...]], ...]


def _worksheet(name: str, rows: _Rows, uncomputed: tuple[str, ...], layout: extent.SheetLayout) -> Worksheet:
    return Worksheet(name, rows, uncomputed, hidden=_unseen(rows, layout), merged=tuple(layout.merged))


def _unseen(rows: _Rows, hidden: extent.SheetLayout) -> tuple[str, ...]:
    """The hidden rows and columns that hold any text."""
    width = max((len(cells) for _, cells in rows), default=0)
    within = [n for n in sorted(hidden.columns) if n < width]
    columns = [n for n in within if any(n < len(cells) and cells[n] for _, cells in rows)]
    lines = [number for number, _ in rows if number - 1 in hidden.rows]
    return (
        *(said("row {number}", number=number) for number in lines),
        *(said("column {n}", n=extent.column_letters(n + 1)) for n in columns),
    )


def _records(data: bytes, where: str) -> bytes:
    """The stream of an OLE2 file that is a workbook; in some files there is nothing around it."""
    if not data.startswith(OLE):
        return data
    file = ole.Container(data)
    stream = next((each for each in ("Workbook", "Book", "WORKBOOK", "BOOK") if each in file.names), None)
    if stream:
        return file.stream(stream)
    if "EncryptedPackage" in file.names:
        raise refused("workbook", where, "is protected by a password, expected a file anyone can open")
    kind = said("a Word document") if "WordDocument" in file.names else said("no spreadsheet")
    raise refused("workbook", where, said("is {kind}, expected XLS, XLSX, ODS or CSV", kind=kind))


def _there(name: str | None, names: list[str], where: str) -> None:
    if name is not None and name not in names:
        raise refused(
            "sheet",
            where,
            said("has no sheet {name!r}, expected one of {names}", name=name, names=", ".join(map(repr, names))),
        )


def _pages(data: bytes, where: str, name: str | None, spans: extent.Extent) -> Iterator[Worksheet]:
    with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        sheets = [each for each in book.sheets_metadata if each.typ == calamine.SheetTypeEnum.WorkSheet]
        _there(name, [each.name for each in sheets], where)
        for each in sheets:
            if each.name == name or (name is None and each.visible == calamine.SheetVisibleEnum.Visible):
                cells = book.get_sheet_by_name(each.name).to_python(skip_empty_area=False)
                _mark(cells, spans.marks.get(each.name, {}))
                lines = ((number, tuple(map(_cell_text, row))) for number, row in enumerate(cells, 1))
                filled = tuple((number, row) for number, row in lines if any(row))
                layout = spans.layouts.get(each.name, extent.SheetLayout())
                yield _worksheet(each.name, filled, spans.uncomputed.get(each.name, ()), layout)


def _mark(cells: list[list[Any]], marks: dict[tuple[int, int], extent.Mark]) -> None:
    """Makes cells what people see: errors, and numbers shown as a percentage or in thousands."""
    for (row, column), mark in marks.items():
        if isinstance(mark, str):
            cells.extend([] for _ in range(row + 1 - len(cells)))
            cells[row].extend([""] * (column + 1 - len(cells[row])))
            cells[row][column] = mark
        elif row < len(cells) and column < len(cells[row]) and isinstance(cells[row][column], int | float):
            cells[row][column] = number_format.shown(cells[row][column], mark)


def _cell_text(value: Any) -> str:
    if isinstance(value, numbers.Exact):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return numbers.exact(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).strip()
