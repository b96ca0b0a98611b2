"""A budget's file as it is written: titles, header lines, codes, amounts, footers. Decides looks, never meanings."""

import random
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from tests.corpus.mutated import budget_model, written_files
from tests.corpus.mutated.budget_model import Book, Column, Row, Said
from tests.corpus.mutated.written_files import Cell, NumberStyle

HEADERS = ("line", "split", "grouped", "form", "none")
SHEETS = {"expenditure": "Cheltuieli", "revenue": "Venituri"}
"""Names of the sheets of a workbook with one side a sheet."""
SECTIONS = {"": "", "F": "functionare", "D": "dezvoltare"}
NOTES = (
    *("*) sumele sunt provizorii", "Ordonator principal de credite,", "PRIMAR", "Director economic,", "Pagina 1 din 3"),
    *("Notă: sumele nu cuprind fondurile externe", "Anexa nr. 1 la HCL nr. 45 din 12.02.2026", "Întocmit: Ion Popescu"),
)


class Look(NamedTuple):
    """How the file of a budget looks."""

    format: str = ";"
    encoding: str = "utf-8"
    style: NumberStyle = written_files.STYLES[0]
    header: str = "line"
    numbered: bool = False
    code: str = "84.02"
    repeated: bool = False
    numbers: bool = False
    """Codes are numbers in a workbook."""
    seed: int = 0


UNTIL = {
    "31.03.2026": (" LA DATA DE 31.03.2026", " LA 31 MARTIE 2026", " PE TRIMESTRUL I 2026", " TRIM. I 2026"),
    "30.09.2026": (" LA DATA DE 30.09.2026", " LA 30 SEPTEMBRIE 2026", " LA SFÂRȘITUL LUNII SEPTEMBRIE 2026"),
}
"""The last day of an execution, in the words of titles."""
CODES = ("84.02", "8402", "84.02.00", "84 02", "Cap. 84.02", "84,02", "84")


def titled(book: Book, title: Said, rng: random.Random) -> None:
    """Writes what the titles say into the book."""
    book.title = title
    city = title.city or rng.choice((None, budget_model.CITY))
    head = {"draft": "PROIECT DE BUGET", "voted": "BUGETUL LOCAL APROBAT", "executed": "EXECUȚIA BUGETULUI LOCAL"}
    words = head.get(title.stage or "", "BUGETUL LOCAL")
    if title.until:
        words += rng.choice(UNTIL[title.until])
    elif title.year:
        words += f" PE ANUL {title.year}"
    plain = words == "BUGETUL LOCAL" and rng.random() < 0.5
    book.titles = [text for text in (city, "" if plain else words) if text]
    book.titles += [rng.choice(budget_model.UNIT_WORDS[unit]) for unit in title.units]


def written(book: Book, look: Look, before: Book | None = None) -> bytes:
    """The bytes of the file; of a workbook of two years with the budget `before` in a sheet of its own."""
    if look.format == "years":
        assert before is not None
        both = {
            "Buget": _lines(book, book.rows, look),
            f"Buget {budget_model.YEAR - 1}": _lines(before, before.rows, look),
        }
        return written_files.workbook(dict(reversed(both.items())) if look.seed % 2 else both)
    if look.format == "sheets":
        rows = {side: [row for row in book.rows if row.side in (side, "")] for side in book.sides}
        return written_files.workbook({SHEETS[side]: _lines(book, rows[side], look) for side in book.sides})
    return written_files.written(_lines(book, book.rows, look), look.format, look.encoding, look.style)


def _lines(book: Book, rows: Sequence[Row], look: Look) -> list[Sequence[Cell]]:
    """The lines of a sheet."""
    width = len(book.columns)
    rng = random.Random(look.seed)
    lines: list[Sequence[Cell]] = [_beside(text, width, rng) for text in ([] if book.below else book.titles)]
    header = _header(book.columns, look)
    if look.numbered:
        header.append([chr(65 + n) if n < 2 else str(n - 1) for n in range(width)])
    if look.header != "none":
        lines += header
    middle = len(rows) // 2
    for n, row in enumerate(rows):
        if look.repeated and n == middle and look.header != "none":
            lines += header
        lines.append([_cell(column, row, look) for column in book.columns])
    lines += [_beside(text, width, rng) for text in ([*book.titles, *book.footers] if book.below else book.footers)]
    return lines


def _beside(text: str, width: int, rng: random.Random) -> list[Cell]:
    """A title or a note in its first cell, or in another one of the line."""
    at = rng.choice((0, 0, 0, min(1, width - 1), width - 1))
    return [text if n == at else "" for n in range(width)]


def _cell(column: Column, row: Row, look: Look) -> Cell:
    if column.id in row.texts:
        return row.texts[column.id]
    kind = column.was.kind
    if kind == "code":
        return _code(row.code, look)
    if kind == "name":
        return row.name
    if kind == "economic":
        return row.economic
    if kind == "section":
        return SECTIONS[row.section] if row.code else ""
    if kind in budget_model.TEXTS:
        return str(row.number) if kind == "rowno" and row.code else ""
    return row.values.get(column.id)


def _code(code: str, look: Look) -> Cell:
    if not code or "." not in code:
        return code
    if look.numbers and look.format in ("xlsx", "ods", "sheets", "years") and code.count(".") == 1:
        return Decimal(code)
    return {
        "8402": code.replace(".", ""),
        "84.02.00": f"{code}.00" if code.count(".") == 1 else code,
        "84 02": code.replace(".", " "),
        "Cap. 84.02": f"Cap. {code}" if code.count(".") == 1 else code,
        "84": code.removesuffix(".02"),
        "84,02": code.replace(".", ","),
    }.get(look.code, code)


def _label(column: Column) -> str:
    """The label, with the unit it is in: `Total (mii lei)`."""
    return f"{column.label} ({budget_model.UNIT_WORDS[column.unit][0]})" if column.unit else column.label


def _header(columns: Sequence[Column], look: Look) -> list[list[Cell]]:
    labels = [_label(column) for column in columns]
    if look.header == "split":
        halves = [_halves(label) for label in labels]
        return [[one for one, _ in halves], [other for _, other in halves]]
    if look.header == "grouped":
        amounts = [c.was.kind not in budget_model.TEXTS for c in columns]
        first = amounts.index(True) if True in amounts else -1
        above = [
            "BUGET" if n == first else "" if amount else label
            for n, (amount, label) in enumerate(zip(amounts, labels, strict=True))
        ]
        return [above, [label if amount else "" for amount, label in zip(amounts, labels, strict=True)]]
    if look.header == "form" and all(column.says == column.was and not column.unit for column in columns):
        return _form(columns, labels)
    return [labels]


def _halves(label: str) -> tuple[str, str]:
    """A label over two lines: the first half of its words, then the others."""
    words = label.split(" ")
    middle = (len(words) + 1) // 2
    return " ".join(words[:middle]), " ".join(words[middle:])


def _form(columns: Sequence[Column], labels: Sequence[str]) -> list[list[Cell]]:
    """The three lines of the form of law 273/2006, with merged cells: their text stands in the first of them."""
    lines: list[list[Cell]] = [[], [], []]
    before = ("", "")
    for column, label in zip(columns, labels, strict=True):
        kind = column.was.kind
        if kind not in ("plan", "arrears", "quarter1", "quarter2", "quarter3", "quarter4", "estimate"):
            texts, before = (label, "", ""), ("", "")
        elif kind == "estimate":
            texts, before = ("" if before[0] == "E" else "Estimări", str(column.was.year), ""), ("E", "")
        else:
            group = "PREVEDERI ANUALE" if kind in ("plan", "arrears") else "PREVEDERI TRIMESTRIALE"
            year = column.was.year or budget_model.YEAR
            texts = (
                "" if before[0] == "B" else f"Buget {year}",
                "" if before[1] == group else group,
                "TOTAL" if kind == "plan" else label,
            )
            before = ("B", group)
        for line, text in zip(lines, texts, strict=True):
            line.append(text)
    return lines
