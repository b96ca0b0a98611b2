"""Numbers as people and programs write them: 1.234,50 · 1,234.50 · 1 234,50 · −3 · (12,00).

Decides which mark is the decimal one, by the evidence of a whole column, and refuses what could be read in two ways
within a file. Leaves out what the numbers mean.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from content.findings import refused

MISSING = frozenset(("", "-", "–", "—", ":", "..", "…", "NA", "N/A", "n/a", "null", "NULL", "x", "X"))
"""Cells that say there is no figure. None of them is zero."""

LONGEST = 40
"""Characters of a number. Longer ones are not amounts of money or counts of anything in a city."""

_SPACES = "\u00a0\u202f\u2009\u2007 "
_LIKE = re.compile(rf"[-\u2212(]?\s*[0-9][0-9.,{_SPACES}]*\)?")
_SPACED = re.compile(rf"-?\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?!\d)")


class Exact(str):
    """A cell a spreadsheet holds as a number: `.` is its decimal mark and nothing groups its digits."""

    __slots__ = ()


def exact(value: float) -> Exact:
    """The number as the spreadsheet shows it. Its 15 significant digits are all a binary double holds for certain, so
    0.1 + 0.2 comes out as 0.3."""
    return Exact(f"{Decimal(format(value, '.15g')):f}")


def decimal_mark(cells: Iterable[str], delimiter: str, where: str) -> str:
    """`,` or `.`: what the numbers of a file agree on. Raises RefusedError when they contradict each other.

    A mark is the decimal one when other than three digits follow it, when it comes after the other mark, or when zero
    or more than three digits stand before it ungrouped; one that occurs twice in a number is not. A file without
    evidence is read as its delimiter suggests: with `;` or tab the comma is decimal.
    """
    votes = {",": "", ".": ""}
    for cell in cells:
        if isinstance(cell, Exact) or not _LIKE.fullmatch(cell):
            continue
        for mark, other in ((",", "."), (".", ",")):
            if cell.count(mark) > 1:
                votes[other] = cell
            elif _decides(*cell.rpartition(mark), other):
                votes[mark] = cell
    if votes[","] and votes["."]:
        raise refused("number", where, f"mixes {votes[',']} and {votes['.']}, expected one decimal mark in all figures")
    return next((mark for mark, seen in votes.items() if seen), "." if delimiter == "," else ",")


def _decides(head: str, mark: str, tail: str, other: str) -> bool:
    if not mark or other in tail:
        return False
    whole = re.sub(rf"[{_SPACES}()-]", "", head)
    ungrouped = whole == head.lstrip("-(") and (len(whole) > 3 or whole == "0")
    return len(tail.rstrip(")")) != 3 or other in head or ungrouped or bool(_SPACED.search(head))


def decimal(cell: str, mark: str, where: str) -> Decimal | None:
    """The number in a cell; None for an empty one or a dash (missing is not zero). Raises RefusedError."""
    text = cell.strip().replace("\u2212", "-")
    if text in MISSING:
        return None
    if isinstance(cell, Exact):
        mark, text = ".", str(text)
    elif text.startswith("(") and text.endswith(")"):
        text = f"-{text[1:-1].strip()}"
    number = _read(text, mark) if len(text) <= LONGEST else None
    if number is None:
        raise refused("number", where, f"found {cell[:60]!r}, expected a number")
    return number


def _read(text: str, mark: str) -> Decimal | None:
    whole, point, rest = text.partition(mark)
    sign, whole = ("-", whole[1:].lstrip()) if whole.startswith("-") else ("", whole)
    between = re.findall(rf"[{re.escape('.' if mark == ',' else ',')}{_SPACES}]", whole)
    groups = whole.split(between[0]) if between else [whole]
    plain = len(groups) == 1 or (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]))
    digits = "".join(groups)
    if not plain or not re.fullmatch(r"[0-9]+", digits) or not re.fullmatch(r"[0-9]*", rest):
        return None
    return Decimal(f"{sign}{digits}.{rest}" if point and rest else f"{sign}{digits}")
