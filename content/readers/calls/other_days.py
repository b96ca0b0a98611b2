"""Days a text names that are not its event's: dates of documents, of births, of publication; days that were moved.

Decides which these are, each with why. „se prelungește până la” and „se amână pe” make the old day one of them.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from content.phrases import said
from content.readers.calls import between
from content.readers.calls.days import NamedDay
from content.readers.calls.plain import folded
from content.readers.calls.sentences import Spans

_DOCUMENT = (
    r"(?:hotarar\w+|hcl\w*|h\.?c\.?l\w*\.?|leg(?:ea|ii|e)|ordonant\w+|oug|o\.u\.g\.?|ordin\w*|dispoziti\w+|contract\w*"
    r"|autorizati\w+|monitorul\s+oficial|proces\w*[ -]verbal\w*|decizi\w+|aviz\w*|referat\w*|raport\w*|cerer\w+"
    r"|adres[ae]\w*|certificat\w*|anunt\w*)"
)
_REFERENCE = re.compile(
    rf"(?:\d\s?/\s?|(?:(?<!\w)nr\.?\s*\d\S{{0,20}}|(?<!\w){_DOCUMENT}(?:\s+(?:nr\.?\s*)?\d\S{{0,20}})?)\s*,?\s+(?:din|/)\s*(?:data\s+(?:de\s+)?)?)$"
)
_BIRTH = re.compile(r"(?<!\w)(?:nascut\w*|decedat\w*|in\s+varsta)[^.;\n]{0,40}$")
_PUBLISHED = re.compile(
    r"(?<!\w)(?<!va fi )(?<!vor fi )(?:publicat|afisat|afisar|postat|emis|intocmit|redactat|inregistrat|semnat)"
    r"(?:(?!pana)[^.;\d\n]){0,40}$"
    r"|(?<!\w)anunt\w*\s+nr\.?\s*[\d.]+\s*/\s*$"
)
_DATE_LINE = re.compile(r"\s*(?:data\s*:|[^\W\d][\w-]{2,20},|[^\W\d][\w-]{2,20}\s[\w-]{2,20},)?\s*(?:astazi,?\s*)?")
_AFTER_DATE = re.compile(r"[\s.]*(?:,?\s*\d{1,2}:\d{2})?(?:\s*[|·•]\s*[\w .]{0,30})?[\s.]*")
"""After the day of a page: its hour, and who wrote it."""
_CHANGE = re.compile(
    r"(?<!\w)(?:(?P<longer>prelung(?:i\w*|esc|este|easca)|prelunge\w+|extins\w*\s+pana|extinde\s+pana)"
    r"|aman(?:a|am|at[aei]?|ate|ati|are[a]?|arii?|ari|area|arii)\b|re(?:program|planific)(?:eaz|at|ar)\w*|decal(?:eaz|at|ar)\w*|devans\w+|(?:muta|mutat\w*)(?=\s+(?:pe|in|pentru|la)\s+(?:data|ziua)?))"
)
_STREET = re.compile(r"(?:strad\w+|str\.|cartier\w*|calea)\s+$")
_CANCELLED = re.compile(r"(?<!\w)(?:se\s+anuleaza|(?:a|au)\s+fost\s+anulat\w*|s-au?\s+anulat)")
_OLD = re.compile(
    r"(?<!\w)(?:initial\w*|in\s+loc(?:ul)?\s+de|fata\s+de|anterior\w*|planificat\w*|programat\w*|stabilit\w*|anuntat\w*"
    r"|prevazut\w*|trebuia\w*)[^.;\d\n]{0,40}$"
)

OF_THE_NOTICE = ("is when it was published", "is the date of the notice")
"""Why a day is the notice's own."""


class OtherDay(NamedTuple):
    """A day the text names that is not the event's, and why."""

    day: NamedDay
    why: str


def not_the_events(text: str, low: str, named: list[NamedDay], today: date) -> Iterator[OtherDay]:
    before: tuple[int, str] = (-1, "")
    ends = {each.end for each in named}
    for day in named:
        ahead = low[max(0, day.start - 80) : day.start]
        why = ""
        if before[1] and between.linked(low, before[0], day.start):
            why = before[1]
        elif _PUBLISHED.search(ahead):
            why = OF_THE_NOTICE[0]
        elif _REFERENCE.search(ahead) and not ends & {day.start - 1, day.start - 2}:
            why = "is the date of a document"
        elif _BIRTH.search(ahead):
            why = "is a day of birth"
        elif day.day <= today and _alone(text, day) and (len(named) > 1 or ahead.rstrip().endswith("data:")):
            why = OF_THE_NOTICE[1]
        before = (day.end, why)
        if why:
            yield OtherDay(day, why)


def _alone(text: str, day: NamedDay) -> bool:
    """Whether a line holds a place and a day and nothing else."""
    start, end = text.rfind("\n", 0, day.start) + 1, text.find("\n", day.end)
    rest = text[day.end : end if end >= 0 else len(text)]
    return bool(_DATE_LINE.fullmatch(folded(text[start : day.start]))) and bool(_AFTER_DATE.fullmatch(rest))


class Moved(NamedTuple):
    """Days that hold no longer, those that take their place, and what is doubtful about it.

    `since` is by the place of a new last day the first day of the old period.
    """

    old: list[OtherDay]
    since: dict[int, date]
    doubts: list[str]


def moved_days(text: str, low: str, named: list[NamedDay], spans: Spans) -> Moved:
    moved, sentence = Moved([], {}, []), -1
    nowhere: list[str] = []
    renewed = False
    again = _singles(low, named)
    for match in _CHANGE.finditer(low):
        start, end = spans.around(match.start())
        if start == sentence or _STREET.search(low, max(0, match.start() - 16), match.start()):
            continue  # once a sentence; and Strada Prelungirea Ghencea
        sentence = start
        old, new = _swapped(low, match, spans.within(named, match.start()))
        words = " ".join(text[match.start() : min(end, match.end() + 60)].split())
        renewed = renewed or bool(new)
        if not new:
            nowhere.append(said("„{words}” names no new day", words=words))
        here = {day.start for day in old + new}
        elsewhere = [each for day in old for each in again.get(day.day, ()) if each.start not in here]
        moved.old.extend(OtherDay(day, said("no longer holds: „{words}”", words=words)) for day in old + elsewhere)
        if match["longer"] and new and len(old) > 1 and between.linked(low, old[0].end, old[1].start):
            moved.since[new[0].start] = old[0].day
    if not renewed:
        moved.doubts.extend(nowhere)
    if off := _CANCELLED.search(low):
        moved.doubts.append(
            said("„{text}”: something is called off", text=" ".join(text[off.start() : off.end() + 60].split()))
        )
    return moved


def _swapped(low: str, change: re.Match[str], named: list[NamedDay]) -> tuple[list[NamedDay], list[NamedDay]]:
    """The old days and the new ones of a sentence: „cel din 4 decembrie se amână pe 11”, „se amână din 4 pe 11”.

    What is prolonged without a new day keeps its days.
    """
    before = [day for day in named if day.end <= change.start()]
    after = [day for day in named if day.start >= change.end()]
    old = [day for day in after if _OLD.search(low, max(0, day.start - 70), day.start)]
    new = [day for day in after if day not in old]
    if (
        len(new) > 1
        and not change["longer"]
        and between.FROM.search(low, max(change.end(), new[0].start - 80), new[0].start)
    ):
        old, new = [new[0], *old], new[1:]
    return (before + old if new or not change["longer"] else old), new


def _singles(low: str, named: list[NamedDay]) -> dict[date, list[NamedDay]]:
    """The days that are no end of a range, by their date."""
    linked = set()
    for first, last in pairwise(named):
        if between.linked(low, first.end, last.start):
            linked |= {first.start, last.start}
    singles: dict[date, list[NamedDay]] = {}
    for day in named:
        if day.start not in linked:
            singles.setdefault(day.day, []).append(day)
    return singles
