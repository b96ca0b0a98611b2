"""When a campaign runs, as people fill it in: first and last day, weekdays, every so many weeks, hours.

Decides which campaigns can be told so, and how it is written in a pack. What cannot be told so (a rule by the month, a
`from` with a time) is left as it is written. Leaves out the words (`occasion_words`).
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from content.pack.model import Campaign
from content.pack.values import DAYS
from content.phrases import said

WEEK = frozenset(range(7))
_WEEKLY = re.compile(r"FREQ=WEEKLY(?:;INTERVAL=(\d+))?;BYDAY=([A-Z]{2}(?:,[A-Z]{2})*)")
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = 1440
"""Minutes."""
MOST_WEEKS = 52

Hours = tuple[tuple[int, int], ...]
"""From when to when, in minutes after midnight; the end passes 1440 over midnight. Empty: all day."""


class Occasions(NamedTuple):
    """`weekdays` are those on which it starts (0 is Monday), `every` so many weeks counted from `first`."""

    first: date | None = None
    last: date | None = None
    weekdays: frozenset[int] = WEEK
    every: int = 1
    hours: Hours = ()


def of(campaign: Campaign) -> Occasions | None:
    """When it runs, without the days that are added or left out one by one; None when it cannot be told so."""
    if any(each and not each.bare for each in (campaign.first, campaign.last)) or (
        campaign.rdate and not campaign.rrule
    ):
        return None
    parts = [(part.weekdays(), part.minutes()) for part in campaign.dayparts] or [(WEEK, (0, _DAY))]
    weekdays, hours = parts[0][0], tuple(minutes for _, minutes in parts)
    if any(days != weekdays for days, _ in parts):
        return None
    every = 1
    if campaign.rrule:
        rule = _WEEKLY.fullmatch(re.sub(r"\s", "", campaign.rrule).upper().removeprefix("RRULE:"))
        if rule is None or weekdays != WEEK:
            return None
        every, weekdays = int(rule[1] or 1), frozenset(_CODES.index(code) for code in rule[2].split(","))
    if every > MOST_WEEKS:
        return None
    whole = hours == ((0, _DAY),)
    first, last = (each.day if each else None for each in (campaign.first, campaign.last))
    return Occasions(first, last, weekdays, every, () if whole else hours)


def written(told: Occasions) -> Mapping[str, Any]:
    """The keys of a campaign that say so; what is not there is to be taken out. Raises ValueError for what never runs.

    `every` second week needs a first day, from which it is counted.
    """
    if not told.weekdays:
        raise ValueError(said("found no weekday, expected at least one"))
    if told.first and told.last and told.last < told.first:
        raise ValueError(said("found the last day {last} before the first, {first}", last=told.last, first=told.first))
    if any(start == end % _DAY for start, end in told.hours):
        raise ValueError(said("found hours that end when they begin, expected two different times"))
    keys: dict[str, Any] = {}
    if told.first:
        keys["from"] = told.first.isoformat()
    if told.last:
        keys["to"] = told.last.isoformat()
    days, all_days = day_names(told.weekdays), told.weekdays == WEEK
    if told.every > 1:
        if told.first is None:
            raise ValueError(
                said(
                    "found every {every} weeks without a first day, expected the day it is counted from",
                    every=told.every,
                )
            )
        codes = ",".join(_CODES[day] for day in sorted(told.weekdays))
        keys["rrule"] = f"FREQ=WEEKLY;INTERVAL={told.every};BYDAY={codes}"
        all_days = True
    hours = told.hours or (() if all_days else ((0, _DAY),))
    if hours:
        own = {} if all_days else {"days": days}
        keys["dayparts"] = [own | {"from": clock(start), "to": clock(end, ends=True)} for start, end in hours]
    return keys


def day_names(weekdays: frozenset[int]) -> str:
    """As a daypart says them: `mon-fri`, or `mon,thu`."""
    days = sorted(weekdays)
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{DAYS[days[0]]}-{DAYS[days[-1]]}"
    return ",".join(DAYS[day] for day in days)


def clock(minutes: int, *, ends: bool = False) -> str:
    """`08:30`; the midnight that ends a day is `24:00`."""
    if ends and minutes == _DAY:
        return "24:00"
    return f"{minutes % _DAY // 60:02}:{minutes % 60:02}"
