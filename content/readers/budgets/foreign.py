"""A budget by another classification than Order 1954/2005's (another state's, a portal's own), as a pack keeps it.

Such files come from Fiscal Data Packages (`fiscal`), which check them. Their codes are words: they say neither side,
nor level, nor total; the total row says the first and the last, and there are no levels.
"""

import csv
import io
from decimal import Decimal

from content.findings import refused
from content.pack.slides import BudgetUnit
from content.phrases import said
from content.readers.budgets import codes
from content.readers.budgets.figures import UNITS, Chapter, Figures, amount_text, written
from content.readers.files import numbers, sheet

HEADER = ("cod_alta_clasificatie", "denumire", "total")
_MARK = (";".join(HEADER) + "\n").encode()
_TOTAL = "TOTAL"
_NAMES = {"expenditure": "TOTAL CHELTUIELI", "revenue": "TOTAL VENITURI", None: "TOTAL"}


def is_foreign(figures: Figures) -> bool:
    """Whether the codes are not those of Order 1954/2005."""
    return any(chapter.foreign for chapter in figures.chapters)


def is_written(data: bytes) -> bool:
    """Whether these bytes are what `write` writes."""
    return data.startswith(_MARK)


def write(figures: Figures) -> bytes:
    """Codes as they are; amounts in the unit of the file, exact."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(HEADER)
    for chapter in figures.chapters:
        writer.writerow((chapter.code, chapter.raw or chapter.name, written(chapter.lei, figures.unit)))
    writer.writerow((_TOTAL, _NAMES[figures.side], written(figures.total, figures.unit)))
    return out.getvalue().encode()


def read(data: bytes, where: str, unit: BudgetUnit) -> Figures:
    """The figures of such a file.

    Raises RefusedError: no total row, a code twice, chapters that miss the total (by how much).
    """
    table = sheet.read(data, where)
    chapters: dict[str, Chapter] = {}
    total: Decimal | None = None
    side: str | None = None
    for number, row in table.rows:
        code, name, cell = (row[column] for column in HEADER)
        amount = numbers.decimal(cell, ",", f"{where}:{number}")
        if amount is None or amount < 0:
            raise refused(
                "number",
                f"{where}:{number}",
                said("found {cell!r}, expected an amount that is not negative", cell=cell),
            )
        lei = amount * UNITS[unit]
        if code == _TOTAL:
            total, side = lei, next((known for known, said_so in _NAMES.items() if said_so == name), None)
        elif code in chapters:
            raise refused("budget", f"{where}:{number}", said("has {code} twice, expected each code once", code=code))
        else:
            chapters[code] = Chapter(code=code, name=codes.display(name), raw=name, lei=lei, foreign=True)
    added = sum((chapter.lei for chapter in chapters.values()), Decimal(0))
    if total is None or not chapters:
        raise refused("budget", where, "has no total or no rows to make it, expected both")
    if added != total:
        over = said("a difference of {added}", added=amount_text(added - total, unit))
        message = said(
            "the rows add up to {added}, the total row says {total}: {over}",
            added=amount_text(added, unit),
            total=amount_text(total, unit),
            over=over,
        )
        raise refused("sum", where, message)
    ordered = sorted(chapters.values(), key=lambda chapter: -chapter.lei)
    return Figures(chapters=tuple(ordered), total=added, side=side, unit=unit)
