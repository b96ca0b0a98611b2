"""A CSV as cities export it: which separator, which decimal mark, rows by column name.

Decides how bytes become cells and cells become numbers. Leaves out what the columns mean (`budget`, `table`).
"""

import csv
import io
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from content.findings import refused

MAX_BYTES = 20_000_000
_NUMBER = re.compile(r"-?\d[\d.,]*")


class Sheet(NamedTuple):
    """Column names, and the rows as (line in the file, cells by column name)."""

    where: str
    delimiter: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]

    def need(self, column: str) -> None:
        """Raises RefusedError when there is no such column."""
        if column not in self.columns:
            raise refused(
                "column", self.where, f"has the columns {', '.join(self.columns)}, expected a column {column!r}"
            )


def read(data: bytes, where: str) -> Sheet:
    """UTF-8 with or without a BOM; `;`, `,` or tab between cells. Raises RefusedError when this is no such table."""
    if len(data) > MAX_BYTES:
        raise refused("size", where, f"found {len(data):,} bytes, expected at most {MAX_BYTES:,}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refused("csv", where, f"byte {error.start} is not UTF-8, expected a CSV file in UTF-8") from error
    first = text.lstrip().partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    if "\0" in text or delimiter not in first:
        raise refused(
            "csv", where, f"is not a CSV: its first line is {first[:40]!r}, expected names separated by ; or ,"
        )
    try:
        lines = [(number, cells) for number, cells in _lines(text, delimiter) if any(cells)]
    except csv.Error as error:
        raise refused("csv", where, f"is not a CSV: {error}") from error
    if not lines:
        raise refused("csv", where, f"has only separators ({delimiter}), expected column names in its first line")
    columns = tuple(cell.lower() for cell in lines[0][1])
    for number, cells in lines[1:]:
        if len(cells) != len(columns):
            raise refused(
                "csv", f"{where}:{number}", f"found {len(cells)} cells, expected {len(columns)} as in the first line"
            )
    return Sheet(
        where, delimiter, columns, tuple((n, dict(zip(columns, cells, strict=True))) for n, cells in lines[1:])
    )


def _lines(text: str, delimiter: str) -> Iterable[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    for cells in reader:
        yield reader.line_num, [cell.strip() for cell in cells]


def decimal_mark(cells: Iterable[str], delimiter: str, where: str) -> str:
    """`,` or `.`: what the numbers of a file agree on. Raises RefusedError when they contradict each other.

    A mark followed by other than three digits, or coming after the other mark, is the decimal mark; one that occurs
    twice in a number is not. A file without evidence is read as its delimiter suggests: with `;` the comma is decimal.
    """
    votes = {",": "", ".": ""}
    for cell in cells:
        for mark, other in ((",", "."), (".", ",")):
            head, found, tail = cell.rpartition(mark)
            if found and mark not in head and other not in tail and (len(tail) != 3 or other in head):
                votes[mark] = cell
            elif cell.count(mark) > 1:
                votes[other] = cell
    if votes[","] and votes["."]:
        raise refused("number", where, f"mixes {votes[',']} and {votes['.']}, expected one decimal mark in all figures")
    return next((mark for mark, seen in votes.items() if seen), "." if delimiter == "," else ",")


def decimal(cell: str, mark: str, where: str) -> Decimal | None:
    """The number in a cell; None for an empty one or a dash (missing is not zero). Raises RefusedError."""
    text = re.sub(r"[\s\u00a0\u202f]", "", cell).replace("\u2212", "-")
    if text in ("", "-", "–", ":", "NA", "null"):
        return None
    whole, _, rest = text.partition(mark)
    grouped = "." if mark == "," else ","
    groups = whole.lstrip("-").split(grouped)
    well = _NUMBER.fullmatch(text) and rest.isdigit() | (rest == "") and all(len(group) == 3 for group in groups[1:])
    if not well or not 1 <= len(groups[0]) <= (3 if groups[1:] else 30):
        raise refused("number", where, f"found {cell!r}, expected a number")
    return Decimal(whole.replace(grouped, "") + (f".{rest}" if rest else ""))
