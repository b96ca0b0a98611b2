"""The rule about days on which the clocks change and make a window shorter or longer than it is written, or skip it.

Decides what counts: the time of a window in which the display is lit. Leaves out windows of a whole day: who writes
00:00–24:00 does not mean 24 hours by the clock.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from content.checks.coming.coming import Coming, Names, campaign_at, together
from content.checks.subject import Fault
from content.schedule.forecast import Forecast, ForecastInterval
from content.schedule.intervals import united
from content.schedule.plan import Entry, Window
from content.schedule.recurrence import Recurrence

_DAY = 1440
"""Minutes."""


class _ClockChange(NamedTuple):
    """A window around a change of the clocks: when it runs (UTC), and how long it is lit (s), as written and really."""

    starts: datetime
    ends: datetime
    planned: float
    real: float
    when: str

    def sentence(self, does: str, does_not: str) -> str:
        if not self.real:
            return f"{does_not} {self.when}: the change of the clocks skips it"
        return f"{does} {_clock(self.real)} instead of {_clock(self.planned)} {self.when}, when the clocks change"


def clocks_change(coming: Coming) -> Iterator[Fault]:
    """Dayparts, and hours of displays, that a day on which the clocks change makes shorter, longer or empty."""
    campaigns: dict[tuple[str, str], list[Names]] = {}
    hours: list[tuple[Names, Fault]] = []
    for names, forecast in coming.different:
        days = list(forecast.schedule.changes(forecast.start, forecast.end))
        for change in _changed(forecast, days, forecast.plan.hours):
            hours.append((names, Fault("", change.sentence("is on for", "is not on"))))
        for entry in forecast.plan.entries if days else ():
            for change in _changed(forecast, days, entry.dayparts, entry.recurs):
                if _concerns(forecast, entry, change):
                    campaigns.setdefault((entry.campaign, change.sentence("runs", "does not run")), []).append(names)
    yield from together(coming.subject.pack, hours)
    for (name, message), those in campaigns.items():
        among = [each for (other, _), others in campaigns.items() if other == name for each in others]
        yield Fault(campaign_at(name), message + coming.on(those, among))


def _changed(
    forecast: Forecast, days: Iterable[date], windows: Sequence[Window], recurs: Recurrence | None = None
) -> Iterator[_ClockChange]:
    """The windows about the days on which the clocks change of which people see more or less than is written."""
    for day in days:
        for first in (day - timedelta(days=1), day):
            for window, starts, ends in forecast.schedule.windows(windows, first, recurs):
                if starts < forecast.start or ends > forecast.end or window.end - window.start >= _DAY:
                    continue
                planned = _planned(window, first, forecast.plan.hours) * 60
                real = forecast.lit(starts, ends)
                if real != planned:
                    when = f"on {day}" if first == day else f"in the night to {day}"
                    yield _ClockChange(starts, ends, planned, real, when)


def _planned(window: Window, day: date, hours: Iterable[Window]) -> int:
    """Minutes of a window starting that day in which the display is on, on clocks that never change."""
    lit = united(
        (each.start + _DAY * later, each.end + _DAY * later)
        for later in (-1, 0, 1)
        for each in hours
        if (day + timedelta(days=later)).weekday() in each.days
    )
    if not hours:
        return window.end - window.start
    return sum(max(0, min(window.end, until) - max(window.start, since)) for since, until in lit)


def _concerns(forecast: Forecast, entry: Entry, change: _ClockChange) -> bool:
    """Whether the window is within the campaign's dates, and the campaign plays in what is left of it."""
    if (entry.opens and change.starts < entry.opens) or (entry.ends and entry.ends < change.ends):
        return False
    return not change.real or any(
        interval.on and change.starts <= interval.since and _plays(entry, interval)
        for interval in forecast.between(change.starts, change.ends)
    )


def _plays(entry: Entry, interval: ForecastInterval) -> bool:
    return interval.priority == entry.priority and any(name == entry.campaign for name, _, _ in interval.active)


def _clock(seconds: float) -> str:
    hours, minutes = divmod(int(seconds) // 60, 60)
    return " ".join(f"{number} {unit}" for number, unit in ((hours, "h"), (minutes, "min")) if number)
