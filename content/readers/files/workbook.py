"""The sheets of an XLSX or ODS file as rows of text: values as they were last computed, never a formula.

Decides what a cell says: a number exactly (`numbers.Exact`), a date as ISO 8601, an error as its mark (`#REF!`), an
empty or merged-away one as "". Macros, links and pictures are not looked at. Leaves out which sheet is meant (`sheet`).
"""

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

import python_calamine as calamine

from content.findings import refused
from content.readers.files import extent, numbers

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


class Worksheet(NamedTuple):
    """One visible sheet. Rows are those with any text, with their number (from 1)."""

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    uncomputed: tuple[str, ...]


def is_workbook(data: bytes) -> bool:
    return data.startswith((ZIP, OLE))


def pages(data: bytes, where: str, name: str | None = None) -> Iterator[Worksheet]:
    """The visible sheets in order, or the one named. Raises RefusedError: no spreadsheet, too large, no such sheet."""
    if data.startswith(OLE):
        message = "is an old Excel file (.xls) or one with a password, expected XLSX, ODS or CSV: save it as .xlsx"
        raise refused("workbook", where, message)
    parts = extent.members(data, where)
    if "xl/workbook.xml" in parts:
        spans = extent.of_xlsx(parts, where)
    elif ODS.encode() in data[:200] and "content.xml" in parts:
        spans = extent.of_ods(parts, where)
    else:
        raise refused("workbook", where, "is an archive but no spreadsheet, expected XLSX, ODS or CSV")
    try:
        yield from _pages(data, where, name, spans)
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise refused("workbook", where, f"is a damaged spreadsheet ({error}), expected XLSX or ODS") from error


def _pages(data: bytes, where: str, name: str | None, spans: extent.Extent) -> Iterator[Worksheet]:
    with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        sheets = [each for each in book.sheets_metadata if each.typ == calamine.SheetTypeEnum.WorkSheet]
        if name is not None and name not in [each.name for each in sheets]:
            known = ", ".join(repr(each.name) for each in sheets)
            raise refused("sheet", where, f"has no sheet {name!r}, expected one of {known}")
        for each in sheets:
            if each.name == name or (name is None and each.visible == calamine.SheetVisibleEnum.Visible):
                cells = book.get_sheet_by_name(each.name).to_python(skip_empty_area=False)
                lines = ((number, tuple(map(_cell_text, row))) for number, row in enumerate(cells, 1))
                filled = tuple((number, row) for number, row in lines if any(row))
                yield Worksheet(each.name, filled, spans.uncomputed.get(each.name, ()))


def _cell_text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return numbers.exact(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).strip()
