"""An official notice in Romanian prose: a call to take part, or an announcement, with what could be read in it.

Decides which of the two it is and which of its days mean what. Everything read stands with a question: prose is read by
patterns, and a person compares. A term counted from a day that is not named is never turned into a day.
"""

import hashlib
import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from content.authored import Moment
from content.questions import Choice, Question
from content.readers.calls import periods, proposal, romanian, terms
from content.readers.calls.call import Call, Origin, open_value
from content.readers.calls.interval import Interval, ends
from content.readers.calls.periods import EventTimes
from content.readers.calls.plain import folded, plain
from content.readers.calls.proposal import LONGEST_BODY, LONGEST_TITLE, ProposedBody
from content.readers.calls.sentences import sentences

_ASKS = re.compile(
    r"propuneri|sugesti|opini[ie]|contestati|observati[ie]|consultarea? public|dezbater|chestionar|sondaj"
)
_ANSWERS = re.compile(
    r"propuner|sugesti|opini|contestati|observati|depun|depus|trimi|transmi|recomandari|inscri|completa"
)
_GENERIC = re.compile(
    r"(?:anunt\w*|comunicat\w*|informare|aviz|proiect|in atentia\b.*)?\s*(?:de\s+presa|public\w*)?"
    r"\s*(?:nr\W.*|[\d./ -]*)?[:.!]?"
)
_SUBJECT = re.compile(
    r"proiect\w*\s+de\s+hotarare[^\n]{0,40}?(?:privind|pentru|referito\w+\s+la|cu\s+privire\s+la)\s+[^\n;]{10,180}?"
    r"(?=\.(?!\d)|[;\n”\"]|\s+poate\s+fi|\s+supus|\s+in\s+conformitate|$)|proiect\w*\s+(?:de\s+)?buget\w*[^.;\n]{0,80}"
)
_CONCERNING = re.compile(r"(?:privind|referito(?:r|are)\s+la|cu\s+privire\s+la)\s+(?=\S)")
_BOILERPLATE = re.compile(r"prin prezent|in conformitate|avand in vedere|in temeiul|potrivit|conform|in baza")
_RELATIVE = re.compile(
    r"(?<!\w)(?:azi|astazi|maine|poimaine|de\s+ieri|(?:pana\s+la\s+)?sfarsitul\s+(?:lunii|anului|saptamanii)(?:\s+\w+)?"
    r"|(?:in|din)\s+cursul\s+(?:zilei|saptamanii|lunii)(?:\s+\w+)?|saptamana\s+(?:viitoare|aceasta)|luna\s+(?:viitoare|aceasta))(?!\w)"
)
"""Days that depend on when it is read."""
_NEAR = 260
"""Letters between a deadline and the words that say what for."""
_LONGEST_NAME = 120
_CONSULTED = ("52/2003", "273/2006")


class Announcement(NamedTuple):
    """A notice that asks for nothing: what it says first, and from when until when it is true.

    `key` as a call's; `name` is its first line that says something, by which its file is named.
    """

    key: str
    name: str
    title: str
    body: str
    first: Moment | None
    last: Moment | None
    questions: tuple[Question, ...]
    excerpts: tuple[str, ...]


def call(text: str, origin: Origin) -> Call | None:
    """The call a notice makes; None when it asks for nothing."""
    text = plain(text, origin.lang)
    low = folded(text)
    if not _ASKS.search(low):
        return None
    times = periods.times(text, _today(origin))
    last, questions = _deadline(text, low, times)
    if last is None and not terms.terms(text) and not _ANSWERS.search(low):
        return None
    first, published, about_first = _opening(times, last)
    laws = [law for law in romanian.laws(text) if law in _CONSULTED] or romanian.laws(text)
    links, phones = romanian.links(text), romanian.phones(text)
    title = headline(text)
    questions += [*about_first, open_value("ask", "what can people do, said with a verb?", f"the notice „{title}”")]
    if links:
        questions.append(open_value("channels.web", "does this address lead to the call?", links[0]))
    if len(phones) > 1:
        each = [Choice(answer=phone) for phone in phones]
        questions.append(open_value("channels.phone", "which telephone answers?", f"{len(phones)} numbers", each))
    return Call(
        key=_key(text, origin),
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


def announcement(text: str, origin: Origin) -> Announcement:
    """A notice that asks for nothing, as a draft of a notice's slide."""
    text = plain(text, origin.lang)
    times, every = periods.times(text, _today(origin)), sentences(text)
    name = headline(text)
    own = _own(times)
    made = proposal.parts(every, own)
    title = proposal.titled(name, made)
    proposed = proposal.proposed(every, made, title, _today(origin))
    shown = [each for part in proposed.parts for each in part.intervals] or own
    begun = [each.first for each in shown]
    first = min(day for day in begun if day) if begun and all(begun) else None
    closing = _last(shown)
    questions = [
        open_value("title", f"what happens, in at most {LONGEST_TITLE} characters?", f"„{name}”" if name else ""),
        _about_body(proposed, made),
        *_about_end(text, times, closing, origin),
    ]
    return Announcement(
        key=_key(text, origin),
        name=name,
        title=title,
        body=proposed.body,
        first=Moment(first.isoformat()) if first else None,
        last=ends(closing) if closing else None,
        questions=tuple(questions),
        excerpts=_of_times(text, times),
    )


def _today(origin: Origin) -> date:
    return origin.now.astimezone(origin.zone).date()


def _key(text: str, origin: Origin) -> str:
    """A page is known by its address; a text by all of it, since many begin „Anunț de consultare publică”."""
    return origin.where if origin.base else f"{_short_name(text)} {hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _short_name(text: str) -> str:
    name = headline(text)
    return name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME].rpartition(" ")[0]


def headline(text: str) -> str:
    """The first line that says something; „Anunț nr. 1247/12.01.2022” does not, nor do the laws before the matter.

    „Anunț” above „privind bugetul” leaves „Bugetul”. Of what is longer than a headline
    only what stands before the reasons is one.
    """
    rest = text.splitlines()
    while rest and _GENERIC.fullmatch(folded(rest[0])):
        rest = rest[1:]
    lines = [each.words for each in sentences("\n".join(rest))]
    if not lines:
        return ""
    subject = _subject(text) if _BOILERPLATE.match(folded(lines[0])) else ""
    about = _CONCERNING.match(folded(lines[0]))
    subject = subject or (lines[0][about.end() :] if about else "")
    name = subject[:1].upper() + subject[1:] if subject else lines[0]
    return proposal.shortened(name, _LONGEST_NAME) or name


def _subject(text: str) -> str:
    """What is decided: „proiect de hotărâre privind …”, „proiectul bugetului local pe anul 2027”."""
    match = _SUBJECT.search(folded(text))
    return text[match.start() : match.end()].strip(' „”"') if match else ""


# --- when ----------------------------------------------------------------------------------------------------------


def _ended(interval: Interval) -> tuple[str, str]:
    moment = ends(interval)
    return (moment.text[:10], moment.text) if moment else ("", "")


def _last(shown: Iterable[Interval]) -> Interval | None:
    """Of what the body tells, that which ends last; None where something of it has no end."""
    shown = list(shown)
    if any(each.last is None for each in shown):
        return None
    return max(shown, key=_ended, default=None)


def _own(times: EventTimes) -> list[Interval]:
    """The intervals without „începând cu 4 mai” before the periods themselves: it only introduces them."""
    closed = [each.first for each in times.intervals if each.first and each.last]
    latest = max(closed, default=None)
    return [
        each
        for each in times.intervals
        if each.last is not None or each.first is None or latest is None or latest < each.first
    ]


def _choices(text: str, intervals: Iterable[Interval]) -> list[Choice]:
    """The ends of intervals, with the words around each."""
    choices = {moment.text: _around(text, each.start) for each in intervals if (moment := ends(each))}
    return [Choice(answer=answer, gives=f"„{words}”") for answer, words in choices.items()]


def _about_end(text: str, times: EventTimes, last: Interval | None, origin: Origin) -> list[Question]:
    """What a person must look at of the end; each remark says no more than was looked at."""
    own = _own(times)
    choices = _choices(text, own)
    questions = []
    if last is None:
        seen = "; ".join(f"„{words}”" for words in _open_words(text, times)) or "the text names no day"
        questions.append(open_value("expires", "until when is it true?", seen, choices))
    elif len(choices) > 1:
        days = [each.last or each.first for each in own]
        farthest = last.last is not None and all(day is None or day <= last.last for day in days)
        seen = f"the last of {len(own)} periods and days" if farthest else f"„{_around(text, last.start)}”"
        questions.append(
            open_value("expires", "is this when it is over, or is a slide for each better?", seen, choices)
        )
    else:
        questions.append(open_value("expires", "is this when it is over?", f"„{_around(text, last.start)}”"))
    moment = ends(last) if last else None
    if moment and moment.instant(origin.zone, ends=True) <= origin.now:
        questions.append(open_value("expires", "it is over: is it to be shown at all?", moment.text))
    return questions + _doubtful("expires", times)


def _doubtful(key: str, times: EventTimes) -> list[Question]:
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


def _open_words(text: str, times: EventTimes) -> list[str]:
    """What a text says of an end without saying its day."""
    low = folded(text)
    words = [_around(text, each.start) for each in times.intervals if each.last is None]
    words += [term.words for term in terms.terms(text)]
    words += [" ".join(text[match.start() : match.end()].split()) for match in _RELATIVE.finditer(low)]
    return list(dict.fromkeys(words))[:5]


def _about_body(proposed: ProposedBody, made: list[proposal.TimedStreets]) -> Question:
    asks = f"what changes for a passer-by, in at most {LONGEST_BODY} characters?"
    seen = []
    for why, lines in (("over", proposed.over), ("left out", proposed.left_out)):
        if lines:
            seen.append(f"{len(lines)} {why}: {'; '.join(lines)}")
    others = tuple(dict.fromkeys(name for part in made for name in part.others))
    if others:
        seen.append(f"named as limits or as the way round: {', '.join(others)}")
    return open_value("body", asks, "; ".join(seen))


def _deadline(text: str, low: str, times: EventTimes) -> tuple[Interval | None, list[Question]]:
    """The last day for answers: one named as the last, near the words that say what for; else the end of a period."""
    until = [each for each in times.intervals if each.first is None]
    near = [each for each in until if _ANSWERS.search(low, max(0, each.start - _NEAR), each.end + _NEAR)] or until
    near = near or [each for each in times.intervals if each.first != each.last and each.last]
    choices = _choices(text, times.intervals)
    if not near:
        seen = "; ".join(f"„{words}”" for words in _open_words(text, times)) or "the text does not say until when"
        return None, [
            open_value("closes", "until when can people take part?", seen, choices),
            *_doubtful("closes", times),
        ]
    chosen = near[0]
    asks = "is this the last day for answers?"
    if len({each.last for each in near}) > 1:
        asks = "which is the last day for answers, of those that the text names?"
    seen = f"„{_around(text, chosen.start)}”"
    return chosen, [open_value("closes", asks, seen, choices if len(choices) > 1 else ()), *_doubtful("closes", times)]


def _opening(times: EventTimes, last: Interval | None) -> tuple[Moment | None, Moment | None, list[Question]]:
    """When it opens, when it was published, and what is doubtful about that."""
    stated = next((other.day for other in times.others if "published" in other.why), None)
    published = Moment(stated.day.isoformat()) if stated else None
    for each in times.intervals:
        if last and each.last == last.last and each.first and each.first != each.last:
            return Moment(each.first.isoformat()), published or Moment(each.first.isoformat()), []
    if published:
        asks = "does it open on the day on which the text says it was published?"
        return published, published, [open_value("opens", asks, published.text)]
    return None, None, []


# --- what else the text holds --------------------------------------------------------------------------------------


def _around(text: str, place: int) -> str:
    """Whole words of the line at that place, about 60 letters before and 40 after."""
    start, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
    line, at = text[start : end if end > 0 else len(text)], place - start
    low = line.find(" ", at - 60) + 1 if at > 60 else 0
    high = line.rfind(" ", at, at + 45) if len(line) > at + 45 else len(line)
    return f"{'…' if low else ''}{line[low:high].strip()}{'…' if high < len(line) else ''}"


def _of_times(text: str, times: EventTimes) -> tuple[str, ...]:
    """Every period and day with the words around it, and every day that is not the event's with why."""
    named = [f"{proposal.told(each)}: {_around(text, each.start)}" for each in times.intervals]
    named += [f"{other.day.day.isoformat()} {other.why}: {_around(text, other.day.start)}" for other in times.others]
    return tuple(dict.fromkeys(named))


def _excerpts(text: str, times: EventTimes, links: list[str], phones: list[str]) -> tuple[str, ...]:
    """What else a person may need, in the words of the text."""
    named = [subject] if (subject := _subject(text)) else []
    named += [term.words for term in terms.terms(text)]
    named += [*romanian.mails(text), *phones[1:], *links[1:], *romanian.streets(text)]
    return tuple(dict.fromkeys([*named, *_of_times(text, times)]))
