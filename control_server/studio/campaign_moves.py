"""A campaign moved in time, or made longer or shorter at one of its ends, as by dragging it over the plan.

Decides which campaigns can be moved and by what: dates by whole days, hours by minutes. Days of a recurrence are not
moved so: its form says them. Leaves out how the result is written (`campaign_form`).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from content.authored import Moment
from content.explain.occasions import WEEK, clock, day_names
from content.findings import refused
from content.pack.model import Campaign
from content.pack.values import Daypart
from content.phrases import said

Edge = Literal["", "start", "end"]
"""What is moved: all of it, or only its start or its end."""
FURTHEST = timedelta(days=366)
_DAY = 1440
"""Minutes."""
_ANY = ZoneInfo("UTC")
"""In which of two local times is the earlier does not depend on the zone."""


class Movable(NamedTuple):
    """Whether a campaign can be moved by days, by minutes, and at each end."""

    days: bool
    minutes: bool
    start: bool
    end: bool


UNMOVED = Movable(days=False, minutes=False, start=False, end=False)
"""What is no campaign of the city's, as an alert."""


def movable(campaign: Campaign) -> Movable:
    """By days one that has dates and does not recur; by minutes one that has hours, or dates with times."""
    dated = bool(campaign.first or campaign.last) and not (campaign.rrule or campaign.rdate or campaign.exdate)
    timed = dated and not all(each is None or each.bare for each in (campaign.first, campaign.last))
    hours = bool(campaign.dayparts)
    return Movable(
        dated,
        hours or timed,
        hours or (dated and campaign.first is not None),
        hours or (dated and campaign.last is not None),
    )


def moved(campaign: Campaign, days: int, minutes: int, edge: Edge) -> Mapping[str, Any]:
    """The keys that say the campaign so many days and minutes later; those of `from`, `to` and `dayparts` that differ.

    Raises RefusedError when it cannot be moved so, or would end before it begins.
    """
    where = f"campaigns.yaml:{campaign.id}"
    able = movable(campaign)
    if abs(days) > FURTHEST.days or abs(minutes) > _DAY:
        raise refused(
            "value",
            where,
            said(
                "found {days} days and {minutes} minutes, expected at most {days2} days",
                days=days,
                minutes=minutes,
                days2=FURTHEST.days,
            ),
        )
    if days and not able.days:
        raise refused("value", where, "is moved by days, but has no dates or recurs; expected its days in its form")
    if minutes and not able.minutes:
        raise refused("value", where, "is moved by minutes, but has no hours; expected whole days")
    keys: dict[str, Any] = {}
    by_dates = timedelta(days=days, minutes=0 if campaign.dayparts else minutes)
    for key, moment, own in (("from", campaign.first, "start"), ("to", campaign.last, "end")):
        if by_dates and edge in ("", own):
            if moment is None and edge:
                raise refused(
                    "value", where, said("has no `{key}` that could be moved, expected a date in its form", key=key)
                )
            if moment is not None:
                keys[key] = _shifted(moment, by_dates)
    first, last = (keys.get(key, moment) for key, moment in (("from", campaign.first), ("to", campaign.last)))
    if first and last and last.instant(_ANY, ends=True) <= first.instant(_ANY):
        raise refused("value", where, "would end before it begins, expected a later end")
    parts = _hours(campaign, days, minutes, edge, where) if campaign.dayparts else None
    if parts is not None:
        keys["dayparts"] = parts
    return {key: value.text if isinstance(value, Moment) else value for key, value in keys.items()}


def _shifted(moment: Moment, by: timedelta) -> Moment:
    value = moment.value
    if isinstance(value, datetime):
        return Moment((value + by).isoformat(timespec="minutes"))
    return Moment((value + timedelta(days=by.days)).isoformat())


def _hours(campaign: Campaign, days: int, minutes: int, edge: Edge, where: str) -> list[dict[str, str]] | None:
    """The dayparts so many minutes later, and on other weekdays if it is bound to those of a few days."""
    turns = days if edge == "" and _short(campaign) else 0
    if not minutes and not turns:
        return None
    return [_part(part, turns, minutes, edge, where) for part in campaign.dayparts]


def _part(part: Daypart, turns: int, minutes: int, edge: Edge, where: str) -> dict[str, str]:
    start, end = part.minutes()
    start += minutes if edge in ("", "start") else 0
    end += minutes if edge in ("", "end") else 0
    if not 0 <= start < _DAY or not start < end <= start + _DAY:
        raise refused("value", where, "would begin on another day or end before it begins, expected hours of one day")
    weekdays = frozenset((day + turns) % 7 for day in part.weekdays())
    own = {} if weekdays == WEEK else {"days": part.days if not turns else day_names(weekdays)}
    return own | {"from": clock(start), "to": clock(end, ends=True)}


def _short(campaign: Campaign) -> bool:
    """Whether it lasts less than a week, so that its weekdays are those of its days."""
    first, last = campaign.first, campaign.last
    return bool(first and last and (last.day - first.day).days < 7)
