"""XLS files for the tests: BIFF8 or BIFF5 records, and the OLE2 file around them ([MS-XLS], [MS-CFB]).

Written apart from the reader: `test_excel97` lets calamine, another program, say that they are what they should be.
"""

import struct
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

SECTOR = 512
MINI_SECTOR = 64
MINI_LIMIT = 4096
"""Bytes under which a stream lies in the small sectors."""
FREE, END, FAT, LISTED = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
MAX_RECORD = 8224
GENERAL, DATE, DATE_AND_TIME, TIME, CUSTOM = range(5)
"""Positions of the cell formats this module writes."""
CUSTOM_DATE = 'dd" luna "mmmm\\ yyyy'
ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}

Rows = Sequence[Sequence[Any]]


class Formula(NamedTuple):
    """A formula with the result it was last computed to; `flags` 2: to be computed at the next opening."""

    result: Any
    flags: int = 0


class Mistake(NamedTuple):
    """An error value of a cell, as `#REF!`."""

    mark: str


class Shown(NamedTuple):
    """A number in a cell format: `DATE`, `TIME`, `CUSTOM`."""

    number: float
    style: int


def xls(
    sheets: Mapping[str, Rows],
    merged: Mapping[str, Sequence[tuple[int, int, int, int]]] | None = None,
    *,
    hidden: Sequence[str] = (),
    biff5: bool = False,
    shared: bool = True,
) -> bytes:
    """A workbook of these sheets; `merged` areas are first row, last row, first column, last column, from 0.

    Texts are `shared` in one table, as Excel 97 and later write them, or in their cells.
    """
    return ole(
        {"Book" if biff5 else "Workbook": Biff(biff5, shared and not biff5).workbook(sheets, merged or {}, hidden)}
    )


class Biff:
    """The records of one workbook."""

    def __init__(self, biff5: bool = False, shared: bool = True) -> None:
        self.biff5, self.shared = biff5, shared
        self.texts: dict[str, int] = {}

    def workbook(
        self,
        sheets: Mapping[str, Rows],
        merged: Mapping[str, Sequence[tuple[int, int, int, int]]],
        hidden: Sequence[str] = (),
    ) -> bytes:
        bodies = {name: self.sheet(rows, merged.get(name, ())) for name, rows in sheets.items()}
        before = self.bof(5) + record(0x42, struct.pack("<H", 1250 if self.biff5 else 1200)) + self.formats()
        after = (self.text_table() if self.shared else b"") + record(0x0A)
        names = [self.short(name) for name in sheets]
        at = len(before) + sum(4 + 6 + len(name) for name in names) + len(after)
        bound = b""
        for sheet, name in zip(sheets, names, strict=True):
            bound += record(0x85, struct.pack("<IBB", at, int(sheet in hidden), 0) + name)
            at += len(bodies[sheet])
        return before + bound + after + b"".join(bodies.values())

    def bof(self, kind: int) -> bytes:
        if self.biff5:
            return record(0x809, struct.pack("<HHHH", 0x500, kind, 0x0DBB, 0x07CC))
        return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 0x07CC, 0, 6))

    def formats(self) -> bytes:
        mark = CUSTOM_DATE.encode()
        text = struct.pack("<B", len(mark)) if self.biff5 else struct.pack("<HB", len(mark), 0)
        styles = (0, 14, 22, 21, 170)
        padding = bytes(12 if self.biff5 else 16)
        xfs = b"".join(record(0xE0, struct.pack("<HH", 0, style) + padding) for style in styles)
        return record(0x41E, struct.pack("<H", 170) + text + mark) + xfs

    def sheet(self, rows: Rows, merged: Sequence[tuple[int, int, int, int]]) -> bytes:
        width = max(map(len, rows), default=0)
        size = (
            struct.pack("<HHHHH", 0, len(rows), 0, width, 0)
            if self.biff5
            else struct.pack("<IIHHH", 0, len(rows), 0, width, 0)
        )
        cells = b"".join(
            self.cell(row, column, value)
            for row, values in enumerate(rows)
            for column, value in enumerate(values)
            if value is not None
        )
        areas = struct.pack("<H", len(merged)) + b"".join(struct.pack("<HHHH", *area) for area in merged)
        return self.bof(0x10) + record(0x200, size) + cells + (record(0xE5, areas) if merged else b"") + record(0x0A)

    def cell(self, row: int, column: int, value: Any) -> bytes:
        style, value = _styled(value)
        at = struct.pack("<HHH", row, column, style)
        match value:
            case Formula(result, flags):
                return self.formula(at, result, flags)
            case Mistake(mark):
                return record(0x205, at + struct.pack("<BB", ERRORS[mark], 1))
            case bool():
                return record(0x205, at + struct.pack("<BB", value, 0))
            case int() if abs(value) < 1 << 29:
                return record(0x27E, at + struct.pack("<i", value << 2 | 2))
            case int() | float():
                return record(0x203, at + struct.pack("<d", value))
            case _ if self.shared:
                return record(0xFD, at + struct.pack("<I", self.texts.setdefault(str(value), len(self.texts))))
            case _:
                return record(0x204, at + self.long(str(value)))

    def formula(self, at: bytes, result: Any, flags: int) -> bytes:
        text = b""
        match result:
            case None:
                value = struct.pack("<BxBxHH", 3, 0, 0, 0xFFFF)
            case bool():
                value = struct.pack("<BxBxHH", 1, result, 0, 0xFFFF)
            case Mistake(mark):
                value = struct.pack("<BxBxHH", 2, ERRORS[mark], 0, 0xFFFF)
            case int() | float():
                value = struct.pack("<d", result)
            case _:
                value = struct.pack("<BxBxHH", 0, 0, 0, 0xFFFF)
                text = record(0x207, self.long(str(result)))
        one_and_one = bytes.fromhex("1e01001e010003")
        return record(0x06, at + value + struct.pack("<HIH", flags, 0, len(one_and_one)) + one_and_one) + text

    def long(self, text: str) -> bytes:
        """A text with its length in two bytes."""
        if self.biff5:
            return struct.pack("<H", len(text)) + text.encode("cp1250")
        return _characters(text, "<H")

    def short(self, text: str) -> bytes:
        """A text with its length in one byte."""
        if self.biff5:
            return struct.pack("<B", len(text)) + text.encode("cp1250")
        return _characters(text, "<B")

    def text_table(self) -> bytes:
        """The shared texts, cut at the end of a record also inside a text, as Excel cuts them."""
        pieces = [bytearray(struct.pack("<II", len(self.texts), len(self.texts)))]
        for text in self.texts:
            whole = _characters(text, "<H")
            wide = whole[2]
            if len(pieces[-1]) + 3 > MAX_RECORD:
                pieces.append(bytearray())
            pieces[-1] += whole[:3]
            rest = whole[3:]
            while rest:
                room = (MAX_RECORD - len(pieces[-1])) // (1 + wide) * (1 + wide)
                if not room:
                    pieces.append(bytearray([wide]))
                    continue
                pieces[-1] += rest[:room]
                rest = rest[room:]
        return record(0xFC, bytes(pieces[0])) + b"".join(record(0x3C, bytes(piece)) for piece in pieces[1:])


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _characters(text: str, length: str) -> bytes:
    wide = any(letter > "\xff" for letter in text)
    coded = text.encode("utf-16-le" if wide else "latin-1")
    return struct.pack(length, len(coded) // (1 + wide)) + bytes([wide]) + coded


def _styled(value: Any) -> tuple[int, Any]:
    if isinstance(value, Shown):
        return value.style, value.number
    if isinstance(value, datetime):
        whole = value - datetime(1899, 12, 30)  # noqa: DTZ001
        return DATE_AND_TIME, whole.days + whole.seconds / 86_400
    if isinstance(value, date):
        return DATE, (value - date(1899, 12, 30)).days
    if isinstance(value, time):
        return TIME, (value.hour * 3600 + value.minute * 60 + value.second) / 86_400
    return GENERAL, value


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE2 file of these streams; the short ones lie in its small sectors."""
    mini, mini_fat, chains = bytearray(), list[int](), []
    for name, content in streams.items():
        if len(content) < MINI_LIMIT:
            chains.append((name, content, _chain(mini_fat, -(-len(content) // MINI_SECTOR))))
            mini += content + bytes(-len(content) % MINI_SECTOR)
    body, fat = bytearray(), list[int]()

    def put(content: bytes) -> int:
        body.extend(content + bytes(-len(content) % SECTOR))
        return _chain(fat, -(-len(content) // SECTOR))

    chains += [(name, content, put(content)) for name, content in streams.items() if len(content) >= MINI_LIMIT]
    small = put(bytes(mini))
    small_fat = put(struct.pack(f"<{len(mini_fat)}I", *mini_fat) + b"\xff" * (-4 * len(mini_fat) % SECTOR))
    entries = [_entry("Root Entry", 5, small, len(mini), child=1)]
    entries += [
        _entry(name, 2, start, len(content), right=n + 1 if n < len(chains) else FREE)
        for n, (name, content, start) in enumerate(chains, 1)
    ]
    directory = put(b"".join(entries) + _entry("", 0, 0, 0) * (-len(entries) % 4))
    holds = SECTOR // 4
    needed = -(-len(fat) // (holds - 2))  # more than enough for the table itself and the list of its sectors
    more = max(-(-(needed - 109) // (holds - 1)), 0)
    table_at = len(fat)
    fat += [FAT] * needed + [LISTED] * more
    fat += [FREE] * (needed * holds - len(fat))
    named = [*range(table_at, table_at + needed)]
    rest = named[109:] + [FREE] * (more * (holds - 1) - len(named[109:]))
    lists = b"".join(
        struct.pack(f"<{holds}I", *rest[n * (holds - 1) : (n + 1) * (holds - 1)], table_at + needed + n + 1)
        for n in range(more)
    )
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
        + struct.pack("<IIIIII", 0, needed, directory, 0, MINI_LIMIT, small_fat)
        + struct.pack("<III", -(-len(mini_fat) // holds), table_at + needed if more else END, more)
        + struct.pack("<109I", *named[:109], *[FREE] * (109 - min(needed, 109)))
    )
    if more:
        lists = lists[:-4] + struct.pack("<I", END)
    return header + bytes(body) + struct.pack(f"<{len(fat)}I", *fat) + lists


def _chain(table: list[int], sectors: int) -> int:
    """Adds a chain of so many sectors; its first."""
    if not sectors:
        return END
    start = len(table)
    table += [*range(start + 1, start + sectors), END]
    return start


def _entry(name: str, kind: int, start: int, size: int, *, right: int = FREE, child: int = FREE) -> bytes:
    coded = name.encode("utf-16-le")
    length = len(coded) + 2 if name else 0
    return (
        coded.ljust(64, b"\0")
        + struct.pack("<HBBIII", length, kind, 1, FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
