"""Tables of HTML as sheets: what statistics offices and accounting programs save under the name of an Excel file.

Decides which rows and columns a table has, with its spans laid out, and what each cell says: the number the program
states beside the text (`x:num` of Excel, `sdval` of LibreOffice), else the text. Each table is a sheet; the texts above
it are its title rows. Markup is read leniently, as browsers do, and in one pass. Leaves out pages of the web, where
tables are not what the page is for.
"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from content.findings import refused
from content.phrases import said
from content.readers.files import encoding, number_format, numbers
from content.readers.files.extent import SheetLayout, bounded

MAX_COLUMNS = 1_000
MAX_TITLES = 40
"""Texts above a table that are kept, of at most `_LONGEST` letters."""
MAX_ROWS = 200_000
MAX_TABLES = 1_000
"""Tables of a file, and with `MAX_DEPTH` tables inside tables."""
MAX_DEPTH = 30
MAX_STRAY = 10_000
_LONGEST = 300
_TAG = 5_000
"""Letters of a tag with its attributes."""
_FIRST = re.compile(rb"<(?:html|head|table|meta|style|body|div)\b", re.I)
_MADE_BY = re.compile(rb"urn:schemas-microsoft-com:office:excel|Excel\.Sheet|\bsdval=", re.I)
_NAMED = (".xls", ".xlt", ".xlsx")
_NAME = re.compile(r"<(/?)([A-Za-z][\w:]{0,30})")
_ATTRIBUTE = re.compile(r"""([a-z][\w:-]{0,40})(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""", re.I)
_NUMBER = re.compile(r"[-\u2212(]?[0-9., \u00a0\u202f]+\)?")
_SILENT = ("script", "style", "title", "head", "xml")
"""Elements whose text nobody reads."""
_UNSEEN = re.compile(r"display\s*:\s*none", re.I)
_LINE = "\x0b"
"""Where a cell has a new line; those of the file itself are blanks."""
_BREAKS = frozenset(("br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "caption", "center", "table"))


class HtmlTable(NamedTuple):
    """Rows with any text by their number in the table; titles above it have the number 0."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    layout: SheetLayout


def is_file(data: bytes, where: str) -> bool:
    """Whether these are tables saved as a spreadsheet: by the name, or by the program that wrote them."""
    if not _FIRST.match(_begins(data[:4_000])):
        return False
    name = urlsplit(where).path.lower()
    return name.endswith(_NAMED) or _MADE_BY.search(data[:200_000]) is not None


def _begins(head: bytes) -> bytes:
    """What comes behind the document type, declarations and comments."""
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    while head.startswith((b"<!", b"<?")):
        head = head.partition(b"-->" if head.startswith(b"<!--") else b">")[2].lstrip()
    return head


def tables(data: bytes, where: str) -> list[HtmlTable]:
    """The tables with two columns or more, in order. Raises RefusedError when there is none, or one is cut off."""
    reading = _Tables(where)
    text, _ = encoding.text(data, where)
    stray = 0
    for piece in _pieces(text):
        if isinstance(piece, str):
            reading.text(piece)
            stray += piece == "<"
            if stray > MAX_STRAY:
                raise refused("table", where, "has too many < that begin no tag, expected HTML")
        elif piece.closes:
            reading.end(piece.name)
        else:
            reading.start(piece)
    if reading.open:
        raise refused("table", where, "has a table that never ends (</table>), expected the whole file: it was cut off")
    if not reading.done:
        raise refused("table", where, "is a web page without a table of two columns, expected XLSX, ODS, XLS or CSV")
    return reading.done


class _Tag(NamedTuple):
    name: str
    closes: bool
    attributes: str

    def attribute(self, name: str) -> str | None:
        """Its value, empty where it has none; None when it is not there."""
        if name not in self.attributes.lower():
            return None
        for key, value in _ATTRIBUTE.findall(self.attributes):
            if key.lower() == name:
                return html.unescape(value.strip("\"'"))
        return None

    def span(self, name: str) -> int:
        stated = (self.attribute(name) or "").strip()
        return max(int(stated), 1) if stated.isdecimal() and len(stated) < 6 else 1


def _pieces(text: str) -> Iterator[str | _Tag]:
    """Texts and tags in order. What is no tag is text; comments and what nobody reads are left out."""
    at = 0
    while (begins := text.find("<", at)) >= 0:
        if begins > at:
            yield text[at:begins]
        if text.startswith("<!--", begins):
            at = _behind(text, "-->", begins)
            continue
        ends = text.find(">", begins, begins + _TAG)
        match = _NAME.match(text, begins)
        if ends < 0 or (match is None and text[begins + 1 : begins + 2] not in ("!", "?")):
            yield "<"
            at = begins + 1
            continue
        at = ends + 1
        if match is None:
            continue
        tag = _Tag(match[2].lower(), bool(match[1]), text[begins + len(match[0]) : ends].rstrip("/"))
        if tag.name in _SILENT and not tag.closes:
            at = _behind(text, ">", _behind(text, f"</{tag.name}", at))
        else:
            yield tag
    yield text[at:]


def _behind(text: str, mark: str, at: int) -> int:
    """Where the text goes on behind a mark; its end when the mark never comes."""
    match = re.compile(re.escape(mark), re.I).search(text, at)
    return match.end() if match else len(text)


class _Open:
    """A table while it is read."""

    def __init__(self) -> None:
        self.rows: list[dict[int, str]] = []
        self.below: dict[int, int] = {}
        self.layout = SheetLayout()
        self.width = self.column = 0
        self.row: dict[int, str] | None = None
        self.cell: _Tag | None = None
        self.words: list[str] = []


class _Tables:
    """Collects tables; one inside another is a table of its own."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.begun = 0
        self.open: list[_Open] = []
        self.done: list[HtmlTable] = []
        self.titles: list[str] = []
        self.line: list[str] = []

    def text(self, text: str) -> None:
        if self.open:
            if self.open[-1].cell is not None:
                self.open[-1].words.append(text)
        elif len(self.line) < MAX_TITLES:
            self.line.append(text[:_LONGEST])

    def start(self, tag: _Tag) -> None:
        if tag.name in _BREAKS:
            self.text(_LINE)
            self._title()
        if tag.name == "table":
            self.open.append(_Open())
            self.begun += 1
            if self.begun > MAX_TABLES or len(self.open) > MAX_DEPTH:
                raise refused(
                    "size",
                    self.where,
                    said(
                        "has more than {max_tables:,} tables or {max_depth} inside each other",
                        max_tables=MAX_TABLES,
                        max_depth=MAX_DEPTH,
                    ),
                )
        elif self.open and tag.name == "tr":
            self._row()
            self.open[-1].row = {}
            if _UNSEEN.search(tag.attribute("style") or ""):
                self.open[-1].layout.rows.add(len(self.open[-1].rows))
        elif self.open and tag.name in ("td", "th"):
            self._cell()
            if self.open[-1].row is None:
                self.open[-1].row = {}
            self.open[-1].cell = tag

    def end(self, name: str) -> None:
        if name in _BREAKS:
            self.text(_LINE)
            self._title()
        if self.open and name in ("td", "th"):
            self._cell()
        elif self.open and name == "tr":
            self._row()
        elif self.open and name == "table":
            self._row()
            self._table(self.open.pop())

    def _title(self) -> None:
        words = " ".join(html.unescape("".join(self.line)).split())
        self.line.clear()
        if words and len(self.titles) < MAX_TITLES:
            self.titles.append(words[:_LONGEST])

    def _cell(self) -> None:
        """Places the cell right of those above that reach down to it."""
        table = self.open[-1]
        if table.cell is None or table.row is None:
            return
        while table.below.get(table.column):
            table.column += 1
        wide, high = table.cell.span("colspan"), table.cell.span("rowspan")
        table.layout.merge(len(table.rows), len(table.rows) + high - 1, table.column)
        table.row[table.column] = _value(table.cell, "".join(table.words))
        for column in range(table.column, min(table.column + wide, MAX_COLUMNS + 1)):
            table.below[column] = high
        table.column += wide
        table.width = max(table.width, table.column)
        table.cell = None
        table.words.clear()
        if table.width > MAX_COLUMNS:
            message = said(
                "has a table of more than {max_columns:,} columns, expected at most that", max_columns=MAX_COLUMNS
            )
            raise refused("size", self.where, message)

    def _row(self) -> None:
        self._cell()
        table = self.open[-1]
        if table.row is None:
            return
        table.rows.append(table.row)
        table.below = {column: high - 1 for column, high in table.below.items() if high > 1}
        table.row, table.column = None, 0
        bounded(len(table.rows), table.width, self.where)
        if len(table.rows) > MAX_ROWS:
            raise refused(
                "size",
                self.where,
                said("has a table of more than {max_rows:,} rows, expected at most that", max_rows=MAX_ROWS),
            )

    def _table(self, table: _Open) -> None:
        if table.width < 2:
            texts = (text for row in table.rows for text in row.values() if text)
            self.titles += [text[:_LONGEST] for text in texts][: max(MAX_TITLES - len(self.titles), 0)]
            return
        blank = [""] * (table.width - 1)
        rows = [(0, (title, *blank)) for title in self.titles]
        for number, cells in enumerate(table.rows, 1):
            row = tuple(cells.get(column, "") for column in range(table.width))
            if any(row):
                rows.append((number, row))
        self.titles.clear()
        self.done.append(HtmlTable(tuple(rows), table.layout))


def _value(cell: _Tag, words: str) -> str:
    """The number that the program states, where the text is one too; else the text."""
    lines = (" ".join(line.split()) for line in html.unescape(words).split(_LINE))
    text = "\n".join(filter(None, lines))  # never one number of two lines
    stated = cell.attribute("x:num") or cell.attribute("sdval")
    if not stated or len(stated) > numbers.LONGEST or not _NUMBER.fullmatch(text):
        return text
    form = number_format.of((cell.attribute("sdnum") or "").rpartition(";")[2])
    try:
        return text if form.kind else number_format.shown(float(stated), form)
    except (ValueError, OverflowError, ArithmeticError):
        return text
