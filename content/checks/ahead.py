"""Rules about the plan of the next 30 days: what nobody would expect of it, said before it happens.

Decides what is worth a warning; what will play is reckoned by `outlook`. Times in sentences are local to the display.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from content import legal
from content.authored import Daypart, Moment
from content.checks.case import Case, Fault, place
from content.findings import RefusedError
from content.model import Display
from content.outlook import Outlook
from content.plan import Entry, Planner
from content.slide import AnySlide, Budget, Consultation

DAYS = 30
STARVED = 0.5
"""A language with less than this part of an even share is hardly seen."""
SLIP = timedelta(hours=1)
"""Dayparts of two campaigns that overlap by no more than this were meant to follow one another."""


class Ahead(NamedTuple):
    """A case and what is ahead of each of its displays."""

    case: Case
    outlooks: Mapping[str, Outlook]

    @property
    def different(self) -> Iterable[tuple[str, Outlook]]:
        """Each outlook once, with the first of the displays that have it: most displays of a city share a few."""
        found: dict[int, tuple[str, Outlook]] = {}
        for name, outlook in self.outlooks.items():
            found.setdefault(id(outlook), (name, outlook))
        return found.values()

    def display(self, display_id: str) -> Display:
        return self.case.pack.displays[display_id]

    def said(self, at: datetime, display_id: str) -> str:
        local = at.astimezone(self.case.pack.zone(self.display(display_id)))
        return f"{local:%a %Y-%m-%d %H:%M}"


def looked(case: Case) -> Ahead:
    """What is ahead of the displays whose slides can be read; the others' faults are said elsewhere."""
    planner = Planner(case.pack, case.reading)
    found: dict[str, Outlook] = {}
    known: dict[bytes, Outlook] = {}
    for display in case.pack.displays.values():
        try:
            plan = msgspec.structs.replace(planner.plan(display), phase=0)  # what plays is the same, only sooner
        except RefusedError:
            continue
        same = msgspec.json.encode(plan)
        if same not in known:
            known[same] = Outlook(plan, case.now, DAYS)
        found[display.id] = known[same]
    return Ahead(case, found)


def _campaign(name: str) -> str:
    return f"campaigns.yaml:{name}"


def dark(ahead: Ahead) -> Iterator[Fault]:
    """Displays that are on with nothing to show. One without any campaign is said to be idle elsewhere."""
    for name, outlook in ahead.outlooks.items():
        empty = [stretch for stretch in outlook.stretches if stretch.on and not stretch.active]
        if empty and outlook.plan.entries:
            hours = sum(stretch.on for stretch in empty) / 3600
            first = ahead.said(empty[0].since, name)
            message = (
                f"shows only the neutral card for {hours:,.1f} h of its hours in the next {DAYS} days, first on {first}"
            )
            yield Fault(
                f"displays.yaml:{name}", message, "a campaign without dayparts and dates fills them", display=name
            )


def masked(ahead: Ahead) -> Iterator[Fault]:
    """Campaigns that would run and never play: those of higher priority always do."""
    by: dict[str, set[str]] = {}
    for _, outlook in ahead.different:
        for stretch in outlook.stretches:
            playing = {name for name, _, _ in stretch.active}
            for name in stretch.ready if stretch.on else ():
                by.setdefault(name, set()).update(playing)
    for name in ahead.case.pack.campaigns:
        if name in by and name not in by[name]:
            message = f"is masked by {' and '.join(sorted(by[name]))} whenever it runs in the next {DAYS} days"
            yield Fault(_campaign(name), message, "another priority, or dates and dayparts that differ")


def never_shown(ahead: Ahead) -> Iterator[Fault]:
    """Slides that are open while their campaign runs, and yet come up nowhere: masked, or the displays are off."""
    shown = {slide for _, outlook in ahead.different for slide in outlook.slides()}
    running = {slides for _, outlook in ahead.different for each in outlook.stretches for slides in each.ready.values()}
    wanted = sorted({slide for slides in running for slide in slides})
    for slide in wanted:
        if slide not in shown:
            message = f"is shown on no display in the next {DAYS} days though it is open"
            yield Fault(place(slide), message, "see `afisier explain` for what hides its campaigns")


def short_of_airtime(ahead: Ahead) -> Iterator[Fault]:
    """Kinds that get less than the city asked for while one of them is open, and the calls that close meanwhile."""
    for name, outlook in ahead.outlooks.items():
        items = outlook.plan.items
        got = outlook.airtime(lambda slide, _lang, items=items: items[slide].kind)  # type: ignore[misc]
        for kind, least in outlook.plan.minimums.items():
            slides = {slide: item for slide, item in items.items() if item.kind == kind}
            open_s = sum(stretch.on for stretch in outlook.stretches if outlook.any_open(slides, stretch.since))
            part = got.get(kind, 0.0) / open_s if open_s else 1.0
            if part < least - 0.005:
                message = (
                    f"gives {kind} {part:.0%} of its airtime in the next {DAYS} days, the city asked for {least:.0%}"
                )
                closing = [
                    f"{slide} closes in {(item.ends - outlook.start).days} days"
                    for slide, item in slides.items()
                    if item.ends and outlook.start < item.ends < outlook.end
                ]
                said = "; ".join([message, *closing])
                yield Fault(f"displays.yaml:{name}", said, "a slide of that kind that plays at all hours", display=name)


def short_period(ahead: Ahead) -> Iterator[Fault]:
    """Official periods long enough of which no display shows enough days; those too short `legal` names."""
    zone = ahead.case.pack.city.zone
    for slide_id, slide in ahead.case.pack.slides.items():
        basis, begins, closes = _official(slide)
        last = closes.instant(zone, ends=True) if closes else None
        if begins is None or last is None or not ahead.case.now < last <= ahead.case.now + timedelta(DAYS):
            continue  # over, or its end is not in sight yet
        first = begins.instant(zone)
        shown = [_days_shown(outlook, slide_id, first) for _, outlook in ahead.different]
        for period in legal.of_law(basis):
            counted = legal.working if period.working else _any_day
            given = sum(map(counted, _days_between(first, last, zone)))
            most = max((sum(map(counted, days)) for days in shown), default=0)
            if given >= period.days > most:
                kind = "working days" if period.working else "days"
                message = (
                    f"shows on at most {most} {kind} on any display, {period.law} {period.article} gives {period.days}"
                )
                yield Fault(place(slide_id), message, "a campaign that plays it on every day of the period")


def _official(slide: AnySlide) -> tuple[str, Moment | None, Moment | None]:
    """The law a slide names, and from when until when it calls."""
    if isinstance(slide, Consultation):
        return slide.legal_basis or "", slide.announce or slide.opens, slide.closes
    if isinstance(slide, Budget) and slide.view == "objection" and slide.objection:
        return slide.objection.legal_basis, slide.not_before, slide.objection.until
    return "", None, None


def _any_day(_day: date) -> bool:
    return True


def _days_between(first: datetime, last: datetime, zone: ZoneInfo) -> Iterator[date]:
    day, end = first.astimezone(zone).date(), (last - timedelta(seconds=1)).astimezone(zone).date()
    while day <= end:
        yield day
        day += timedelta(days=1)


def _days_shown(outlook: Outlook, slide: str, begins: datetime) -> set[date]:
    """Local days of the period on which the slide plays: those to come as planned, those gone as the plan is now."""
    whole = outlook
    if begins < outlook.start:
        whole = Outlook(outlook.plan, begins, (outlook.end - begins) / timedelta(days=1))
    phases = {slide, f"{slide}.announced"}
    return {
        stretch.since.astimezone(outlook.schedule.zone).date()
        for stretch in whole.stretches
        if stretch.on and any(phases & set(slides) for _, _, slides in stretch.active)
    }


def starved(ahead: Ahead) -> Iterator[Fault]:
    """Languages of a display that are hardly seen; that nothing is in one at all is said elsewhere."""
    for name, outlook in ahead.outlooks.items():
        languages = ahead.display(name).languages
        heard = outlook.airtime(lambda _slide, lang: lang)
        total = sum(heard.values())
        for lang in languages if total and len(languages) > 1 else ():
            part = heard.get(lang, 0.0) / total
            if 0 < part < STARVED / len(languages):
                message = (
                    f"shows {lang}, one of {len(languages)} languages, for {part:.0%} of the next {DAYS} days' airtime"
                )
                yield Fault(f"displays.yaml:{name}", message, "translate more of its slides", display=name, lang=lang)


def slipped(ahead: Ahead) -> Iterator[Fault]:
    """Two campaigns of one priority whose dayparts overlap a little: each was probably meant to play alone."""
    campaigns = [campaign for campaign in ahead.case.pack.campaigns.values() if campaign.dayparts]
    displays = ahead.case.pack.displays.values()
    for one, other in combinations(campaigns, 2):
        if one.priority != other.priority or not any(one.on(each) and other.on(each) for each in displays):
            continue
        for first, second in ((a, b) for a in one.dayparts for b in other.dayparts):
            overlap = _overlap(first, second)
            if timedelta(0) < overlap <= SLIP and overlap * 4 <= min(_length(first), _length(second)):
                message = (
                    f"plays {first.start}–{first.end} and {other.id} {second.start}–{second.end} with equal priority: "
                    f"for {overlap.seconds // 60} minutes they mix"
                )
                yield Fault(
                    _campaign(one.id), message, "let one end when the other begins, or give one a higher priority"
                )


def _overlap(one: Daypart, other: Daypart) -> timedelta:
    if not one.weekdays() & other.weekdays():
        return timedelta(0)
    (start, end), (first, last) = one.minutes(), other.minutes()
    return timedelta(minutes=max(0, min(end, last) - max(start, first)))


def _length(part: Daypart) -> timedelta:
    start, end = part.minutes()
    return timedelta(minutes=end - start)


def ends_within(ahead: Ahead) -> Iterator[Fault]:
    """Campaigns whose last slide ends while one of their dayparts still runs."""
    told = set[str]()
    for name, outlook in ahead.different:
        for entry in outlook.plan.entries:
            ends = [item.ends for slide in entry.slides if (item := outlook.plan.items[slide]).turns]
            last = max((end for end in ends if end), default=None)
            if not entry.dayparts or None in ends or last is None or entry.campaign in told:
                continue
            if (
                outlook.start < last < outlook.end
                and outlook.schedule.runs(entry, last)
                and _just_ran(outlook, entry, last)
            ):
                told.add(entry.campaign)
                message = f"has nothing more to show from {ahead.said(last, name)} on, in the middle of a daypart"
                yield Fault(_campaign(entry.campaign), message, "end it with the daypart, or add a slide that stays")


def _just_ran(outlook: Outlook, entry: Entry, at: datetime) -> bool:
    return outlook.schedule.runs(entry, at - timedelta(minutes=1))


def clocks_change(ahead: Ahead) -> Iterator[Fault]:
    """Dayparts that a day on which the clocks change makes shorter, longer or empty."""
    told = set[tuple[str, date]]()
    for _, outlook in ahead.different:
        schedule = outlook.schedule
        for day in schedule.changes(outlook.start, outlook.end):
            for entry in outlook.plan.entries:
                for window, length in schedule.lengths(entry, day):
                    planned = timedelta(minutes=window.end - window.start)
                    if length == planned or (entry.campaign, day) in told:
                        continue
                    told.add((entry.campaign, day))
                    message = f"runs {_clock(length)} instead of {_clock(planned)} on {day}, when the clocks change"
                    yield Fault(_campaign(entry.campaign), message)


def _clock(length: timedelta) -> str:
    minutes = max(0, int(length.total_seconds()) // 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"
