"""The fields of a campaign's form as they are typed, and what they come to.

Decides how each field is read and what is said of one that cannot be. Leaves out what becomes of it (`campaign_form`).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from multidict import MultiMapping

from content.explain import occasions
from content.explain.occasions import Occasions, clock
from content.findings import refused
from content.pack.model import Campaign, Pack
from content.phrases import said
from control_server.studio import campaign_form, page, playlist_form
from control_server.studio.campaign_form import FILE, PRIORITIES, Filled, WantedDisplays

HOURS = 3
"""Pairs of hours that the form has."""
_SHARES = range(1, 1001)
_DAY = 1440
"""Minutes."""


class Fields(NamedTuple):
    """What stands in each field. `hours` are pairs of clock times; `kept` is whether when it runs has no fields."""

    names: Mapping[str, str]
    playlist: str
    which: str
    tags: frozenset[str]
    named: frozenset[str]
    first: str
    last: str
    weekdays: frozenset[str]
    every: str
    hours: Sequence[tuple[str, str]]
    priority: str
    share: str
    kept: bool


def of_campaign(campaign: Campaign, pack: Pack) -> Fields:
    """As the campaign is written."""
    told, wanted = occasions.of(campaign), campaign_form.target(campaign)
    blank = Fields(
        names=playlist_form.spoken(campaign.name, pack.city),
        playlist=campaign.playlist,
        which=wanted.which,
        tags=frozenset(wanted.tags),
        named=frozenset(wanted.named),
        first="",
        last="",
        weekdays=frozenset(),
        every="1",
        hours=(),
        priority=str(campaign.priority),
        share=str(campaign.share),
        kept=told is None or len(told.hours) > HOURS,
    )
    return blank if blank.kept or told is None else with_occasions(blank, told)


def with_occasions(fields: Fields, told: Occasions) -> Fields:
    """The fields with when it runs filled in."""
    return fields._replace(
        first=told.first.isoformat() if told.first else "",
        last=told.last.isoformat() if told.last else "",
        weekdays=frozenset(map(str, told.weekdays)),
        every=str(told.every),
        hours=tuple((clock(start), clock(end)) for start, end in told.hours[:HOURS]),
        kept=False,
    )


def typed(form: MultiMapping[str], pack: Pack) -> Fields:
    """As it was sent."""
    hours = ((page.text(form, f"from.{number}"), page.text(form, f"to.{number}")) for number in range(HOURS))
    return Fields(
        names={lang: page.text(form, f"name.{lang}") for lang in pack.city.languages},
        playlist=page.text(form, "playlist"),
        which=page.text(form, "which"),
        tags=frozenset(form.getall("tags", [])),
        named=frozenset(form.getall("named", [])),
        first=page.text(form, "first"),
        last=page.text(form, "last"),
        weekdays=frozenset(form.getall("weekday", [])),
        every=page.text(form, "every") or "1",
        hours=tuple(each for each in hours if any(each)),
        priority=page.text(form, "priority"),
        share=page.text(form, "share"),
        kept=page.text(form, "when") == "kept",
    )


def filled(fields: Fields, pack: Pack) -> Filled:
    """What the fields come to. Raises RefusedError naming the field that cannot be read."""
    if fields.playlist not in pack.playlists:
        raise refused(
            "reference",
            f"{FILE}:$.playlist",
            said("found {playlist!r}, expected one of the playlists", playlist=fields.playlist[:64]),
        )
    if fields.which not in ("all", "tags", "named", "kept"):
        raise refused(
            "value", f"{FILE}:$.displays", said("found {which!r}, expected all, tags or named", which=fields.which[:20])
        )
    wanted = WantedDisplays(
        fields.which,
        tags=tuple(sorted(fields.tags)) if fields.which == "tags" else (),
        named=tuple(each for each in pack.displays if each in fields.named) if fields.which == "named" else (),
    )
    return Filled(
        names=fields.names,
        playlist=fields.playlist,
        target=wanted,
        occasions=None if fields.kept else _occasions(fields),
        priority=_whole(fields.priority, PRIORITIES, "priority"),
        share=_whole(fields.share or "1", _SHARES, "share"),
    )


def _occasions(fields: Fields) -> Occasions:
    return Occasions(
        first=_date(fields.first, "from"),
        last=_date(fields.last, "to"),
        weekdays=frozenset(_whole(day, range(7), "weekday") for day in fields.weekdays),
        every=_whole(fields.every, range(1, occasions.MOST_WEEKS + 1), "weeks"),
        hours=tuple(_window(*pair) for pair in fields.hours),
    )


def _window(start: str, end: str) -> tuple[int, int]:
    first, last = _minutes(start), _minutes(end)
    return first, last if last > first else last + _DAY


def _minutes(text: str) -> int:
    hour, _, minute = text.partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and len(text) == 5 and int(hour) < 24 and int(minute) < 60):
        raise refused(
            "value",
            f"{FILE}:$.dayparts",
            said("found {text!r}, expected both hours of a pair, as 08:30", text=text[:20]),
        )
    return int(hour) * 60 + int(minute)


def _date(text: str, name: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise refused(
            "value", f"{FILE}:$.{name}", said("found {text!r}, expected a day as 2026-12-31", text=text[:20])
        ) from None


def _whole(text: str, among: range, name: str) -> int:
    digits = text.removeprefix("-")
    number = int(text) if digits.isascii() and digits.isdecimal() and len(digits) < 6 else None
    if number is None or number not in among:
        expected = said("expected a whole number from {among} to {among2}", among=among[0], among2=among[-1])
        raise refused(
            "value", f"{FILE}:$.{name}", said("found {text!r}, {expected}", text=text[:20], expected=expected)
        )
    return number
