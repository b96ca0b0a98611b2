"""Terms in Romanian prose: „timp de 5 zile”, „în termen de 15 zile de la publicare”.

Decides which are counted: so many days that something lasts, from a day that is named, that day included. A term of
the law or of working days is counted in more than one way, and is asked.
"""

import re
from bisect import bisect_right
from datetime import timedelta
from typing import NamedTuple

from content.phrases import said
from content.readers.calls import between
from content.readers.calls.interval import Interval
from content.readers.calls.plain import folded
from content.readers.calls.sentences import Spans

_NUMBERS = {"o": 1, "un": 1, "doua": 2, "doi": 2, "trei": 3, "patru": 4, "cinci": 5, "sase": 6, "sapte": 7, "opt": 8,
            "noua": 9, "zece": 10, "cincisprezece": 15, "douazeci": 20, "treizeci": 30}  # fmt: skip
_TERM = re.compile(
    r"(?<!\w)(?P<how>in\s+termen\s+de|in\s+decurs\s+de|timp\s+de|pe\s+o\s+(?:perioada|durata)\s+de|pentru(?:\s+o\s+(?:perioada|durata)\s+de)?"
    r"|dureaza|(?:va|vor)\s+dura|durata\s+(?:estimata\s+)?(?:este\s+)?de)\s+(?:aproximativ\s+|maxim\s+|cel\s+mult\s+)?"
    rf"(?P<number>\d{{1,3}}|{'|'.join(_NUMBERS)})\s+(?:de\s+)?(?P<unit>zile|zi|saptamani|saptamana|luni|luna)\b"
    r"(?P<kind>\s+(?:lucratoare|calendaristice|consecutive))?(?:[^.;,\n]{0,45}(?!\w))?"
)


class Term(NamedTuple):
    """So many days from a day the text leaves open, or that could be counted in more than one way."""

    days: int
    words: str


def terms(text: str) -> list[Term]:
    """The terms a text names: „în termen de 15 zile de la data publicării”."""
    return [
        Term(_length(match), " ".join(text[match.start() : match.end()].split()))
        for match in _TERM.finditer(folded(text))
    ]


def _length(match: re.Match[str]) -> int:
    number = _NUMBERS.get(match["number"]) or int(match["number"])
    return number * (7 if match["unit"].startswith("sap") else 30 if match["unit"].startswith("lun") else 1)


def with_terms(text: str, low: str, intervals: list[Interval], spans: Spans) -> list[Interval]:
    """„timp de 5 zile, începând cu 1 decembrie” ends on the 5th. Other terms are asked, never counted."""
    starts = [each.start for each in intervals]
    for match in _TERM.finditer(low):
        sentence, at = spans.around(match.start()), bisect_right(starts, match.start())
        after = [at] if at < len(starts) and starts[at] < sentence[1] else []
        before = [at - 1] if at and starts[at - 1] >= sentence[0] else []
        near = (
            after + before
            if after and between.FROM.search(low, max(match.end("unit"), starts[at] - 80), starts[at])
            else before + after
        )
        open_ended = (at for at in near if intervals[at].first and intervals[at].last in (None, intervals[at].first))
        if (at := next(open_ended, -1)) >= 0:
            intervals[at] = _lasting(text, intervals[at], match)
    return intervals


def _lasting(text: str, interval: Interval, match: re.Match[str]) -> Interval:
    """The interval with the last day that a term gives it; open, and doubted, where it can be counted otherwise."""
    counted = match["unit"][:2] in ("zi", "sa") and "lucratoare" not in (match["kind"] or "")
    if interval.first and counted and not match["how"].startswith("in"):
        return interval._replace(last=interval.first + timedelta(days=_length(match) - 1), closes=None)
    words = " ".join(text[match.start("how") : match.end("kind" if match["kind"] else "unit")].split())
    doubt = said("„{words}” from {first} can be counted in more than one way", words=words, first=interval.first)
    return interval._replace(last=None, doubts=(*interval.doubts, doubt))
