"""An official notice in Romanian prose as a call to take part, with what could be read in it.

Decides whether it is one (else it is an `announcement`) and which of its days mean what. Everything read stands with a
question: prose is read by patterns, and a person compares. A term
counted from a day that is not named is never turned into a day.
"""

import hashlib
import re
from datetime import date

from content.authored import Moment
from content.phrases import said
from content.questions import Choice, Question
from content.readers.calls import periods, romanian, terms
from content.readers.calls.call import Call, Origin, open_value
from content.readers.calls.evidence import around, choices, doubtful, listed, open_words
from content.readers.calls.headline import LONGEST_NAME, headline, subject
from content.readers.calls.interval import Interval, ends
from content.readers.calls.other_days import OF_THE_NOTICE
from content.readers.calls.periods import EventTimes
from content.readers.calls.plain import folded, plain
from content.readers.calls.sentences import Spans

_ASKS = re.compile(
    r"propuneri|sugesti|opini[ie]|contestati|observati[ie]|consultarea? public|dezbater|chestionar|sondaj"
)
_ANSWERS = re.compile(
    r"propuner|sugesti|opini|contestati|observati|depun|depus|trimi|transmi|recomandari|inscri|completa"
)
_REPLIES = re.compile(
    r"raspuns\w*\s+la|se\s+(?:va|vor)\s+(?:raspunde|comunica|publica)|adus\w*\s+la\s+cunostint|rezultat"
)
"""What the city does, and not what people do."""
_NEAR = 260
"""Letters between a deadline and the words that say what for."""
_CONSULTED = ("52/2003", "273/2006")


def call(text: str, origin: Origin) -> Call | None:
    """The call a notice makes; None when it asks for nothing."""
    text = plain(text, origin.lang)
    low = folded(text)
    if not _ASKS.search(low):
        return None
    times = periods.times(text, today(origin))
    last, questions = _deadline(text, low, times)
    if last is None and not terms.terms(text) and not _ANSWERS.search(low):
        return None
    first, published, about_first = _opening(times, last)
    laws = [law for law in romanian.laws(text) if law in _CONSULTED] or romanian.laws(text)
    links, phones = romanian.links(text), romanian.phones(text)
    title = headline(text)
    questions += [
        *about_first,
        open_value("ask", "what can people do, said with a verb?", said("the notice „{title}”", title=title)),
    ]
    if links:
        questions.append(open_value("channels.web", "does this address lead to the call?", links[0]))
    if len(phones) > 1:
        each = [Choice(answer=phone) for phone in phones]
        questions.append(
            open_value("channels.phone", "which telephone answers?", said("{phones} numbers", phones=len(phones)), each)
        )
    return Call(
        key=key(text, origin),
        title={origin.lang: title} if title else {},
        opens=first,
        closes=ends(last) if last else None,
        published=published,
        link=next(iter(links), ""),
        phone=next(iter(phones), ""),
        legal_basis=f"Legea {laws[0]}" if laws else "",
        questions=tuple(questions),
        excerpts=_excerpts(text, times, links, phones),
    )


def today(origin: Origin) -> date:
    """The day it is in the city."""
    return origin.now.astimezone(origin.zone).date()


def key(text: str, origin: Origin) -> str:
    """A page is known by its address; a text by all of it, since many begin „Anunț de consultare publică”."""
    return origin.where if origin.base else f"{_short_name(text)} {hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _short_name(text: str) -> str:
    name = headline(text)
    return name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME].rpartition(" ")[0]


def _deadline(text: str, low: str, times: EventTimes) -> tuple[Interval | None, list[Question]]:
    """The last day for answers: one named as the last, near the words that say what for; else the end of a period."""
    near = _for_answers(text, low, times)
    offered = choices(text, times.intervals)
    if not near:
        seen = "; ".join(f"„{words}”" for words in open_words(text, times)) or "the text does not say until when"
        return None, [
            open_value("closes", "until when can people take part?", seen, offered),
            *doubtful("closes", times),
        ]
    chosen = near[0]
    asks = "is this the last day for answers?"
    if len({each.last for each in near}) > 1:
        asks = "which is the last day for answers, of those that the text names?"
    seen = f"„{around(text, chosen.start)}”"
    return chosen, [open_value("closes", asks, seen, offered if len(offered) > 1 else ()), *doubtful("closes", times)]


def _for_answers(text: str, low: str, times: EventTimes) -> list[Interval]:
    """Last days and periods in a sentence of what people do; else last days near one; else any; else periods."""
    ending = sorted((each for each in times.intervals if each.last and each.first != each.last), key=_is_period)
    beside = [each for each in ending if _ANSWERS.search(low, max(0, each.start - _NEAR), each.end + _NEAR)]
    spans = Spans(text)
    own = [each for each in beside if _is_peoples(low, *spans.around(each.start))]
    until = [each for each in ending if not _is_period(each)]
    return own or [each for each in beside if not _is_period(each)] or until or ending


def _is_period(interval: Interval) -> bool:
    return interval.first is not None


def _is_peoples(low: str, start: int, end: int) -> bool:
    """Whether a sentence says what people do, and not what the city does."""
    return bool(_ANSWERS.search(low, start, end)) and not _REPLIES.search(low, start, end)


def _opening(times: EventTimes, last: Interval | None) -> tuple[Moment | None, Moment | None, list[Question]]:
    """When it opens, when it was published, and what is doubtful about that."""
    stated = next((other.day for other in times.others if other.why in OF_THE_NOTICE), None)
    published = Moment(stated.day.isoformat()) if stated else None
    for each in times.intervals:
        if last and each.last == last.last and each.first and each.first != each.last:
            return Moment(each.first.isoformat()), published or Moment(each.first.isoformat()), []
    if published:
        asks = "does it open on the day on which the text says it was published?"
        return published, published, [open_value("opens", asks, published.text)]
    return None, None, []


def _excerpts(text: str, times: EventTimes, links: list[str], phones: list[str]) -> tuple[str, ...]:
    """What else a person may need, in the words of the text."""
    named = [decided] if (decided := subject(text)) else []
    named += [term.words for term in terms.terms(text)]
    named += [*romanian.mails(text), *phones[1:], *links[1:], *romanian.streets(text)]
    return tuple(dict.fromkeys([*named, *listed(text, times)]))
