"""Whether a campaign ever runs, or ever runs while its display is on, in a time that may reach far beyond 30 days.

Decides how far to look before a campaign is said never to run. It asks `schedule` for the windows of one day after the
other. Leaves out what masks a campaign, and the sentences about it (`never_shown`).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import msgspec

from content.schedule.forecast import Forecast
from content.schedule.plan import ALL_DAY, Entry, Window
from content.schedule.recurrence import Recurrence

_YEAR = timedelta(days=366)
_YEARS = {"": 1, "YEARLY": 40}
"""So long from its beginning on a campaign is looked for, by its FREQ: 29 February takes 40 to be each weekday."""
_YEARS_OF_OTHERS = 12
_DAY = timedelta(days=1)

Span = tuple[datetime, datetime]
"""[since, until)."""


def whole_life(forecast: Forecast, entry: Entry) -> Span | None:
    """As `life`, of the campaign alone."""
    return life(forecast, entry, entry.opens or forecast.start - _YEAR, entry.ends)


def life(forecast: Forecast, entry: Entry, first: datetime, last: datetime | None) -> Span | None:
    """Where to look for the campaign; None when its days are too far apart to be judged.

    The year before is looked at too: what could play in it is not said never to because little time is left.
    """
    since = max(first, forecast.start - _YEAR)
    rule, added = (entry.recurs.rule or "", entry.recurs.added) if entry.recurs else ("", ())
    often = rule.partition("FREQ=")[2].partition(";")[0]
    length = _YEARS.get(often, _YEARS_OF_OTHERS) * _YEAR
    days = max((day - forecast.start.date() for day in added), default=_DAY)
    until = max(since, forecast.start, forecast.start + days) + length
    sparse = "INTERVAL=" in rule and often in ("MONTHLY", "YEARLY")
    return None if sparse and (last is None or last > until) else (since, min(last or until, until))


def shows(forecast: Forecast, entry: Entry, span: Span) -> bool:
    """Whether within that time it ever runs while the display is on."""
    dayparts = tuple(_meet(entry.dayparts or ALL_DAY, forecast.plan.hours or ALL_DAY))
    if not dayparts:
        return False
    met = msgspec.structs.replace(entry, dayparts=dayparts)
    hours = forecast.plan.hours
    return any(not hours or any(_within(forecast, hours, None, each)) for each in times(forecast, met, span))


def _meet(dayparts: Iterable[Window], hours: Iterable[Window]) -> Iterator[Window]:
    """The dayparts on those weekdays on which, by the clock on the wall, some of the hours are within them."""
    on = [
        ((day + later) * 1440 + each.start, (day + later) * 1440 + each.end)
        for each in hours
        for day in each.days
        for later in (-7, 0, 7)
    ]
    for part in dayparts:
        met = tuple(
            day
            for day in part.days
            if any(first < day * 1440 + part.end and day * 1440 + part.start < last for first, last in on)
        )
        if met:
            yield msgspec.structs.replace(part, days=met)


def times(forecast: Forecast, entry: Entry, span: Span) -> Iterator[Span]:
    """When it runs within that time."""
    return _within(forecast, entry.dayparts or ALL_DAY, entry.recurs, span)


def _within(forecast: Forecast, windows: Iterable[Window], recurs: Recurrence | None, span: Span) -> Iterator[Span]:
    """The windows within that time. What runs into it began up to two days before, where clocks skip a day."""
    since, until = span
    day = since.astimezone(forecast.schedule.zone).date() - 2 * _DAY
    end = until.astimezone(forecast.schedule.zone).date()
    while day <= end:
        for _, first, last in forecast.schedule.windows(windows, day, recurs):
            if max(first, since) < min(last, until):
                yield max(first, since), min(last, until)
        day += _DAY
