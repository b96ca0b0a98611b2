"""The periods of the law: the last day that each way of counting gives a consultation, and what is too short.

It proposes days, explains them, and warns. It never sets a day: cities count differently, and the officer answers for
the day that is typed. It knows Romanian law only. Leaves out what else the law asks of a consultation.

* Law 52/2003 on transparency of decisions, republished (M.Of. 749/2013), art. 7 (2): a draft is announced at least 30
  working days before it is submitted for approval; art. 7 (4): at least 10 calendar days for proposals in writing.
* Law 273/2006 on local public finances, art. 39 (3): inhabitants can object to the draft budget within 15 days of the
  day it was published or displayed.
* Civil Code art. 2553: of a period of days neither the first nor the last day counts, it ends at 24:00 of the last;
  art. 2554: a last day that is not a working day moves the end to the next working day.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

import holidays
from babel.dates import format_date

from content.authored import Moment
from content.findings import Finding
from content.phrases import said

Counting = Literal["first day counts", "first day left out", "free days"]
"""The ways in which people count. 15 days from 12 January are to the 26th, to the 27th, or to the 28th."""


class LegalPeriod(NamedTuple):
    """A period of the law, of so many days, calendar days or `working` ones.

    With `after`, something may happen only when the period is over. Otherwise people must be given the whole period.
    """

    law: str
    article: str
    days: int
    working: bool
    after: bool


NOTICE = LegalPeriod("Legea 52/2003", "art. 7 alin. (2)", 30, working=True, after=True)
PROPOSALS = LegalPeriod("Legea 52/2003", "art. 7 alin. (4)", 10, working=False, after=False)
OBJECTIONS = LegalPeriod("Legea 273/2006", "art. 39 alin. (3)", 15, working=False, after=False)

_OF_LAW = {"52/2003": (PROPOSALS, NOTICE), "273/2006": (OBJECTIONS,)}
_EXTRA: dict[Counting, int] = {"first day counts": -1, "first day left out": 0, "free days": 1}
"""Days by which each way of counting ends later than the second."""


class Proposal(NamedTuple):
    """The last day of a period, counted in one way.

    `moved` is the next working day when the last day is none. `sentences` explain it, by language (ro and en).
    """

    period: LegalPeriod
    counting: Counting
    last: date
    moved: date | None
    sentences: dict[str, str]


def of_law(legal_basis: str) -> tuple[LegalPeriod, ...]:
    """The periods of the laws that a text names, for instance `Legea 52/2003`."""
    named = re.findall(r"(\d+)\s*/\s*(\d{4})", legal_basis)
    return tuple(period for number, year in named for period in _OF_LAW.get(f"{number}/{year}", ()))


def proposed(period: LegalPeriod, published: date) -> tuple[Proposal, ...]:
    """The last day of a period by each way of counting, the earliest first."""
    return tuple(_proposal(period, counting, published) for counting in _EXTRA)


def last_day(period: LegalPeriod, counting: Counting, published: date) -> date:
    """The last day of a period by that way of counting, from the day of publication on."""
    length = period.days + _EXTRA[counting]
    if not period.working:
        return published + timedelta(days=length)
    day = published
    left = length if working(day) or counting != "first day counts" else length + 1
    while left > 0:
        day += timedelta(days=1)
        left -= working(day)
    return day


def working(day: date) -> bool:
    """Whether the day is neither a Saturday or Sunday nor a public holiday of Romania (Labour Code art. 139)."""
    return day.weekday() < 5 and day not in _public_holidays(day.year)


def next_working(day: date) -> date:
    """That day, or else the first working day after it."""
    while not working(day):
        day += timedelta(days=1)
    return day


def public_holiday(day: date, lang: str) -> str | None:
    """What the public holiday of Romania on that day is called, in Romanian (`ro`) or English; None when it is none."""
    return _public_holidays(day.year, "ro" if lang == "ro" else "en_US").get(day)


@cache
def _public_holidays(year: int, language: str = "ro") -> Mapping[date, str]:
    return {day: str(name) for day, name in holidays.country_holidays("RO", years=year, language=language).items()}


_HOW = {
    "first day counts": {"ro": "dacă ziua publicării se numără", "en": "if the day of publication counts"},
    "first day left out": {
        "ro": "dacă se numără din ziua de după publicare",
        "en": "if counting begins the day after publication",
    },
    "free days": {
        "ro": "pe zile libere, fără prima și fără ultima zi (Codul civil, art. 2553)",
        "en": "in free days, without the first and the last (Civil Code, art. 2553)",
    },
}
_PHRASES = {
    "ro": (
        "cele {days} {of}zile{kind} de la {published} ({law}, {article}) se încheie {last}, {how}",
        "; ziua aceea nu este lucrătoare, prima zi lucrătoare de după ea este {moved} (Codul civil, art. 2554)",
        "; proiectul se poate supune aprobării cel devreme {then}",
        " lucrătoare",
        "ro_RO",
    ),
    "en": (
        "the {days}{kind} days from {published} ({law}, {article}) end on {last}, {how}",
        "; that is no working day, the next one is {moved} (Civil Code, art. 2554)",
        "; the draft can be submitted for approval on {then} at the earliest",
        " working",
        "en_GB",
    ),
}


def _proposal(period: LegalPeriod, counting: Counting, published: date) -> Proposal:
    last = last_day(period, counting, published)
    moved = None if working(last) else next_working(last)
    then = next_working((moved or last) + timedelta(days=1))
    sentences = {}
    for lang, (sentence, about_moved, about_then, kind, locale) in _PHRASES.items():
        values = {"published": published, "last": last, "moved": moved or last, "then": then}
        days = {name: format_date(day, "EEEE, d MMMM y", locale=locale) for name, day in values.items()}
        text = sentence + (about_moved if moved else "") + (about_then if period.after else "")
        sentences[lang] = text.format(
            days=period.days,
            of="de " if period.days >= 20 else "",  # Romanian, from 20 on
            kind=kind if period.working else "",
            law=period.law,
            article=period.article,
            how=_HOW[counting][lang],
            **days,
        )
    return Proposal(period, counting, last, moved, sentences)


def explained(legal_basis: str, published: Moment, zone: ZoneInfo, lang: str = "en") -> Iterator[str]:
    """For the person who types the day: a sentence for each period of the named laws and each way of counting."""
    day = published.instant(zone).astimezone(zone).date()
    for period in of_law(legal_basis):
        for proposal in proposed(period, day):
            yield proposal.sentences[lang]


def too_short(legal_basis: str, opens: Moment | None, closes: Moment, zone: ZoneInfo, where: str) -> Iterator[Finding]:
    """Warnings where a period of the named laws is too short, or ends on a day on which no office is open.

    People are given the days from `opens` to `closes`; None means that the first is not known. A last day beyond the
    least period may be any day of the week. `where` is where `closes` is written.
    """
    first, last = _days(opens or closes, closes, zone)
    for period in of_law(legal_basis):
        if not period.after:
            yield from _judged(period, first if opens else None, last, where)


def _days(opens: Moment, closes: Moment, zone: ZoneInfo) -> tuple[date, date]:
    """The first and the last local day. An end at midnight belongs to the day that it ends."""
    first: datetime = opens.instant(zone).astimezone(zone)
    last = closes.instant(zone, ends=True).astimezone(zone) - timedelta(microseconds=1)
    return first.date(), last.date()


def _judged(period: LegalPeriod, opens: date | None, closes: date, where: str) -> Iterator[Finding]:
    law = f"{period.law}, {period.article}"
    least = period.days
    if opens is not None:
        ways = {counting: last_day(period, counting, opens) for counting in _EXTRA}
        given = (closes - opens).days + 1
        mend = ways["first day left out"].isoformat()
        fix = said("say {mend} or later, or name another law", mend=mend)
        said_of: dict[str, str | int] = {"least": least, "law": law, "day": opens.isoformat(), "mend": mend}
        if closes < ways["first day counts"]:
            message = said(
                "gives {given} days from {opens} to {closes}, expected at least {least} ({law})",
                given=given,
                opens=opens,
                closes=closes,
                least=least,
                law=law,
            )
            yield _warning(where, message, fix, form="short", given=given, **said_of)
        elif closes < ways["first day left out"]:
            message = said(
                "gives {least} days only if the day of publication counts, {opens} ({law}); not all count it",
                least=least,
                opens=opens,
                law=law,
            )
            yield _warning(where, message, fix, form="first-day", **said_of)
    if not working(closes) and (opens is None or closes <= ways["free days"]):
        message = said(
            "ends on {closes:%A}, {closes}, no working day: the period ends with the next one (Civil Code, art. 2554)",
            closes=closes,
        )
        mend = next_working(closes).isoformat()
        yield _warning(where, message, said("say {mend}", mend=mend), form="day-off", day=closes.isoformat(), mend=mend)


def _warning(where: str, message: str, fix: str, **values: str | int) -> Finding:
    return Finding(level="warning", code="legal", where=where, message=message, fix=fix, values={**values})
