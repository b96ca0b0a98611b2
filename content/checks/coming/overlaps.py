"""The rule about campaigns that mix though each was probably meant to play alone.

Campaigns of equal priority mix by share; that is how a programme is made, and most mixing is meant. Two ways are named.
*A slip*: one campaign begins a little before the other ends, or on the day the other ends with, for `to` is inclusive.
*Two that both take over*: both have a raised priority, mask others, and each was meant to win.

Leaves out campaigns that are there to mix: where one has a `share`, or two have the same hours, and those they play
with. What is compared is what really plays on lit displays.
"""

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import combinations, permutations
from typing import NamedTuple

from content.checks.coming.coming import Coming, campaign_at
from content.checks.subject import Fault, listed
from content.pack.model import Campaign
from content.phrases import said
from content.schedule.forecast import Forecast, ForecastInterval
from content.schedule.plan import Entry

SLIP = timedelta(hours=1)
"""Two campaigns that play together for no longer than this at a time were meant to follow one another."""
_SECOND, _MINUTE = timedelta(seconds=1), timedelta(minutes=1)


class _Run(NamedTuple):
    """[since, until) in which a campaign is among those that play, without a break."""

    campaign: str
    since: datetime
    until: datetime


class _Slip(NamedTuple):
    """The campaign that ends when `other` has begun, with the local times of both, and when first."""

    campaign: str
    other: str
    begins: str
    ends: str
    minutes: int


def slipped(coming: Coming) -> Iterator[Fault]:
    """Two campaigns of one priority that mix by a slip, or though both take over."""
    slips: dict[_Slip, str] = {}
    for names, forecast in coming.different:
        for slip, at in _slips(forecast):
            slips.setdefault(slip, coming.local(at, names[0]))
    for slip, first in slips.items():
        long = said("{minutes} minute{value}", minutes=slip.minutes, value="s" if slip.minutes > 1 else "")
        message = said(
            "plays until {ends} and {other} from {begins} with equal priority: for {long} they mix, first on {first}",
            ends=slip.ends,
            other=slip.other,
            begins=slip.begins,
            long=long,
            first=first,
        )
        fix = said("let one end when the other begins, or give one a higher priority")
        yield Fault(campaign_at(slip.campaign), message, fix)
    days = _day_slips(coming)
    for (name, other, day), first in days.items():
        message = said(
            "plays until the end of {day} and {other} from its start with equal priority: on that day they "
            "mix, first on {first}",
            day=day,
            other=other,
            first=first,
        )
        yield Fault(campaign_at(name), message, "`to` is inclusive: let it be the day before, or raise one's priority")
    told = {frozenset((slip.campaign, slip.other)) for slip in slips}
    yield from _contested(coming, told | {frozenset((name, other)) for name, other, _ in days})


def _slips(forecast: Forecast) -> Iterator[tuple[_Slip, datetime]]:
    """Where one campaign's own time ends soon after another's began, each playing for much longer than both."""
    runs = sorted(_runs(forecast), key=lambda run: run.since)
    starts = [run.since for run in runs]
    entries = {entry.campaign: entry for entry in forecast.plan.entries}
    zone = forecast.schedule.zone
    for one in runs:
        for other in runs[bisect_left(starts, one.until - SLIP) : bisect_left(starts, one.until)]:
            both = one.until - other.since
            if not (one.since < other.since and one.until < other.until):
                continue
            shorter = min(one.until - one.since, other.until - other.since)
            if both * 4 > shorter or not forecast.lit(other.since, one.until):
                continue
            if not forecast.schedule.runs(entries[one.campaign], one.until) and not forecast.schedule.runs(
                entries[other.campaign], other.since - _SECOND
            ):
                begins, ends = (f"{at.astimezone(zone):%H:%M}" for at in (other.since, one.until))
                yield _Slip(one.campaign, other.campaign, begins, ends, max(1, both // _MINUTE)), other.since


def _day_slips(coming: Coming) -> dict[tuple[str, str, date], str]:
    """Two that follow one another and share a day, on which they are the only ones that play; and when first."""
    first_shared: dict[tuple[str, str, date], str] = {}
    campaigns = coming.subject.pack.campaigns
    for names, forecast in coming.different:
        for interval in forecast.intervals:
            if interval.on and len(interval.active) == 2:
                for name, other in permutations(each for each, _, _ in interval.active):
                    if day := _shared(campaigns[name], campaigns[other]):
                        first_shared.setdefault((name, other, day), coming.local(interval.lit[0][0], names[0]))
    return first_shared


def _shared(one: Campaign, other: Campaign) -> date | None:
    """The day that one ends with and the other begins with, if each has its dates for much longer than that day."""
    last, first = one.last, other.first
    if last is None or first is None or last.day != first.day:
        return None
    ends = not isinstance(last.value, datetime) or last.value.time() >= time(23, 59)
    begins = not isinstance(first.value, datetime) or first.value.time() == time()
    return first.day if ends and begins and min(_days(one), _days(other)) >= 4 else None


def _days(campaign: Campaign) -> float:
    if campaign.first is None or campaign.last is None:
        return math.inf
    return (campaign.last.day - campaign.first.day).days + 1


def _runs(forecast: Forecast) -> Iterator[_Run]:
    for entry in forecast.plan.entries:
        for since, until in forecast.plays(entry):
            yield _Run(entry.campaign, since, until)


def _contested(coming: Coming, told: set[frozenset[str]]) -> Iterator[Fault]:
    """Raised campaigns that meet, whose pairs were not told as slips."""
    first: dict[str, tuple[datetime, str]] = {}
    others: dict[str, set[str]] = {}
    for names, forecast in coming.different:
        for one, other, at in _meetings(forecast):
            if frozenset((one, other)) not in told:
                others.setdefault(one, set()).add(other)
                first[one] = min(first.get(one, (at, names[0])), (at, names[0]))
    for name, those in others.items():
        priority = coming.subject.pack.campaigns[name].priority
        message = said(
            "mixes with {those} at priority {priority}, first on {first}: they mask others, each was "
            "probably meant to play alone",
            those=listed(sorted(those)),
            priority=priority,
            first=coming.local(*first[name]),
        )
        yield Fault(
            campaign_at(name), message, "a higher priority for the one that should win, or a `share` that says they mix"
        )


def _meetings(forecast: Forecast) -> Iterator[tuple[str, str, datetime]]:
    """Pairs of raised campaigns that play together above others on the lit display, and when first."""
    entries = {entry.campaign: entry for entry in forecast.plan.entries}
    company = _company(forecast)
    told = set[tuple[str, ...]]()
    for interval in _raised(forecast):
        names = tuple(name for name, _, _ in interval.active)
        if not interval.masked or len(names) < 2 or names in told:
            continue
        told.add(names)
        with_them = frozenset().union(*(company[name] for name in names))
        if not _meant_to_mix([entries[name] for name in sorted(with_them)]):
            for one, other in combinations(names, 2):
                yield one, other, interval.lit[0][0]


def _raised(forecast: Forecast) -> Iterator[ForecastInterval]:
    """The intervals in which raised campaigns play on the lit display."""
    return (each for each in forecast.intervals if each.on and each.priority is not None and each.priority > 0)


def _company(forecast: Forecast) -> dict[str, set[str]]:
    """With whom each raised campaign ever plays on the lit display, itself among them."""
    company: dict[str, set[str]] = {}
    for names in {tuple(name for name, _, _ in interval.active) for interval in _raised(forecast)}:
        for name in names:
            company.setdefault(name, set()).update(names)
    return company


def _meant_to_mix(together: Sequence[Entry]) -> bool:
    """Whether somebody said shares, or gave two campaigns the same times."""
    times = [(entry.opens, entry.ends, entry.dayparts, entry.recurs) for entry in together]
    timed = [each for each in times if each != (None, None, (), None)]
    hours = [(entry.dayparts, entry.recurs) for entry in together if entry.dayparts]
    return any(entry.share != 1 for entry in together) or _twice(timed) or _twice(hours)


def _twice(values: Sequence[object]) -> bool:
    return any(value in values[:number] for number, value in enumerate(values))
