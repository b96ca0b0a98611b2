"""Whole sentences of Romanian prose, also of lines that were broken to a width.

Decides that a dot after an abbreviation (str., nr., art., S.C., a.c.), an initial or within a number ends no sentence,
and that a line ends none where the next one goes on. Where both could be, the sentence goes on: it is never cut.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol, TypeVar

from content.readers.calls.plain import folded

_ABBREVIATIONS = """
    str bd bdul bld bv spl intr pta p-ta b-dul nr art alin lit pct cap ref op cit dr ing sc bl ap et etc jud com
    mun tel fax mob ora orele aprox cca max min prof av arh ec jr sf gen col cpt mr dl dna d-na d-l d-ra dlui
    dnei vol pag ex km mp mc ian febr feb mar apr iun iul aug sept sep oct nov dec srl hg oug og hcl hcj crt urm
    resp inv aut cod ind reg soc asoc inspect serv gh al alex th st const nic vas lt acad gral
"""
_ABBREVIATED = frozenset(_ABBREVIATIONS.split())
_END = re.compile(r"[.!?…][)”\"»]*(?=\s+[„\"«(]?(?:[A-ZĂÂÎȘȚŞŢ0-9]|[-–•])|\s*$)")
_TOKEN = re.compile(r"[\w.-]+$")
_GOES_ON = re.compile(
    r"(?:[,(–-]|(?<!\w)(?:pe|la|de|din|in|cu|si|sau|pentru|intre|pana|prin|spre|catre|sub|peste|fara|dupa|sa|se|va|vor|a|al"
    r"|ale|ai|cel|cea|data|datele|ora|orele|ziua|zilele|perioada|strada|strazile|strazii|bulevardul|piata|calea|aleea"
    r"|splaiul|podul|str\.|bd\.|b-dul|nr\.|art\.|alin\.|lit\.|este|sunt|fi|fost|privind|care|ca|lui|dr\.|tel\.))\s*$"
)
"""What ends no sentence at the end of a line."""
_ITEM = re.compile(r"\s*(?:[-–•*·]|\d{1,2}[.)]|[a-z]\)|[IVX]{1,4}[.)]|Etapa)\s")
_WIDTH = 60
"""Letters from which on a line without an end of its own may have been broken to a width."""


class Sentence(NamedTuple):
    """A sentence at `start` … `end` of the text: `raw` as it stands there, `words` on one line."""

    start: int
    end: int
    raw: str
    words: str


class Located(Protocol):
    """What begins at a place in the text."""

    @property
    def start(self) -> int: ...


T = TypeVar("T", bound=Located)


class Spans:
    """Where the sentences of a text are."""

    def __init__(self, text: str) -> None:
        self._sentences = sentences(text)

    def around(self, place: int) -> tuple[int, int]:
        """The beginning and the end of the sentence at a place."""
        at = bisect_right(self._sentences, place, key=lambda each: each.start) - 1
        each = self._sentences[at] if at >= 0 else None
        return (each.start, each.end) if each and place < each.end else (place, place)

    def within(self, named: Sequence[T], place: int) -> list[T]:
        """Of days or intervals in order those in the sentence at a place."""
        start, end = self.around(place)
        first = bisect_left(named, start, key=lambda each: each.start)
        return list(named[first : bisect_left(named, end, key=lambda each: each.start)])


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text in order; a headline or an item of a list is one too."""
    every = []
    for start, end in _paragraphs(text):
        every += [_sentence(text, *place) for place in _split(text, start, end)]
    return [each for each in every if each.words]


def is_whole(words: str) -> bool:
    """Whether a sentence stands by itself: it begins with a capital letter and goes on with nothing."""
    return (
        bool(re.match(r"[„\"«(]?[A-ZĂÂÎȘȚŞŢ0-9]", words)) and not re.search(r"[:;,]\s*$", words) and not goes_on(words)
    )


def goes_on(line: str) -> bool:
    """Whether it ends with a word that ends no sentence: „strada”, „până la”."""
    return bool(_GOES_ON.search(folded(line)))


def _sentence(text: str, start: int, end: int) -> Sentence:
    return Sentence(start, end, text[start:end], " ".join(text[start:end].split()))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Lines, each with those that go on with it."""
    start, end = 0, -1
    number = 0
    for match in re.finditer(r"[^\n]+", text):
        line = match[0]
        if end >= 0 and not _continues(text[start:end].rpartition("\n")[2], line, heading=number == 1):
            yield start, end
            start, number = match.start(), number + 1
        elif end < 0:
            start, number = match.start(), 1
        end = match.end()
    if end >= 0:
        yield start, end


def _continues(before: str, line: str, *, heading: bool) -> bool:
    """Whether a line goes on with the one before. A long headline is none that was broken."""
    if _ITEM.match(line):
        return False
    if line.lstrip()[:1].islower() or goes_on(before):
        return True
    return not heading and len(before) >= _WIDTH and not re.search(r"[.!?…:;”\"]\s*$", before)


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for match in _END.finditer(text, start, end):
        if not _ends(text, begin, match.start()):
            continue
        yield begin, match.end()
        begin = match.end()
    if text[begin:end].strip():
        yield begin, end


def _ends(text: str, begin: int, at: int) -> bool:
    """Whether the mark at that place ends the sentence that begins at `begin`."""
    if text[at] != ".":
        return True
    token = _TOKEN.search(text, max(begin, at - 24), at)
    if token is None:
        return True
    word = folded(token[0]).strip("-")
    if word.isdecimal():
        return bool(text[begin : token.start()].strip())  # „1.” before an item is its number
    last = word.rpartition(".")[2]
    return not (
        word in _ABBREVIATED or last in _ABBREVIATED or len(last) <= 1 or re.fullmatch(r"\d{1,2}\.\d{1,2}", word)
    )
