"""What a cell of amounts holds: the figure as written, the unit beside it; no footnote marks.

Decides which signs are no part of a number (`*)`, `1)`, `²`, `lei`) and which say that there is no figure (`-`, `X`).
Leaves out what the figure is (`numbers`), and whether the unit is the file's (`units`).
"""

import re
from typing import NamedTuple

from content.pack.slides import BudgetUnit
from content.readers.budgets import units
from content.readers.files.numbers import Exact

LONGEST = 80
"""Characters of a cell that is looked into. A longer one is no amount."""
_NONE = re.compile(r"[-\u2212–—_.]{1,6}|[xX](?:[ .]?[xX]){0,5}")
_MARK_AFTER = re.compile(r"\s*(?:\*{1,5}\)?|[¹²³⁴⁵⁶⁷⁸⁹]{1,2}\)?|\(\d\))$")
_MARK_BEFORE = re.compile(r"^\*{1,5}\)?\s*")
_FOOTNOTE = re.compile(r"(?<=\d)\s\d{1,2}\)$")
"""`1.234,50 1)`: the figure of a footnote, where no bracket opens before it."""
_UNIT_AFTER = re.compile(
    r"(?<=[\d)])\s*((?:mii|mil|milioane|mio|mln)?\.?\s?(?:de )?(?:lei|leu|ron|euro|eur|€))\.?$", re.I
)
_UNIT_BEFORE = re.compile(r"^((?:mii |mil |milioane )?(?:lei|ron|euro|eur|€))\.?\s+(?=[\d(-])", re.I)


class AmountCell(NamedTuple):
    """The figure as written, "" for none, and the unit that stands beside it."""

    figure: str
    unit: BudgetUnit | None = None


def read(cell: str) -> AmountCell:
    """What stands in a cell. One that holds other words is left as it is, to be refused as no number."""
    if isinstance(cell, Exact) or len(cell) > LONGEST:
        return AmountCell(cell)
    text = _unmarked(cell)
    match = _UNIT_AFTER.search(text) or _UNIT_BEFORE.search(text)
    unit = None
    if match:
        words = units.words((match[1].lower().replace("leu", "lei").replace("mln", "mil"),))
        unit = next(iter(words), None)
        text = _unmarked(text[: match.start()] + text[match.end() :])
    return AmountCell("" if _NONE.fullmatch(text) else text, unit)


def _unmarked(text: str) -> str:
    """The text without footnote marks, as many as there are."""
    text = _MARK_BEFORE.sub("", text.strip())
    for _ in range(3):
        text = _MARK_AFTER.sub("", text)
        if "(" not in text:
            text = _FOOTNOTE.sub("", text)
    return text.strip()
