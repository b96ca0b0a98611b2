"""Numbers as people and programs write them: 1.234,50 · 1,234.50 · 1 234,50 · 1'234 · −3 · 3- · (12,00) · 60* · 12 %.

Decides which mark is the decimal one, by the evidence of a whole column: what could be read in two ways is a question,
what contradicts itself is refused. Takes the unit and the mark of a footnote off a cell. Leaves out what the numbers
mean.
"""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Literal, NamedTuple

from content.findings import refused
from content.phrases import said
from content.questions import Choice, Question, QuestionError

MISSING = frozenset(("", "-", "–", "—", ":", "..", "…", "NA", "N/A", "n/a", "null", "NULL", "x", "X"))
"""Cells that say there is no figure. None of them is zero."""

LONGEST = 40
"""Characters of a number. Longer ones are not amounts of money or counts of anything in a city."""

DecimalMark = Literal["", "comma", "point"]
"""The option by which a person says which mark is the decimal one; "" leaves it to the file."""
_MARKS = {"comma": ",", "point": "."}

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u202f\u2002\u2003\u2005\u2006\u2007\u2008\u2009\u200a", " "),
        **dict.fromkeys("\u2212\u2012\u2013", "-"),
        **dict.fromkeys("\u2019\u2018\u02bc\u00b4`", "'"),
        **dict.fromkeys("\u200b\u200e\u200f\u2060\ufeff", None),
    }
)
"""Spaces of other widths, other minus signs and apostrophes as one of each; what has no width is taken out."""
_PLAIN = re.compile(r"-?[0-9]+(?:[.,][0-9]+)*")
_DIGITS = r"[0-9](?:[0-9.,' ]*[0-9])?[.,]?"
_CELL = re.compile(
    rf"(?P<before>lei|ron|eur(?:o)?|€|\$|)\s*"
    rf"(?:(?P<sign>[+-]?)\s*(?P<digits>{_DIGITS})(?P<minus>-?)|\(\s*(?P<negative>{_DIGITS})\s*\))"
    rf"(?P<after>(?![0-9]).*)",
    re.I,
)
_TIMES = r"mii|mil\.?|mio\.?|milioane|mld\.?|miliarde"
_UNIT = re.compile(
    rf"\s*(?P<unit>(?:(?:{_TIMES})(?: de)? )?(?:lei|ron|euro?|€|\$|usd)|{_TIMES}|%|‰|la sută|la suta|la mie|"
    r"km|m|cm|mm|mp|mc|ha|m[23²³]|km[2²]|kg|g|t|tone|l|litri|hl|kwh|mwh|gwh|kw|mw|°c|db|µg/m[3³]|mg/m[3³]|"
    r"ore|min|minute|zile|luni|ani|buc\.?|persoane|pers\.|locuitori|loc\.|elevi|copii|pasageri|locuri)(?!\w)",
    re.I,
)
_SAME_UNIT = {"ron": "lei", "eur": "euro", "€": "euro", "$": "USD", "la sută": "%", "la suta": "%", "la mie": "‰"}
_REMARK = re.compile(
    r"\s*(?:\*{1,3}\)?|[¹²³⁰⁴-⁹]+\)?|\((?:\*{1,3}|[0-9a-z]|prov\.?|provizori[iu]|estimat[aă]?|estimare|"
    r"semidefinitiv[aă]?|preliminar[aă]?)\)|(?<=\s)(?:[1-9]\)|[bcdefnprsuz]{1,2}(?!\w)))",
    re.I,
)
"""A mark behind a number: of a footnote, or a flag of the statistical offices (p provisional, e estimated, b break)."""
_GROUPED = re.compile(r"[0-9]{1,3}(?:[' ][0-9]{3})+(?![0-9])")


class Exact(str):
    """A cell a spreadsheet holds as a number: `.` is its decimal mark and nothing groups its digits.

    The unit its format shows (`%`, `mii lei`) may stand behind it.
    """

    __slots__ = ()


class CellParts(NamedTuple):
    """A cell taken apart: the number as it is written, the unit beside it (`%`, `mii lei`), the remark behind it."""

    number: str
    unit: str = ""
    remark: str = ""


def exact(value: float) -> Exact:
    """The number as the spreadsheet shows it. Its 15 significant digits are all a binary double holds for certain, so
    0.1 + 0.2 comes out as 0.3."""
    return Exact(f"{Decimal(format(value, '.15g')):f}")


def parts(cell: str) -> CellParts | None:
    """The number, unit and remark of a cell; None for what is no number (`<5`, `10-12`, `cca. 60`) and for none."""
    if len(cell) <= LONGEST and _PLAIN.fullmatch(cell):
        return CellParts(cell)
    if len(cell) > 2 * LONGEST or not re.search(r"[0-9]", cell):
        return None
    match = _CELL.fullmatch(cell.translate(_ALIKE).strip())
    if not match or (match["sign"] and match["minus"]):
        return None
    digits = (match["digits"] or match["negative"]).strip()
    negative = match["sign"] == "-" or match["minus"] or match["negative"]
    unit, remark, rest = match["before"], "", match["after"]
    while rest.strip():
        behind, beside = _REMARK.match(rest), None if unit else _UNIT.match(rest)
        if beside:
            unit, rest = beside["unit"], rest[beside.end() :]
        elif behind and not remark:
            remark, rest = behind[0].strip(), rest[behind.end() :]
        else:
            return None
    return CellParts(f"-{digits}" if negative else digits, _unit(unit), remark)


def _unit(written: str) -> str:
    """The unit in its usual writing: `RON` and `lei` are one unit."""
    words = " ".join(written.split())
    whole, _, last = words.rpartition(" ")
    last = _SAME_UNIT.get(last.lower(), last.lower() if last.lower() in ("lei", "euro") else last)
    return _SAME_UNIT.get(words.lower()) or (f"{whole.lower()} {last}" if whole else last)


# --- the decimal mark ----------------------------------------------------------------------------------------------


class MarkEvidence(NamedTuple):
    """Cells of a column: one that shows that the comma is decimal, that the point is, and one that may be either."""

    comma: str = ""
    point: str = ""
    either: str = ""


NO_EVIDENCE = MarkEvidence()


def evidence(cells: Iterable[str]) -> MarkEvidence:
    """What the numbers of a column show; a cell that is no number shows nothing, nor does one of a spreadsheet.

    A mark is the decimal one when other than three digits follow it, when it comes after the other mark, or when zero
    or more than three digits stand before it ungrouped; one that occurs twice in a number is not.
    """
    votes, either = {",": "", ".": ""}, ""
    for cell in cells:
        if isinstance(cell, Exact) or not ("," in cell or "." in cell) or (taken := parts(cell)) is None:
            continue
        decided = False
        for mark, other in ((",", "."), (".", ",")):
            if taken.number.count(mark) > 1:
                votes[other], decided = cell, True
            elif _decides(*taken.number.rpartition(mark), other):
                votes[mark], decided = cell, True
        if not decided and ("," in taken.number or "." in taken.number):
            either = either or cell
    return MarkEvidence(votes[","], votes["."], either)


def _decides(head: str, mark: str, tail: str, other: str) -> bool:
    if not mark or other in tail:
        return False
    whole = head.lstrip("-")
    ungrouped = whole == "0" or (len(whole) > 3 and whole.isdigit())
    return len(tail) != 3 or other in head or ungrouped or bool(_GROUPED.search(head))


def decimal_mark(
    cells: Iterable[str],
    where: str,
    option: DecimalMark = "",
    beside: MarkEvidence = NO_EVIDENCE,
    at: Callable[[str], str] | None = None,
) -> str:
    """`,` or `.`: what the numbers of a column agree on, or those `beside` it in the file, or the person's `option`.

    `at` gives the place of the first cell with a text, for sentences. Raises RefusedError when the numbers contradict
    each other or the option, QuestionError when nothing tells.
    """
    shown, place = evidence(cells), at or (lambda cell: where)
    if shown.comma and shown.point:
        other = f" ({place(shown.point)})" if at else ""
        message = said(
            "mixes {comma} and {point}{other}, expected one decimal mark in all figures",
            comma=shown.comma,
            point=shown.point,
            other=other,
        )
        raise refused("number", place(shown.comma), message)
    if option:
        against = shown.point if option == "comma" else shown.comma
        if against:
            message = said(
                "found {against!r}, which has no decimal {option}, as `decimal` says", against=against, option=option
            )
            raise refused("number", place(against), message)
        return _MARKS[option]
    if not shown.either or shown.comma or shown.point:
        return "." if shown.point else ","
    if bool(beside.comma) != bool(beside.point):
        return "," if beside.comma else "."
    raise QuestionError(_which(shown.either, place(shown.either)))


def _which(cell: str, where: str) -> Question:
    taken = parts(cell)
    assert taken is not None
    read = {name: _read(taken.number, mark) for name, mark in _MARKS.items()}
    choices = tuple(Choice(answer=name, gives=f"{value:f}") for name, value in read.items() if value is not None)
    return Question(
        code="number",
        where=where,
        seen=said("{cell!r}, and no figure that shows which mark is the decimal one", cell=cell),
        asks=said(
            "is {cell} the number {choices}?", cell=cell, choices=" or ".join(choice.gives for choice in choices)
        ),
        option="decimal",
        choices=choices,
    )


# --- one number ----------------------------------------------------------------------------------------------------


def decimal(cell: str, mark: str, where: str) -> Decimal | None:
    """The number in a cell; None for an empty one or a dash (missing is not zero). A remark behind it is left out.

    Raises RefusedError, also for a number with a unit: who reads it must know the unit (`parts`).
    """
    if cell.strip() in MISSING:
        return None
    taken = parts(cell)
    if taken is None or taken.unit or (number := value(taken, "." if isinstance(cell, Exact) else mark)) is None:
        raise refused("number", where, said("found {cell!r}, expected a number", cell=cell[:60]))
    return number


def value(taken: CellParts, mark: str) -> Decimal | None:
    """The number of a cell that was taken apart; None when its digits are grouped as no number's are."""
    return _read(taken.number, mark) if len(taken.number) <= LONGEST else None


def _read(text: str, mark: str) -> Decimal | None:
    whole, point, rest = text.partition(mark)
    sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    between = re.findall(rf"[{re.escape('.' if mark == ',' else ',')}' ]", whole)
    groups = whole.split(between[0]) if between else [whole]
    plain = len(groups) == 1 or (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]))
    digits = "".join(groups)
    if not plain or not re.fullmatch(r"[0-9]+", digits) or not re.fullmatch(r"[0-9]*", rest):
        return None
    return Decimal(f"{sign}{digits}.{rest}" if point and rest else f"{sign}{digits}")
