"""An hour of a display in short: how long each slide shows, and what comes when.

Decides that of a rotation each page is listed once, followed by the remark that it goes on. Decides the colours of the
slides in the chart of the hour. Leaves out the words (`wording`).
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
"""Of the chart; the style sheet has as many."""
_ROWS = 12
"""The most that are listed of one rotation."""


class ActiveShowing(NamedTuple):
    """A showing, and the campaigns that are active with it."""

    showing: Showing
    active: ActiveSet


class HourShare(NamedTuple):
    """How long a slide (None: no slide) shows within the hour, in seconds.

    `start` is where its part begins when all parts stand in a row. `minutes` are whole and make 60 with the others.
    """

    slide: str | None
    state: str
    start: float
    seconds: float
    minutes: int


class HourSection(NamedTuple):
    """A time within which the same campaigns are active.

    `rows` are its first showings, each page once. `again` is whether they come again until the end, at `until`.
    """

    until: datetime
    rows: list[Showing]
    again: bool


def showings(schedule: Schedule, at: datetime) -> list[ActiveShowing]:
    """What shows in the hour from `at` (aware) on. The last showing may end after the hour."""
    return [
        ActiveShowing(showing, schedule.active(max(showing.since, at)))
        for showing in schedule.timeline(at, at + LENGTH)
    ]


def sections(hour: Sequence[ActiveShowing]) -> list[HourSection]:
    """The sections of the hour in order. The last may end after the hour."""
    parts = []
    for _, together in groupby(hour, key=lambda each: (each.showing.state, each.active)):
        played = [each.showing for each in together]
        rows, rest = _listed(played)
        parts.append(HourSection(played[-1].until, rows, bool(rest)))
    return parts


def _listed(played: Sequence[Showing]) -> tuple[list[Showing], Sequence[Showing]]:
    """The first showings, until each page was listed once, and the rest. A page that goes on is listed once."""
    first: dict[tuple[str | None, str | None, str | None], int] = {}
    for index, showing in enumerate(played):
        first.setdefault(_page(showing), index)
    named = max(first.values()) + 1
    rows: list[Showing] = []
    for index, showing in enumerate(played[:named]):
        if rows and _page(rows[-1]) == _page(showing):
            continue
        if len(rows) == _ROWS:
            return rows, played[index:]
        rows.append(showing)
    return rows, [] if played[0].slide is None else played[named:]


def _page(showing: Showing) -> tuple[str | None, str | None, str | None]:
    return showing.slide, showing.lang, showing.campaign


def shares(hour: Sequence[ActiveShowing], at: datetime) -> list[HourShare]:
    """The shares of the hour from `at` on, the longest first; their order says nothing about time."""
    seconds: dict[tuple[str | None, str], float] = {}
    for each in hour:
        part = min(each.showing.until, at + LENGTH) - max(each.showing.since, at)
        key = each.showing.slide, "" if each.showing.slide else each.showing.state
        seconds[key] = seconds.get(key, 0.0) + part.total_seconds()
    longest = sorted(seconds.items(), key=lambda each: -each[1])
    whole = rounding.apportioned([Decimal(length) / 60 for _, length in longest])
    parts, start = [], 0.0
    for ((slide, state), length), minutes in zip(longest, whole, strict=True):
        parts.append(HourShare(slide, state, start, length, minutes))
        start += length
    return parts


def colours(parts: Sequence[HourShare], planned: Iterable[str]) -> dict[str | None, int]:
    """Slide → 1 … 10; None, for nothing scheduled, → 0.

    Each of the `planned` slides has its own colour, the same in every hour. When there are more than ten and two
    slides of this hour have the same, the later takes the next free one. All phases of a slide have one colour.
    """
    slides = {_whole(share.slide) for share in parts if share.slide is not None}
    order = sorted({*map(_whole, planned), *slides})
    taken: dict[str, int] = {}
    for index, slide in enumerate(order):
        if slide in slides:
            wished = [(index + step) % _COLOURS + 1 for step in range(_COLOURS)]
            taken[slide] = next((each for each in wished if each not in taken.values()), wished[0])
    return {None: 0} | {share.slide: taken[_whole(share.slide)] for share in parts if share.slide is not None}


def _whole(slide: str) -> str:
    """The slide without its phase."""
    return slide.partition(".")[0]
