"""Days in Romanian prose: `15 decembrie 2026`, `15.XII.26`, `1, 2 și 3 decembrie`, `15.12 a.c.`, with or without marks.

Decides what is a day and of which year. Streets and squares that are named after a day (Piața 1 Decembrie 1918) are
none. What a day is to the text (its event, its publication, the number of a decision) is decided by `periods`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, time
from itertools import pairwise
from typing import NamedTuple

from content.phrases import said
from content.readers.calls import hours
from content.readers.calls.plain import folded

MONTHS = ("ian", "feb", "mar", "apr", "mai", "iun", "iul", "aug", "sep", "oct", "noi", "dec")
WEEKDAYS = ("luni", "marti", "miercuri", "joi", "vineri", "sambata", "duminica")
_ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_NUMBER = rf"(?:\d{{1,2}}|{'|'.join(sorted(_ROMAN, key=len, reverse=True))})"
_ADJECTIVE = (
    r"mult|putin|mari?\b|mare|mic|bun|lung|larg|nou|noi|vech|tarziu|devreme|sus|jos|import|aglom|circul|aprop|ales"
)
MONTH = (
    rf"(?:ianuarie|februarie|martie|aprilie|mai(?!\s+(?:{_ADJECTIVE}))|iunie|iulie|august|septembrie|octombrie|noiembrie"
    r"|decembrie|(?:ian|febr?|apr|iun|iul|aug|sept?|oct|nov|dec)\b\.?|(?:mar|noi)\b(?:\.|(?=\s+\d{4})))"
)
"""„noi” and „mar” are words of their own (3 noi stații): as months only with a dot or a year."""
_THIS_YEAR = r"a\.\s?c\b\.?|ac\.|(?:al\s+)?anul(?:ui)?\s+(?:curent|acesta|in\s+curs)"
_DAY = re.compile(
    r"(?<!\d)(?<!\d[.,])(?P<day>\d{1,2})(?:"
    rf"(?P<mark>\s?[./-]\s?)(?P<number>{_NUMBER})(?:\s?[./-]\s?(?P<year>\d{{4}})\b"
    rf"|(?P=mark)(?P<short>\d{{2}})(?!\d|[./]\d|\s*(?:lei|ron|euro|mp|km|m)\b)|[./]?\s?(?P<this>{_THIS_YEAR}))"
    rf"|\s+(?P<roman>{'|'.join(sorted(_ROMAN, key=len, reverse=True))})\s+(?P<year3>\d{{4}})\b"
    rf"|[\s-]+(?:luna\s+)?(?P<name>{MONTH}(?!\w))(?:,?[\s-]+(?:(?:al\s+)?anul(?:ui)?\s+)?(?P<year2>\d{{4}})\b"
    rf"|,?\s+(?P<this2>{_THIS_YEAR}))?)"
)
_ISO = re.compile(r"(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?![\d-])")
_BARE = re.compile(
    rf"\b(?:(?:data|datele|ziua|zilele|zilei|perioada)\s+(?:de\s+|din\s+)?(?:{WEEKDAY}[,\s]+)?|{WEEKDAY}[,\s(]+)"
    rf"(?P<day>\d{{1,2}})[./](?P<number>\d{{1,2}})(?![\d]|[./:]\d|\s*(?:lei|ron)\b)"
)
"""`în data de 15.12`: a day and a month alone are a day only where the text says that they are one."""
_LEADING = re.compile(
    rf"(?<!\d)(?<!\d[.,:/])(?P<day>\d{{1,2}})(?:[./](?P<number>{_NUMBER})\.?)?(?:\s*\({WEEKDAY}\))?"
    r"\s*(?P<to>,\s*(?:si\s+)?|;\s*|(?<!\w)(?:si|sau)\s+|[-–—/]|(?<!\w)spre\s+|(?<!\w)pana\s+(?:la|in|pe)\s+(?:data\s+de\s+)?|(?<!\w)la\s+)"
    rf"\s*(?:(?:de|pe|in)\s+)?(?:{WEEKDAY}[,\s]+)?$"
)
"""A number before a day that takes its month and year from it: „1, 2 și” before „3 decembrie 2026”."""
_COUNTS = re.compile(
    r"(?<!\w)(?:nr|numar\w*|etap\w+|faz[ae]|lot\w*|bloc\w*|bl|ap|sc|scara|art|alin|lit|pct|punct\w*|cap|sector\w*|etaj\w*"
    r"|or[aei]|orele|lini\w+|tramvai\w*|autobuz\w*|troleibuz\w*|camer\w+|sal[ae]|cabinet\w*|km|kilometrul|tronson\w*|zon\w+"
    r"|anex\w+|band\w+|poart\w+|clas\w+|poz|pozitia|cod|grup\w+|scol\w+)\s*\.?\s*:?\s*$"
)
"""Before a number that counts something else than a day."""
NIGHT = re.compile(rf"(?:noapte|nopti)\w*\s+(?:(?:de|din|dintre|zilele|datele)\s+){{0,3}}(?:{WEEKDAY}[,\s]+)?$")
NIGHTS = re.compile(r"(?:noapte|nopti)\w*(?!\w)[^.;\n]{0,50}$")
"""Before the two days of one night, „în noaptea de 4/5 decembrie”, and of several."""
_IN_WORDS = re.compile(r"[\s-](?![ivx]+\b)[a-z]{3}")
_NUMBERED = re.compile(r"\d\s?[-–—/.:]\s?$")
_LINK = re.compile(
    rf"[\s,;(]*(?:ora|orele)?[\s\d:.]{{0,9}}[\s,;)]*(?:[-–—]|si|sau|la|(?:si\s+)?pana\s+(?:la|in|pe)?)?[\s,]*"
    rf"(?:(?:in|pe|la|de|data|ziua|datele|inclusiv)[\s,]+){{0,4}}(?:{WEEKDAY}[\s,]+)?"
)
"""Between two days of one list or range: a year said with one of them is that of the other too."""
_PLACE = re.compile(
    r"(?:(?<!\w)(?:str(?:ad[ai]|azii|azile|azilor|\.)|b-?d(?:ul|\.)?|bulevard\w*|piat[ae]i?|pietei|cale[ai]|caii|parc\w*"
    r"|splai\w*|pod\w*|pasaj\w*|cartier\w*|scol\w+|scoala|lice\w+|colegi\w+|gradinit\w+|alee[ai]|aleii|stadion\w*|fabric\w+"
    r"|universitat\w+|spital\w*|intrarea|statia|monument\w*)"
    r"(?:\s*(?:nr\.?\s*\d{1,3})?\s*[„\"”]?|(?:\s+[^\W\d]\w*){1,4}\s+(?:si|,)))\s*[„\"]?$"
)
"""Before a day that is the name of a place, also as the second of two: străzile Gării și 1 Decembrie 1918."""
_AFTER = re.compile(rf"\s*(?:\(\s*(?P<in>{WEEKDAY})\s*\)|,\s*(?P<out>{WEEKDAY})(?=\s*(?:[,.;\n]|ora\b|orele\b|$)))")
_BEFORE = re.compile(rf"(?<!\d )(?<!\w)(?P<name>{WEEKDAY})[\s,(]*(?:(?:pe|in|din|de|data|ziua)\s+){{0,3}}$")

_LISTED = re.compile(rf"{WEEKDAY}\s*(?:,|si|-|–|/)\s*$")
"""Before a weekday of several: „sâmbătă și duminică, 5 și 6 decembrie”."""
_FROM = re.compile(rf"(?P<name>{WEEKDAY})\s+(?:pana\s+)?(?:la\s+)?$")
"""Before the last weekday of a range: „de luni până vineri, 7–11 decembrie” begins on a Monday."""


class NamedDay(NamedTuple):
    """A day in the text, at `start` … `end`; `hour` when one is named with it. `dated` is false when its year is not.

    `doubt` tells what contradicts it: the weekday beside it, or a range that would end before it begins.
    """

    start: int
    end: int
    day: date
    hour: time | None
    dated: bool
    doubt: str = ""


class _Written(NamedTuple):
    """A day as it is written; `year` is None where none is. `current` is „a.c.”: the year of the text, not of today."""

    start: int
    end: int
    year: int | None
    month: int
    day: int
    doubt: str = ""
    current: bool = False


def days(text: str, today: date) -> list[NamedDay]:
    """The days a text names, in order. Without a year it is the nearest such day."""
    low = folded(text)
    written: list[_Written] = []
    for each in sorted(_all_written(low, today), key=lambda each: each.start):
        if not written or each.start >= written[-1].end:
            written += [*_leading(low, each, written[-1].end if written else 0), each]
    clocks = hours.hours(text)
    named = []
    for each, dated in _with_years(low, written):
        day = _date(each.year, each.month, each.day, today)
        if day is not None and each.current:
            day = _this_year(day, today)
        if day is not None and not _is_place(text, low, each, day):
            doubt = each.doubt or _weekday(low, each, day)
            hour, end = _hour(low, each.start, each.end, clocks)
            named.append(NamedDay(each.start, end, day, hour, dated, doubt))
    return named


def impossible(text: str, today: date) -> list[str]:
    """What is written as a day of a year and is none: `31.11.2026`."""
    low = folded(text)
    return [
        text[each.start : each.end]
        for each in _all_written(low, today)
        if each.year is not None and _date(each.year, each.month, each.day, today) is None
    ]


def places(text: str) -> list[tuple[int, int]]:
    """Where a text has something written as a day of a year of four digits."""
    return [match.span() for match in _DAY.finditer(folded(text)) if match["year"]]


def _all_written(low: str, today: date) -> Iterator[_Written]:
    for match in _DAY.finditer(low):
        year = _year(match, today)
        if match["short"] and (year is None or _COUNTS.search(low, max(0, match.start() - 16), match.start())):
            continue
        if month := _month(match["number"] or match["roman"] or match["name"]):
            yield _Written(match.start(), match.end(), year, month, int(match["day"]), current=_is_current(match))
    for match in _ISO.finditer(low):
        yield _Written(match.start(), match.end(), int(match[1]), int(match[2]), int(match[3]))
    for match in _BARE.finditer(low):
        yield _Written(match.start("day"), match.end(), None, int(match["number"]), int(match["day"]))


def _year(match: re.Match[str], today: date) -> int | None:
    """The year of a day; None where none is written, or where two digits are a year that nobody can mean."""
    if written := match["year"] or match["year2"] or match["year3"]:
        return int(written)
    if match["short"]:
        year = 2000 + int(match["short"])
        return year if today.year - 2 <= year <= today.year + 5 else None
    return None


def _is_current(match: re.Match[str]) -> bool:
    return bool(match["this"] or match["this2"])


def _month(word: str) -> int:
    """From 1 to 12; 0 for none."""
    if word.isdecimal():
        return int(word)
    if word in _ROMAN:
        return _ROMAN.index(word) + 1
    return MONTHS.index({"nov": "noi"}.get(word[:3], word[:3])) + 1


def _leading(low: str, last: _Written, after: int) -> list[_Written]:
    """The numbers before a day that share its month and year."""
    numbers: list[_Written] = []
    first = last
    in_words = bool(_IN_WORDS.search(low, last.start, last.end))
    while len(numbers) < 31:
        match = _LEADING.search(low, max(after, first.start - 40), first.start)
        if match is None or not _joins(low, match):
            break
        if _is_night(low, match):
            number = int(match["number"])
            first = first._replace(start=match.start("number"), end=match.end("number"), day=number, doubt="")
            numbers.insert(0, first)
            first = first._replace(start=match.start("day"), end=match.end("day"), day=number - 1)
        elif match["number"] and in_words:
            break
        else:
            first = _before(low, match, first)
        if not _date(2024, first.month, first.day, date(2024, 1, 1)):
            break
        numbers.insert(0, first)
    ahead = (max(after, first.start - 16), first.start)
    return [] if _COUNTS.search(low, *ahead) or _NUMBERED.search(low, *ahead) else numbers


def _joins(low: str, match: re.Match[str]) -> bool:
    """Whether what stands between a number and the day after it makes them two days."""
    if match["to"] == "la ":
        return low.endswith(("de la ", "din "), 0, match.start())
    nightly = {"/": NIGHTS, "spre ": NIGHT}.get(match["to"])
    return nightly is None or bool(nightly.search(low, max(0, match.start() - 60), match.start()))


def _is_night(low: str, match: re.Match[str]) -> bool:
    """Whether „3/4” is the night from the 3rd to the 4th, and not the 3rd of April."""
    number = match["number"] or ""
    follows = number.isdecimal() and int(number) == int(match["day"]) + 1 and low[match.end("day")] == "/"
    return follows and bool(NIGHTS.search(low, max(0, match.start() - 60), match.start()))


def _before(low: str, match: re.Match[str], after: _Written) -> _Written:
    """The day of a number before another day."""
    month, day = _month(match["number"]) if match["number"] else after.month, int(match["day"])
    year, doubt = after.year, ""
    if (month, day) > (after.month, after.day) and match["to"][:1] not in (",", ";"):
        if match["number"] and year is not None:
            year -= 1
        elif not match["number"]:
            doubt = said("„{low}” would end before it begins", low=low[match.start() : after.end])
    end = match.end("number") if match["number"] else match.end("day")
    return _Written(match.start(), end, year, month, day, doubt, after.current)


def _with_years(low: str, written: list[_Written]) -> list[tuple[_Written, bool]]:
    """Each day with the year of the one it is linked with, where it has none; and whether it has one now."""
    linked = [bool(_LINK.fullmatch(low, first.end, next_.start)) for first, next_ in pairwise(written)]
    for at in range(len(written) - 2, -1, -1):
        here, other = written[at], written[at + 1]
        if here.year is None and other.year is not None and linked[at]:
            later = (here.month, here.day) > (other.month, other.day)
            written[at] = here._replace(year=other.year - later)
    for at in range(1, len(written)):
        here, other = written[at], written[at - 1]
        if here.year is None and other.year is not None and linked[at - 1]:
            earlier = (here.month, here.day) < (other.month, other.day)
            written[at] = here._replace(year=other.year + earlier)
    return [(each, each.year is not None) for each in written]


def _date(year: int | None, month: int, day: int, today: date) -> date | None:
    try:
        if year is not None:
            return date(year, month, day) if 1900 <= year < 2200 else None
        near = [date(today.year + by, month, day) for by in (-1, 0, 1)]
    except ValueError:
        return None
    return min(near, key=lambda each: abs((each - today).days))


def _this_year(day: date, today: date) -> date:
    """The day of this year; of the last where that is more than half a year ahead: the text may be older than today."""
    this = _date(today.year, day.month, day.day, today) or day
    return this if (this - today).days <= 183 else day


def _is_place(text: str, low: str, written: _Written, day: date) -> bool:
    """Whether it names a place. In names the month has a capital letter, but for texts in capitals."""
    if (
        day.year < 2000
        and written.year is not None
        and text[written.start : written.end] != low[written.start : written.end]
    ):
        return True
    return bool(_PLACE.search(low, max(0, written.start - 48), written.start))


def _weekday(low: str, written: _Written, day: date) -> str:
    """What contradicts the weekday beside the day; empty when nothing does."""
    before = _BEFORE.search(low, max(0, written.start - 30), written.start)
    after = _AFTER.match(low, written.end)
    name = before["name"] if before else (after["in"] or after["out"]) if after else ""
    listed = before and _LISTED.search(low, max(0, before.start() - 14), before.start())
    first = before and _FROM.search(low, max(0, before.start() - 18), before.start())
    if (
        not name
        or listed
        or (first and WEEKDAYS.index(first["name"]) == day.weekday())
        or WEEKDAYS.index(name) == day.weekday()
    ):
        return ""
    return said(
        "the text says {english}, and {day} is a {english2}",
        english=_ENGLISH[WEEKDAYS.index(name)],
        day=day.isoformat(),
        english2=_ENGLISH[day.weekday()],
    )


_HOUR_NEXT = re.compile(
    rf"[\s,(]*(?:{WEEKDAY}[\s,)]*)?(?:inclusiv[\s,]*)?(?:(?:de\s+)?la\s+|incepand\s+(?:cu|de\s+la)\s+)?"
)
_HOUR_BEFORE = re.compile(rf"[\s,]*(?:(?:din|a|in|pe|al)\s+)?(?:(?:data|zilei|ziua)\s+)?(?:de\s+)?(?:{WEEKDAY}[,\s]+)?")
_BARE_HOUR = re.compile(r"[\s,(]+((?:[01]?\d|2[0-3])):([0-5]\d)(?![\d:]|\s*[-–—])")


def _hour(low: str, start: int, end: int, clocks: list[hours.Hours]) -> tuple[time | None, int]:
    """The one hour right after a day, and where it ends; or the one right before it."""
    at = bisect_left(clocks, start, key=lambda each: each.start)
    before, after = clocks[at - 1] if at else None, clocks[at] if at < len(clocks) else None
    if before and before.last is None and _HOUR_BEFORE.fullmatch(low, before.end, start):
        return _time(before), end
    if after and after.last is None and after.start >= end and _HOUR_NEXT.fullmatch(low, end, after.start):
        return _time(after), after.end
    if bare := _BARE_HOUR.match(low, end):
        return time(int(bare[1]), int(bare[2])), bare.end()
    return None, end


def _time(clock: hours.Hours) -> time | None:
    """None for 24:00, which is the end of the day."""
    return time(clock.first // 60, clock.first % 60) if clock.first < 1440 else None
