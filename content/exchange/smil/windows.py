"""What SMIL's begins and ends make together, as times a campaign can say.

Decides which end belongs to a begin: the first after it (SMIL 3.0 §5, "Evaluation of begin and end time lists"). What
plays does so from its begin to that end, however long a round of its media is. What a campaign cannot say raises
ValueError. Leaves out what a single value means (`wallclock`) and times inside times (`times`).
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from content.authored import Moment
from content.exchange.single_times import whole_minute
from content.exchange.smil.times import ALWAYS, MINUTES, Time, dayparts, intervals
from content.exchange.smil.wallclock import DAY, Clock
from content.phrases import said

Say = Callable[[str], None]
"""Is told what a time loses."""


def windows(begins: Sequence[Clock], ends: Sequence[Clock], say: Say) -> tuple[Time, ...]:
    """The times of a list of begins and ends. Raises ValueError for what a campaign cannot say."""
    if begins:
        return _merged(_once(each, ends, say) if each.period is None else _again(each, ends, say) for each in begins)
    if any(each.period for each in ends):
        raise ValueError(said("it ends again and again and begins once, expected a begin that repeats as its end does"))
    return (_between(None, min(each.at for each in ends), say) if ends else ALWAYS,)


def _once(begin: Clock, ends: Sequence[Clock], say: Say) -> Time:
    later = [
        end.at if end.at > begin.at else begin.at + timedelta(seconds=_until(begin.at, end))
        for end in ends
        if end.at > begin.at or end.period
    ]
    if ends and not later:
        raise ValueError(said("each of its ends is before its begin, expected one after it"))
    if not ends:
        say("begins and says not when it ends: it plays from then on for good")
    return _between(begin.at, min(later, default=None), say)


def _between(start: datetime | None, stop: datetime | None, say: Say) -> Time:
    """From and to in whole minutes: a begin is rounded down, an end up, so that 23:59:59 is midnight."""
    _rounded(start, stop, "%Y-%m-%d %H:%M:%S", say)
    return Time(_moment(start) if start else None, _moment(whole_minute(stop)) if stop else None)


def _rounded(start: datetime | None, stop: datetime | None, form: str, say: Say) -> None:
    if (start and start.second) or (stop and stop.second not in (0, 59)):
        was = " to ".join(each.strftime(form) for each in (start, stop) if each)
        say(said("times are rounded to whole minutes: it was {was}", was=was))


def _until(at: datetime, end: Clock) -> int:
    """Seconds from `at` to the next time of an end that repeats."""
    assert end.period is not None
    return int((end.at - at).total_seconds()) % end.period or end.period


def _again(begin: Clock, ends: Sequence[Clock], say: Say) -> Time:
    """The hours of each day, or of one day of the week and those after it."""
    assert begin.period is not None
    if not ends or any(each.period != begin.period for each in ends):
        raise ValueError(said("it begins each day or week, expected an end on the clock that repeats as often"))
    if any((each.at - begin.at).total_seconds() > begin.period for each in ends):
        say("its first end is later than its second begin: it is the same hours from the first day on")
    length = min(_until(begin.at, each) for each in ends)
    if length == begin.period:  # it begins again where it ends
        return _between(begin.at, None, say)
    stop = begin.at + timedelta(seconds=length)
    _rounded(begin.at, stop, "%H:%M:%S", say)
    start = begin.at.replace(second=0)
    minutes = int((whole_minute(stop) - start).total_seconds()) // 60
    days = range(7) if begin.period == DAY else (start.weekday(),)
    opens = start.hour * 60 + start.minute
    hours = [(day * MINUTES + opens, day * MINUTES + opens + minutes) for day in days]
    whole = minutes >= MINUTES and len(hours) == 7
    return Time(Moment(start.date().isoformat()), None, () if whole else dayparts(hours))


def _merged(times: Iterable[Time]) -> tuple[Time, ...]:
    """Times that repeat are one, as long as each first day is the first such day from the earliest on."""
    known = tuple(dict.fromkeys(times))
    repeated = [each for each in known if each.dayparts]
    firsts = [each.first.day for each in repeated if each.first]
    daily = any(len(part.weekdays()) > 1 for each in repeated for part in each.dayparts)
    if not repeated or (max(firsts) - min(firsts)).days >= (1 if daily else 7):
        return known
    hours = [interval for each in repeated for interval in intervals(each.dayparts)]
    one = Time(Moment(min(firsts).isoformat()), None, dayparts(hours))
    return (*(each for each in known if not each.dayparts), one)


def _moment(at: datetime) -> Moment:
    return Moment(at.replace(second=0).isoformat())
