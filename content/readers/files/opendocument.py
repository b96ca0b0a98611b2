"""What an OpenDocument spreadsheet takes to open, and what the library that opens it does not tell.

Decides by a pass over its one part, where cells and rows say how often they repeat (OpenDocument 1.3 part 3, 9.1).
Leaves out the values (`workbook`).
"""

import re

from content.findings import refused
from content.phrases import said
from content.readers.files import number_format
from content.readers.files.extent import Extent, Mark, SheetLayout, bounded, column_letters, legible, local, parsed

_EMPTY_COLUMNS = 16_384
"""Columns a spreadsheet can have: what one row may repeat."""
_EMPTY_ROWS = 1_048_576


_ERROR = re.compile(r"#[A-Z/0]+[!?A]|Err:[0-9]{3}|#N/A")
_LONGEST_ERROR = 12
_UNSEEN = ("collapse", "filter")
_PERCENT = number_format.of("0%")


class _OpenDocument:
    """The sheets of an ODS: cells and rows say how often they repeat."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.table = ""
        self.row = self.column = self.rows = self.columns = self.filled = self.laid = self.last_column = 0
        self.letters = self.row_letters = 0
        self.formula = False
        self.content = ""
        self.uncomputed: dict[str, list[str]] = {"": []}
        self.row_marks: list[tuple[int, int, Mark]] = []
        self.marks: dict[str, dict[tuple[int, int], Mark]] = {"": {}}
        self.layouts: dict[str, SheetLayout] = {"": SheetLayout()}
        self.described = 0
        self.unseen = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        given = {local(key): value for key, value in attributes.items()}
        if name == "table":
            self.table = given.get("name", "")
            self.uncomputed[self.table] = []
            self.marks[self.table] = {}
            self.layouts[self.table] = SheetLayout()
            self.row = self.last_column = self.described = 0
        elif name == "table-column":
            times = self._times(given.get("number-columns-repeated"), _EMPTY_COLUMNS)
            if given.get("visibility") in _UNSEEN and self.table in self.layouts:
                self.layouts[self.table].hide(self.described, self.described + times - 1)
            self.described += times
        elif name == "table-row":
            self.rows = self._times(given.get("number-rows-repeated"), _EMPTY_ROWS)
            self.column = self.filled = self.row_letters = 0
            self.row_marks = []
            self.unseen = given.get("visibility") in _UNSEEN
        elif name in ("table-cell", "covered-table-cell"):
            self._cell(given)
        elif name == "p":
            self.filled = self.column

    def _cell(self, given: dict[str, str]) -> None:
        self.columns = self._times(given.get("number-columns-repeated"), _EMPTY_COLUMNS)
        self.column += self.columns
        self.formula, self.content = "formula" in given, ""
        self.row_letters += len(given.get("string-value", "")) * self.columns
        if self.column > 2 * _EMPTY_COLUMNS:
            raise refused(
                "size", self.where, said("has rows of {column:,} cells, expected a spreadsheet", column=self.column)
            )
        if "value-type" in given:
            self.filled = self.column
        elif self.formula:
            self.uncomputed[self.table].append(f"{column_letters(self.column)}{self.row + 1}")
        down = given.get("number-rows-spanned", "")
        if down.isdecimal() and len(down) < 8:
            self.layouts[self.table].merge(self.row, self.row + int(down) - 1, self.column - 1)
        if given.get("value-type") == "percentage":
            self._mark(_PERCENT)

    def _mark(self, mark: Mark) -> None:
        self.row_marks.append((self.column - self.columns, self.column, mark))

    def text(self, text: str) -> None:
        self.content += text[: _LONGEST_ERROR + 1 - len(self.content)]
        self.row_letters += len(text) * self.columns
        legible(self.letters + self.row_letters * self.rows, self.where)

    def _times(self, stated: str | None, most: int) -> int:
        times = int(stated) if stated and stated.isdecimal() and len(stated) < 10 else 1 if stated is None else most + 1
        if times > most:
            raise refused(
                "size",
                self.where,
                said("repeats a cell {stated} times, expected at most {most:,}", stated=stated, most=most),
            )
        return max(times, 1)

    def end(self, tag: str) -> None:
        if local(tag) in ("table-cell", "covered-table-cell") and self.formula and _ERROR.fullmatch(self.content):
            self._mark(self.content)
        if local(tag) != "table-row":
            return
        first, self.row = self.row, self.row + self.rows
        self.letters += self.row_letters * self.rows
        legible(self.letters, self.where)
        if self.filled:
            self.laid += self.filled * self.rows
            self.last_column = max(self.last_column, self.filled)
            bounded(max(self.row, self.laid // self.last_column), self.last_column, self.where)
            if self.unseen:
                self.layouts[self.table].rows.update(range(first, self.row))
            for left, right, mark in self.row_marks:
                cells = ((row, column) for row in range(first, self.row) for column in range(left, right))
                self.marks[self.table].update(dict.fromkeys(cells, mark))


def extent(parts: dict[str, bytes], where: str) -> Extent:
    """The extent of an ODS. Raises RefusedError as that of an XLSX does (`ooxml`)."""
    tables = _OpenDocument(where)
    parsed(parts.get("content.xml", b"<none/>"), tables, where)
    return Extent({name: tuple(cells) for name, cells in tables.uncomputed.items()}, tables.marks, tables.layouts)
