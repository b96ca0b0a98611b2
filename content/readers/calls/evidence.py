"""The days of a text as a person compares them: the words around each, the choices, what contradicts or is left open.

Decides what is asked of a day, and says no more than was looked at.
"""

import re
from collections.abc import Iterable
from datetime import timedelta

from content.phrases import said
from content.questions import Choice, Question
from content.readers.calls import proposal, terms
from content.readers.calls.call import open_value
from content.readers.calls.days import MONTH
from content.readers.calls.interval import Interval, ends
from content.readers.calls.other_days import OF_THE_NOTICE
from content.readers.calls.periods import EventTimes
from content.readers.calls.plain import folded

_RELATIVE = re.compile(
    r"(?<!\w)(?:(?P<near>azi|astazi|maine|poimaine)|(?:pana\s+la\s+)?sfarsitul\s+(?:lunii|anului|saptamanii)(?:\s+\w+)?"
    rf"|(?:(?:incepand\s+(?:cu|din)|in|din|pe)\s+)?luna\s+{MONTH}(?:\s+\d{{4}})?"
    r"|(?:in|din)\s+cursul\s+(?:zilei|saptamanii|lunii)(?:\s+\w+)?"
    r"|(?:saptamana|luna)\s+(?:viitoare|aceasta))(?!\w)"
)
"""Days that depend on when it is read, and months without a day."""
_AFTER = {"azi": 0, "astazi": 0, "maine": 1, "poimaine": 2}


def around(text: str, place: int) -> str:
    """Whole words of the line at that place, about 60 letters before and 40 after."""
    start, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
    line, at = text[start : end if end > 0 else len(text)], place - start
    low = line.find(" ", at - 60) + 1 if at > 60 else 0
    high = line.rfind(" ", at, at + 45) if len(line) > at + 45 else len(line)
    return f"{'…' if low else ''}{line[low:high].strip()}{'…' if high < len(line) else ''}"


def listed(text: str, times: EventTimes) -> tuple[str, ...]:
    """Every period and day with the words around it, and every day that is not the event's with why."""
    named = [f"{proposal.told(each)}: {around(text, each.start)}" for each in times.intervals]
    named += [f"{other.day.day.isoformat()} {other.why}: {around(text, other.day.start)}" for other in times.others]
    return tuple(dict.fromkeys(named))


def choices(text: str, intervals: Iterable[Interval]) -> list[Choice]:
    """The ends of intervals, with the words around each."""
    named = {moment.text: around(text, each.start) for each in intervals if (moment := ends(each))}
    return [Choice(answer=answer, gives=f"„{words}”") for answer, words in named.items()]


def near_choices(text: str, times: EventTimes) -> list[Choice]:
    """What „mâine” is where the text says of which day it is itself."""
    own = next((other.day.day for other in times.others if other.why in OF_THE_NOTICE), None)
    named = (match for match in _RELATIVE.finditer(folded(text)) if match["near"]) if own else ()
    by_day = {own + timedelta(days=_AFTER[match["near"]]): text[match.start() : match.end()] for match in named if own}
    return [
        Choice(answer=day.isoformat(), gives=said("„{words}”, said on {own}", words=words, own=own))
        for day, words in sorted(by_day.items())
    ]


def doubtful(key: str, times: EventTimes) -> list[Question]:
    """What contradicts a day, or could be meant otherwise; days without their year; days that hold no longer."""
    questions = [open_value(key, "which day is meant?", doubt) for each in times.intervals for doubt in each.doubts]
    questions += [open_value(key, "what holds now?", doubt) for doubt in times.doubts]
    undated = [day.isoformat() for each in times.intervals if not each.dated and (day := each.last or each.first)]
    if undated:
        questions.append(open_value(key, "is this the year, which the text does not say?", ", ".join(undated)))
    moved = [f"{other.day.day.isoformat()} {other.why}" for other in times.others if "no longer" in other.why]
    if moved:
        questions.append(open_value(key, "does the new day take the place of the old one?", "; ".join(moved)))
    return list({(each.asks, each.seen): each for each in questions}.values())


def open_words(text: str, times: EventTimes) -> list[str]:
    """What a text says of an end without saying its day."""
    low = folded(text)
    words = [around(text, each.start) for each in times.intervals if each.last is None]
    words += [term.words for term in terms.terms(text)]
    words += [" ".join(text[match.start() : match.end()].split()) for match in _RELATIVE.finditer(low)]
    return list(dict.fromkeys(words))[:5]
