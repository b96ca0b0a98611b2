"""The rule about slides that nobody ever sees, and campaigns that can never play.

It looks at two things. A slide that is open, in a campaign that runs in the next 30 days, may come up nowhere: it is
masked, in the dark, or its campaign stops before the rotation gets to it. And however far one looks, dates, days,
dayparts, the hours of the displays and the life of the slide may have no instant in common.

Leaves out what only comes later, and what is over or ends before it begins (`written.dates`).
"""

import calendar
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from content.checks.coming.coming import DAYS, Coming, campaign_at
from content.checks.coming.lifespan import life, shows, times, whole_life
from content.checks.subject import Fault, file_of, listed
from content.checks.written import dates
from content.phrases import said
from content.schedule.forecast import Forecast
from content.schedule.plan import Entry, Item

_WALKED = timedelta(days=2)
"""So much of the rotations of a display is walked, and of a city three times that: a second or two of a large one."""
_REASONS = 3
_SECOND = timedelta(seconds=1)


def never_shown(coming: Coming) -> Iterator[Fault]:
    """Campaigns that can never play, slides that they can never show, and slides that are open and come up nowhere."""
    playing = frozenset(slide for _, forecast in coming.different for slide in forecast.playing)
    open_in = _open_in(coming)
    missed = _missed(coming, playing)
    empty = _impossible(coming)
    yield from empty.values()
    yield from _lifeless(coming, frozenset(open_in) | playing, empty.keys())
    for slide in sorted(slide for slide, campaigns in open_in.items() if not empty.keys() >= set(campaigns)):
        called = _called(coming, slide)
        if slide not in playing:
            message = said(
                "{called}is shown on no display in the next {days} days though it is open", called=called, days=DAYS
            )
            yield Fault(file_of(slide), message, "see `afisier explain` for what hides its campaigns")
        elif slide in missed:
            message = said(
                "{called}comes up on no display in the next {days} days: {open_in} never plays for long enough "
                "at a time to get to it",
                called=called,
                days=DAYS,
                open_in=listed(open_in[slide]),
            )
            yield Fault(file_of(slide), message, "longer dayparts, or fewer slides in its playlist")


def _called(coming: Coming, slide: str) -> str:
    """The subject of a sentence about a phase of a slide; nothing for the slide itself, which `where` names."""
    phase = coming.subject.pack.shown(slide).names.phase
    return f"{phase} " if phase else ""


def _open_in(coming: Coming) -> Mapping[str, list[str]]:
    """The slides that are open while a campaign runs, with those campaigns."""
    campaigns_of: dict[str, set[str]] = {}
    for _, forecast in coming.different:
        for campaign, ready in forecast.ready.items():
            for slide in {slide for _, _, slides in ready for slide in slides}:
                campaigns_of.setdefault(slide, set()).add(campaign)
    return {slide: sorted(campaigns) for slide, campaigns in campaigns_of.items()}


def _missed(coming: Coming, slides: frozenset[str]) -> frozenset[str]:
    """Those of the slides that no display gets to in the days that are walked."""
    looks = [
        (forecast, phase)
        for names, forecast in coming.different
        for phase in sorted({coming.display(name).phase for name in names})
    ]
    for forecast, phase in looks:
        slides = forecast.missed(slides, phase, min(_WALKED, 3 * _WALKED / len(looks)))
    return slides


# --- what can never be ---------------------------------------------------------------------------------------------


def _impossible(coming: Coming) -> dict[str, Fault]:
    """The campaigns that can play on none of their displays, whatever their slides."""
    told = _told(coming)
    why: dict[str, dict[str, None]] = {}
    possible = set[str]()
    known: dict[tuple[str, str], str | None] = {}
    for _, forecast in coming.different:
        seen = {entry.campaign for entry in forecast.plan.entries if forecast.lit_while_ready(entry)}
        for entry in forecast.plan.entries:
            name, reason = entry.campaign, None
            if name not in seen | possible and campaign_at(name) not in told:
                key = name, forecast.plan.timezone
                if key not in known:
                    known[key] = _why_no_time(forecast, entry)
                reason = known[key] or _why_dark(forecast, entry)
            if reason is None:
                possible.add(name)
            else:
                why.setdefault(name, {})[reason] = None
    return {
        name: Fault(
            campaign_at(name),
            said("never plays: {reasons}", reasons="; ".join(reasons)),
            "other dates, days or dayparts",
        )
        for name, reasons in why.items()
        if name not in possible
    }


def _told(coming: Coming) -> frozenset[str]:
    """Where it is said already that something is over, or ends before it begins."""
    faults = (*dates.over(coming.subject), *dates.never(coming.subject))
    return frozenset(fault.where.partition(":$")[0] for fault in faults)


def _why_dark(forecast: Forecast, entry: Entry) -> str | None:
    """Why a campaign that runs never does while the display is on; None if it does."""
    span = whole_life(forecast, entry)
    return "its hours are all outside those of its displays" if span and not shows(forecast, entry, span) else None


def _why_no_time(forecast: Forecast, entry: Entry) -> str | None:
    """Why the campaign runs at no instant, whether the display is on or not; None if it does."""
    span = whole_life(forecast, entry)
    if span is None or any(times(forecast, entry, span)):
        return None
    whole = msgspec.structs.replace(entry, dayparts=())
    if days := {since.astimezone(forecast.schedule.zone).weekday() for since, _ in times(forecast, whole, span)}:
        others = {day for window in entry.dayparts for day in window.days}
        if days.isdisjoint(others):
            return f"it runs on {_weekdays(days)}, its dayparts on {_weekdays(others)}"
        return "its dayparts are outside what `from` and `to` leave of its days"
    if entry.recurs and entry.recurs.left_out:
        recurs = msgspec.structs.replace(entry.recurs, left_out=())
        if any(times(forecast, msgspec.structs.replace(whole, recurs=recurs), span)):
            return "`exdate` leaves out every day on which it recurs"
    return "none of the days on which it recurs is within `from` and `to`"


def _weekdays(days: Iterable[int]) -> str:
    return listed([calendar.day_abbr[day] for day in sorted(days)])


def _lifeless(coming: Coming, known: frozenset[str], empty: Iterable[str]) -> Iterator[Fault]:
    """Slides that each of their campaigns can never show, though it can play."""
    told, possible = _told(coming), set(known)
    why: dict[str, dict[str, None]] = {}
    for names, forecast in coming.different:
        for entry in forecast.plan.entries:
            for slide in entry.slides if entry.campaign not in empty else ():
                item = forecast.plan.items[slide]
                if slide in possible or file_of(slide) in told or (item.ends and item.ends <= forecast.start):
                    continue
                item = msgspec.structs.replace(item, ends=_written(coming, forecast, slide))
                reason = _why_not(coming, _Appearance(names[0], forecast, entry, item))
                if reason is None or (campaign_at(entry.campaign) in told and _shown_before(forecast, entry, item)):
                    possible.add(slide)
                else:
                    why.setdefault(slide, {})[reason] = None
    for slide in sorted(why.keys() - possible):
        called = _called(coming, slide)
        message = said("{called}is never shown: {why}", called=called, why=_joined(list(why[slide])))
        yield Fault(file_of(slide), message, "dates of the slide and of its campaign that meet, or other dayparts")


def _joined(reasons: Sequence[str]) -> str:
    """The reasons, one for each campaign; of more than a few the number of the others."""
    more = [f"and {len(reasons) - _REASONS} more campaigns"] if len(reasons) > _REASONS else []
    return "; ".join([*reasons[:_REASONS], *more])


def _shown_before(forecast: Forecast, entry: Entry, item: Item) -> bool:
    """Whether a campaign that is over may have shown it: it was open already."""
    if item.opens is None:
        return True
    return item.opens <= forecast.start and not (entry.ends and entry.ends <= item.opens)


def _written(coming: Coming, forecast: Forecast, slide: str) -> datetime | None:
    """When the slide ends as somebody wrote it; that its figures grow old is mended by importing them again."""
    ends = coming.subject.pack.shown(slide).ends()
    return min((moment.instant(forecast.schedule.zone, ends=True) for moment in ends), default=None)


class _Appearance(NamedTuple):
    """A slide in a campaign on a display."""

    display: str
    forecast: Forecast
    entry: Entry
    item: Item


def _why_not(coming: Coming, pair: _Appearance) -> str | None:
    """Why the campaign can never show the slide; None if nothing that is written keeps it from doing so."""
    _, forecast, entry, item = pair
    opens, ends, name = item.opens, item.ends, entry.campaign
    if opens and ends and ends <= opens:
        return f"it ends on {_until(coming, pair, ends)}, before it opens on {coming.local(opens, pair.display)}"
    if opens and entry.ends and entry.ends <= opens:
        return (
            f"{name} ends on {_until(coming, pair, entry.ends)}, before it opens on {coming.local(opens, pair.display)}"
        )
    if ends and entry.opens and ends <= entry.opens:
        begins = coming.local(entry.opens, pair.display)
        return f"it ends on {_until(coming, pair, ends)}, before {name} begins on {begins}"
    first = max(each for each in (opens or forecast.start, entry.opens) if each)
    last = min((each for each in (ends, entry.ends) if each), default=None)
    span = life(forecast, entry, first, last)
    if span is None or shows(forecast, entry, span):
        return None
    if any(times(forecast, entry, span)):
        return f"while it is open, {name} runs only when its displays are off"
    since = f"from {coming.local(opens, pair.display)}" if opens else "from now"
    return f"{name} does not run while it is open, {since} " + (f"to {_until(coming, pair, ends)}" if ends else "on")


def _until(coming: Coming, pair: _Appearance, at: datetime) -> str:
    """An end as people write it: midnight is the end of the day before."""
    before = coming.local(at - _SECOND, pair.display)
    local = coming.local(at, pair.display)
    return f"{before[:-5]}24:00" if local.endswith("00:00") else local
