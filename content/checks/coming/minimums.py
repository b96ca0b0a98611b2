"""The rule about the city's minimums of airtime: which kinds and calls get less than the city asked for.

It looks at two things. A kind of slide is counted on every display for which the city asked, also on one whose
campaigns have no slide of the kind, over the time in which such a slide is open on any display. A call that closes
within the 30 days is counted by itself: together the calls may have enough, and one of them next to nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import pairwise

from content.checks.coming.coming import DAYS, STARVED, Coming, Names, percent, together
from content.checks.subject import Fault, file_of, listed
from content.pack.model import Pack
from content.phrases import said
from content.schedule.forecast import Forecast
from content.schedule.intervals import united
from content.schedule.plan import Item

Items = Mapping[str, Item]


def short_of_airtime(coming: Coming) -> Iterator[Fault]:
    """Kinds that get less than the city asked for, and calls that do although their kind gets enough."""
    city = {slide: item for _, forecast in coming.different for slide, item in forecast.plan.items.items()}
    kinds: list[tuple[Names, Fault]] = []
    calls: dict[tuple[str, str, str], list[Names]] = {}
    for names, forecast in coming.different:
        got = forecast.airtime(lambda slide, _lang: slide) if forecast.plan.minimums else {}
        for kind in forecast.plan.minimums:
            items = {slide: item for slide, item in (city | forecast.plan.items).items() if item.kind == kind}
            if shortage := _short_kind(
                coming.subject.pack, forecast, kind, items, sum(got.get(slide, 0.0) for slide in items)
            ):
                kinds.append((names, Fault("", *shortage)))
            elif any(coming.subject.pack.shown(slide).each_is_a_call for slide in items):
                for call in _short_calls(coming.subject.pack, forecast, kind, got):
                    calls.setdefault(call, []).append(names)
    yield from together(coming.subject.pack, kinds)
    for (slide, gets, asked), those in calls.items():
        on = coming.on(those, (names for names, forecast in coming.different if slide in forecast.plan.items))
        fix = said("a larger share for its campaign, a higher priority, or more hours")
        yield Fault(file_of(slide), f"{gets}{on}: {asked}", fix)


def _short_kind(pack: Pack, forecast: Forecast, kind: str, items: Items, got: float) -> tuple[str, str] | None:
    """What is said of a kind, and how to mend it, when it gets `got` seconds and that is too few."""
    open_s = sum(forecast.lit(*span) for span in united(_open(forecast, item) for item in items.values()))
    part, least = got / open_s if open_s else 1.0, forecast.plan.minimums[kind]
    if part >= least - 0.005:
        return None
    one = pack.shown(next(iter(items))).names.one
    message = (
        f"gives {kind} {percent(part)} of its airtime while {one} is open in the next {DAYS} days, "
        f"the city asked for {least:.0%}"
    )
    closing = [f"{slide} closes {when}" for slide in items if (when := _closes(pack, forecast, slide, items[slide]))]
    if items.keys().isdisjoint(forecast.plan.items):
        fix = f"bind a campaign to it that plays {listed(sorted({slide.partition('.')[0] for slide in items}))}"
    else:
        fix = "a slide of that kind that plays at all hours"
    return "; ".join([message, *closing]), fix


def _short_calls(pack: Pack, forecast: Forecast, kind: str, got: Mapping[str, float]) -> Iterator[tuple[str, str, str]]:
    """Calls with less than half of an even part of what the city asked for, what each gets, and what was asked."""
    least = forecast.plan.minimums[kind]
    calls = {
        slide: item
        for slide, item in forecast.plan.items.items()
        if item.kind == kind and pack.shown(slide).each_is_a_call
    }
    for slide, item in calls.items():
        when, open_s = _closes(pack, forecast, slide, item), forecast.lit(*_open(forecast, item))
        even = _even(forecast, item, calls.values()) * least if when and open_s else 0.0
        if got.get(slide, 0.0) < even * STARVED:
            gets = f"closes {when} and gets {percent(got.get(slide, 0.0) / open_s)} of the airtime until then"
            asked = f"the city asked for {least:.0%}"
            if even < open_s * least:
                asked = f"an even part of the {least:.0%} that the city asked for is {even / open_s:.0%}"
            yield slide, gets, asked


def _even(forecast: Forecast, item: Item, calls: Iterable[Item]) -> float:
    """Seconds in which the call is open on the lit display, each divided by the number of calls open then."""
    first, last = _open(forecast, item)
    spans = [_open(forecast, each) for each in calls]
    edges = sorted({first, last, *(edge for span in spans for edge in span if first < edge < last)})
    return sum(
        forecast.lit(since, until) / sum(begins <= since < ends for begins, ends in spans)
        for since, until in pairwise(edges)
    )


def _open(forecast: Forecast, item: Item) -> tuple[datetime, datetime]:
    """[since, until) in which the slide is open in the days ahead. `until` is not after `since` when it never is."""
    return max(item.opens or forecast.start, forecast.start), min(item.ends or forecast.end, forecast.end)


def _closes(pack: Pack, forecast: Forecast, slide: str, item: Item) -> str | None:
    """In how many days the call closes, as `in 3 days`; None for what closes later, or is no open call."""
    if not pack.shown(slide).deadline() or item.ends is None or not forecast.start < item.ends < forecast.end:
        return None
    zone = forecast.schedule.zone
    days = (item.ends.astimezone(zone).date() - forecast.start.astimezone(zone).date()).days
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
