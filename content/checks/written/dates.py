"""Rules about time: slides whose dates never come or are past, slides that must end, figures that grow old.

Decides which moments must come before which (as the slides answer), and what is soon out of date. Leaves out whether
what could show is ever shown (`coming`).
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from content import legal
from content.authored import Moment
from content.checks.subject import Fault, Subject, file_of, prose
from content.pack.model import PROVENANCE, Pack
from content.pack.slide import Bound, Figured, Slide
from content.phrases import said

SOON = timedelta(days=7)
"""How long before figures leave the screens somebody is told."""

_MONTHS = (
    "ian|feb|mar|apr|mai|iun|iul|aug|sep|oct|noi|dec|jan|may|jun|jul|nov|"
    "febr|márc|ápr|máj|jún|júl|szept|okt|mär|mai|dez|јан|феб|мар|апр|мај|јун|јул|авг|сеп|окт|нов|дец"
)
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
DATED = re.compile(
    rf"\b{_DAY}[./]{_MONTH}[./]\d{{2,4}}\b|\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b{_DAY}\.\s?{_MONTH}\.(?!\d\d?\b)"
    rf"|\b{_DAY}\.?\s+(?:{_MONTHS})\w*|\b(?:{_MONTHS})\w*\.?\s+{_DAY}\b",
    re.IGNORECASE,
)
"""A day of the calendar as people write it: 6 decembrie, December 6, 6.12., 06/12/2026, 2026-12-06."""


def never(subject: Subject) -> Iterator[Fault]:
    """Moments that are not before those which must follow them, so that something never shows."""
    zone = subject.pack.city.zone
    for where, start, end in _ordered(subject.pack):
        if start.moment.instant(zone) >= end.moment.instant(zone, ends=True):
            begins, ends = start.field, end.field
            message = said(
                "found {ends} {text} not after {begins} {text2}, expected it later",
                ends=ends,
                text=end.moment.text,
                begins=begins,
                text2=start.moment.text,
            )
            values = {"field": ends, "end": end.moment.text, "other": begins, "start": start.moment.text}
            yield Fault(
                f"{where}:$.{ends}",
                message,
                said("say a later {ends}, or an earlier {begins}", ends=ends, begins=begins),
                values=values,
            )


def _ordered(pack: Pack) -> Iterator[tuple[str, Bound, Bound]]:
    """Where, and two moments of which the first must come before the second."""
    for slide_id, slide in pack.slides.items():
        yield from ((file_of(slide_id), *pair) for pair in slide.ordered())
    for campaign in pack.campaigns.values():
        if campaign.first and campaign.last:
            yield f"campaigns.yaml:{campaign.id}", Bound("from", campaign.first), Bound("to", campaign.last)


def over(subject: Subject) -> Iterator[Fault]:
    """Slides and campaigns whose last moment is past, and campaigns that recur on no day to come."""
    zone = subject.pack.city.zone
    for where, end in _ends(subject.pack):
        if end.moment.instant(zone, ends=True) <= subject.now:
            fix = "remove it from its playlist, or say a later date"
            yield _over(f"{where}:$.{end.field}", f"{end.field} {end.moment.text}", fix, end.moment.text)
    for campaign in subject.pack.campaigns.values():
        # A daypart that crosses midnight began the day before.
        day = (subject.now.astimezone(zone) - timedelta(minutes=campaign.overnight)).date()
        recurs, ends = campaign.recurrence(), campaign.ends(zone)
        final = recurs.final if recurs else None
        if final and final < day and (ends is None or ends > subject.now):
            name = "rrule" if campaign.rrule else "rdate"
            rule = campaign.rrule or max(moment.day for moment in campaign.rdate).isoformat()
            fix = "remove it, or let it recur on days to come"
            yield _over(f"campaigns.yaml:{campaign.id}:$.{name}", f"{name} {rule}", fix, final.isoformat())


def _over(where: str, ended: str, fix: str, end: str) -> Fault:
    return Fault(where, said("ended with {ended}, no display shows it any more", ended=ended), fix, values={"end": end})


def _ends(pack: Pack) -> Iterator[tuple[str, Bound]]:
    """Where, and the moment with which something leaves the screens for good: a call that has closed may have a
    result to show, which then begins."""
    for slide_id, slide in pack.slides.items():
        begins = {bound.field for phase in slide.phases().values() for bound in phase.opening()}
        yield from ((file_of(slide_id), bound) for bound in slide.closing() if bound.field not in begins)
    for campaign in pack.campaigns.values():
        if campaign.last:
            yield f"campaigns.yaml:{campaign.id}", Bound("to", campaign.last)


def endless(subject: Subject) -> Iterator[Fault]:
    """Slides that must leave the screens some day and do not say when."""
    together: dict[tuple[str, str], list[str]] = {}
    for slide_id, slide in subject.pack.slides.items():
        figures = slide.figures()
        if slide.ends() or (figures and figures.fresh_for_days):
            continue
        reason = slide.must_end()
        if reason and reason.of:
            together.setdefault((reason.of, reason.why), []).append(slide_id)
        elif reason:
            yield _endless(slide_id, reason.why, {"form": "ends"})
        elif day := _day_in_text(subject, slide):
            yield _endless(slide_id, f"the day {day!r} in the text", {"form": "day", "day": day})
    for (_, why), (first, *others) in together.items():
        yield _endless(first, f"{why} here and on {', '.join(others)}" if others else why, {"form": "ends"})


def _endless(slide_id: str, why: str, values: Mapping[str, str]) -> Fault:
    message = said("found {why} and no `expires`, expected the moment it leaves the screens", why=why)
    fix = said("add `expires: 2026-12-31T18:00`, the last minute it is true")
    return Fault(f"{file_of(slide_id)}:$.expires", message, fix, values=values)


def _day_in_text(subject: Subject, slide: Slide) -> str | None:
    """The day that a message names: it is soon past. A day that stands beside figures tells of when they are."""
    if slide.figures():
        return None
    days = (DATED.search(written.text) for written in prose(subject.pack.city, slide))
    return next((day[0] for day in days if day), None)


def by_law(subject: Subject) -> Iterator[Fault]:
    """Periods shorter than the law they name, while they can still be made longer. The officer decides (`legal`)."""
    zone = subject.pack.city.zone
    for slide_id, slide in subject.pack.slides.items():
        period = slide.official_period()
        if period and all(end.instant(zone, ends=True) > subject.now for end in slide.ends()):
            where = f"{file_of(slide_id)}:$.{period.field}"
            for finding in legal.too_short(period.legal_basis, period.opens, period.closes, zone, where):
                yield Fault(finding.where, finding.message, finding.fix, values=finding.values)


# --- figures -------------------------------------------------------------------------------------------------------


def _figured(pack: Pack) -> Iterator[tuple[str, Figured]]:
    return ((slide_id, figures) for slide_id, slide in pack.slides.items() if (figures := slide.figures()))


def stale(subject: Subject) -> Iterator[Fault]:
    """Figures past their own limit, which the planner has taken off the screens."""
    for slide_id, slide in _figured(subject.pack):
        since = subject.pack.stale(slide)
        if since and since <= subject.now:
            days = slide.fresh_for_days
            message = said(
                "left the screens: nobody confirmed its figures for more than {days} days, as fresh_for_days says",
                days=days,
            )
            yield Fault(
                file_of(slide_id), message, said("import {data} again", data=slide.data), values={"days": days or 0}
            )


def soon_stale(subject: Subject) -> Iterator[Fault]:
    """Figures that reach their limit within 7 days."""
    for slide_id, slide in _figured(subject.pack):
        since = subject.pack.stale(slide)
        if since and subject.now < since <= subject.now + SOON:
            until = since.astimezone(subject.pack.city.zone)
            message = said(
                "leaves the screens on {until:%Y-%m-%d at %H:%M}: its figures are then older than fresh_for_days",
                until=until,
            )
            values = {"end": f"{until:%Y-%m-%dT%H:%M}"}
            yield Fault(file_of(slide_id), message, said("import {data} again", data=slide.data), values=values)


def future(subject: Subject) -> Iterator[Fault]:
    """Data of a day that has not come. A sample pack may have figures read after the day it lives on."""
    pack, zone, now = subject.pack, subject.pack.city.zone, subject.now
    dated: list[tuple[str, Moment | None, datetime]] = []
    dated.append(("city.yaml:$.population.as_of", pack.city.population.as_of, now))
    dated += [(f"{file_of(slide_id)}:$.source.as_of", slide.source.as_of, now) for slide_id, slide in _figured(pack)]
    for path, known in pack.provenance.items():
        dated.append((f"{path}{PROVENANCE}:$.as_of", known.as_of, max(now, known.fetched.instant(zone))))
    for where, as_of, today in dated:
        if as_of and as_of.instant(zone) > today:
            message = said("found data of {text}, a day to come, expected today or before", text=as_of.text)
            yield Fault(where, message, "say the data's own date", values={"day": as_of.text})


def undated(subject: Subject) -> Iterator[Fault]:
    """Figures without a date (passer-by.md: "date din 2019")."""
    for slide_id, slide in _figured(subject.pack):
        if subject.pack.as_of(slide) is None:
            message = said("shows figures without a date, expected the data's own")
            yield Fault(f"{file_of(slide_id)}:$.source.as_of", message, "add `as_of: 2024-02-01` to `source`")
