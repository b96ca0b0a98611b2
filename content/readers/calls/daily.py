"""Hours and weekdays to the periods and days they stand beside.

Decides which days hours are those of, and that the hours of an office's desk are those of none.
"""

import re
from bisect import bisect_right

from content.readers.calls import between
from content.readers.calls.days import WEEKDAY
from content.readers.calls.hours import Hours
from content.readers.calls.interval import Interval
from content.readers.calls.sentences import Spans

_DESK = re.compile(
    rf"(?:{WEEKDAY}\s*(?:[-–—]|pana\s+(?:la\s+)?)\s*{WEEKDAY}"
    r"|(?<!\w)(?:program\w*\s+(?:cu\s+publicul|de\s+lucru|ghiseu\w*)|telefon\w*|tel\.|registratur\w*))[^.;\n]{0,60}$"
)
"""Before hours at which an office answers, not those of the event."""
_ANY_DAY = rf"(?:{WEEKDAY}|lunea|martea|miercurea|joia|vinerea)"
_WEEK = r"(?:de\s+)?luni\s*(?:[-–]|pana\s+)\s*(?:joi|vineri|sambata)"
_SOME_DAYS = re.compile(
    rf"(?<!\w)(?:in\s+fiecare\s+(?:zi\s+de\s+)?(?:{WEEKDAY}|weekend)(?:\s+si\s+{WEEKDAY})?"
    rf"|(?:numai|doar)\s+(?:in\s+)?(?:zilele\s+de\s+)?(?:{_ANY_DAY}|weekend\w*)(?:\s+si\s+{_ANY_DAY})?"
    rf"|{_WEEK}(?=[,\s]+(?:in|intre|pe|orele|ora)\b)|(?:cu\s+exceptia|exceptand|mai\s+putin)\s+[^.,;:\n]{{3,40}})"
)
"""On which days of a period it is."""
_WEEKLY = re.compile(rf"[\s,]*{_WEEK}[\s,]*(?:(?:in|intre|zilnic)[\s,]+)*")
"""Between a period and its hours, which then are no desk's."""
_BESIDE = re.compile(r"[\s,(]*(?:(?:zilnic|in|intre|inclusiv|la)[\s,]+)*")
_AHEAD = re.compile(rf"[\s,]*(?:(?:in|din|pe)\s+perioada\s+)?{between.ON}")
"""Between a day and its hours, and between hours and the day that they stand before."""
_UNTIL_HOUR = re.compile(r"pana\s+(?:la|in)\s*$")
_FROM_HOUR = re.compile(r"(?:de\s+la|dupa|incepand\s+(?:cu|de\s+la|din))\s*$")
_HOURS_ONLY = re.compile(r"\s*(?:interval\w*(?:\s+orar)?|orar\w*|ora|orele)(?!\w)")
"""A line that tells hours and nothing else."""
_LONGEST_LIST = 31
_MOST_HOURS = 4


def with_hours(low: str, intervals: list[Interval], clocks: list[Hours], spans: Spans) -> list[Interval]:
    """Each range of hours to the days it stands beside, in one sentence; those of an office's desk to none."""
    starts = [each.start for each in intervals]
    for clock in clocks:
        sentence = spans.around(clock.start)
        nearest = _nearest(low, intervals, bisect_right(starts, clock.start), clock, sentence)
        if nearest is None and len(intervals) == 1 and _HOURS_ONLY.match(low, sentence[0]):
            nearest = 0
        if nearest is None or (is_desk(low, clock) and not _is_weekly(low, intervals[nearest], clock)):
            continue
        if clock.last is None:
            intervals[nearest] = _with_hour(low, intervals[nearest], clock)
            continue
        for at in _list_around(low, intervals, nearest):
            if len(intervals[at].daily) < _MOST_HOURS:
                intervals[at] = _with_range(intervals[at], clock)
    return intervals


def _is_weekly(low: str, interval: Interval, clock: Hours) -> bool:
    """Whether hours are those of a period's working days: „1–18 decembrie, de luni până vineri, orele 9–15”."""
    return interval.first != interval.last and bool(_WEEKLY.fullmatch(low, interval.end, clock.start))


def _with_range(interval: Interval, clock: Hours) -> Interval:
    """The interval with hours of its days; a night that is named by its two days begins on the first of them."""
    last = interval.first if interval.night and clock.over_midnight else interval.last
    return interval._replace(last=last, daily=(*interval.daily, clock))


def _with_hour(low: str, interval: Interval, clock: Hours) -> Interval:
    """The interval with an hour after „de la” or „până la”, where its day has none yet."""
    ahead = (max(0, clock.start - 20), clock.start)
    if _UNTIL_HOUR.search(low, *ahead) and interval.closes is None and interval.last and interval.end <= clock.start:
        return interval._replace(closes=clock.first)
    if _FROM_HOUR.search(low, *ahead) and interval.opens is None and interval.first and interval.end <= clock.start:
        return interval._replace(opens=clock.first)
    return interval


def _nearest(low: str, intervals: list[Interval], at: int, clock: Hours, sentence: tuple[int, int]) -> int | None:
    """The interval before the hours, unless they stand right before another one; `at` is the first that follows."""
    before = at - 1 if at and intervals[at - 1].start >= sentence[0] else None
    after = at if at < len(intervals) and intervals[at].start < sentence[1] else None
    if before is None or after is None:
        return after if before is None else before
    beside = _BESIDE.fullmatch(low, intervals[before].end, clock.start)
    return after if not beside and _AHEAD.fullmatch(low, clock.end, intervals[after].start) else before


def with_some_days(text: str, low: str, intervals: list[Interval], spans: Spans) -> list[Interval]:
    """„în fiecare sâmbătă” of a period is not each of its days; the words are kept with the period beside them."""
    starts = [each.start for each in intervals]
    for match in _SOME_DAYS.finditer(low):
        here = Hours(match.start(), match.end(), 0, None)
        nearest = _nearest(low, intervals, bisect_right(starts, here.start), here, spans.around(here.start))
        if nearest is not None and intervals[nearest].first != intervals[nearest].last:
            words = " ".join(text[match.start() : match.end()].split())
            intervals[nearest] = intervals[nearest]._replace(some_days=words[:1].lower() + words[1:])
    return intervals


def is_desk(low: str, clock: Hours) -> bool:
    """Whether hours are those at which an office answers."""
    return bool(_DESK.search(low, max(0, clock.start - 160), clock.start))


def _list_around(low: str, intervals: list[Interval], nearest: int | None) -> list[int]:
    """The interval and those beside it with only a comma or „și” between them."""
    if nearest is None:
        return []
    reached = [nearest]
    for step in (-1, 1):
        at = nearest
        while 0 <= at + step < len(intervals) and len(reached) < _LONGEST_LIST:
            first, last = sorted((at, at + step))
            if not between.LIST.fullmatch(low, intervals[first].end, intervals[last].start):
                break
            at += step
            reached.append(at)
    return reached
