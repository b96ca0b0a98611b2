"""The sheets of an XLS: the records of Excel 97 to 2003 (BIFF8) and of Excel 5 and 95 (BIFF5), [MS-XLS].

Decides what each cell holds, as the result that was last computed, and which formulas have none. Read here and not by
calamine as the other formats are, because that trusts the counts a file states of itself (DIMENSIONS) and ends the
process when they do not fit in memory. Nothing here is reserved before it is there: what is held grows with the bytes
that are read, and each byte is read once. Leaves out the container (`ole`), and cells as text (`workbook`).
"""

import codecs
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from content.findings import refused
from content.phrases import said
from content.readers.files import extent, number_format, ole
from content.readers.files.number_format import BUILT_IN, PLAIN, NumberFormat

MAX_COLUMN = 255
"""The last column of a sheet, from 0 (IV). A row's number needs no bound: it has two bytes."""
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_BOF, _EOF, _CONTINUE = 0x809, 0x0A, b"\x3c\0"
_WORKSHEET = 0x10
"""The kind of a BOF record with which a sheet begins, and no workbook."""
_CELLS = frozenset((0x06, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E))
_AT_OPENING = 2
"""The flag of a formula that is to be computed when the file is opened."""
_LAST_SERIAL = 2_958_465
"""The day number of 31 December 9999, the last a spreadsheet knows."""
_OLD = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
"""How the files of Excel 2, 3 and 4 begin."""

Value = str | float | bool | date | time | timedelta
"""What a cell holds; a `datetime` is a `date`."""


class BoundSheet(NamedTuple):
    """A sheet as the workbook lists it; `at` is where its records begin."""

    name: str
    at: int
    visible: bool


class Cells(NamedTuple):
    """The cells of a sheet by row and column, from 0, formulas without a result as `C7`, and its layout."""

    rows: dict[int, dict[int, Value]]
    uncomputed: tuple[str, ...]
    layout: extent.SheetLayout


def is_bare(data: bytes) -> bool:
    """Records without an OLE2 file around them, as scripts and programs of before 1997 write them."""
    return data[:4] in _OLD or (data[:2] == b"\x09\x08" and data[3:4] == b"\0")


class Book:
    """The workbook whose records these are. Raises RefusedError for a password, DamagedError for broken records."""

    def __init__(self, stream: bytes, where: str) -> None:
        if stream[:4] in _OLD:
            message = said("is a file of Excel 2, 3 or 4, expected a later one: save it as .xlsx")
            raise refused("workbook", where, message)
        self.stream, self.where = stream, where
        self.unread = len(stream)
        self.sheets: list[BoundSheet] = []
        self.texts: list[str] = []
        self.wide = False
        self.codec = "cp1250"
        self.from_1904 = False
        self.formats: dict[int, str] = {}
        self.styles: list[int] = []
        self.shown: dict[int, NumberFormat] = {}
        with _damage():
            self._begin()

    def _begin(self) -> None:
        records = self._records(0)
        _, first, _ = next(records)
        version, begins = struct.unpack_from("<HH", first)
        self.wide = version == 0x600
        if begins == _WORKSHEET:
            self.sheets.append(BoundSheet("", 0, True))
            self.unread = len(self.stream)
            return
        for kind, data, more in records:
            if kind == 0x2F:
                raise refused("workbook", self.where, "is protected by a password, expected a file anyone can open")
            if kind == 0x42:
                self.codec = _codec(*struct.unpack_from("<H", data))
            elif kind == 0x22:
                self.from_1904 = data[:2] == b"\x01\0"
            elif kind == 0x41E:
                self.formats[struct.unpack_from("<H", data)[0]] = self.text(data[2:], "<H" if self.wide else "<B")
            elif kind == 0xE0:
                self.styles.append(struct.unpack_from("<H", data, 2)[0])
            elif kind == 0x85:
                at, state, sheet = struct.unpack_from("<IBB", data)
                if sheet == 0:
                    self.sheets.append(BoundSheet(self.text(data[6:], "<B"), at, not state & 3))
            elif kind == 0xFC:
                self.texts = _Pieces([data[8:], *more]).texts(*struct.unpack_from("<I", data, 4))

    def cells(self, sheet: BoundSheet) -> Cells:
        """All that a sheet holds. Raises DamagedError, and RefusedError when it spans more than `extent` allows."""
        reading = _Sheet(self)
        depth = 0
        with _damage():
            for kind, data, more in self._records(sheet.at):
                depth += (kind == _BOF) - (kind == _EOF)
                if depth == 1:  # deeper are the figures of a chart
                    reading.record(kind, data, more)
        last = max((column for row in reading.rows.values() for column in row), default=-1)
        extent.bounded(max(reading.rows, default=-1) + 1, last + 1, self.where)
        return Cells(reading.rows, reading.uncomputed(), reading.layout)

    def text(self, data: bytes, length: str, more: Sequence[bytes] = ()) -> str:
        """A text behind its `length`, whose letters may go on in the records that follow."""
        (count,) = struct.unpack_from(length, data)
        rest = data[struct.calcsize(length) :]
        if not self.wide:
            return b"".join((rest, *more))[:count].decode(self.codec, "replace")
        return _Pieces([rest[1:], *more]).characters(count, bool(rest[0] & 1))

    def value(self, number: float, style: int) -> Value:
        """A number as its cell's style shows it."""
        if style not in self.shown:
            index = self.styles[style] if style < len(self.styles) else 0
            given = self.formats.get(index)
            self.shown[style] = BUILT_IN.get(index, PLAIN) if given is None else number_format.of(given)
        form = self.shown[style]
        if form.plain or not -_LAST_SERIAL <= number <= _LAST_SERIAL:
            return number
        if form.kind == "duration":
            return timedelta(seconds=round(number * 86_400))
        if form.kind == "date":
            return _moment(number, self.from_1904) if number >= 0 else number
        return number_format.shown(number, form)

    def _records(self, at: int) -> Iterator[tuple[int, bytes, list[bytes]]]:
        """Kind, content and continuations of the records from `at` on, to the end of what begins there."""
        depth = 0
        while True:
            kind, data = self._record(at)
            at += 4 + len(data)
            depth += (kind == _BOF) - (kind == _EOF)
            if depth < 1 and kind != _EOF:
                raise ole.DamagedError(said("no sheet begins at its byte {at:,}", at=at))
            more = []
            while self.stream[at : at + 2] == _CONTINUE:
                more.append(self._record(at)[1])
                at += 4 + len(more[-1])
            yield kind, data, more
            if depth < 1:
                return

    def _record(self, at: int) -> tuple[int, bytes]:
        kind, length = struct.unpack_from("<HH", self.stream, at)
        data = self.stream[at + 4 : at + 4 + length]
        self.unread -= 4 + length
        if len(data) < length or self.unread < 0:
            raise ole.DamagedError(said("its records break off at byte {at:,}", at=at))
        return kind, data


class _Sheet:
    """The cells of a sheet, while its records are read."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.rows: dict[int, dict[int, Value]] = {}
        self.awaited: tuple[int, int] | None = None
        self.blank: list[str] = []
        self.postponed: list[str] = []
        self.results = self.postponed_results = False
        self.layout = extent.SheetLayout()

    def record(self, kind: int, data: bytes, more: Sequence[bytes]) -> None:
        if kind == 0x207 and self.awaited:
            self._put(*self.awaited, self.book.text(data, "<H", more))
        elif kind in (0x208, 0x7D, 0xE5):
            self._lay_out(kind, data)
        elif kind == 0xBD:
            self._numbers(data)
        elif kind in _CELLS:
            row, column, style = struct.unpack_from("<HHH", data)
            if kind == 0xFD:
                self._put(row, column, self.book.texts[struct.unpack_from("<I", data, 6)[0]])
            elif kind == 0x27E:
                self._put(row, column, self.book.value(_packed(data, 6), style))
            elif kind == 0x203:
                self._put(row, column, self.book.value(struct.unpack_from("<d", data, 6)[0], style))
            elif kind == 0x205:
                self._put(row, column, _mark(data[6]) if data[7] else bool(data[6]))
            elif kind == 0x06:
                self._formula(row, column, style, data)
            else:
                self._put(row, column, self.book.text(data[6:], "<H", more))

    def _lay_out(self, kind: int, data: bytes) -> None:
        """Rows and columns that are hidden, and merged cells."""
        if kind == 0x208 and len(data) > 12 and data[12] & 0x20:
            self.layout.rows.add(struct.unpack_from("<H", data)[0])
        elif kind == 0x7D and len(data) > 8 and data[8] & 1:
            self.layout.hide(*struct.unpack_from("<HH", data))
        elif kind == 0xE5:
            for at in range(2, len(data) - 7, 8):
                self.layout.merge(*struct.unpack_from("<HHH", data, at))

    def _put(self, row: int, column: int, value: Value) -> None:
        if column > MAX_COLUMN:
            raise ole.DamagedError(said("a cell stands in column {column:,}", column=column + 1))
        self.rows.setdefault(row, {})[column] = value

    def _numbers(self, data: bytes) -> None:
        row, first = struct.unpack_from("<HH", data)
        for at in range(4, len(data) - 7, 6):
            (style,) = struct.unpack_from("<H", data, at)
            self._put(row, first + (at - 4) // 6, self.book.value(_packed(data, at + 2), style))

    def _formula(self, row: int, column: int, style: int, data: bytes) -> None:
        """The result. One that is no number says so in its last two bytes, and its kind in the first."""
        (flags,) = struct.unpack_from("<H", data, 14)
        cell = f"{extent.column_letters(column + 1)}{row + 1}"
        self.awaited = None
        if data[12:14] == b"\xff\xff" and data[6] == 3:
            self.blank.append(cell)
            return
        self.results = True
        if data[12:14] != b"\xff\xff":
            (number,) = struct.unpack_from("<d", data, 6)
            if flags & _AT_OPENING and number == 0:
                self.postponed.append(cell)
            self.postponed_results |= bool(flags & _AT_OPENING and number != 0)
            self._put(row, column, self.book.value(number, style))
        elif data[6] == 0:
            self.awaited = row, column
        else:
            self._put(row, column, _mark(data[8]) if data[6] == 2 else bool(data[8]))

    def uncomputed(self) -> tuple[str, ...]:
        """Formulas whose writer computed none: all are blank, or 0 and to be computed when the file is opened.

        A program that does compute leaves such cells too: a formula may well give no text, or 0.
        """
        blank = [] if self.results else self.blank
        return (*blank, *([] if self.postponed_results else self.postponed))


class _Pieces:
    """Texts that run over the end of a record. What goes on in the next begins anew with one byte or two a letter."""

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces, self.at, self.n = pieces, 0, 0

    def texts(self, count: int) -> list[str]:
        """The shared texts of a workbook; `count` is what it says, and none is made that is not there."""
        texts: list[str] = []
        while len(texts) < count:
            length, flags = struct.unpack("<HB", self._bytes(3))
            runs = struct.unpack("<H", self._bytes(2))[0] if flags & 8 else 0
            phonetic = struct.unpack("<I", self._bytes(4))[0] if flags & 4 else 0
            texts.append(self.characters(length, bool(flags & 1)).strip())
            self._skip(4 * runs + phonetic)
        return texts

    def characters(self, count: int, wide: bool) -> str:
        text: list[str] = []
        while True:
            room = (len(self.pieces[self.n]) - self.at) // (1 + wide)
            taken = min(count, room)
            piece = self.pieces[self.n][self.at : self.at + taken * (1 + wide)]
            text.append(piece.decode("utf-16-le" if wide else "latin-1", "replace"))
            self.at += len(piece)
            count -= taken
            if not count:
                return "".join(text)
            self.n, self.at = self.n + 1, 1
            wide = bool(self.pieces[self.n][0] & 1)

    def _bytes(self, count: int) -> bytes:
        """Some few bytes."""
        taken = self.pieces[self.n][self.at : self.at + count]
        self._skip(count)
        return taken if len(taken) == count else taken + self.pieces[self.n][: self.at]

    def _skip(self, count: int) -> None:
        while count > (room := len(self.pieces[self.n]) - self.at):
            count -= room
            self.n, self.at = self.n + 1, 0
        self.at += count


def _packed(data: bytes, at: int) -> float:
    """A number in four bytes (RK): a whole one, or the upper half of a double; either may be hundredths."""
    (packed,) = struct.unpack_from("<i", data, at)
    number: float = packed >> 2 if packed & 2 else struct.unpack("<d", struct.pack("<q", (packed & ~3) << 32))[0]
    return number / 100 if packed & 1 else number


def _mark(code: int) -> str:
    return ERRORS.get(code, "#ERROR!")


def _moment(number: float, from_1904: bool) -> Value:
    """The day after so many; the system of 1900 has a 29 February 1900, as number 60."""
    days, seconds = divmod(round(number * 86_400), 86_400)
    clock = time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    if number < 1:
        return clock
    before = date(1904, 1, 1) if from_1904 else date(1899, 12, 31 if days < 60 else 30)
    day = before + timedelta(days)
    return datetime.combine(day, clock) if seconds else day


def _codec(page: int) -> str:
    """The encoding of texts with a byte a letter. Raises DamagedError for a number that names none."""
    name = {1200: "latin-1", 0x8000: "mac-roman", 0x8001: "cp1252", 10000: "mac-roman"}.get(page, f"cp{page}")
    try:
        codecs.lookup(name)
    except LookupError as error:
        raise ole.DamagedError(said("its code page is {page}", page=page)) from error
    return name


@contextmanager
def _damage() -> Iterator[None]:
    try:
        yield
    except (struct.error, IndexError, OverflowError) as error:
        raise ole.DamagedError("a record is too short") from error
