"""What a display shows when: a pure function of the plan and the wall clock.

(to be written by its owner)
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

import msgspec

from content.plan import Plan


class Showing(msgspec.Struct, frozen=True, kw_only=True):
    """What is on a display in [since, until), both in UTC. `slide` is None when neutral or off."""

    state: Literal["showing", "neutral", "off"]
    since: datetime
    until: datetime
    slide: str | None = None
    lang: str | None = None
    campaign: str | None = None


def resolve(plan: Plan, now: datetime) -> Showing:
    """What shows at `now` (aware)."""
    raise NotImplementedError


def timeline(plan: Plan, start: datetime, end: datetime) -> Iterator[Showing]:
    """The showings that cover [start, end), in order; the first contains `start`."""
    raise NotImplementedError
