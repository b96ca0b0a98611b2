"""What a cell of amounts holds: the figure as written and the unit beside it, or that there is no figure.

Decides which signs say that there is none (`-`, `X`), and which unit of a budget stands beside a number. Leaves out how
a number is written (`numbers`), and whether the unit is the file's (`units`).
"""

import re
from typing import NamedTuple

from content.pack.slides import BudgetUnit
from content.readers.budgets import units
from content.readers.files import numbers

_NONE = re.compile(r"[-\u2212–—_.]{1,6}|[xX](?:[ .]?[xX]){0,5}|")
_MARK_BEFORE = re.compile(r"\*{1,5}\)?\s*")
_FOOTNOTE = re.compile(r"(?<=\d)\s\d{1,2}\)$")
"""`1 234,50 1)`: the number of a footnote, where no bracket opens before it."""


class AmountCell(NamedTuple):
    """The figure as written, "" for none, and the unit that stands beside it."""

    figure: str
    unit: BudgetUnit | None = None


def read(cell: str) -> AmountCell:
    """What stands in a cell. One that holds other words or units is left as it is, to be refused as no number."""
    if isinstance(cell, numbers.Exact):
        return AmountCell(cell)
    text = cell.strip()
    before = _MARK_BEFORE.match(text)
    text = text[before.end() :] if before else text
    text = text if "(" in text else _FOOTNOTE.sub("", text)
    if _NONE.fullmatch(text):
        return AmountCell("")
    taken = numbers.parts(text)
    if taken is None:
        return AmountCell(cell)
    if not taken.unit:
        return AmountCell(taken.number)
    unit = next(iter(units.words((taken.unit,))), None)
    return AmountCell(taken.number, unit) if unit else AmountCell(cell)
