"""What a series says of itself: what is measured, in which unit, and where it jumps.

Decides what an import proposes and what it warns of. It proposes only what the source writes; a person decides.
"""

import itertools
import re
from collections.abc import Sequence
from decimal import Decimal

from content.readers.open_data import territory
from content.readers.open_data.table import Point, clean

JUMP = Decimal("0.6")
"""A change from one point to the next larger than this share is rarely real: a way of counting has changed."""

_COUNTS = re.compile(r"(?:(?:număr|numar|nr\.?)(?: total)?(?: de)?|(?:numărul|numarul)(?: total)? de) ", re.I)
"""`Numărul` without `de` governs a genitive and stays: what follows it cannot stand alone."""
_MEASURES = re.compile(
    r"(?:lungime|suprafa[tț]|cantitate|volum|valoare|consum|produc[tț]ie|greutate|debit|capacitate|durat|vitez|"
    r"length|area|amount|volume|value|consumption|weight|capacity|duration|speed)",
    re.I,
)
_UNIT = re.compile(r"\s*\(([^()]{1,40})\)")


def subject(label: str) -> str:
    """What is measured, as a headline can begin: without `Număr de`, the unit and the county."""
    text = _UNIT.sub(" ", clean(label))
    words = [word for word in text.split() if not _county(word)]
    text = _COUNTS.sub("", " ".join(words), count=1) if _COUNTS.match(text) else " ".join(words)
    return text[:1].upper() + text[1:]


def unit(label: str) -> str | None:
    """What stands in brackets behind a label: `km`, `mii pasageri`."""
    units = [text.strip() for text in _UNIT.findall(clean(label)) if re.search(r"[^\W\d]|[%‰°€=]", text)]
    return units[-1] if units else None


def unitless(label: str) -> bool:
    """Whether a label names a measure and not its unit: `Lungimea străzilor`. What is counted needs none."""
    return bool(_MEASURES.match(clean(label))) and unit(label) is None


def _county(word: str) -> bool:
    return word.isupper() and territory.bare(word) in {territory.bare(county) for county in territory.COUNTIES.values()}


def jumps(points: Sequence[Point]) -> list[tuple[Point, Point]]:
    """The neighbours between which the value changes by more than JUMP of the earlier one: possible breaks."""
    known = [point for point in points if point.y is not None]
    return [
        (one, other)
        for one, other in itertools.pairwise(known)
        if one.y and other.y is not None and abs(other.y - one.y) / abs(one.y) > JUMP
    ]
