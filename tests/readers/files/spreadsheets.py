"""Spreadsheets for the tests: written by openpyxl, or as the bare parts of an archive where a trap needs it."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


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
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES}><office:body><office:spreadsheet>'
        f"<table:table table:name={quoteattr(name)}>{body}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
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
    return f'<table:table-cell office:value-type="string">{shown}</table:table-cell>'
