"""What SMIL's begins, ends and a length make together, as times a campaign can say.

Decides which end belongs to a begin: the first after it (SMIL 3.0 §5, "Evaluation of begin and end time lists"). What
a campaign cannot say raises ValueError: it is left out, never played at other times. Leaves out what a single value
means (`wallclock`) and times inside times (`times`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from content.authored import Moment
from content.exchange.single_times import whole_minute
from content.exchange.smil.times import ALWAYS, MINUTES, Time, clock_text, dayparts, end_text, intervals
from content.exchange.smil.wallclock import DAY, WEEK, Clock, Period
from content.pack.values import Daypart

Say = Callable[[str], None]
"""Is told what a time loses."""

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LONGEST = 50 * 366 * DAY
"""Seconds; what is longer has no end."""
_MOST_A_DAY = 24
"""Repetitions within a day that are written out as dayparts."""


def windows(begins: Sequence[Clock], ends: Sequence[Clock], length: float | None, say: Say) -> tuple[Time, ...]:
    """`length` is how long it plays, in seconds: None where nobody knows, infinite where it goes on until an end.

    Raises ValueError for what a campaign cannot say.
    """
    for each in (*begins, *ends):
        _odd(each, say)
    if not begins:
        return (_until(ends, say),)
    found = [
        _once(each, ends, length, say) if each.period is None else _again(each, ends, length, say) for each in begins
    ]
    return _merged(found)


def _odd(clock: Clock, say: Say) -> None:
    if clock.dateless:
        say("a time without a date is that of the day the player starts on; it is of every day now")
    if clock.times is not None:
        say(f"R{clock.times} is {clock.times} times in all, as IAdea has it; Garlic plays once more: see its last day")
    if clock.moved and clock.period:
        say("repeats at a time with an offset from UTC; on the city's clock it is the same hour all year now")
    if clock.pinned and clock.period and clock.period.seconds == DAY:
        say(
            "repeats daily on a weekday: to signageOS that is that weekday, to others every day; it is that weekday now"
        )


def _until(ends: Sequence[Clock], say: Say) -> Time:
    if any(each.period for each in ends):
        raise ValueError("it ends again and again and begins once, expected a begin that repeats as its end does")
    return _between(None, min(each.at for each in ends), say) if ends else ALWAYS


def _once(begin: Clock, ends: Sequence[Clock], length: float | None, say: Say) -> Time:
    later = [end for each in ends if (end := _after(begin.at, each)) is not None]
    if ends and not later:
        raise ValueError("each of its ends is before its begin, expected one after it")
    if length is not None and length <= _LONGEST:
        later.append(begin.at + timedelta(seconds=length))
    elif length is None and not later:
        say("begins and says not how long it plays: it plays from then on for good")
    return _between(begin.at, min(later, default=None), say)


def _between(start: datetime | None, stop: datetime | None, say: Say) -> Time:
    """From and to in whole minutes, as `_rounded` has them."""
    if (start and start.second) or (stop and stop.second not in (0, 59)):
        was = " to ".join(f"{each:%Y-%m-%d %H:%M:%S}" for each in (start, stop) if each)
        say(f"times are rounded to whole minutes: it was {was}")
    return Time(_moment(start.replace(second=0)) if start else None, _moment(whole_minute(stop)) if stop else None)


def _after(at: datetime, end: Clock) -> datetime | None:
    """The first end after `at`."""
    if end.at > at:
        return end.at
    if end.period is None or end.period.months:
        return None
    return at + timedelta(seconds=_modulo(end.at - at, end.period.seconds))


def _modulo(span: timedelta, period: int) -> int:
    return int(span.total_seconds()) % period or period


def _again(begin: Clock, ends: Sequence[Clock], length: float | None, say: Say) -> Time:
    """A begin that repeats."""
    period = _period(begin)
    if len({each.period is None for each in ends}) > 1:
        raise ValueError("some of its ends repeat and others do not, expected ends of one kind")
    if ends and all(each.period is None for each in ends):
        far = min((each.at for each in ends if each.at > begin.at), default=None)
        if far is None:
            raise ValueError("each of its ends is before its begin, expected one after it")
        if far - begin.at > timedelta(days=1):  # it begins again while it plays, and ends but once
            say("begins again and again and ends once: it plays from the first begin to the end without a break")
            return _between(begin.at, far, say)
        say("begins again and again and ends once: it is as long each time as the first")
    spans = [_span(begin, period, each, say) for each in ends]
    if length is not None and length < float("inf"):
        spans.append(length)
    elif not spans and length is None:
        raise ValueError("it begins again and again and says not how long it plays, expected dur or end")
    if not spans or (period.seconds and min(spans) >= period.seconds and begin.times is None):
        if begin.at.second:
            say(f"times are rounded to whole minutes: it was from {begin.at:%H:%M:%S} on")
        return Time(None if begin.dateless else _first(begin.at.replace(second=0)))  # one begins where the other ends
    stop = begin.at + timedelta(seconds=min(spans))
    if begin.at.second or stop.second not in (0, 59):
        say(f"times are rounded to whole minutes: it was {begin.at:%H:%M:%S} to {stop:%H:%M:%S}")
    start, minutes = _rounded(begin.at, stop)
    first = None if begin.dateless else Moment(start.date().isoformat())
    return _repeated(first, start, minutes, period, begin.times)


def _period(begin: Clock) -> Period:
    assert begin.period is not None
    return Period(seconds=WEEK) if begin.pinned and begin.period.seconds == DAY else begin.period


def _span(begin: Clock, period: Period, end: Clock, say: Say) -> float:
    """Seconds from a begin to the end that belongs to it."""
    away = (end.at - begin.at).total_seconds()
    if end.period is None:
        return away if away > 0 else float("inf")
    if _period(end) != period:
        raise ValueError("its begin and its end repeat after different periods, expected the same")
    if period.months:
        if not 0 < away <= DAY:
            raise ValueError("it repeats by the month and lasts longer than a day, expected at most a day each time")
        return away
    if away > period.seconds and not (begin.dateless or end.dateless):
        say("its first end is later than its second begin: it is the same hours from the first day on")
    return _modulo(end.at - begin.at, period.seconds)


def _rounded(start: datetime, stop: datetime) -> tuple[datetime, int]:
    """Whole minutes: a begin down, an end up, so that 23:59:59 is midnight."""
    at = start.replace(second=0)
    return at, -(-int((stop - at).total_seconds()) // 60)


def _repeated(first: Moment | None, start: datetime, minutes: int, period: Period, times: int | None) -> Time:
    if period.seconds in (DAY, WEEK) and times is None:
        days = range(7) if period.seconds == DAY else (start.weekday(),)
        begin = start.hour * 60 + start.minute
        hours = [(day * MINUTES + begin, day * MINUTES + begin + minutes) for day in days]
        return Time(first, None, () if minutes >= MINUTES and len(hours) == 7 else dayparts(hours))
    if period.seconds and period.seconds < DAY:
        return Time(first, None, _within_day(start, minutes, period.seconds, times))
    if minutes > MINUTES:
        raise ValueError("it repeats and lasts longer than a day, expected at most a day each time")
    begin = start.hour * 60 + start.minute
    parts = (
        () if minutes == MINUTES and begin == 0 else (Daypart(start=clock_text(begin), end=end_text(begin, minutes)),)
    )
    return Time(first, None, parts, _rule(start, period, times))


def _within_day(start: datetime, minutes: int, period: int, times: int | None) -> tuple[Daypart, ...]:
    if DAY % period or period % 60 or DAY // period > _MOST_A_DAY or times is not None:
        raise ValueError("it repeats within the day, expected without end and every hour, or every few hours of a day")
    begin = (start.hour * 60 + start.minute) % (period // 60)
    return tuple(Daypart(start=clock_text(at), end=end_text(at, minutes)) for at in range(begin, MINUTES, period // 60))


def _rule(start: datetime, period: Period, times: int | None) -> str:
    """A month that has no such day counts with its last, as players add months."""
    if period.months:
        whole_years = period.months % 12 == 0
        parts = [f"FREQ={'YEARLY' if whole_years else 'MONTHLY'}"]
        parts.append(f"INTERVAL={period.months // 12 if whole_years else period.months}")
        if start.day > 28 and not (whole_years and start.month != 2):
            parts += [f"BYMONTH={start.month}"] if whole_years else []
            parts += ["BYMONTHDAY=" + ",".join(str(day) for day in range(28, start.day + 1)), "BYSETPOS=-1"]
    elif period.seconds % DAY:
        raise ValueError("it repeats after days and hours, expected whole days")
    elif period.seconds % WEEK == 0:
        parts = ["FREQ=WEEKLY", f"INTERVAL={period.seconds // WEEK}", f"BYDAY={_WEEKDAYS[start.weekday()]}"]
    else:
        parts = ["FREQ=DAILY", f"INTERVAL={period.seconds // DAY}"]
    return ";".join([*parts, *([f"COUNT={times}"] if times is not None else [])])


def _merged(found: Iterable[Time]) -> tuple[Time, ...]:
    """Times that repeat weekly are one, as long as each first day is the first such day from the earliest on."""
    weekly: dict[str, list[Time]] = defaultdict(list)
    others: dict[Time, None] = {}
    for each in found:
        if each.dayparts and each.rrule is None and each.last is None and (each.first is None or each.first.bare):
            weekly["dated" if each.first else ""].append(each)
        else:
            others[each] = None
    for group in weekly.values():
        firsts = [each.first.day for each in group if each.first]
        if firsts and (max(firsts) - min(firsts)).days >= (1 if any(_daily(each) for each in group) else 7):
            others |= dict.fromkeys(group)
            continue
        hours = [interval for each in group for interval in intervals(each.dayparts)]
        others[Time(Moment(min(firsts).isoformat()) if firsts else None, None, dayparts(hours))] = None
    return tuple(others)


def _daily(time: Time) -> bool:
    return any(len(part.weekdays()) > 1 for part in time.dayparts)


def _first(at: datetime) -> Moment:
    return _moment(at) if at.hour or at.minute else Moment(at.date().isoformat())


def _moment(at: datetime) -> Moment:
    return Moment(at.isoformat())
