"""What a workbook would take to open, before it is opened: its size unpacked, the cells it spans, their letters.

A spreadsheet of a few kilobytes can name a cell in row 1,048,576 or repeat one a billion times; a program that opens
it lays all of that out in memory. Decides by a pass over the XML that lays out nothing, which the formats share
(`ooxml`, `opendocument`) and `biff` is held to. Leaves out the values (`workbook`).
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
from content.phrases import joined, said
from content.readers.files.number_format import NumberFormat

MAX_INFLATED = 100_000_000
"""Bytes of all members of the archive, unpacked."""
MAX_MEMBERS = 2_000
MAX_CELLS = 3_000_000
"""Cells of the rectangle from A1 to the last one filled. 100,000 rows of 30 columns."""
MAX_LETTERS = 100_000_000
"""Letters of all cells, each counted as often as it is repeated."""
MAX_COLUMNS = 16_384
"""Columns a spreadsheet can have."""
MAX_RANGES = 1_000
MAX_MERGED = 100_000
_CHUNK = 1 << 20
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")


class MergedDown(NamedTuple):
    """A cell that stands for several rows: their first and last number, from 1, and its column, from 0."""

    first: int
    last: int
    column: int


Mark = str | NumberFormat
"""What the library that opens a workbook does not tell of a cell: its error (`#REF!`), or how its number is shown."""


class SheetLayout:
    """How a sheet is laid out: rows and columns that are there and not seen, from 0; cells merged over several rows."""

    def __init__(self) -> None:
        self.rows: set[int] = set()
        self.columns: set[int] = set()
        self.merged: list[MergedDown] = []
        self._ranges = 0

    def merge(self, first: int, last: int, column: int) -> None:
        """Adds a cell that reaches down over rows, from 0; of a sheet at most `MAX_MERGED`."""
        if last > first and len(self.merged) < MAX_MERGED:
            self.merged.append(MergedDown(first + 1, last + 1, column))

    def hide(self, first: int, last: int) -> None:
        """Adds columns; a sheet says so a few times at most, and only `MAX_RANGES` times it is listened to."""
        self._ranges += 1
        if self._ranges <= MAX_RANGES:
            self.columns.update(range(first, min(last + 1, MAX_COLUMNS)))


class Extent(NamedTuple):
    """By sheet name: cells that hold a formula without its result, as `C7`; marks by row and column from 0; layouts."""

    uncomputed: dict[str, tuple[str, ...]]
    marks: dict[str, dict[tuple[int, int], Mark]]
    layouts: dict[str, SheetLayout]


def members(data: bytes, where: str) -> dict[str, bytes]:
    """The archive's XML members, unpacked and bounded. Raises RefusedError."""
    contents: dict[str, bytes] = {}
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > MAX_MEMBERS:
                raise refused(
                    "size",
                    where,
                    said("has more than {max_members:,} parts, expected a spreadsheet", max_members=MAX_MEMBERS),
                )
            for info in archive.infolist():
                if info.flag_bits & 1:
                    raise refused("workbook", where, "is protected by a password, expected a file anyone can open")
                content = _inflated(archive, info, MAX_INFLATED - total, where)
                total += len(content)
                if info.filename.endswith((".xml", ".rels")) or _XML.match(content):
                    contents[info.filename] = content
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error) as error:
        raise refused(
            "workbook", where, said("is a damaged spreadsheet ({error}), expected XLSX or ODS", error=error)
        ) from error
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
                raise refused(
                    "size",
                    where,
                    said(
                        "unpacks to more than {max_inflated:,} bytes, expected at most that", max_inflated=MAX_INFLATED
                    ),
                )
    return b"".join(parts)


def legible(letters: int, where: str) -> None:
    """Raises RefusedError for cells that would repeat texts to more than `MAX_LETTERS`."""
    if letters > MAX_LETTERS:
        raise refused(
            "size",
            where,
            said("repeats texts to more than {max_letters:,} letters, expected at most that", max_letters=MAX_LETTERS),
        )


def bounded(rows: int, columns: int, where: str) -> None:
    """Raises RefusedError for a sheet of more cells than `MAX_CELLS`."""
    if rows * columns > MAX_CELLS:
        size = said("{rows:,} rows by {columns:,} columns", rows=rows, columns=columns)
        raise refused(
            "size", where, said("spans {size}, expected at most {max_cells:,} cells", size=size, max_cells=MAX_CELLS)
        )


def parsed(content: bytes, into: Any, where: str) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = into.start
    parser.EndElementHandler = into.end
    parser.CharacterDataHandler = getattr(into, "text", None)
    parser.EntityDeclHandler = _refuse_entities
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise refused(
            "workbook", where, said("is a damaged spreadsheet ({error}), expected XLSX or ODS", error=error)
        ) from error
    except _EntityError as error:
        raise refused("workbook", where, "declares XML entities, expected a spreadsheet without any") from error


class _EntityError(Exception):
    """XML that defines its own abbreviations: nothing a spreadsheet program writes."""


def _refuse_entities(*_: object) -> None:
    raise _EntityError


@functools.lru_cache(maxsize=1024)
def local(name: str) -> str:
    return name.rpartition(":")[2]


@functools.lru_cache(maxsize=MAX_COLUMNS)
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
    return joined(", ", shown[:most]) + (said(" and {more:,} more", more=more) if more > 0 else "")
