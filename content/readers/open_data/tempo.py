"""The files of INS TEMPO (Romania's statistics): a column a dimension, the unit in the head of its column.

Decides that such a file is one: commas, and a column `UM: …`. Its decimal mark is the point, whatever a column looks
like. Leaves out the web table with a header of several lines (`pivot`).
"""

import re

from content.readers.files.numbers import Exact
from content.readers.files.sheet import Sheet
from content.readers.open_data import measures

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def read(rows: Sheet) -> Sheet:
    """The table with its numbers as INS writes them; another one as it is."""
    value = rows.columns[-1] if rows.columns else ""
    heads = [name for name in rows.columns if measures.headed(name)]
    if rows.delimiter != "," or rows.encoding == "workbook" or not heads or value not in ("valoare", "value"):
        return rows
    known = ((number, {**row, value: _exact(row[value])}) for number, row in rows.rows)
    return rows._replace(rows=tuple(known))


def _exact(cell: str) -> str:
    return Exact(cell) if _NUMBER.fullmatch(cell) else cell
