"""An hour of a display, told shortly: how long each slide shows, and what comes when without saying it forty times.

Decides that a rotation is told until each of its pages was named, and then that it goes on. Leaves out words (`words`).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from content import rounding
from content.schedule.resolve import Schedule, Showing
from content.schedule.rotation import ActiveSet

LENGTH = timedelta(hours=1)
_COLOURS = 10
_ROWS = 12
"""Of one rotation."""


class Shown(NamedTuple):
    """A showing, and the campaigns that play together then."""

    showing: Showing
    active: ActiveSet


class Share(NamedTuple):
    """How long a slide shows within the hour, from `start` on if all slides stood in a row: seconds. None: no slide.

    `minutes` are whole and make 60 with those of the others.
    """

    slide: str | None
    state: str
    start: float
    seconds: float
    minutes: int


class Stretch(NamedTuple):
    """Time in which the same campaigns play: what comes first, and whether it comes `again`, up to `until`."""

    until: datetime
    rows: list[Showing]
    again: bool


def shown(schedule: Schedule, at: datetime) -> list[Shown]:
    """The hour from `at` (aware) on; the last may end after it."""
    return [Shown(showing, schedule.active(max(showing.since, at))) for showing in schedule.timeline(at, at + LENGTH)]


def stretches(hour: Sequence[Shown]) -> list[Stretch]:
    """In order; the last may go on after the hour."""
    found = []
    for _, together in groupby(hour, key=lambda each: (each.showing.state, each.active)):
        showings = [each.showing for each in together]
        told, rest = _told(showings)
        found.append(Stretch(showings[-1].until, told, bool(rest)))
    return found


def _told(showings: Sequence[Showing]) -> tuple[list[Showing], Sequence[Showing]]:
    """The first showings, until each page was named once, and the rest. One that goes on is one."""
    first: dict[tuple[str | None, str | None, str | None], int] = {}
    for index, showing in enumerate(showings):
        first.setdefault(_page(showing), index)
    named = max(first.values()) + 1
    told: list[Showing] = []
    for index, showing in enumerate(showings[:named]):
        if told and _page(told[-1]) == _page(showing):
            continue
        if len(told) == _ROWS:
            return told, showings[index:]
        told.append(showing)
    return told, [] if showings[0].slide is None else showings[named:]


def _page(showing: Showing) -> tuple[str | None, str | None, str | None]:
    return showing.slide, showing.lang, showing.campaign


def shares(hour: Sequence[Shown], at: datetime) -> list[Share]:
    """Of the hour from `at` on, the longest first: no order in time."""
    seconds: dict[tuple[str | None, str], float] = {}
    for each in hour:
        part = min(each.showing.until, at + LENGTH) - max(each.showing.since, at)
        key = each.showing.slide, "" if each.showing.slide else each.showing.state
        seconds[key] = seconds.get(key, 0.0) + part.total_seconds()
    longest = sorted(seconds.items(), key=lambda each: -each[1])
    whole = rounding.apportioned([Decimal(length) / 60 for _, length in longest])
    found, start = [], 0.0
    for ((slide, state), length), minutes in zip(longest, whole, strict=True):
        found.append(Share(slide, state, start, length, minutes))
        start += length
    return found


def colours(found: Sequence[Share], planned: Iterable[str]) -> dict[str | None, int]:
    """Slide → 1 … 10; 0 for nothing scheduled. Of all slides `planned` each has its own, the same in every hour.

    Where there are more than ten, one that meets its own colour in this hour takes the next that is free. All phases of
    a slide are one.
    """
    slides = {_whole(share.slide) for share in found if share.slide is not None}
    order = sorted({*map(_whole, planned), *slides})
    taken: dict[str, int] = {}
    for index, slide in enumerate(order):
        if slide in slides:
            wished = [(index + step) % _COLOURS + 1 for step in range(_COLOURS)]
            taken[slide] = next((each for each in wished if each not in taken.values()), wished[0])
    return {None: 0} | {share.slide: taken[_whole(share.slide)] for share in found if share.slide is not None}


def _whole(slide: str) -> str:
    """Without its phase."""
    return slide.partition(".")[0]
