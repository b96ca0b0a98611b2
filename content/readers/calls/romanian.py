"""Days, periods, telephones and laws in Romanian prose, with or without diacritics.

Decides what a phrase means, and nothing from what it leaves open: "în termen de 15 zile de la publicare" is a term, not
a day. Leaves out what the text is about (`notice`).
"""

import re
from collections.abc import Iterator
from datetime import date, time
from itertools import pairwise
from typing import NamedTuple

_FOLDED = str.maketrans("ăâîșțşţĂÂÎȘȚŞŢ", "aaiststAAISTST")
MONTHS = ("ian", "feb", "mar", "apr", "mai", "iun", "iul", "aug", "sep", "oct", "noi", "dec")
_MONTH = (
    r"(?:ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|decembrie"
    r"|ian|feb|febr|mar|apr|iun|iul|aug|sept|sep|oct|noi|nov|dec)\b\.?"
)
_DAY = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?P<day>\d{{1,2}})(?:\s?[./-]\s?(?P<number>\d{{1,2}})\s?[./-]\s?(?P<year>\d{{4}})\b"
    rf"|\s+(?P<name>{_MONTH})(?:\s+(?P<year2>\d{{4}})\b)?)"
)
_HOUR = re.compile(
    r"[\s,(]*(?:inclusiv[\s,]*)?(?:la\s+)?(?:ora|orele|orei)[\s.:]+(?P<hour>\d{1,2})(?:\s?[:.,]\s?(?P<minute>\d{2}))?"
)
_UNTIL = re.compile(r"(?:\bpana|\btermen(?:ul)?\b|\bdata\s+limita|\btarziu\b)[^.;\d\n]{0,45}$")
_PUBLISHED = re.compile(
    r"(?:\bpublicat|\bafisat|\bafisar|\bpostat|\bastazi|\banunt\w*\s+nr\.?\s*[\d.]+\s*/)[^.;\d\n]{0,40}$"
)
_STREET_OF = re.compile(
    r"(?:\bstr(?:ad[ai]|azii|azile|\.)|\bb-?d(?:ul|\.)?|\bbulevardul(?:ui)?|\bpiat[ae]i?|\bcalea|\bcaii|\bparcul(?:ui)?"
    r"|\bsplaiul|\bpodul(?:ui)?|\bcartierul|\bscoala|\bliceul)\s*[„\"]?\s*$"
)
"""Before a day that is the name of a place: Piața 1 Decembrie 1918, Bulevardul 3 August 1919."""
_TO = re.compile(r"\s*(?:[-–—]|si|pana\s+(?:la|in|pe)(?:\s+data)?(?:\s+de)?)\s*")
_TERM = re.compile(
    r"(?:in\s+termen\s+de|timp\s+de|pe\s+o\s+perioada\s+de)\s+(\d{1,2})\s+(?:de\s+)?zile(\s+(?:lucratoare|calendaristice))?(?:[^.;,\n]{0,45}(?!\w))?"
)
_PHONE = re.compile(r"(?<![\d/.])(?:\+?40[\s./-]?|0)(?:\d[\s./-]?){8}\d(?!\d)")
_LAW = re.compile(r"\bleg(?:ea|ii)\s+(?:nr\.?\s*)?(\d{1,4})\s*/\s*(\d{4})")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_WEB = re.compile(
    r"https?://[^\s<>\"”„]{1,300}(?<![.,;)])|(?<![\w.])www(?:\.[\w-]{1,63}){2,8}(?:/[^\s<>\"”„]{0,200}(?<![.,;)]))?"
)
_STREET = re.compile(
    r"\b(?:str(?:ada|\.)|b-?d(?:ul|\.)?|bulevardul|pia[tț]a|calea|splaiul|aleea)\s+(?:[^,;.\n]|\.(?=[^\s]|\s?[A-Z])){2,45},?\s*nr\.?\s*\d+\w?",
    re.IGNORECASE,
)


class NamedDay(NamedTuple):
    """A day in the text, at `start` … `end`; `hour` when one is said with it. `dated` is false when its year is not."""

    start: int
    end: int
    day: date
    hour: time | None
    dated: bool


class DayRange(NamedTuple):
    """Two days with a dash or „până la” between them: from the first to the last."""

    first: NamedDay
    last: NamedDay


def folded(text: str) -> str:
    """Small letters without Romanian marks, letter by letter: places in it are places in the text."""
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text.translate(_FOLDED))


def days(text: str, today: date) -> list[NamedDay]:
    """The days a text names, in order. Without a year it is the next such day, or one of the last half year."""
    low = folded(text)
    named = []
    for match in _DAY.finditer(low):
        year = match["year"] or match["year2"]
        month = int(match["number"]) if match["number"] else MONTHS.index(_stem(match["name"])) + 1
        day = _day(int(year) if year else None, month, int(match["day"]), today)
        if day is None or _STREET_OF.search(low, max(0, match.start() - 24), match.start()):
            continue
        hour = _HOUR.match(low, match.end())
        at = _time(hour) if hour else None
        named.append(NamedDay(match.start(), hour.end() if hour and at else match.end(), day, at, year is not None))
    return named


def _stem(name: str) -> str:
    return {"nov": "noi"}.get(name[:3], name[:3])


def _day(year: int | None, month: int, day: int, today: date) -> date | None:
    try:
        if year is not None:
            return date(year, month, day) if 1900 <= year < 2200 else None
        this = date(today.year, month, day)
        return this if (today - this).days <= 183 else date(today.year + 1, month, day)
    except ValueError:
        return None


def _time(match: re.Match[str]) -> time | None:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def periods(text: str, named: list[NamedDay]) -> list[DayRange]:
    """Two days with only a dash, „și” or „până la” between them."""
    low = folded(text)
    return [
        DayRange(first, last)
        for first, last in pairwise(named)
        if _TO.fullmatch(low, first.end, last.start) and first.day <= last.day
    ]


def deadlines(text: str, named: list[NamedDay]) -> list[NamedDay]:
    """The days said to be the last: „până la data de …”, „termen limită: …”."""
    low = folded(text)
    return [day for day in named if _UNTIL.search(low, max(0, day.start - 60), day.start)]


def published(text: str, named: list[NamedDay]) -> NamedDay | None:
    """The day the text says it was published or displayed on."""
    low = folded(text)
    return next((day for day in named if _PUBLISHED.search(low, max(0, day.start - 60), day.start)), None)


class Term(NamedTuple):
    """So many days from a day the text leaves open."""

    days: int
    words: str


def terms(text: str) -> list[Term]:
    """The terms a text names: „în termen de 15 zile de la data publicării”."""
    return [
        Term(int(match[1]), " ".join(text[match.start() : match.end()].split()))
        for match in _TERM.finditer(folded(text))
    ]


def phones(text: str) -> list[str]:
    """Romanian numbers as 0256 408 300, without fax numbers and without what is part of a date."""
    dates = [(match.start(), match.end()) for match in _DAY.finditer(folded(text))]
    numbers = []
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        digits = f"0{digits[2:]}" if digits.startswith("40") else digits
        before = folded(text[max(0, match.start() - 16) : match.start()])
        in_date = any(start < match.end() and match.start() < end for start, end in dates)
        if len(digits) == 10 and digits[1] in "237" and "fax" not in before and not in_date:
            numbers.append(f"{digits[:4]} {digits[4:7]} {digits[7:]}")
    return list(dict.fromkeys(numbers))


def laws(text: str) -> list[str]:
    """The laws a text names, as `52/2003`, in the order named."""
    return list(dict.fromkeys(f"{match[1]}/{match[2]}" for match in _LAW.finditer(folded(text))))


def mails(text: str) -> list[str]:
    return list(dict.fromkeys(_MAIL.findall(text)))


def links(text: str) -> list[str]:
    """Addresses on the web; `www.…` as https."""
    addresses = (link if link.startswith("http") else f"https://{link}" for link in _WEB.findall(text))
    return list(dict.fromkeys(addresses))


def streets(text: str) -> Iterator[str]:
    """Addresses with a number."""
    for match in _STREET.finditer(text):
        yield " ".join(match[0].split())
