"""The rule about official periods: whether every display that shows a call shows it on as many days as the law gives.

Decides which days count: those on which the call is in the rotation of the lit display for an hour or more. Days that
are over are counted by the plan as it is now. Which periods there are is `legal`'s, and whether a period is long enough
at all is `written.dates`'.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from content import legal
from content.checks.coming.coming import DAYS, Coming, Names
from content.checks.subject import Fault, file_of
from content.phrases import said
from content.publication.planner import phases
from content.schedule.forecast import Forecast
from content.schedule.plan import Item, Plan, Turn

HOUR = 3600.0
"""Seconds in the rotation from which a day counts. A minute a day is no notice."""
_FAR = timedelta(days=366)
"""How far a period is followed, back and ahead of now."""
_CHUNK = timedelta(days=30)
_TURN = Turn(lang="", seconds=1)
"""Any will do: whether a slide plays does not depend on how long or in which language."""

Days = dict[date, float]
"""Seconds by local day."""


class _OfficialCall(NamedTuple):
    """What calls by law, the names it plays under, the periods it is open for, and what of its time counts (UTC)."""

    slide: str
    names: frozenset[str]
    periods: tuple[legal.LegalPeriod, ...]
    first: datetime
    last: datetime

    def enough(self, days: Days) -> bool:
        return all(_counted(days, period) >= period.days for period in self.periods)


def short_period(coming: Coming) -> Iterator[Fault]:
    """Official periods of which a display shows too few days. Periods that are themselves too short are left out."""
    calls = list(_calls(coming))
    known: dict[tuple[bytes, tuple[_OfficialCall, ...]], dict[_OfficialCall, Days]] = {}
    shown: dict[_OfficialCall, list[tuple[Names, Days]]] = {call: [] for call in calls}
    for names, forecast in coming.different if calls else ():
        for call, days in _shown(forecast, calls, known).items():
            shown[call].append((names, days))
    for call, displays in shown.items():
        for period in call.periods:
            yield from _short(coming, call, period, displays)


def _short(
    coming: Coming, call: _OfficialCall, period: legal.LegalPeriod, shown: Sequence[tuple[Names, Days]]
) -> Iterator[Fault]:
    counted = [(names, _counted(days, period)) for names, days in shown]
    short = [(names, days) for names, days in counted if days < period.days]
    if short or not shown:
        on = coming.on((names for names, _ in short), (names for names, _ in shown)) or said(" on any display")
        kind = said("working days") if period.working else "days"
        most = max((days for _, days in short), default=0)
        message = said(
            "shows for an hour or more on at most {most} {kind}{on}, {law} {article} gives {days}",
            most=most,
            kind=kind,
            on=on,
            law=period.law,
            article=period.article,
            days=period.days,
        )
        yield Fault(file_of(call.slide), message, "a campaign that plays it on every day of the period")


def _calls(coming: Coming) -> Iterator[_OfficialCall]:
    """The calls that are not over and begin within the days ahead, if they have not begun."""
    pack, now = coming.subject.pack, coming.subject.now
    for slide_id, slide in pack.slides.items():
        official = slide.official_period()
        begins = official and (official.announced or official.opens)
        if official is None or begins is None:
            continue
        first, last = begins.instant(pack.city.zone), official.closes.instant(pack.city.zone, ends=True)
        if now < last and first < now + timedelta(DAYS):
            first, last = max(first, now - _FAR), min(last, now + _FAR)
            days = dict.fromkeys(_days_between(first, last, pack.city.zone), HOUR)
            periods = tuple(each for each in legal.of_law(official.legal_basis) if _counted(days, each) >= each.days)
            called = frozenset(name for name in phases(pack, slide_id) if pack.shown(name).official_period())
            if periods:
                yield _OfficialCall(slide_id, called, periods, first, last)


def _days_between(first: datetime, last: datetime, zone: ZoneInfo) -> Iterator[date]:
    day, end = first.astimezone(zone).date(), (last - timedelta(seconds=1)).astimezone(zone).date()
    while day <= end:
        yield day
        day += timedelta(days=1)


def _counted(days: Days, period: legal.LegalPeriod) -> int:
    return sum(seconds >= HOUR and (not period.working or legal.working(day)) for day, seconds in days.items())


def _shown(
    forecast: Forecast,
    calls: Iterable[_OfficialCall],
    known: dict[tuple[bytes, tuple[_OfficialCall, ...]], dict[_OfficialCall, Days]],
) -> dict[_OfficialCall, Days]:
    """The days on which the display shows each call that it shows at all.

    Those ahead are there already; only where they are too few, all are looked at, once for displays that are alike.
    """
    days_shown = _lit(forecast, [call for call in calls if not call.names.isdisjoint(forecast.plan.items)])
    lacking = tuple(call for call, days in days_shown.items() if not call.enough(days))
    if lacking:
        plan = _only(forecast.plan, frozenset().union(*(call.names for call in lacking)))
        key = msgspec.json.encode(plan), lacking
        if key not in known:
            known[key] = _whole(plan, lacking)
        days_shown |= known[key]
    return days_shown


def _whole(plan: Plan, calls: Sequence[_OfficialCall]) -> dict[_OfficialCall, Days]:
    """As `_lit`, over all the time of the calls, until it is enough."""
    days_shown: dict[_OfficialCall, Days] = {call: {} for call in calls}
    at, last = min(call.first for call in calls), max(call.last for call in calls)
    while at < last and not all(call.enough(days) for call, days in days_shown.items()):
        until = min(at + _CHUNK, last)
        for call, days in _lit(Forecast(plan, at, (until - at) / timedelta(days=1)), calls).items():
            for day, seconds in days.items():
                days_shown[call][day] = days_shown[call].get(day, 0.0) + seconds
        at = until
    return days_shown


def _lit(forecast: Forecast, calls: Sequence[_OfficialCall]) -> dict[_OfficialCall, Days]:
    """How long each call is in the rotation of the lit display."""
    days_lit: dict[_OfficialCall, Days] = {call: {} for call in calls}
    for call, days in days_lit.items():
        shown = {
            interval.since: interval.on
            for entry in forecast.plan.entries
            if not call.names.isdisjoint(entry.slides)
            for since, until, slides in forecast.ready.get(entry.campaign, ())
            if not call.names.isdisjoint(slides)
            for interval in forecast.between(since, until)
            if interval.on and interval.priority == entry.priority
        }
        for since, seconds in sorted(shown.items()):
            day = since.astimezone(forecast.schedule.zone).date()
            days[day] = days.get(day, 0.0) + seconds
    return days_lit


def _only(plan: Plan, names: frozenset[str]) -> Plan:
    """As much of a plan as says when these slides play: their campaigns, and those that can mask them."""
    least = min(entry.priority for entry in plan.entries if not names.isdisjoint(entry.slides))
    entries = [each for each in plan.entries if each.priority > least or not names.isdisjoint(each.slides)]
    items = {slide: plan.items[slide] for entry in entries for slide in entry.slides}
    return msgspec.structs.replace(
        plan,
        minimums={},
        entries=tuple(msgspec.structs.replace(entry, share=1) for entry in entries),
        items={slide: Item(turns=(_TURN,), opens=item.opens, ends=item.ends) for slide, item in items.items()},
    )
