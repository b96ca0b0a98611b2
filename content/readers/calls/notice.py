"""An official notice in Romanian prose: a call to take part, or an announcement, with what could be found in it.

Decides which of the two it is and which of its days mean what. Everything found stands with a doubt: prose is read by
patterns, and a person compares. A term counted from a day that is not said is never turned into a day.
"""

import hashlib
import re
from datetime import datetime
from typing import NamedTuple

from content.authored import Moment
from content.readers.calls import romanian
from content.readers.calls.call import Call, Doubt, Origin
from content.readers.calls.plain import plain
from content.readers.calls.romanian import NamedDay

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
_NEAR = 260
"""Letters between a deadline and the words that say what for."""
_CONSULTED = ("52/2003", "273/2006")


class Announcement(NamedTuple):
    """A notice that asks for nothing: what it says first, and from when until when it is true. `key` as a call's."""

    key: str
    title: str
    first: Moment | None
    last: Moment | None
    sentence: str
    doubts: tuple[Doubt, ...]
    excerpts: tuple[str, ...]


def call(text: str, origin: Origin) -> Call | None:
    """The call a notice makes; None when it asks for nothing."""
    text = plain(text, origin.lang)
    low = romanian.folded(text)
    if not _ASKS.search(low):
        return None
    days = romanian.days(text, origin.now.astimezone(origin.zone).date())
    last, doubts = _deadline(text, low, days)
    terms = romanian.terms(text)
    if last is None and not terms and not _ANSWERS.search(low):
        return None
    first, published, about_first = _opening(text, days, last)
    laws = [law for law in romanian.laws(text) if law in _CONSULTED] or romanian.laws(text)
    links, phones = romanian.links(text), romanian.phones(text)
    title = headline(text)
    doubts += [*about_first, Doubt("ask", "is the title of the notice; say what people can do, with a verb")]
    if links:
        doubts.append(Doubt("channels.web", "is an address the text names; see that it leads to the call"))
    if len(phones) > 1:
        doubts.append(Doubt("channels.phone", f"the text names {len(phones)} numbers, this is the first"))
    return Call(
        key=_key(text, origin),
        title={origin.lang: title} if title else {},
        opens=first,
        closes=_moment(last) if last else None,
        published=published,
        link=next(iter(links), ""),
        phone=next(iter(phones), ""),
        legal_basis=f"Legea {laws[0]}" if laws else "",
        doubts=tuple(doubts),
        excerpts=_excerpts(text, links, phones),
    )


def announcement(text: str, origin: Origin) -> Announcement:
    """A notice that asks for nothing, as a draft of a notice's slide."""
    text = plain(text, origin.lang)
    days = romanian.days(text, origin.now.astimezone(origin.zone).date())
    periods = romanian.periods(text, days)
    ends = [period.last for period in periods] or days
    last = max(ends, key=lambda day: day.day, default=None)
    first = min([period.first for period in periods] or days, key=lambda day: day.day, default=None)
    doubts = [Doubt("body", "is a sentence of the notice; say in at most 90 characters what changes for a passer-by")]
    if len(periods) > 1:
        doubts.append(Doubt("expires", f"is the last of {len(periods)} periods; better make a slide for each"))
    elif last is not None:
        doubts.append(Doubt("expires", "is the last day the text names"))
    if last is not None and _moment(last).instant(origin.zone, ends=True) <= origin.now:
        doubts.append(Doubt("expires", "is over"))
    sentences = [each.strip() for each in re.split(r"(?<=[.!?])\s+(?=[A-ZĂÂÎȘȚ„])|\n", text) if each.strip()]
    told = [each for each in sentences[1:] if romanian.days(each, origin.now.date())] or sentences[1:] or sentences
    return Announcement(
        key=_key(text, origin),
        title=headline(text),
        first=Moment(first.day.isoformat()) if first else None,
        last=_moment(last) if last else None,
        sentence=cut(told[0], 200) if told else "",
        doubts=tuple(doubts),
        excerpts=tuple(
            f"{period.first.day.isoformat()} – {period.last.day.isoformat()}: {_around(text, period.first.start)}"
            for period in periods
        ),
    )


def _key(text: str, origin: Origin) -> str:
    """A page is known by its address; a text by all of it, since many begin „Anunț de consultare publică”."""
    return origin.where if origin.base else f"{headline(text)} {hashlib.sha256(text.encode()).hexdigest()[:8]}"


def headline(text: str) -> str:
    """The first line that says something; „Anunț nr. 1247/12.01.2022” does not, nor do the laws before the matter.

    „Anunț” above „privind bugetul” leaves „Bugetul”.
    """
    lines = [line for line in text.splitlines() if not _GENERIC.fullmatch(romanian.folded(line))]
    if not lines:
        return ""
    subject = _subject(text) if _BOILERPLATE.match(romanian.folded(lines[0])) else ""
    about = _CONCERNING.match(romanian.folded(lines[0]))
    subject = subject or (lines[0][about.end() :] if about else "")
    return cut(subject[:1].upper() + subject[1:] if subject else lines[0], 120)


def _subject(text: str) -> str:
    """What is decided: „proiect de hotărâre privind …”, „proiectul bugetului local pe anul 2027”."""
    match = _SUBJECT.search(romanian.folded(text))
    return text[match.start() : match.end()].strip(' „”"') if match else ""


def cut(text: str, length: int) -> str:
    """The text to the last whole word within `length`."""
    return text if len(text) <= length else text[: length - 1].rpartition(" ")[0].rstrip(" ,;:–-") + "…"


def _deadline(text: str, low: str, days: list[NamedDay]) -> tuple[NamedDay | None, list[Doubt]]:
    """The last day for answers: one said to be the last, near the words that say what for; else the end of a period."""
    last = romanian.deadlines(text, days)
    near = [day for day in last if _ANSWERS.search(low, max(0, day.start - _NEAR), day.end + _NEAR)] or last
    if not near:
        near = [period.last for period in romanian.periods(text, days)]
    if not near:
        terms = romanian.terms(text)
        why = f"the text says only „{terms[0].words}”; type the day" if terms else "the text does not say until when"
        return None, [Doubt("closes", why)]
    chosen, others = near[0], sorted({day.day.isoformat() for day in near[1:]} - {near[0].day.isoformat()})
    doubts = [Doubt("closes", f"is read from „{_around(text, chosen.start)}”")]
    if others:
        doubts.append(Doubt("closes", f"the text names other last days too: {', '.join(others)}"))
    if not chosen.dated:
        doubts.append(Doubt("closes", "the text does not say the year"))
    return chosen, doubts


def _opening(
    text: str, days: list[NamedDay], last: NamedDay | None
) -> tuple[Moment | None, Moment | None, list[Doubt]]:
    """When it opens, when it was published, and what is doubtful about that."""
    stated = romanian.published(text, days)
    published = Moment(stated.day.isoformat()) if stated else None
    for period in romanian.periods(text, days):
        if last and period.last.day == last.day:
            return Moment(period.first.day.isoformat()), published or Moment(period.first.day.isoformat()), []
    if published:
        return published, published, [Doubt("opens", "is the day the text says it was published")]
    return None, None, []


def _moment(day: NamedDay) -> Moment:
    return Moment(
        datetime.combine(day.day, day.hour).isoformat(timespec="minutes") if day.hour else day.day.isoformat()
    )


def _around(text: str, place: int) -> str:
    """Whole words of the line at that place, about 60 letters before and 40 after."""
    start, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
    line, at = text[start : end if end > 0 else len(text)], place - start
    low = line.find(" ", at - 60) + 1 if at > 60 else 0
    high = line.rfind(" ", at, at + 45) if len(line) > at + 45 else len(line)
    return f"{'…' if low else ''}{line[low:high].strip()}{'…' if high < len(line) else ''}"


def _excerpts(text: str, links: list[str], phones: list[str]) -> tuple[str, ...]:
    """What else a person may need, in the words of the text."""
    named = [subject] if (subject := _subject(text)) else []
    named += [term.words for term in romanian.terms(text)]
    return tuple(dict.fromkeys([*named, *romanian.mails(text), *phones[1:], *links[1:], *romanian.streets(text)]))
