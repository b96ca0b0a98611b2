"""When something is, in Romanian prose: its periods and single days, with their hours; what was moved, and to when.

Decides which days are the event's: not those of laws and decisions, of births, of the notice's own publication, nor the
old day of what „se prelungește până la” or „se amână pe”. A day that is named is kept or given with why it is not.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from content.phrases import said
from content.readers.calls import between, days, hours
from content.readers.calls.daily import with_hours, with_some_days
from content.readers.calls.days import WEEKDAY, WEEKDAYS, NamedDay
from content.readers.calls.interval import Interval
from content.readers.calls.other_days import Moved, OtherDay, moved_days, not_the_events
from content.readers.calls.plain import folded
from content.readers.calls.sentences import Spans
from content.readers.calls.terms import with_terms

_TO_WEEKDAY = re.compile(
    rf"[\s,]*(?P<to>[-–—]|pana(?:\s+(?:la|in|pe))?\s)\s*(?P<name>{WEEKDAY})(?![\s,]*\d)(?:\s*,?\s*inclusiv)?"
)
_FROM_WEEKDAY = re.compile(
    rf"(?<!\w)(?:de\s+la|de|din)\s+(?P<name>{WEEKDAY})[\s,]+(?:ora\s+[\d.:]+[\s,]+)?pana\s+{between.ON}$"
)
_BEGINS_SENTENCE = re.compile(r"(?:[.!?:\n]\s*|\A)$")
"""Before „Din 1 decembrie”, which begins there; „ședința din 1 decembrie” is on that day."""
_NIGHT_TO = re.compile(rf"[\s,]*(?:/|spre|si|[-–—])\s*{between.ON}")


class EventTimes(NamedTuple):
    """All that a text says of when: nothing that was read is left out of these."""

    intervals: tuple[Interval, ...]
    others: tuple[OtherDay, ...]
    doubts: tuple[str, ...]


def times(text: str, today: date) -> EventTimes:
    """When the event of a text is."""
    low, every = folded(text), days.days(text, today)
    spans = Spans(text)
    others = list(not_the_events(text, low, every, today))
    named = _without(every, others)
    moved = moved_days(text, low, named, spans)
    intervals = [_extended(each, moved) for each in _intervals(text, low, _without(named, moved.old))]
    intervals = _joined(intervals, spans)
    intervals = with_terms(text, low, intervals, spans)
    intervals = with_hours(low, intervals, hours.hours(text), spans)
    intervals = with_some_days(text, low, intervals, spans)
    never = [said("„{words}” is no day of the calendar", words=words) for words in days.impossible(text, today)]
    return EventTimes(tuple(_once(intervals)), (*others, *moved.old), (*moved.doubts, *never))


def _without(named: list[NamedDay], others: list[OtherDay]) -> list[NamedDay]:
    gone = {other.day.start for other in others}
    return [day for day in named if day.start not in gone]


def _extended(interval: Interval, moved: Moved) -> Interval:
    since = moved.since.get(interval.start)
    return interval._replace(first=since) if since and interval.first is None else interval


# --- intervals -----------------------------------------------------------------------------------------------------


def _intervals(text: str, low: str, named: list[NamedDay]) -> Iterator[Interval]:
    named = _with_shared_hours(low, named)
    at, until = 0, None
    while at < len(named):
        here, after = named[at], named[at + 1] if at + 1 < len(named) else None
        if after and _is_night(low, here, after):
            yield _range(here, after)._replace(night=True)
            at += 2
            continue
        if after and _is_range(low, here, after):
            if here.day <= after.day:
                yield _range(here, after)
            else:
                doubt = said("„{text}” would end before it begins", text=text[here.start : after.end])
                yield from (_interval(low, day)._replace(doubts=(doubt,)) for day in (here, after))
            at += 2
            continue
        run = at
        while run + 1 < len(named) and _next_day(low, named[run], named[run + 1]):
            run += 1
        if run > at and not (run + 1 < len(named) and _is_range(low, named[run], named[run + 1])):
            yield _range(here, named[run])
            at = run + 1
            continue
        single = _interval(low, here)
        if until and single.first == single.last and between.LIST.fullmatch(low, until.end, here.start):
            single = single._replace(first=None, opens=None, closes=single.opens)
        until = single if single.first is None else None
        yield single
        at += 1


def _with_shared_hours(low: str, named: list[NamedDay]) -> list[NamedDay]:
    """„5 și 6 decembrie, ora 18”: the hour after a list is that of each of its days."""
    shared = list(named)
    for at in range(len(named) - 2, -1, -1):
        here, after = shared[at], shared[at + 1]
        listed = between.LIST.fullmatch(low, here.end, after.start) and not _is_range(low, here, after)
        if listed and here.hour is None and after.hour:
            shared[at] = here._replace(hour=after.hour)
    return shared


def _is_night(low: str, here: NamedDay, after: NamedDay) -> bool:
    """„în noaptea de 4/5 decembrie”, „în noaptea dintre 4 și 5 decembrie”."""
    if after.day - here.day != timedelta(days=1):
        return False
    if low[here.end : after.start] == "/":
        return bool(days.NIGHTS.search(low, max(0, here.start - 60), here.start))
    nightly = days.NIGHT.search(low, max(0, here.start - 40), here.start)
    return bool(nightly and _NIGHT_TO.fullmatch(low, here.end, after.start))


def _is_range(low: str, here: NamedDay, after: NamedDay) -> bool:
    if between.TO.fullmatch(low, here.end, after.start):
        return True
    return bool(
        between.AND.fullmatch(low, here.end, after.start)
        and between.BETWEEN.search(low, max(0, here.start - 40), here.start)
    )


def _next_day(low: str, here: NamedDay, after: NamedDay) -> bool:
    """Whether two days of a list follow one another: „1, 2 și 3 decembrie” is one period."""
    return (
        here.hour is None
        and after.hour is None
        and after.day - here.day == timedelta(days=1)
        and bool(between.LIST.fullmatch(low, here.end, after.start))
        and not (between.UNTIL.search(low, max(0, here.start - 60), here.start))
    )


def _minutes(day: NamedDay) -> int | None:
    return day.hour.hour * 60 + day.hour.minute if day.hour else None


def _doubts(*named: NamedDay) -> tuple[str, ...]:
    return tuple(day.doubt for day in named if day.doubt)


def _range(first: NamedDay, last: NamedDay) -> Interval:
    dated = first.dated and last.dated
    return Interval(
        first.start, last.end, first.day, last.day, _minutes(first), _minutes(last), (), dated, _doubts(first, last)
    )


def _interval(low: str, day: NamedDay) -> Interval:
    """One day: the only one, the last („până la”), the first („începând cu”), or one whose other end is a weekday."""
    single = Interval(day.start, day.end, day.day, day.day, _minutes(day), None, (), day.dated, _doubts(day))
    ahead = (max(0, day.start - 70), day.start)
    until = between.UNTIL.search(low, *ahead) or between.DEADLINE.search(low, *ahead)
    since = between.FROM.search(low, *ahead)
    if weekday := _TO_WEEKDAY.match(low, day.end):
        name = WEEKDAYS.index(weekday["name"])
        if weekday["to"][0] == "p" or name != day.day.weekday():
            last = day.day + timedelta(days=(name - day.day.weekday() - 1) % 7 + 1)
            closing = hours.at(low, weekday.end())
            end, closes = (closing.end, closing.first) if closing else (weekday.end(), None)
            return single._replace(last=last, end=end, closes=closes)
    if from_weekday := _FROM_WEEKDAY.search(low, *ahead):
        back = (day.day.weekday() - WEEKDAYS.index(from_weekday["name"]) - 1) % 7 + 1
        return single._replace(first=day.day - timedelta(days=back), opens=None, closes=single.opens)
    if until:
        return single._replace(first=None, opens=None, closes=single.opens)
    return _since(low, single, since) if since else single


def _since(low: str, single: Interval, since: re.Match[str]) -> Interval:
    """A day after „începând cu”, „de la”, „de vineri,”, „din”: open, unless it could be that day alone."""
    if since[0].startswith("din") and not _BEGINS_SENTENCE.search(low, max(0, since.start() - 3), since.start()):
        return single._replace(doubts=(*single.doubts, "„din” may mean on that day, or from it on"))
    on_the_day = between.ON_THE_DAY.search(low, max(0, single.start - 70), single.start)
    return single if since[0].startswith("de ") and on_the_day else single._replace(last=None)


def _joined(intervals: list[Interval], spans: Spans) -> list[Interval]:
    """„de la 1 decembrie strada e închisă, până la 5 decembrie”: a beginning and an end in one sentence are one."""
    joined: list[Interval] = []
    for each in intervals:
        before = joined[-1] if joined else None
        if before and _is_begun(before, each) and spans.around(before.start) == spans.around(each.start):
            doubts, dated = before.doubts + each.doubts, before.dated and each.dated
            joined[-1] = before._replace(end=each.end, last=each.last, closes=each.closes, doubts=doubts, dated=dated)
        else:
            joined.append(each)
    return joined


def _is_begun(before: Interval, after: Interval) -> bool:
    first, last = before.first, after.last
    return before.last is None and after.first is None and first is not None and last is not None and first <= last


# --- hours ---------------------------------------------------------------------------------------------------------


def _once(intervals: list[Interval]) -> list[Interval]:
    """Without those that are told again with less: a headline's day is told again in the text, with its hours."""
    timed = {(each.first, each.last) for each in intervals if not _is_bare(each)}
    kept: dict[tuple[object, ...], Interval] = {}
    for each in intervals:
        if _is_bare(each) and (each.first, each.last) in timed and not each.doubts:
            continue
        clocks = tuple((clock.first, clock.last) for clock in each.daily)
        kept.setdefault((each.first, each.last, each.opens, each.closes, clocks, each.doubts), each)
    return list(kept.values())


def _is_bare(interval: Interval) -> bool:
    return not interval.daily and interval.opens is None and interval.closes is None
