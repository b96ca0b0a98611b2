"""Lines of a table that are no data: `Sursa: INS`, `Notă: date provizorii`, the header once more on the next page.

Decides which rows are notes. They are kept among the table's notes, where its unit may stand, and are named as left
out; a header that is repeated says nothing new. Leaves out totals (`totals`).
"""

import re

from content.phrases import said
from content.readers.files import sheet
from content.readers.files.sheet import Sheet
from content.readers.open_data import measures, period

_BEGINS = re.compile(
    r"\*|[¹²³⁴-⁹]|\(?[0-9a-z*]\)\s|©|https?:|www\.|"
    r"(?:dat(?:e|ele) (?:provizorii|preliminare|semidefinitive|estimate|definitive|sunt|nu |au |din|la |conform)|"
    r"valori(?:le)? |cifre(?:le)? |actualizat|ultima actualizare|[iî]ntocmit|extras|conform|generat|exportat|"
    r"pag(?:ina|\.)? ?[0-9]|"
    r"informa[tț]ii|precizare|men[tț]iune|unitatea? de m[aă]sur[aă]|director|[sș]ef serviciu|primar,?$)",
    re.I,
)
"""How a note begins that stands alone in its row."""
_SOURCE = re.compile(r"surs|source", re.I)
"""Who publishes figures says nothing of what they are of, or in which unit."""
MOST_SHOWN = 80


def apart(table: Sheet) -> Sheet:
    """The table without its notes: each is added to `notes`, and named in `left_out`."""
    columns = [column for column in table.columns if column]
    if len(columns) < 2:
        return table
    again = [number for number, row in table.rows if all(_named(row[column]) == column for column in columns)]
    if again:
        rows = tuple((number, row) for number, row in table.rows if number not in again)
        left_out = tuple(said("row {number}, the names of the columns again", number=number) for number in again)
        return apart(table._replace(rows=rows, left_out=(*table.left_out, *left_out)))
    table = _without_headings(table, columns)
    alone = {}
    for number, row in table.rows:
        filled = [column for column in columns if row[column]]
        if len(filled) == 1:
            alone[number] = filled[0]
    times = {column for column in columns if alone and _of_periods(table, column, alone)}
    texts = {
        number: row[alone[number]]
        for number, row in table.rows
        if number in alone
        and (
            sheet.is_note(row[alone[number]])
            or _BEGINS.match(row[alone[number]])
            or (alone[number] in times and period.read(row[alone[number]]) is None)
            or (times and alone[number] not in times and len(columns) > 2)  # neither a period nor a figure
        )
    }
    if not texts or len(texts) == len(table.rows):
        return table
    return table._replace(
        rows=tuple((number, row) for number, row in table.rows if number not in texts),
        notes=(*table.notes, *(text for text in texts.values() if not _SOURCE.match(text))),
        left_out=(
            *table.left_out,
            *(said("row {number} {text!r}", number=number, text=text[:MOST_SHOWN]) for number, text in texts.items()),
        ),
    )


def _named(cell: str) -> str:
    """A cell as the name of a column (`sheet.headed`)."""
    return " ".join(cell.lower().split())


def _without_headings(table: Sheet, columns: list[str]) -> Sheet:
    """The table without lines that are header once more, or say below it in what the figures are: `UM: Mii lei`."""
    rows, units = [], dict[str, None]()
    for number, row in table.rows:
        cells = [row[column] for column in columns if row[column]]
        headed = [cell for cell in cells if measures.headed(cell)]
        if headed and all(cell in headed or measures.is_unit(cell) for cell in cells):
            units.update(dict.fromkeys(headed))
        elif not (units and all(map(measures.is_unit, cells))) and not _is_header(row, columns):
            rows.append((number, row))
    return table._replace(rows=tuple(rows), notes=(*table.notes, *units)) if rows else table


def _is_header(row: dict[str, str], columns: list[str]) -> bool:
    """Whether a row names the columns once more, as printed pages do."""
    cells = {column: " ".join(row[column].lower().split()) for column in columns if row[column]}
    return len(cells) > 1 and all(column == cell for column, cell in cells.items())


def _of_periods(table: Sheet, column: str, alone: dict[int, str]) -> bool:
    """Whether the column is of years, months or days in all rows that have something beside it."""
    return period.column([row[column] for number, row in table.rows if number not in alone]) is not None
