"""What a series says of itself: what is measured, in which unit, of whom, and where it jumps.

Decides what an import proposes and what it warns of. It proposes only what the source writes; a person decides.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from content.readers.open_data.table import Point, clean

COUNTIES = (
    *("Alba", "Arad", "Argeș", "Bacău", "Bihor", "Bistrița-Năsăud", "Botoșani", "Brașov", "Brăila", "Buzău"),
    *("Caraș-Severin", "Călărași", "Cluj", "Constanța", "Covasna", "Dâmbovița", "Dolj", "Galați", "Giurgiu", "Gorj"),
    *("Harghita", "Hunedoara", "Ialomița", "Iași", "Ilfov", "Maramureș", "Mehedinți", "Mureș", "Neamț", "Olt"),
    *("Prahova", "Satu Mare", "Sălaj", "Sibiu", "Suceava", "Teleorman", "Timiș", "Tulcea", "Vaslui", "Vâlcea"),
    "Vrancea",
)
"""Of Romania (law 2/1968); the statistical office writes them behind a label in capitals, as `TIMIS`."""
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
_COUNTY_WORD = re.compile(r"\bjud(?:\.|ețul|etul|eț|et|ețean)(?!\w)", re.I)


class Scope(NamedTuple):
    """The county a label names, and whether it can only be the county (a city may have its name)."""

    county: str
    sure: bool


def of_whom(labels: Iterable[str], city: str) -> Scope | None:
    """The county the figures are of, when a label says so; None when all may be the city's own."""
    for label in labels:
        bare = _bare(label)
        for county in COUNTIES:
            name = re.escape(_bare(county)).replace(r"\-", "[- ]")
            whole, capitals = re.fullmatch(name, bare, re.I), re.search(rf"(?<![\w-]){name.upper()}$", bare)
            spelled = re.search(rf"\bjud\w*\.? {name}(?!\w)", bare, re.I)
            if spelled:
                return Scope(county, sure=True)
            if whole or capitals:
                return Scope(county, sure=_bare(county).lower() not in re.split(r"\W+", _bare(city).lower()))
    return None


def subject(label: str) -> str:
    """What is measured, as a headline can begin: without `Număr de`, the unit and the county."""
    text = _UNIT.sub(" ", clean(label))
    words = [word for word in text.split() if not _county(word)]
    text = _COUNTS.sub("", " ".join(words), count=1) if _COUNTS.match(text) else " ".join(words)
    return text[:1].upper() + text[1:]


def unit(label: str) -> str | None:
    """What stands in brackets behind a label: `km`, `mii pasageri`."""
    units = _UNIT.findall(clean(label))
    return units[-1].strip() if units else None


def unitless(label: str) -> bool:
    """Whether a label names a measure and not its unit: `Lungimea străzilor`. What is counted needs none."""
    return bool(_MEASURES.match(clean(label))) and unit(label) is None


def _county(word: str) -> bool:
    return word.isupper() and _bare(word).lower() in {_bare(county).lower() for county in COUNTIES}


def _bare(text: str) -> str:
    parts = unicodedata.normalize("NFKD", clean(text))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def jumps(points: Sequence[Point]) -> list[tuple[Point, Point]]:
    """The neighbours between which the value changes by more than JUMP of the earlier one: possible breaks."""
    known = [point for point in points if point.y is not None]
    return [
        (one, other)
        for one, other in itertools.pairwise(known)
        if one.y and other.y is not None and abs(other.y - one.y) / abs(one.y) > JUMP
    ]
