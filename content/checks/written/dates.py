"""Rules about time: dates that never come, what is over, what must expire, figures that grow old."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from content import legal
from content.authored import Moment
from content.checks.subject import Case, Fault, place, prose
from content.pack.model import PROVENANCE, Pack
from content.pack.slides import AnySlide, Budget, Consultation, Dataset, Figured, Notice

SOON = timedelta(days=7)
"""How long before figures leave the screens somebody is told."""

_MONTHS = (
    "ian|feb|mar|apr|mai|iun|iul|aug|sep|oct|noi|dec|jan|may|jun|jul|nov|"
    "febr|márc|ápr|máj|jún|júl|szept|okt|mär|mai|dez|јан|феб|мар|апр|мај|јун|јул|авг|сеп|окт|нов|дец"
)
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_DATED = re.compile(
    rf"\b{_DAY}[./]{_MONTH}[./]\d{{2,4}}\b|\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b{_DAY}\.\s?{_MONTH}\.(?!\d\d?\b)"
    rf"|\b{_DAY}\.?\s+(?:{_MONTHS})\w*|\b(?:{_MONTHS})\w*\.?\s+{_DAY}\b",
    re.IGNORECASE,
)
"""A day of the calendar as people write it: 6 decembrie, December 6, 6.12., 06/12/2026, 2026-12-06."""

_Bounds = list[tuple[str, Moment | None]]


def _bounds(pack: Pack) -> Iterator[tuple[str, _Bounds, _Bounds]]:
    """Where, the moments from which, and the moments until which something shows."""
    for slide_id, slide in pack.slides.items():
        yield place(slide_id), *_of_slide(slide)
    for campaign in pack.campaigns.values():
        yield f"campaigns.yaml:{campaign.id}", [("from", campaign.first)], [("to", campaign.last)]


def _phases(pack: Pack) -> Iterator[tuple[str, _Bounds, _Bounds]]:
    """The moments between which a call is announced, and its result is shown."""
    for slide_id, slide in pack.slides.items():
        if isinstance(slide, Consultation):
            yield place(slide_id), [("announce", slide.announce)], [("opens", slide.opens.at_start())]
            if result := slide.result:
                first: _Bounds = [("result.from", result.first), ("closes", slide.closes.at_end())]
                last = ("result.to", result.last) if result.last else ("expires", slide.expires)
                yield place(slide_id), first, [last]


def _of_slide(slide: AnySlide) -> tuple[_Bounds, _Bounds]:
    named = {name: getattr(slide, name, None) for name in ("not_before", "opens", "expires", "closes")}
    first: _Bounds = [(name, named[name]) for name in ("not_before", "opens")]
    last: _Bounds = [(name, named[name]) for name in ("expires", "closes")]
    if isinstance(slide, Budget) and slide.view == "objection" and slide.objection:
        last.append(("objection.until", slide.objection.until))
    return first, last


def never(case: Case) -> Iterator[Fault]:
    """A first moment that is not before the last."""
    zone = case.pack.city.zone
    for where, first, last in (*_bounds(case.pack), *_phases(case.pack)):
        for begins, start in first:
            for ends, end in last:
                if start and end and start.instant(zone) >= end.instant(zone, ends=True):
                    message = f"found {ends} {end.text} not after {begins} {start.text}, expected it later"
                    yield Fault(f"{where}:$.{ends}", message, f"say a later {ends}, or an earlier {begins}")


def over(case: Case) -> Iterator[Fault]:
    """A last moment that is past may be meant, and shows nothing any more; nor does a recurrence that has ended."""
    zone = case.pack.city.zone
    for where, _, last in _bounds(case.pack):
        for name, end in last:
            if end and end.instant(zone, ends=True) <= case.now and not _lives_on(case, where, name):
                fix = "remove it from its playlist, or say a later date"
                yield _over(f"{where}:$.{name}", f"{name} {end.text}", fix)
    for campaign in case.pack.campaigns.values():
        # A daypart that crosses midnight began the day before.
        day = (case.now.astimezone(zone) - timedelta(minutes=campaign.overnight)).date()
        recurs, ends = campaign.recurrence(), campaign.ends(zone)
        final = recurs.final if recurs else None
        if final and final < day and (ends is None or ends > case.now):
            name = "rrule" if campaign.rrule else "rdate"
            said = campaign.rrule or max(moment.day for moment in campaign.rdate).isoformat()
            fix = "remove it, or let it recur on days to come"
            yield _over(f"campaigns.yaml:{campaign.id}:$.{name}", f"{name} {said}", fix)


def _over(where: str, ended: str, fix: str) -> Fault:
    return Fault(where, f"ended with {ended}, no display shows it any more", fix)


def _lives_on(case: Case, where: str, ends: str) -> bool:
    """A call that has closed shows its result."""
    slide = case.pack.slides.get(where.removeprefix("slides/").removesuffix(".yaml"))
    return ends == "closes" and getattr(slide, "result", None) is not None


def endless(case: Case) -> Iterator[Fault]:
    """What is bound to a day and does not say when it leaves: nobody takes it down by hand."""
    drafts: dict[int, list[str]] = {}
    for slide_id, slide in case.pack.slides.items():
        if slide.ends() or (isinstance(slide, Figured) and slide.fresh_for_days):
            continue
        if isinstance(slide, Budget) and slide.status == "draft":
            drafts.setdefault(slide.year, []).append(slide_id)
        elif why := _must_end(case, slide):
            yield _endless(slide_id, why)
    for named in drafts.values():
        more = f" here and on {', '.join(named[1:])}" if len(named) > 1 else ""
        yield _endless(named[0], f"a draft budget{more}")


def _endless(slide_id: str, why: str) -> Fault:
    message = f"found {why} and no `expires`, expected the moment it leaves the screens"
    return Fault(f"{place(slide_id)}:$.expires", message, "add `expires: 2026-12-31T18:00`, the last minute it is true")


def _must_end(case: Case, slide: AnySlide) -> str | None:
    if isinstance(slide, Dataset) and slide.featured:
        return "the data set of the week"
    if isinstance(slide, Notice):
        for said in prose(case.pack.city, slide):
            if day := _DATED.search(said.text):
                return f"the day {day[0]!r} in the text"
    return None


def by_law(case: Case) -> Iterator[Fault]:
    """Periods shorter than the law they name, while they can still be made longer. The officer decides (`legal`)."""
    zone = case.pack.city.zone
    for slide_id, slide in case.pack.slides.items():
        period = slide.official_period()
        if period and all(end.instant(zone, ends=True) > case.now for end in slide.ends()):
            where = f"{place(slide_id)}:$.{period.field}"
            for finding in legal.too_short(period.legal_basis, period.opens, period.closes, zone, where):
                yield Fault(finding.where, finding.message, finding.fix)


# --- figures -------------------------------------------------------------------------------------------------------


def _figured(pack: Pack) -> Iterator[tuple[str, Figured]]:
    return ((slide_id, slide) for slide_id, slide in pack.slides.items() if isinstance(slide, Figured))


def stale(case: Case) -> Iterator[Fault]:
    """Figures past their own limit are off the screens already (`plan`)."""
    for slide_id, slide in _figured(case.pack):
        since = case.pack.stale(slide)
        if since and since <= case.now:
            days = slide.fresh_for_days
            message = (
                f"left the screens: nobody confirmed its figures for more than {days} days, as fresh_for_days says"
            )
            yield Fault(place(slide_id), message, f"import {slide.data} again")


def soon_stale(case: Case) -> Iterator[Fault]:
    """Time to look at the source while the figures still show."""
    for slide_id, slide in _figured(case.pack):
        since = case.pack.stale(slide)
        if since and case.now < since <= case.now + SOON:
            until = since.astimezone(case.pack.city.zone)
            message = f"leaves the screens on {until:%Y-%m-%d at %H:%M}: its figures are then older than fresh_for_days"
            yield Fault(place(slide_id), message, f"import {slide.data} again")


def future(case: Case) -> Iterator[Fault]:
    """Data cannot be of a day that has not come; into a sample pack, figures may be read after the day it lives on."""
    pack, zone, now = case.pack, case.pack.city.zone, case.now
    dated: list[tuple[str, Moment | None, datetime]] = []
    dated.append(("city.yaml:$.population.as_of", pack.city.population.as_of, now))
    dated += [(f"{place(slide_id)}:$.source.as_of", slide.source.as_of, now) for slide_id, slide in _figured(pack)]
    for path, known in pack.provenance.items():
        dated.append((f"{path}{PROVENANCE}:$.as_of", known.as_of, max(now, known.fetched.instant(zone))))
    for where, as_of, today in dated:
        if as_of and as_of.instant(zone) > today:
            message = f"found data of {as_of.text}, a day to come, expected today or before"
            yield Fault(where, message, "say the data's own date")


def undated(case: Case) -> Iterator[Fault]:
    """Every figure says of when it is (passer-by.md: "date din 2019")."""
    for slide_id, slide in _figured(case.pack):
        if case.pack.as_of(slide) is None:
            message = "shows figures without a date, expected the data's own"
            yield Fault(f"{place(slide_id)}:$.source.as_of", message, "add `as_of: 2024-02-01` to `source`")
