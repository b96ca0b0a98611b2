"""How much of the time each topic is on the glass in the coming days, beside what the city asked for.

A topic is a kind of slide. Decides what is counted and when a topic is short: on each display by itself, over the time
in which it is on and a slide of the kind is open there, as the rule `minimum` of the gate does. Leaves out how it is
drawn.
"""

from collections.abc import Mapping
from typing import NamedTuple

from content.pack.slides import AUTHORED
from content.schedule.forecast import Forecast
from content.schedule.intervals import united, within
from content.schedule.shares import weighted

_NEAR = 0.005
"""A part is short when it is so far below the minimum: half a per cent, as people read whole ones."""


class TopicTime(NamedTuple):
    """What a kind of slide gets on all displays together, as a part of the time in which they show slides (0 to 1).

    `least` is the largest minimum that the city asked for on any of them, 0 where there is none. `short` are the ids of
    the displays on which it gets less than was asked for there.
    """

    kind: str
    part: float
    least: float
    short: tuple[str, ...]


def topics(forecasts: Mapping[str, Forecast]) -> list[TopicTime]:
    """The topics in the days of the forecasts (display → forecast; equal plans have the same), most time first."""
    alike: dict[Forecast, list[str]] = {}
    for display, forecast in forecasts.items():
        alike.setdefault(forecast, []).append(display)
    seconds = dict.fromkeys(AUTHORED, 0.0)
    least, short = dict.fromkeys(AUTHORED, 0.0), {kind: list[str]() for kind in AUTHORED}
    for forecast, displays in alike.items():
        kinds = {slide: item.kind for slide, item in forecast.plan.items.items()}
        got = forecast.airtime(lambda slide, _lang, kinds=kinds: kinds[slide])  # type: ignore[misc]
        for kind, each in got.items():
            seconds[kind] = seconds.get(kind, 0.0) + each * len(displays)
        for kind, asked in forecast.plan.minimums.items():
            least[kind] = max(least.get(kind, 0.0), asked)
            if _short(forecast, kind, asked, got.get(kind, 0.0)):
                short.setdefault(kind, []).extend(displays)
    whole = sum(seconds.values()) or 1.0
    told = (
        TopicTime(kind, seconds[kind] / whole, least.get(kind, 0.0), tuple(short.get(kind, ()))) for kind in seconds
    )
    return sorted((each for each in told if each.part or each.least), key=lambda each: -each.part)


def campaign_part(forecast: Forecast, campaign: str) -> float | None:
    """Its part of the airtime in the first interval in which it plays (0 to 1); None if it never does."""
    for interval in forecast.intervals:
        if any(name == campaign for name, _, _ in interval.active):
            shares = weighted(interval.active, forecast.plan.items, forecast.plan.minimums)
            own = sum(weight for name, weight, _ in shares if name == campaign)
            return own / sum(weight for _, weight, _ in shares)
    return None


def _short(forecast: Forecast, kind: str, asked: float, got: float) -> bool:
    items = (item for item in forecast.plan.items.values() if item.kind == kind)
    spans = united(within(item.opens, item.ends, forecast.start, forecast.end) for item in items)
    open_s = sum(forecast.lit(*span) for span in spans)
    return bool(open_s) and got / open_s < asked - _NEAR
