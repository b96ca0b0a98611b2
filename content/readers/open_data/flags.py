"""What a source says of single figures: provisional, estimated, not comparable with what came before, confidential.

Decides which letters (Eurostat's, SDMX's) and which words are flags. Leaves out what a slide does with them.
"""

import re
from typing import Literal

from content.readers.files import numbers
from content.readers.open_data.territory import bare

Flag = Literal["break", "provisional", "estimated", "forecast", "unreliable", "confidential", "differs"]
_LETTERS: dict[str, Flag | None] = {
    "b": "break",
    "c": "confidential",
    "d": "differs",
    "e": "estimated",
    "f": "forecast",
    "i": "estimated",
    "n": None,
    "p": "provisional",
    "r": None,
    "s": "estimated",
    "u": "unreliable",
    "z": None,
}
"""Eurostat's flags. Not significant (n), revised (r) and not applicable (z) say nothing that must stand on a slide."""
_CAPITALS: dict[str, Flag | None] = {
    **{"A": None, "B": "break", "D": "differs", "E": "estimated", "F": "forecast", "I": "estimated"},
    **{"P": "provisional", "U": "unreliable", "V": "provisional", "R": None, "N": None, "M": None, "L": None},
}
"""SDMX's code list of observation statuses."""
_WORDS: dict[str, Flag | None] = {
    r"definitiv\w*|final\w*|normal\w*|validat\w*|confirmat\w*|revizuit\w*|rectificat\w*|revised": None,
    r"(?:date )?(?:provizori\w*|preliminar\w*|semidefinitiv\w*|provisional|preliminary|operativ\w*)": "provisional",
    r"(?:date )?(?:estimat\w*|estimar\w*|estimated|estimate|imputat\w*)": "estimated",
    r"(?:prognoz\w*|forecast\w*|proiec[tț]i\w*)": "forecast",
    r"(?:rupere|intrerupere|serie intrerupta|break)(?: (?:de|in|a) .*)?": "break",
    r"(?:nesigur\w*|unreliable|fiabilitate (?:redusa|scazuta)|low reliability)": "unreliable",
    r"(?:confiden[tț]ial\w*)": "confidential",
}
_BEHIND = re.compile(r"^(?P<rest>.*\S)\s*\((?P<flag>[a-z]{1,3}|[^\W\d]{6,20})\)$")
_AFTER = re.compile(r"(?:19|20)\d\d ?(?P<flag>[pe])")
"""`2025p`: a year with its flag."""


def read(cell: str, *, lettered: bool = True) -> frozenset[Flag] | None:
    """The flags a cell holds, none for a word that says all is well; None when it is no flag.

    Without `lettered` only words are: a letter means nothing where nothing says that flags stand there.
    """
    text = cell.strip().strip("()[]")
    if not text:
        return frozenset()
    if lettered and len(text) <= 4 and all(letter in _LETTERS for letter in text):
        return frozenset(flag for letter in text if (flag := _LETTERS[letter]))
    if lettered and text in _CAPITALS:
        return frozenset(filter(None, [_CAPITALS[text]]))
    for words, flag in _WORDS.items():
        if re.fullmatch(words, bare(text)):
            return frozenset(filter(None, [flag]))
    return None


def beside(cell: str) -> frozenset[Flag] | None:
    """The flags behind a figure: `5.2 b`, `60 (p)`; None for a footnote's mark: `60*`, `60 (a)`."""
    taken = numbers.parts(cell)
    if taken is None or not taken.remark:
        return frozenset()
    return None if re.fullmatch(r"\([a-d]\)", taken.remark) else read(taken.remark)


def behind(cell: str) -> frozenset[Flag]:
    """The flags behind a period: `2023 (p)`, `2024 (provizoriu)`, `2025p`."""
    text = " ".join(cell.split())
    match = _BEHIND.fullmatch(text) or _AFTER.fullmatch(text)
    return (read(match["flag"]) or frozenset()) if match else frozenset()
