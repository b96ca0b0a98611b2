"""Streets and squares that a sentence of Romanian prose is about: `strada Zăvoi`, `străzile Tigrului și Căprioarei`.

Decides which streets are where it happens. Those between which it happens, at whose corner, or over which traffic is
led are told apart: a slide that called them closed would be untrue.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from content.readers.calls.plain import folded

_CAPITAL = "A-ZĂÂÎȘȚŞŢ"
_WORD = rf"(?:\d{{1,2}}\s+[{_CAPITAL}][^\W\d_]+(?:\s+[12]\d{{3}})?|[{_CAPITAL}][\w'’.-]*)"
_NAME = rf"{_WORD}(?:\s+(?:(?:de|din|lui|cel|cea|al|la|sub)\s+)?{_WORD}){{0,5}}(?:\s+din\s+[12]\d{{3}}(?!\d))?"
_NUMBER = r"(?:,?\s+nr\.?\s*\d+\w?(?:\s?[-–]\s?\d+\w?)?)?"
_STREET = re.compile(
    rf"(?<!\w)(?:(?P<many>[Ss]tr?(?:[aă]zile|[aă]zilor)|[Bb]ulevardele|[Aa]leile|[Pp]ie[tțţ]ele)\s*:?\s+(?P<names>{_NAME}{_NUMBER}(?:\s*(?:,|,?\s*[sșş]i)\s+{_NAME}{_NUMBER}){{0,11}})"
    rf"|(?P<one>[Ss]tr(?:ada|[aă]zii|\.)|[Bb]-?d(?:ul(?:ui)?)?\.?|[Bb]ulevardul(?:ui)?|[Pp]ia[tțţ]a|[Pp]ie[tțţ]ei|[Cc]alea|[Cc][aă]ii"
    rf"|[Ss]plaiul(?:ui)?|[Aa]lee[ai]|[Pp]odul(?:ui)?|[Pp]asajul(?:ui)?|[SȘŞsșş]oseaua|[Pp]arcul(?:ui)?)\s?(?P<name>{_NAME}{_NUMBER}))"
)
_ASIDE = re.compile(r"\((?![^()]*\b(?:[Ss]tr|[Bb]d|[Bb]-d|[Bb]ul|[Pp]ia|[Cc]al|[Ss]pl|[Aa]le))[^()]{0,80}\)")
"""What stands in brackets within a list, without a street: „(de la nr. 1 la nr. 15)”."""
_SHORT = (
    (re.compile(r"str?[az.]"), "str."),
    (re.compile(r"b-?d|bulevard"), "bd."),
    (re.compile(r"piet|piat"), "Piața"),
    (re.compile(r"cale|cai"), "Calea"),
    (re.compile(r"splai"), "Splaiul"),
    (re.compile(r"ale[ei]"), "Aleea"),
    (re.compile(r"pod"), "Podul"),
    (re.compile(r"pasaj"), "Pasajul"),
    (re.compile(r"sos"), "șos."),
    (re.compile(r"parc"), "Parcul"),
)
_DETOUR = re.compile(
    r"(?<!\w)(?:devia\w*|redirection\w*|ocoli\w*|rut(?:a|e|ei|ele)\b|alternativ\w*|trasee?u?l?\s+de\s+ocolire|sediu\w*|registratur\w*)"
)
"""After these, streets are the way round, or an office's address."""
_LIMIT = re.compile(
    r"(?:(?<!\w)(?:intre|intersecti\w*(?:\s+cu)?|colt\w*\s+cu|dinspre|spre|directi\w*|sensul(?:\s+de\s+mers)?|pana\s+(?:la|in)|de\s+la|adiacent\w*|zona|langa|(?:situat|amplasat)\w*\s+(?:pe|in|la)|apropier\w+(?:\s+de)?|fost\w+"
    r"|din\s+dreptul|catre|vecin\w*|limitrof\w*))\s+(?:intersecti\w*\s+cu\s+)?$"
)
_PAIRED = re.compile(r"\s*,?\s*(?:si|la|pana\s+la|spre|–|-)\s+(?:intersecti\w*\s+cu\s+)?")
"""Between the two streets that are the ends of a stretch."""


class NamedStreets(NamedTuple):
    """A sentence's streets where it happens, each with its place in the sentence, and those that are only named."""

    places: tuple[tuple[int, str], ...]
    others: tuple[str, ...]


def streets(sentence: str) -> NamedStreets:
    """The streets of one sentence, as a slide writes them: `str. Zăvoi`, `bd. Republicii`, `Piața Unirii`."""
    sentence = _ASIDE.sub(lambda aside: " " * len(aside[0]), sentence)
    low = folded(sentence)
    places: list[tuple[int, str]] = []
    others: list[str] = []
    before, limit, detour = 0, False, _DETOUR.search(low)
    for match in _STREET.finditer(sentence):
        gap = low[max(before, match.start() - 80) : match.start()]
        limit = bool(_LIMIT.search(gap) or (limit and _PAIRED.fullmatch(gap)))
        if limit or (detour and detour.end() <= match.start()):
            others += _written(match)
        else:
            places += [(match.start(), name) for name in _written(match)]
        before = match.end()
    return NamedStreets(tuple(_once(places)), tuple(dict.fromkeys(others)))


def _once(places: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Each street at its first place; the same one with a number is not another."""
    told: set[str] = set()
    for at, name in places:
        bare = re.sub(r",?\s+nr\.?\s*\d.*$", "", name)
        if bare not in told:
            yield at, name
        told |= {name, bare}


def _written(match: re.Match[str]) -> list[str]:
    kind = folded(match["many"] or match["one"])
    short = next(short for pattern, short in _SHORT if pattern.match(kind))
    if match["one"]:
        return [f"{short} {_clean(match['name'])}"]
    names = [_clean(each) for each in re.split(r"\s*(?:,\s*[sșş]i\s|,(?!\s*nr\b)|\s[sșş]i\s)\s*", match["names"])]
    return [name if _STREET.match(name) else f"{short} {name}" for name in names if name]


def _clean(name: str) -> str:
    return " ".join(name.split()).rstrip(".,")
