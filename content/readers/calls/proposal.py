"""What a notice could say at a glance: „3–5 decembrie, 9–15: str. Zăvoi”, a line for each period with its streets.

Proposes a title and a body within what people read in passing, and names what does not fit. It never cuts a sentence:
a whole one, or lines made of what was read, or nothing. A person compares it with the notice.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from content.readers.calls import hours
from content.readers.calls.daily import is_desk
from content.readers.calls.hours import Hours
from content.readers.calls.interval import Interval
from content.readers.calls.plain import folded
from content.readers.calls.sentences import Sentence, is_whole
from content.readers.calls.streets import NamedStreets, streets

LONGEST_BODY = 90
"""Characters that are read in passing."""
_MONTHS = "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie"
_NAMES = tuple(_MONTHS.split())
_SHORT = ("ian", "feb", "mar", "apr", "mai", "iun", "iul", "aug", "sept", "oct", "nov", "dec")
_ITEM = re.compile(r"(?:[-–•*·]|\d{1,2}[.)]|[a-z]\))\s")
_CLOSED = re.compile(r"inchi|restric|opri|intrerup|bloca|ocupa|demol|repara|asfalt|locati")
"""What makes a sentence one about where it happens."""


class TimedStreets(NamedTuple):
    """What is in one place at one time: intervals of one list, and their streets as a slide writes them.

    `others` are streets the sentence names as limits or as the way round; `low` is the sentence, folded.
    """

    intervals: tuple[Interval, ...]
    streets: tuple[str, ...]
    others: tuple[str, ...]
    low: str


class ProposedBody(NamedTuple):
    """A body within its limit; the parts it tells, and a line each for what is over and for what does not fit."""

    body: str
    parts: tuple[TimedStreets, ...]
    over: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def parts(every: Sequence[Sentence], intervals: Iterable[Interval]) -> list[TimedStreets]:
    """Each interval with its streets: of its sentence, of the list or the sentences after it, or of the one before."""
    of_sentence: dict[int, list[Interval]] = {}
    for each in intervals:
        at = bisect_right(every, each.start, key=lambda sentence: sentence.start) - 1
        of_sentence.setdefault(max(at, 0), []).append(each)
    places = sorted(of_sentence)
    made: list[TimedStreets] = []
    for at, after in zip(places, [*places[1:], len(every)], strict=False):
        here = _of_sentence(every[at], of_sentence[at])
        if len(here) == 1 and not here[0].streets:
            here = list(_told_after(here[0], every[at + 1 : after])) or here
        made += here
    if len(made) == 1 and not made[0].streets:
        made = [made[0]._replace(streets=_told_before(every[: places[0]]))]
    return made


def _of_sentence(sentence: Sentence, here: list[Interval]) -> list[TimedStreets]:
    read, low = streets(sentence.raw), folded(sentence.raw)
    groups = _groups(sentence, here)
    return [
        TimedStreets(tuple(group), tuple(name for place, name in read.places if begin <= place < end), read.others, low)
        for group, (begin, end) in zip(groups, _stretches(sentence, groups, read), strict=True)
    ]


def _told_after(part: TimedStreets, after: Sequence[Sentence]) -> Iterator[TimedStreets]:
    """The streets of sentences that name no day of their own; hours that they name are those of their streets."""
    plain: list[str] = []
    for sentence in after:
        names = tuple(name for _, name in streets(sentence.raw).places)
        low = folded(sentence.raw)
        daily = tuple(each for each in hours.hours(sentence.raw) if each.last is not None and not is_desk(low, each))
        if names and daily and not part.intervals[0].daily:
            timed = tuple(each._replace(daily=daily) for each in part.intervals)
            yield part._replace(intervals=timed, streets=names)
        elif names and (_ITEM.match(sentence.words) or _CLOSED.search(low)):
            plain += names
    if plain:
        yield part._replace(streets=tuple(dict.fromkeys(plain)))


def _told_before(before: Sequence[Sentence]) -> tuple[str, ...]:
    """The streets of the nearest sentence before that names some."""
    for sentence in reversed(before):
        if places := streets(sentence.raw).places:
            return tuple(name for _, name in places)
    return ()


def _stretches(sentence: Sentence, groups: list[list[Interval]], read: NamedStreets) -> Iterator[tuple[int, int]]:
    """Which part of a sentence belongs to each group: what follows its days, or what goes before, as its first does."""
    starts = [group[0].start - sentence.start for group in groups]
    ends = [group[-1].end - sentence.start for group in groups]
    if read.places and read.places[0][0] < starts[0]:
        return zip([0, *ends[:-1]], [*starts[:-1], len(sentence.raw)], strict=True)
    return zip([0, *starts[1:]], [*starts[1:], len(sentence.raw)], strict=True)


def _groups(sentence: Sentence, here: list[Interval]) -> list[list[Interval]]:
    """Intervals with only a comma or „și” between them are one list, of the same streets."""
    groups = [[here[0]]]
    for before, after in pairwise(here):
        between = folded(sentence.raw[before.end - sentence.start : after.start - sentence.start])
        if re.fullmatch(
            r"[\s,;]*(?:(?:si|sau|precum|respectiv|in|pe|data|datele|zilele|ziua|perioada|de|intre|ora|orele|orar|interval\w*|[-–]"
            r"|\d{1,2}(?:[:.]\d{2})?)[\s,]+)*",
            between,
        ):
            groups[-1].append(after)
        else:
            groups.append([after])
    return groups


def proposed(every: Sequence[Sentence], made: list[TimedStreets], title: str, today: date) -> ProposedBody:
    """The body: the one sentence that says it all, else a line for each part that is not over."""
    over = tuple(line(part) for part in made if _is_over(part, today))
    coming = [part for part in made if not _is_over(part, today)]
    if not made:
        return ProposedBody(_first(every[1:] or every, title), ())
    if whole := _sentence(every, made, title):
        return ProposedBody(whole, tuple(made), over)
    placed = sorted((part for part in coming if part.streets), key=_begin)
    if not placed and len(coming) == 1:
        placed = coming  # days alone are enough below a title, days of different things are not
    bare = () if placed is coming else tuple(line(part) for part in coming if not part.streets)
    for short in (False, True):
        body = _joined([line(part, title, short=short) for part in placed])
        if len(body) <= LONGEST_BODY:
            return ProposedBody(body, tuple(placed), over, bare)
    some = _some(placed, title)
    return some._replace(over=over, left_out=(*some.left_out, *bare))


def _is_over(part: TimedStreets, today: date) -> bool:
    return all(each.last is not None and each.last < today for each in part.intervals)


def _begin(part: TimedStreets) -> date:
    return min(each.first or each.last or date.max for each in part.intervals)


def _some(placed: list[TimedStreets], title: str) -> ProposedBody:
    """As many parts as fit, the soonest first; of one that alone is too long its first streets, and how many more."""
    kept: list[str] = []
    told_parts: list[TimedStreets] = []
    left: list[str] = []
    for part in placed:
        words = line(part, title, short=True)
        if not kept and len(words) > LONGEST_BODY:
            words = _counted(part, title)
            left.append(line(part))
        if words and len(_joined([*kept, words])) <= LONGEST_BODY:
            kept.append(words)
            told_parts.append(part)
        else:
            left.append(line(part))
    return ProposedBody(_joined(kept), tuple(told_parts), (), tuple(dict.fromkeys(left)))


def _counted(part: TimedStreets, title: str) -> str:
    """`10 mai: str. Zăvoi, Gării și încă 5`."""
    for some in range(len(part.streets) - 1, 0, -1):
        words = line(part._replace(streets=part.streets[:some]), title, short=True)
        if len(words := f"{words} și încă {len(part.streets) - some}") <= LONGEST_BODY:
            return words
    return ""


def _joined(lines: list[str]) -> str:
    """One line as it is; several as items of a list."""
    lines = list(dict.fromkeys(each for each in lines if each))
    return lines[0] if len(lines) == 1 else "\n".join(f"- {each}" for each in lines)


def _fits(sentence: Sentence) -> bool:
    return len(sentence.words) <= LONGEST_BODY and is_whole(sentence.words) and sentence.words.endswith((".", "!"))


def _sentence(every: Sequence[Sentence], made: Sequence[TimedStreets], title: str) -> str:
    """The sentence of all parts, where it is short enough to be read in passing."""
    named = folded(title)
    if any(folded(name.partition(" ")[2]) not in part.low + named for part in made for name in part.streets):
        return ""
    starts = [each.start for part in made for each in part.intervals]
    holds = (each for each in every if all(each.start <= start < each.end for start in starts))
    return _first(holds, title)


def _first(every: Iterable[Sentence], title: str) -> str:
    """The first sentence that fits and says more than the title."""
    return next((each.words for each in every if _fits(each) and each.words.removesuffix(".") != title), "")


def line(part: TimedStreets, title: str = "", *, short: bool = False) -> str:
    """`3–5 decembrie, 9–15: str. Zăvoi`; a street that the title names is not said again."""
    when = _when(part.intervals, short=short)
    named = folded(title)
    names = [name for name in part.streets if folded(name.partition(" ")[2]) not in named]
    if short:
        kinds = ["", *(name.partition(" ")[0] for name in names)]
        names = [
            name.removeprefix(f"{kind} ") if kind == before else name
            for before, kind, name in zip(kinds, kinds[1:], names, strict=False)
        ]
    return f"{when}: {', '.join(names)}" if names else when


def _when(intervals: Sequence[Interval], *, short: bool) -> str:
    """`1, 8 și 15 decembrie, 9–15`: hours that all share are told once, and a month that two share."""
    shared = {tuple((each.first, each.last) for each in interval.daily) for interval in intervals}
    timed = any(each.opens is not None or each.closes is not None for each in intervals)
    if timed or len(shared) > 1 or any(each.some_days for each in intervals):
        return " și ".join(dict.fromkeys(told(each, short=short) for each in intervals))
    days = [told(each._replace(daily=()), short=short) for each in intervals]
    for at, (before, after) in enumerate(pairwise(intervals)):
        if (month := _month(before)) and month == _month(after):
            days[at] = days[at].rpartition(" ")[0]
    days = list(dict.fromkeys(days))
    listed = " și ".join(filter(None, (", ".join(days[:-1]), days[-1])))
    hours_told = " și ".join(_hours(each) for each in intervals[0].daily)
    return f"{listed}, {hours_told}" if hours_told else listed


def _month(interval: Interval) -> tuple[int, int] | None:
    """The year and the month of an interval within one."""
    first, last = interval.first, interval.last
    within = first and last and (first.year, first.month) == (last.year, last.month)
    return (first.year, first.month) if first and within else None


def days_of(interval: Interval) -> str:
    """`3–5 dec.`, `26 nov. – 4 dec.`, `din 4 dec.`: the days alone, as they stand in a title."""
    words = told(interval._replace(opens=None, closes=None, daily=(), some_days=""), short=True)
    return re.sub(r"\b(ian|feb|mar|apr|iun|iul|aug|sept|oct|nov|dec)\b", r"\1.", words)


def told(interval: Interval, *, short: bool = False) -> str:
    """`3–5 decembrie, 9–15`, `4 decembrie, ora 14`, `până pe 11 decembrie`, `din 4 decembrie`."""
    first, last = interval.first, interval.last
    if first is None and last is None:
        return ""
    begins = _day(first, short=short) if first else ""
    ends = _day(last, short=short) if last else ""
    if interval.opens is not None and first != last:
        begins += f", ora {clock(interval.opens)}"
    if interval.closes is not None:
        ends += f", ora {clock(interval.closes)}"
    if first is None:
        words = f"până pe {ends}"
    elif last is None:
        words = f"din {begins}"
    elif first == last:
        words = ends + (f", ora {clock(interval.opens)}" if interval.opens is not None else "")
    elif (first.year, first.month) == (last.year, last.month) and interval.opens is None:
        words = f"{first.day}–{ends}"
    else:
        words = f"{begins} – {ends}"
    daily = " și ".join(_hours(each) for each in interval.daily)
    return ", ".join(filter(None, (words, daily, interval.some_days)))


def _day(day: date, *, short: bool) -> str:
    return f"{day.day} {(_SHORT if short else _NAMES)[day.month - 1]}"


def _hours(daily: Hours) -> str:
    return f"{clock(daily.first)}–{clock(daily.last or 0)}"


def clock(minutes: int) -> str:
    """`9`, `9:30`, `24`."""
    return f"{minutes // 60}:{minutes % 60:02}" if minutes % 60 else str(minutes // 60)
