"""Files as programs save them, for the fuzz: CSV in all separators and encodings, XLSX, ODS; numbers as people write.

Cells are texts, or `Decimal` where a cell is a number. Knows nothing of budgets or tables.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from tests.readers.files import spreadsheets

Cell = str | Decimal | None


class NumberStyle(NamedTuple):
    """How numbers are written: what groups thousands, the decimal mark, how many decimals (None: as many as needed)."""

    group: str = "."
    mark: str = ","
    places: int | None = 2

    def text(self, value: Decimal) -> str:
        """`1.234,50`; a number without decimals has none where `places` is None."""
        written = f"{abs(value):,.{self.places}f}" if self.places is not None else f"{abs(value):,f}"
        whole, _, rest = written.partition(".")
        if self.places is None:
            rest = rest.rstrip("0")
        sign = "-" if value < 0 else ""
        return sign + whole.replace(",", self.group) + (self.mark + rest if rest else "")


STYLES = (
    NumberStyle(".", ",", 2),
    NumberStyle("", ",", 2),
    NumberStyle(" ", ",", 2),
    NumberStyle("\u00a0", ",", 2),
    NumberStyle(",", ".", 2),
    NumberStyle("", ".", 2),
    NumberStyle("", ",", None),
    NumberStyle(".", ",", None),
    NumberStyle("", ".", None),
)

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1250", "iso8859-16", "iso8859-2")
FORMATS = (";", ",", "\t", "xlsx", "ods")


def workbook(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """An XLSX of several sheets."""
    return spreadsheets.xlsx(
        **{name: [[_value(cell) for cell in row] for row in rows] for name, rows in sheets.items()}
    )


def written(rows: Sequence[Sequence[Cell]], kind: str, encoding: str, style: NumberStyle) -> bytes:
    """The bytes of a file of that kind (a separator, `xlsx` or `ods`). Letters the encoding lacks lose their marks."""
    if kind == "xlsx":
        return spreadsheets.xlsx(Buget=[[_value(cell) for cell in row] for row in rows])
    if kind == "ods":
        return spreadsheets.ods([[_value(cell) for cell in row] for row in rows])
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=kind, lineterminator="\r\n").writerows(
        [[_text(cell, style) for cell in row] for row in rows]
    )
    return encoded(out.getvalue(), encoding)


def encoded(text: str, encoding: str) -> bytes:
    """The text in an encoding, with the letters it has: older ones have ş for ș."""
    if encoding in ("cp1250", "iso8859-2"):
        text = text.translate(str.maketrans("șțȘȚ", "şţŞŢ")).replace("…", "..")
    return text.encode(encoding, errors="replace")


def _value(cell: Cell) -> str | float | None:
    return float(cell) if isinstance(cell, Decimal) else cell or None


def _text(cell: Cell, style: NumberStyle) -> str:
    return style.text(cell) if isinstance(cell, Decimal) else cell or ""
