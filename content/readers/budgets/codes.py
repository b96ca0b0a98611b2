"""Codes of the budget classification of Order 1954/2005, annex 2 (local budgets): chapter.source.subchapter.paragraph.

Decides how a code is written (`84.02`, `8402`, `84.02.03`, `65.02.04.02`, as a number without its zeros) and what its
row is: a chapter or below, a total of all, of a part, a result, or a transfer between the sections. Leaves out amounts.
"""

import functools
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Literal

from content.readers.files import encoding
from content.readers.files.numbers import Exact

Side = Literal["expenditure", "revenue"]
Role = Literal["chapter", "all", "part", "result", "transfer"]

LOCAL = "02"
SOURCES = {
    "02": "the local budget",
    "06": "external loans",
    "07": "internal loans",
    "08": "external grants",
    "10": "institutions financed by their own revenue",
    "11": "activities financed by their own revenue",
}
"""The second pair of a code: of which budget the row is. Budgets are never added to one another."""

PARTS = {"50": (51, 58), "59": (60, 62), "63": (64, 68), "69": (70, 78), "79": (80, 95)}
"""Part totals of expenditure (parts I to V), and the chapters each covers."""
RESULTS = ("96", "97", "98", "99")
"""Part VII: reserves, surplus (98), deficit (99). Not spending."""
REVENUE_PARTS = {
    "02": (1, 38),
    "03": (1, 29),
    "04": (1, 5),
    "05": (1, 2),
    "06": (3, 4),
    "07": (5, 5),
    "08": (6, 6),
    "09": (7, 9),
    "10": (10, 17),
    "11": (18, 29),
    "12": (30, 38),
    "13": (30, 32),
    "14": (33, 38),
    "15": (39, 39),
    "16": (40, 41),
    "17": (42, 44),
    "18": (42, 44),
}
"""Rows 00.02 to 00.18, totals of parts of revenue: current, fiscal, ... subsidies; and the chapters each covers."""
CHAPTERS = frozenset(
    re.findall(
        r"\d\d",
        "01 03 04 05 06 07 11 12 15 16 18 30 31 33 34 35 36 37 39 40 41 42 43 44 45 46 47 48 "
        "51 53 54 55 56 60 61 65 66 67 68 70 74 80 81 82 83 84 85 86 87",
    )
)
"""Chapters of revenue and of expenditure."""
BUDGETS = frozenset(f"{number:02}" for number in range(1, 12))
"""Second pairs of codes: 01 is the state's budget, 02 the local one, 10 and 11 those of own revenue."""
GIVEN, TAKEN = "03", "04"
"""37.xx.03, what the section of running gives (negative), and 37.xx.04, the same amount as the section of development
takes it. One is not revenue, nor is the other: together they are nothing."""

_CODE = re.compile(r"\d{1,2}(?:[ .,\-/]\d{1,2}){1,4}|\d{1,8}")
_CHAPTER = re.compile(r"^(?:cap(?:itol(?:ul)?)?|cod)\b[. ]*", re.IGNORECASE)
_MARK = re.compile(r"\s*(?:SF|SD|F|D|T)$")
_NAMED = re.compile(r"(?P<code>\d\d\.\d\d(?:\.\d\d){0,3})\s{0,3}[-–:]?\s{1,3}(?P<name>[^\W\d_]{3}.*)", re.DOTALL)
"""A code with its name in one cell: `65.02 - Învățământ`."""
_FORMULA = re.compile(r"\(\s*(?:cod|rd|col|cap)\b[^)]*\)?", re.IGNORECASE)


def normal(cell: str) -> str | None:
    """`84.02.03` for any way of writing it; None for what is no code.

    Spreadsheets keep codes as numbers: 65.1 was 65.10 and 4.02 was 04.02. Pairs of zeros at the end say nothing.
    """
    text = _MARK.sub("", _CHAPTER.sub("", cell.strip()).rstrip("."))
    if behind := _NAMED.fullmatch(text):
        text = behind["code"]
    if not _CODE.fullmatch(text):
        return None
    groups = re.split(r"[ .,\-/]", text)
    if len(groups) == 1:
        digits = text.zfill(len(text) + len(text) % 2)
        groups = [digits[n : n + 2] for n in range(0, len(digits), 2)]
    elif len(groups) == 2 and len(groups[1]) == 1:
        groups[1] += "0"
    pairs = [group.zfill(2) for group in groups]
    while len(pairs) > 2 and pairs[-1] == "00":
        pairs.pop()
    if isinstance(cell, Exact) and pairs == ["01"]:
        pairs = ["00", "01"]
    return ".".join(pairs)


def name_behind(cell: str) -> str:
    """The name that stands behind a code in the same cell; "" where none does."""
    match = _NAMED.fullmatch(_CHAPTER.sub("", cell.strip()))
    return match["name"] if match else ""


def source(code: str) -> str | None:
    """The budget a row is of; None for codes that do not say (`00.01`, `49.90`, `84`)."""
    if code == "49.90":
        return None
    pairs = code.split(".")
    return (pairs[2] if len(pairs) > 2 else None) if pairs[0] == "00" else (pairs[1] if len(pairs) > 1 else None)


def is_romanian(code: str) -> bool:
    """Whether a code, as `normal` has it, is one of Order 1954/2005: a chapter or below, a total, a result.

    Codes of other schemes may look like one: COFOG's 09.1 is written as 09.10, a programme's 12345 as 01.23.45.
    """
    first, budget = code[:2], source(code)
    if first == "00" or code == "49.90":
        return True
    return (first in CHAPTERS or first in ("49", *PARTS, *RESULTS)) and budget in (None, *BUDGETS)


def side(code: str) -> Side:
    """Revenue has the chapters to 48, and the rows 00 and 49.90; expenditure the others."""
    return "revenue" if code[:2] < "49" or code == "49.90" else "expenditure"


def role(code: str, name: str) -> Role:
    """What a row is. `name` decides where forms use a code twice: 48.02 was the total of own revenue until the chapter
    of European funds took it, and 50.02 is found as the total of expenditure."""
    chapter = code[:2]
    if code[:5] == "00.01" or (chapter == "49" and code != "49.90"):
        return "all"
    if chapter == "50" and plain(name).startswith(("total cheltuieli", "sectiunea")):
        return "all"
    if chapter in ("00", "49", *PARTS) or (chapter == "48" and plain(name).startswith("venituri proprii")):
        return "part"
    if chapter in RESULTS:
        return "result"
    return "transfer" if is_transfer(code) else "chapter"


def is_transfer(code: str) -> bool:
    """37.xx.03 or 37.xx.04, between the sections."""
    pairs = code.split(".")
    return len(pairs) == 3 and pairs[0] == "37" and pairs[2] in (GIVEN, TAKEN)


def covered(code: str) -> tuple[int, int] | None:
    """The chapters (first, last) a part total covers; None where forms differ."""
    if code[:2] == "00":
        return REVENUE_PARTS.get(code[3:5])
    return PARTS.get(code[:2])


def parent(code: str) -> str | None:
    """The code one level up; None for a chapter."""
    return code.rpartition(".")[0] if code.count(".") > 1 else None


def formula(name: str, amount: Callable[[str], Decimal | None]) -> Decimal | None:
    """The sum a name claims as `(cod 00.03+00.12)`; None without one, or when a row it needs is not there."""
    match = re.search(r"\(\s*cod\s*([\d.\s+\-]+)\)", name)
    if not match:
        return None
    total = Decimal(0)
    for sign, code in re.findall(r"([+-]?)\s*(\d\d\.\d\d(?:\.\d\d)*)", match[1]):
        value = amount(code)
        if value is None:
            return None
        total += -value if sign == "-" else value
    return total


def display(raw: str) -> str:
    """A name as it is shown: one line, without the form's arithmetic `(cod 00.03+00.12)`, in today's letters."""
    return encoding.comma(" ".join(_FORMULA.sub("", raw).split()))


@functools.lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Lower case, without diacritics and punctuation: what words are compared by."""
    bare = unicodedata.normalize("NFD", text.lower())
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]|_", " ", letters).split())


def words(text: str) -> frozenset[str]:
    """The words of a list that is written in one text."""
    return frozenset(text.split())
