"""What a workbook would take to open, before it is opened: its size unpacked, the cells it spans, its formulas.

A spreadsheet of a few kilobytes can name a cell in row 1,048,576 or repeat one a billion times; a program that opens
it lays all of that out in memory. Decides by a pass over the XML that lays out nothing. Leaves out the values
(`workbook`).
"""

import functools
import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from typing import Any, NamedTuple
from xml.parsers import expat

from content.findings import refused

MAX_INFLATED = 100_000_000
"""Bytes of all members of the archive, unpacked."""
MAX_MEMBERS = 2_000
MAX_CELLS = 3_000_000
"""Cells of the rectangle from A1 to the last one filled. 100,000 rows of 30 columns."""
_CHUNK = 1 << 20
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_REF = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class Extent(NamedTuple):
    """Cells of a sheet that hold a formula without its result, as `C7`; by sheet name."""

    uncomputed: dict[str, tuple[str, ...]]


def members(data: bytes, where: str) -> dict[str, bytes]:
    """The archive's XML members, unpacked and bounded. Raises RefusedError."""
    contents: dict[str, bytes] = {}
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > MAX_MEMBERS:
                raise refused("size", where, f"has more than {MAX_MEMBERS:,} parts, expected a spreadsheet")
            for info in archive.infolist():
                if info.flag_bits & 1:
                    raise refused("workbook", where, "is protected by a password, expected a file anyone can open")
                content = _inflated(archive, info, MAX_INFLATED - total, where)
                total += len(content)
                if info.filename.endswith((".xml", ".rels")) or _XML.match(content):
                    contents[info.filename] = content
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error) as error:
        raise refused("workbook", where, f"is a damaged spreadsheet ({error}), expected XLSX or ODS") from error
    return contents


def _inflated(archive: zipfile.ZipFile, info: zipfile.ZipInfo, room: int, where: str) -> bytes:
    """All of a member, whatever length the archive's index claims for it."""
    info.file_size = 1 << 40
    parts: list[bytes] = []
    with archive.open(info) as member:
        while part := member.read(_CHUNK):
            parts.append(part)
            room -= len(part)
            if room < 0:
                raise refused("size", where, f"unpacks to more than {MAX_INFLATED:,} bytes, expected at most that")
    return b"".join(parts)


def of_xlsx(parts: dict[str, bytes], where: str) -> Extent:
    """The extent of an XLSX.

    Raises RefusedError for a sheet that spans more than `MAX_CELLS`, and for XML that declares entities.
    """
    names = _sheet_names(parts, where)
    uncomputed: dict[str, tuple[str, ...]] = {}
    for path, content in parts.items():
        sheet = _Cells(where)
        _parsed(content, sheet, where)
        if path in names:
            uncomputed[names[path]] = tuple(sheet.uncomputed)
    return Extent(uncomputed)


def of_ods(parts: dict[str, bytes], where: str) -> Extent:
    """As `of_xlsx`, of an OpenDocument spreadsheet."""
    tables = _OpenDocument(where)
    _parsed(parts.get("content.xml", b"<none/>"), tables, where)
    return Extent({name: tuple(cells) for name, cells in tables.uncomputed.items()})


def _sheet_names(parts: dict[str, bytes], where: str) -> dict[str, str]:
    """Sheet names by the path of their part."""
    sheets, links = _Tags("sheet"), _Tags("Relationship")
    _parsed(parts.get("xl/workbook.xml", b"<none/>"), sheets, where)
    _parsed(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"), links, where)
    targets = {each.get("Id"): each.get("Target", "") for each in links.elements}
    paths = {}
    for each in sheets.elements:
        target = targets.get(next((each[key] for key in each if _local(key) == "id"), None), "")
        paths[target.lstrip("/") if target.startswith("/") else f"xl/{target}"] = each.get("name", "")
    return paths


class _Tags:
    """The attributes of every element of a name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.elements: list[dict[str, str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == self.name:
            self.elements.append(attributes)

    def end(self, tag: str) -> None: ...


class _Cells:
    """A part of an XLSX: the last row and column, and formulas without a result (`<f>` without `<v>`)."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.row = self.column = self.last_row = self.last_column = 0
        self.formula = self.value = self.text_result = self.in_value = False
        self.uncomputed: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "row":
            number = attributes.get("r", "")
            self.row = int(number) if number.isdecimal() and len(number) <= 7 else self.row + 1
            self.column = 0
        elif name == "c":
            self._cell(attributes)
        elif name == "f":
            self.formula = True
        elif name == "v":
            self.in_value = True

    def _cell(self, attributes: dict[str, str]) -> None:
        self.formula = self.value = False
        self.text_result = attributes.get("t") in ("str", "s", "inlineStr")
        at = _REF.fullmatch(attributes.get("r", ""))
        self.row, self.column = (int(at[2]), column_number(at[1])) if at else (self.row, self.column + 1)
        self.last_row, self.last_column = max(self.last_row, self.row), max(self.last_column, self.column)
        bounded(self.last_row, self.last_column, self.where)

    def end(self, tag: str) -> None:
        name = _local(tag)
        if name == "v":
            self.in_value = False
        elif name == "c" and self.formula and not self.value and not self.text_result:
            self.uncomputed.append(f"{column_letters(self.column)}{self.row}")

    def text(self, text: str) -> None:
        if self.in_value and text.strip():
            self.value = True


_EMPTY_COLUMNS = 16_384
"""Columns a spreadsheet can have: what one row may repeat."""
_EMPTY_ROWS = 1_048_576


class _OpenDocument:
    """The sheets of an ODS: cells and rows say how often they repeat."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.table = ""
        self.row = self.column = self.rows = self.columns = self.filled = self.laid = self.last_column = 0
        self.uncomputed: dict[str, list[str]] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        given = {_local(key): value for key, value in attributes.items()}
        if name == "table":
            self.table = given.get("name", "")
            self.uncomputed[self.table] = []
            self.row = self.last_column = 0
        elif name == "table-row":
            self.rows = self._times(given.get("number-rows-repeated"), _EMPTY_ROWS)
            self.column = self.filled = 0
        elif name in ("table-cell", "covered-table-cell"):
            self.columns = self._times(given.get("number-columns-repeated"), _EMPTY_COLUMNS)
            self.column += self.columns
            if self.column > 2 * _EMPTY_COLUMNS:
                raise refused("size", self.where, f"has rows of {self.column:,} cells, expected a spreadsheet")
            if "value-type" in given:
                self.filled = self.column
            elif "formula" in given:
                self.uncomputed[self.table].append(f"{column_letters(self.column)}{self.row + 1}")
        elif name == "p":
            self.filled = self.column

    def _times(self, stated: str | None, most: int) -> int:
        times = int(stated) if stated and stated.isdecimal() and len(stated) < 10 else 1 if stated is None else most + 1
        if times > most:
            raise refused("size", self.where, f"repeats a cell {stated} times, expected at most {most:,}")
        return max(times, 1)

    def end(self, tag: str) -> None:
        if _local(tag) != "table-row":
            return
        self.row += self.rows
        if self.filled:
            self.laid += self.filled * self.rows
            self.last_column = max(self.last_column, self.filled)
            bounded(max(self.row, self.laid // self.last_column), self.last_column, self.where)


def bounded(rows: int, columns: int, where: str) -> None:
    """Raises RefusedError for a sheet of more cells than `MAX_CELLS`."""
    if rows * columns > MAX_CELLS:
        size = f"{rows:,} rows by {columns:,} columns"
        raise refused("size", where, f"spans {size}, expected at most {MAX_CELLS:,} cells")


def _parsed(content: bytes, into: Any, where: str) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = into.start
    parser.EndElementHandler = into.end
    parser.CharacterDataHandler = getattr(into, "text", None)
    parser.EntityDeclHandler = _refuse_entities
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise refused("workbook", where, f"is a damaged spreadsheet ({error}), expected XLSX or ODS") from error
    except _EntityError as error:
        raise refused("workbook", where, "declares XML entities, expected a spreadsheet without any") from error


class _EntityError(Exception):
    """XML that defines its own abbreviations: nothing a spreadsheet program writes."""


def _refuse_entities(*_: object) -> None:
    raise _EntityError


@functools.lru_cache(maxsize=1024)
def _local(name: str) -> str:
    return name.rpartition(":")[2]


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(column: int) -> str:
    """A for 1, AA for 27."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def first(cells: Iterable[str], most: int = 3) -> str:
    """`C7, D7 and 12 more`, for a sentence."""
    shown = list(cells)
    more = len(shown) - most
    return ", ".join(shown[:most]) + (f" and {more:,} more" if more > 0 else "")
