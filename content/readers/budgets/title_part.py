"""Whether a title says that the file is of something else than the city's whole budget.

Known are institutions (a school, a hospital), budgets beside the local one (loans, own revenue), one of the two
sections, lists (investments, arrears) and what a rectification adds. Where a title names the local or the general
budget as well, a list or another budget is only an annex of it. Leaves out whom a title names as holder (`title_city`).
"""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from content.phrases import said
from content.readers.budgets.title import LONGEST, folded

_INSTITUTION = (
    r"scol(?:ii|ilor)|scoala|scolile|lice(?:ul|ului|elor)|colegi(?:ul|ului|ilor)|gradinit(?:a|ei|elor)|spital(?:ul|ului)?"
    r"|teatr(?:ul|ului)|filarmonic(?:a|ii)|oper(?:a|ei)|muze(?:ul|ului)|bibliotec(?:a|ii)|cres(?:a|ei|elor)|clubul(?:ui)?"
    r"|camin(?:ul|ului)|cantin(?:a|ei)|unitat(?:ea|ii|ilor) de invatamant|liceu|teatru|muzeu"
    r"|directi(?:a|ei) (?:generala )?de asistenta sociala"
)
_OF_INSTITUTION = re.compile(
    r"^(?:(?:buget\w*|proiect\w*|executi\w*|cont\w*|bvc|anexa|nr|institutia|institutiei|unitatea|publica|publice|al|a|de"
    r"|venituri|si|cheltuieli|pe|anul|an|local|rectificat|aprobat|[\d./-]{1,8})\s){0,12}"
    rf"(?:{_INSTITUTION})\b"
)
_BODY = re.compile(
    r"^(?:directi(?:a|ei)|serviciul public|regia|politia locala|s c|societatea|compania|asociatia)\b"
    r"(?! (?:generala )?(?:economic|buget|financiar|finant|contabil|tehnic|de dezvoltare|urbanism|de urbanism))"
)
"""A body that may have its own budget, or have made the city's: only where no title names the local budget."""
_BESIDE = re.compile(
    r"\b(?:finantat|anexa|activitat|institutii)\w{0,4}\b.{0,60}\bvenituri(?:lor|le)? proprii\b"
    r"|\bbuget\w{0,4} (?:de )?venituri(?:lor|le)? proprii\b"
    r"|\b(?:buget|anexa)\w{0,4}\b.{0,60}\b(?:credite|fonduri|imprumuturi)(?:lor)? (?:interne|externe)\b"
)
_LIST = re.compile(
    r"\blist[ae]\w{0,3} (?:\w{1,20} ){0,4}(?:investiti|obiectiv|dotari|lucrari|achiziti)"
    r"|\bprogram\w{0,4} (?:\w{1,12} ){0,2}(?:investiti|achiziti)|^(?:anexa \S{1,9} )?(?:de )?investitii\b"
    r"|^(?:anexa \S{1,9} )?(?:situatia )?(?:platil\w{1,3}|plati) restante\b|^(?:situatia )?arierate\w{0,3}\b"
    r"|\butilizarea excedentul|^(?:anexa \S{1,9} )?estimari\b"
)
_CHANGES = re.compile(r"\binfluente(?:le|lor)?\b|\bvirari(?:le|lor)? de credite\b")
_REFERS = re.compile(r"\b(?:conform|potrivit|vezi|inclusiv|nota)\b")
_WHOLE = re.compile(r"\bbuget\w{0,4} (?:local|general|consolidat)|\bbuget\w{0,4} de venituri si cheltuieli\b")
_LOCAL = re.compile(
    r"\bbuget\w{0,4} (?:local|general)"
    r"|^(?:romania )?(?:judet\w{0,2} \w{3,15} )?(?:municipi|oras|comun|primari|u a t|consiliul local)"
)
_RECTIFIED = re.compile(r"\b(?:rectificat|actualizat|definitiv|final)\w{0,2}\b")
_SECTIONS = {
    name: re.compile(
        rf"\b(?:sectiun\w{{1,4}}|buget\w{{0,3}}(?: local\w{{0,3}})?(?: pe| al)?)(?: de)? {name}\b|^{name}$"
    )
    for name in ("functionare", "dezvoltare")
}
_BOTH = re.compile(r"\b(?:functionare|dezvoltare) si\b|\bdin care\b")
Confirms = Literal["city", "rows"]
"""What a person confirms who says that it is the city's whole budget all the same (`sure`)."""


class PartTitle(NamedTuple):
    """A title that names less than the city's budget: the text, what it names, and what confirms the contrary."""

    text: str
    names: str
    confirms: Confirms


def read(texts: Sequence[str], columns: Sequence[str] = (), *, both: bool = False) -> PartTitle | None:
    """The first title that names a part; None when none does.

    `columns` are the names of those that hold amounts; of `both` sections the amounts are read.
    """
    folds = [(" ".join(text[:LONGEST].split())[:80], folded(text[:LONGEST])) for text in texts]
    words_of_all = [words for _, words in folds]
    local = any(map(_LOCAL.search, words_of_all))
    after = any(_RECTIFIED.search(folded(text)) for text in columns)
    section = "" if both else _one_section(words_of_all)
    for shown, words in folds:
        whole = _WHOLE.search(words) or _REFERS.search(words)
        if _OF_INSTITUTION.search(words) or (not local and _BODY.search(words)):
            return PartTitle(shown, "an institution", "city")
        if not (after or _RECTIFIED.search(words)) and _CHANGES.search(words):
            return PartTitle(shown, "what a rectification adds or takes", "rows")
        if section and _SECTIONS[section].search(words):
            return PartTitle(shown, said("the section {section}", section=section), "rows")
        for pattern, names in ((_BESIDE, "a budget beside the local one"), (_LIST, "a list and no budget")):
            if not whole and pattern.search(words):
                return PartTitle(shown, names, "rows")
    return None


def _one_section(texts: Sequence[str]) -> str:
    """The section that titles name, where they name one only."""
    named = [name for name, pattern in _SECTIONS.items() if any(map(pattern.search, texts))]
    return named[0] if len(named) == 1 and not any(map(_BOTH.search, texts)) else ""
