"""The plan as rows of lanes: when each campaign plays or is masked on displays, and when these are off.

Decides what is a row, which pieces a lane has, and how many there may be. Places are minutes of wall clocks since the
start of the row, so that every day is as wide as the others, also one on which the clocks change. Leaves out how it is
drawn (the template) and what plays (`schedule.forecast`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from content.explain.airtime import campaign_part
from content.schedule.forecast import Forecast, Forecasts
from content.schedule.intervals import Interval, united, without
from content.schedule.plan import Entry, Plan

DAY = 24 * 60
"""Minutes."""
_MOST_PIECES = 21
"""Of one lane: more are told by the day."""

State = Literal["plays", "masked", "partly"]


class LanePiece(NamedTuple):
    """[since, until) in minutes of the row, in which a campaign plays, is masked, or now one and now the other.

    `begins` and `ends` say whether the campaign begins and ends there, and is not cut by the edge of the row.
    """

    since: int
    until: int
    state: State
    begins: bool
    ends: bool


class Lane(NamedTuple):
    """A campaign of a row. `part` is what it gets of the time where it plays first (0 to 1), None if it never does."""

    campaign: str
    pieces: tuple[LanePiece, ...]
    part: float | None


class ChartRow(NamedTuple):
    """Days from `first` on of displays that play alike; `off` are the minutes in which they are off."""

    displays: tuple[str, ...]
    first: date
    lanes: tuple[Lane, ...]
    off: tuple[tuple[int, int], ...]


def forecasts(plans: Mapping[str, Plan], first: date, days: int) -> dict[str, Forecast]:
    """The forecast of each plan (display → plan), `days` days from the local day `first` on."""
    known: dict[str, Forecasts] = {}
    told = {}
    for display, plan in plans.items():
        if plan.timezone not in known:
            known[plan.timezone] = Forecasts(_midnight(plan, first), _length(plan, first, days))
        told[display] = known[plan.timezone].of(plan)
    return told


def by_display(told: Mapping[str, Forecast], first: date, days: int, *, daily: bool) -> list[ChartRow]:
    """A row for each of the forecasts of these days (display → forecast), as `forecasts` makes them.

    Displays with equal plans, whatever their phase, share a row. `daily` tells all by the day, as a month is.
    """
    alike: dict[Forecast, list[str]] = {}
    for display, forecast in told.items():
        alike.setdefault(forecast, []).append(display)
    return [_row(forecast, tuple(displays), first, days, daily) for forecast, displays in alike.items()]


def by_day(display: str, plan: Plan, first: date, days: int) -> list[ChartRow]:
    """A row for each of the days of one display."""
    each = (first + timedelta(days=number) for number in range(days))
    return [
        _row(Forecast(plan, _midnight(plan, day), _length(plan, day, 1)), (display,), day, 1, False) for day in each
    ]


def _midnight(plan: Plan, day: date) -> datetime:
    """When that local day begins, by RFC 5545 §3.3.5 as the schedule reads it."""
    return datetime.combine(day, time(), ZoneInfo(plan.timezone)).astimezone(UTC)


def _length(plan: Plan, first: date, days: int) -> float:
    """Days of 24 hours, in which there are so many local ones."""
    return (_midnight(plan, first + timedelta(days=days)) - _midnight(plan, first)) / timedelta(days=1)


def _row(forecast: Forecast, displays: tuple[str, ...], first: date, days: int, daily: bool) -> ChartRow:
    zone = forecast.schedule.zone

    def minute(at: datetime) -> int:
        local = at.astimezone(zone)
        return (local.date() - first).days * DAY + local.hour * 60 + local.minute

    lanes = (
        Lane(entry.campaign, tuple(pieces), campaign_part(forecast, entry.campaign))
        for entry in sorted(forecast.plan.entries, key=lambda each: -each.priority)
        if (pieces := _pieces(forecast, entry, minute, days, daily))
    )
    edges = [0, *(minute(at) for span in united(forecast.powered) for at in span), days * DAY]
    dark = tuple(span for number, span in enumerate(pairwise(edges)) if number % 2 == 0 and span[0] < span[1])
    return ChartRow(displays, first, tuple(lanes), dark)


def _pieces(
    forecast: Forecast, entry: Entry, minute: Callable[[datetime], int], days: int, daily: bool
) -> list[LanePiece]:
    ready = united((since, until) for since, until, _ in forecast.ready.get(entry.campaign, ()))
    plays = united(forecast.plays(entry))
    spans: list[tuple[Interval, State]] = [(span, "plays") for span in plays]
    spans += [(span, "masked") for span in without(ready, plays)]
    told = [(minute(since), minute(until), state) for (since, until), state in sorted(spans)]
    if daily or len(told) > _MOST_PIECES:
        told = list(_daily(told, days))
    edges = {minute(at) for span in ready for at in span}
    return [
        LanePiece(since, until, state, since in edges and since > 0, until in edges and until < days * DAY)
        for since, until, state in told
        if since < until
    ]


def _daily(spans: Sequence[tuple[int, int, State]], days: int) -> Iterator[tuple[int, int, State]]:
    """The same by whole days: a day on which a campaign only plays, is only masked, or both. Equal days are one."""
    kinds: dict[int, set[State]] = {}
    for since, until, state in spans:
        for day in range(max(since // DAY, 0), min(-(-until // DAY), days)):
            kinds.setdefault(day, set()).add(state)
    together: list[tuple[int, int, State]] = []
    for day, states in sorted(kinds.items()):
        one: State = "partly" if len(states) > 1 else next(iter(states))
        if together and together[-1][1:] == (day, one):
            together[-1] = together[-1][0], day + 1, one
        else:
            together.append((day, day + 1, one))
    return ((first * DAY, last * DAY, state) for first, last, state in together)
