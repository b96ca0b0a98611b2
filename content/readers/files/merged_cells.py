"""Names in cells that are merged over several rows, in each of the rows they stand for.

Decides what is a name: a figure is of all the rows together and stays in the first, but for what stands in the first
column (years). Leaves out headers, whose lines stand above each other (`sheet`).
"""

import re
from collections.abc import Sequence

from content.findings import refused
from content.phrases import said
from content.readers.files import extent, numbers

_FIGURE = re.compile(r"[-\u2212(]?[0-9][0-9.,'\s]*\)?")
_Rows = Sequence[tuple[int, tuple[str, ...]]]


def spread(rows: _Rows, merged: Sequence[extent.MergedDown], where: str) -> _Rows:
    """The rows, by number, with the names filled in. Raises RefusedError for cells that reach over too many rows."""
    if not merged:
        return rows
    if sum(last - first for first, last, _ in merged) > extent.MAX_CELLS:
        raise refused(
            "size",
            where,
            said("merges more than {max_cells:,} cells, expected at most that", max_cells=extent.MAX_CELLS),
        )
    filled = [(number, list(cells)) for number, cells in rows]
    by_number = dict(filled)
    for first, last, column in merged:
        text = _name(by_number.get(first, []), column)
        for number in range(first + 1, last + 1) if text else ():
            cells = by_number.get(number, [])
            if column < len(cells) and not cells[column]:
                cells[column] = text
    return [(number, tuple(cells)) for number, cells in filled]


def _name(cells: Sequence[str], column: int) -> str:
    """What stands there, when it is a name; else empty."""
    text = cells[column] if column < len(cells) else ""
    return "" if column and (isinstance(text, numbers.Exact) or _FIGURE.fullmatch(text)) else text
