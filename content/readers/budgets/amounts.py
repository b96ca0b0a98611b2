"""What the amounts of a column are, by the words of its header: the budget, what was paid, a quarter, an estimate.

Decides it from known words only: a header with any other word is "unknown", and never read unless a person says so.
Words are those of law 273/2006's forms and of the accounts of budget execution (Order 1917/2005, annexes 12 and 13).
Leaves out which column is meant of several (`columns`).
"""

import functools
import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from content.readers.budgets import codes

Kind = Literal[
    "plain", "plan", "initial", "rectified", "executed", "paid", "received",
    "part", "change", "estimate", "commitment", "previous", "percent", "aside", "unknown",
]  # fmt: skip
PLANNED: tuple[Kind, ...] = ("plain", "plan", "initial", "rectified")
EXECUTED: tuple[Kind, ...] = ("executed", "paid", "received")
NEVER: dict[Kind, str] = {
    "part": "amounts of a part of the year",
    "change": "what a rectification adds or takes",
    "estimate": "estimates",
    "commitment": "commitments, which may be spent over several years",
    "previous": "amounts of the year before",
    "percent": "percentages",
    "aside": "a part of the amounts, or other amounts than the budget's",
}
"""Kinds that are never a budget's amounts, and what they are."""
YEAR = re.compile(r"\b(?:19|20)\d\d\b")

_WORDS: dict[Kind, tuple[str, ...]] = {
    "previous": ("precedent*", "anterior*", "preliminat*", "preliminar*", "trecut"),
    "percent": ("procent*", "grad", "gradul", "pondere*", "indice", "indici", "ritm"),
    "aside": ("care", "restant*", "stinger*", "destinat*", "drepturi*", "constatat*", "efectiv", "efective", "platit"),
    "commitment": ("angajament*", "angajat*"),
    "part": (
        "trim", "trimestr*", "sem", "semestr*", "luna", "luni", "lunar*", "perioada", "t1", "t2", "t3", "t4",
        "q1", "q2", "q3", "q4", "tr",
    ),
    "change": (
        "influent*", "modificari*", "diferent*", "rectificare", "rectificari*", "major*", "diminua*", "supliment*",
        "virar*", "virari*", "crester*", "reducer*", "ajust*", "plus", "minus",
    ),
    "estimate": ("estim*", "proiectii*", "proiectie", "prognoz*", "perspectiv*"),
    "paid": ("plati", "platile", "cheltuit*"),
    "received": ("incas*",),
    "executed": ("executi*", "executat*", "realizat*", "realizar*", "efectuat*", "executed", "actual"),
    "rectified": ("rectificat*", "definitiv*", "final", "finala", "finale", "actualizat*", "modificat*", "revizuit*"),
    "initial": ("initial*", "aprobat*", "votat*", "adoptat*", "approved", "voted"),
    "plan": (
        "preveder*", "prevazut*", "buget", "bugetul", "bugetului", "budget", "program", "programul", "programat*",
        "prog", "propuner*", "propus*", "proiect", "proiectul", "plan", "planul", "planificat*", "alocat*", "alocati*",
        "credite", "creditele", "draft",
    ),
    "plain": (
        "total", "totala", "totale", "valoare", "valori", "valoarea", "suma", "sume", "amount", "value", "anual*",
        "bugetar*", "local", "locala", "locale", "general", "generala", "an", "anul", "anului", "cheltuieli",
        "venituri", "exercitiu*",
    ),
}  # fmt: skip
"""Words of each kind, the stronger kind first; `*` stands for any ending."""
_MONTHS = codes.words(
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie"
)
_SILENT = codes.words("""
    de la pana pe in din si al ale a cu prin pentru col coloana nr conform hcl hclm hcj hotararea data cumulat cumulate
    finele perioadei raportare curent raportarii sectiunea sectiune sectiunii i ii iii iv net nete neta
""")
_ACT = re.compile(
    r"\b(?:h\.?\s?c\.?\s?[lj]\.?\s?m?\.?|hot[aă]r\w{0,9})(?!\w)\s{0,2}(?:nr\.?\s{0,2})?\d{0,5}\s{0,2}(?:/|din|-)?\s{0,2}[\d./]{0,10}",
    re.IGNORECASE,
)
"""The decision by which a budget was approved: its day is of no budget's year."""
SectionOf = Literal["", "running", "investing"]
_SECTIONS: dict[str, SectionOf] = {
    "functionare": "running", "functionarii": "running", "sf": "running",
    "dezvoltare": "investing", "dezvoltarii": "investing", "sd": "investing",
}  # fmt: skip
_UNIT = re.compile(r"\b(?:mii|mil|milioane|mio|thousand|million)?\s*(?:de )?(?:lei|ron|euro|eur)\b")
_UNIT_BEGUN = re.compile(r"\(\s*(?:in )?(?:mii|mil|milioane)?(?: de)?\s*$", re.IGNORECASE)
"""A unit whose other words stand in the line below: `Valoare (mii`."""
_SIGNS = re.compile(r"\+\s*[/,;]\s*[-\u2212\u2013]|\u00b1")
_AFTER = re.compile(r"\b(?:dupa|in urma) rectificar(?:e|ea|ii)\b|\binfluente(?:le)? incluse\b")
_OF_WHICH = re.compile(r"(?<=\S)[\s,;(]*\bdin care\s*:?\s*\)?\s*$", re.IGNORECASE)
"""Behind the name of a whole: its parts stand in the columns beside it."""
_COUNT = re.compile(r"\b\d{1,2}\s*=[\d\s+()=-]+")


class Meaning(NamedTuple):
    """What a column's amounts are. `section` is "" for both sections together, `year` None where none is said."""

    kind: Kind
    section: SectionOf = ""
    year: str | None = None


@functools.lru_cache(maxsize=4096)
def meaning(path: tuple[str, ...]) -> Meaning:
    """What is said by the lines of a header above one column, the outermost first."""
    kinds: set[Kind] = set()
    section: SectionOf = ""
    year = None
    for depth, level in enumerate(path, 1):
        words = bare(_OF_WHICH.sub("", level) if depth == len(path) else level)
        years = {match[0] for match in YEAR.finditer(_ACT.sub(" ", level))}
        year = years.pop() if len(years) == 1 else year
        named: SectionOf = next((_SECTIONS[word] for word in words.split() if word in _SECTIONS), "")
        section = named or section
        for word in words.split():
            if word not in _SECTIONS and not (named and word == "care"):  # `din care: funcționare` is the section
                kinds.update(_kinds(word))
        if any(word in _MONTHS for word in words.split()):
            kinds.add("part")
    if "part" in kinds and kinds & {*EXECUTED, "rectified"} and not _quarter(path):
        kinds.discard("part")  # `Plăți efectuate la 30 iunie`: as of that day
    if kinds >= {"paid", "received"}:  # `Încasări / Plăți` are of both sides
        kinds = kinds - {"paid", "received"} | {"executed"}
    if not kinds and not section and not any(YEAR.search(level) or _UNIT.search(codes.plain(level)) for level in path):
        return Meaning("unknown")
    kind = next((each for each in (*NEVER, "unknown", *_WORDS) if each in kinds), "plain")
    return Meaning(kind, section, year)  # type: ignore[arg-type]


def nearly(path: tuple[str, ...]) -> frozenset[Kind]:
    """The kinds that a header names beside words nobody here knows: `Plăți din excedent` are payments of some kind."""
    words = {kind for level in path for word in bare(level).split() for kind in _kinds(word)}
    return frozenset(words - {"unknown", "plain"}) if "unknown" in words and not words & NEVER.keys() else frozenset()


def bare(text: str) -> str:
    """The words of a header's cell without its year, its unit and the arithmetic of columns."""
    marked = _SIGNS.sub(" influente ", codes.display(_COUNT.sub(" ", _ACT.sub(" ", text)))).replace("%", " procent ")
    plain = _AFTER.sub("rectificat", codes.plain(_UNIT_BEGUN.sub("", marked)))
    words = _UNIT.sub(" ", YEAR.sub(" ", plain)).split()
    return ("" if len(words) > 2 and all(len(word) == 1 for word in words) else " ").join(words)


@functools.lru_cache(maxsize=4096)
def _kinds(word: str) -> tuple[Kind, ...]:
    if word in _SILENT or word in _MONTHS or word.isdigit():
        return ()
    for kind, known in _WORDS.items():
        if any(word.startswith(each[:-1]) if each.endswith("*") else word == each for each in known):
            return (kind,)
    return ("unknown",)


def _quarter(path: Sequence[str]) -> bool:
    return any("part" in _kinds(word) for level in path for word in bare(level).split())
