"""The sheets of an "XML Spreadsheet 2003", which accounting programs save under the name of an Excel file.

Decides what each cell holds, by the type it states, and how its style shows a number; a cell that says where it stands
leaves those before it empty. Leaves out cells as text (`workbook`).
"""

import re
from datetime import date, datetime
from typing import NamedTuple

from content.readers.files import number_format
from content.readers.files.extent import SheetLayout, bounded, column_letters, local, parsed
from content.readers.files.number_format import NumberFormat

_HEAD = re.compile(
    rb"""<\?mso-application\s+progid\s*=\s*["']Excel\.Sheet"""
    rb"""|<(?:\w{1,9}:)?Workbook\b[^>]{0,2000}urn:schemas-microsoft-com:office:spreadsheet"""
)
_NAMED = {"Percent": "0.00%", **dict.fromkeys(("General Date", "Short Date", "Long Date", "Medium Date"), "dd.mm.yyyy")}
MAX_PLACE = 1_048_576

Content = str | float | bool | date


class XmlSheet(NamedTuple):
    """One sheet: its cells by row and column, from 0, and formulas without a result as `C7`."""

    name: str
    visible: bool
    rows: dict[int, dict[int, Content]]
    uncomputed: tuple[str, ...]
    layout: SheetLayout


def is_file(data: bytes) -> bool:
    """Whether the bytes begin as such a file."""
    return data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and _HEAD.search(data[:4_000]) is not None


def sheets(data: bytes, where: str) -> list[XmlSheet]:
    """All sheets. Raises RefusedError for damaged XML, entities, and a sheet of more cells than `extent` allows."""
    reading = _Workbook(where)
    parsed(data.lstrip(b"\r\n \t"), reading, where)
    return reading.sheets


class _Workbook:
    def __init__(self, where: str) -> None:
        self.where = where
        self.sheets: list[XmlSheet] = []
        self.formats: dict[str, NumberFormat] = {}
        self.style = self.kind = ""
        self.row = self.column = self.last_column = self.across = self.described = 0
        self.formula = self.filled = False
        self.words: list[str] | None = None
        self.uncomputed: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        given = {local(key): value for key, value in attributes.items()}
        if name == "Style":
            self.style = given.get("ID", "")
        elif name == "NumberFormat":
            code = given.get("Format", "")
            self.formats[self.style] = number_format.of(_NAMED.get(code, code))
        elif name == "Worksheet":
            self.sheets.append(XmlSheet(given.get("Name", ""), True, {}, (), SheetLayout()))
            self.uncomputed = []
            self.row = self.last_column = self.described = 0
        elif name == "Column" and self.sheets:
            self.described = _place(given, self.described + 1)
            span = given.get("Span", "")
            last = self.described + (int(span) if span.isdecimal() and len(span) < 6 else 0)
            if given.get("Hidden") == "1":
                self.sheets[-1].layout.hide(self.described - 1, last - 1)
            self.described = last
        elif name == "Row":
            self.row = _place(given, self.row + 1)
            self.column = self.across = 0
            if given.get("Hidden") == "1" and self.sheets:
                self.sheets[-1].layout.rows.add(self.row - 1)
        elif name == "Cell":
            self.column = _place(given, self.column + self.across + 1)
            self.across = min(int(given["MergeAcross"]), MAX_PLACE) if given.get("MergeAcross", "").isdecimal() else 0
            down = given.get("MergeDown", "")
            if self.sheets and down.isdecimal() and len(down) < 8:
                self.sheets[-1].layout.merge(self.row - 1, self.row - 1 + int(down), self.column - 1)
            self.style = given.get("StyleID", "")
            self.formula, self.filled = "Formula" in given, False
        elif name in ("Data", "Visible"):
            self.kind, self.words = given.get("Type", "String"), []

    def text(self, text: str) -> None:
        if self.words is not None:
            self.words.append(text)

    def end(self, tag: str) -> None:
        name = local(tag)
        if name == "Data" and self.words is not None and self.sheets and self.row and self.column:
            self._put("".join(self.words))
        elif name == "Visible" and self.words is not None and self.sheets:
            self.sheets[-1] = self.sheets[-1]._replace(visible=not "".join(self.words).strip().startswith("Sheet"))
        elif name == "Cell" and self.formula and not self.filled and self.sheets:
            self.uncomputed.append(f"{column_letters(self.column)}{self.row}")
        elif name == "Worksheet" and self.sheets:
            self.sheets[-1] = self.sheets[-1]._replace(uncomputed=tuple(self.uncomputed))
        if name in ("Data", "Visible"):
            self.words = None

    def _put(self, text: str) -> None:
        self.filled = True
        self.last_column = max(self.last_column, self.column)
        bounded(self.row, self.last_column, self.where)
        self.sheets[-1].rows.setdefault(self.row - 1, {})[self.column - 1] = self._value(text.strip())

    def _value(self, text: str) -> Content:
        try:
            if self.kind == "Number":
                form = self.formats.get(self.style, number_format.PLAIN)
                number = float(text)
                return number if form.plain or form.kind else number_format.shown(number, form)
            if self.kind == "DateTime":
                at = datetime.fromisoformat(text)
                return at if at.hour or at.minute or at.second else at.date()
        except (ValueError, ArithmeticError):
            return text
        return text == "1" if self.kind == "Boolean" else text


def _place(given: dict[str, str], following: int) -> int:
    """Where a row or cell stands, from 1: as it says, or behind the one before it."""
    stated = given.get("Index", "")
    return min(int(stated), MAX_PLACE) if stated.isdecimal() and len(stated) < 9 else min(following, MAX_PLACE)
