"""Spreadsheets for the tests: written by openpyxl, or as the bare parts of an archive where a trap needs it."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl

from content.readers.files import extent
from tests.readers.files import excel97

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


FORMATS = ("xls", "xlsx", "ods", "csv")


def written(
    form: str, sheets: Mapping[str, Sequence[Sequence[Any]]], merged: Mapping[str, Sequence[str]] = {}
) -> bytes:
    """A file of these sheets by name, in one of the `FORMATS`; a CSV has one sheet, semicolons and no merged cells.

    `merged` areas are written as `A1:C2`, by sheet. As in a spreadsheet program only their first cell keeps a value.
    Values are None, texts, numbers and dates; None is a cell that is not there.
    """
    areas = {name: [_area(each) for each in given] for name, given in merged.items()}
    kept = {name: _merged(rows, areas.get(name, ())) for name, rows in sheets.items()}
    if form == "xls":
        return excel97.xls(kept, areas)
    if form == "csv":
        ((_, rows),) = kept.items()
        text = io.StringIO()
        csv.writer(text, delimiter=";").writerows(["" if value is None else value for value in row] for row in rows)
        return text.getvalue().encode()
    if form == "ods":
        return _ods_tables({name: _ods_rows(rows, areas.get(name, ())) for name, rows in kept.items()})
    book = openpyxl.load_workbook(io.BytesIO(xlsx(**kept)))
    for name, given in merged.items():
        for each in given:
            book[name].merge_cells(each)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _area(text: str) -> tuple[int, int, int, int]:
    """First row, last row, first column and last column, from 0."""
    (left, top), (right, bottom) = (
        (each.rstrip("0123456789"), each.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for each in text.split(":")
    )
    columns = extent.column_number(left) - 1, extent.column_number(right) - 1
    return int(top) - 1, int(bottom) - 1, *columns


def _merged(rows: Sequence[Sequence[Any]], areas: Sequence[tuple[int, int, int, int]]) -> list[list[Any]]:
    laid = [list(row) for row in rows]
    for top, bottom, left, right in areas:
        for row in range(top, min(bottom + 1, len(laid))):
            for column in range(left, min(right + 1, len(laid[row]))):
                if (row, column) != (top, left):
                    laid[row][column] = None
    return laid


def _ods_rows(rows: Sequence[Sequence[Any]], areas: Sequence[tuple[int, int, int, int]]) -> str:
    text = ""
    for row, values in enumerate(rows):
        text += "<table:table-row>"
        for column, value in enumerate(values):
            area = next((a for a in areas if a[0] <= row <= a[1] and a[2] <= column <= a[3]), None)
            if area is None:
                text += _cell(value)
            elif (row, column) == (area[0], area[2]):
                wide, high = area[3] - column + 1, area[1] - row + 1
                spans = f'table:number-columns-spanned="{wide}" table:number-rows-spanned="{high}"'
                text += _cell(value).replace("<table:table-cell", f"<table:table-cell {spans}", 1)
            else:
                text += "<table:covered-table-cell/>"
        text += "</table:table-row>"
    return text


def xlsx(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """A workbook of these sheets, by name; values as Python has them, "=…" a formula without its result."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(data: bytes, path: str, old: str, new: str) -> bytes:
    """The archive with a text in one of its parts replaced."""
    return archive(
        {
            name: content.replace(old.encode(), new.encode()) if name == path else content
            for name, content in parts(data).items()
        }
    )


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}


def archive(content: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in content.items():
            target.writestr(name, data)
    return out.getvalue()


def ods(rows: Sequence[Sequence[Any]], name: str = "Buget") -> bytes:
    """An OpenDocument spreadsheet of one sheet."""
    return ods_of("".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows), name)


def ods_of(body: str, name: str = "Buget") -> bytes:
    """The same, of raw table rows."""
    return _ods_tables({name: body})


def _ods_tables(bodies: Mapping[str, str]) -> bytes:
    tables = "".join(f"<table:table table:name={quoteattr(name)}>{body}</table:table>" for name, body in bodies.items())
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES}><office:body><office:spreadsheet>'
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("mimetype", ODS_TYPE)
        target.writestr("content.xml", content)
        manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        target.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    shown = f"<text:p>{escape(str(value))}</text:p>"
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}">{shown}</table:table-cell>'
    if isinstance(value, date):
        stated = f'office:value-type="date" office:date-value="{value.isoformat()}"'
        return f"<table:table-cell {stated}>{shown}</table:table-cell>"
    return f'<table:table-cell office:value-type="string">{shown}</table:table-cell>'
