"""What ends soon: slides and campaigns that leave the screens this week, and calls that close.

Decides how far ahead is soon, and that a call is named as a call only. Reads the pack; leaves out whether it plays.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from content.pack.model import Pack

WEEK, CALLS = timedelta(days=7), timedelta(days=14)


class Ending(NamedTuple):
    """A slide or a campaign that ends at an instant (UTC). `slide` is its id; empty for a campaign."""

    name: str
    slide: str
    at: datetime


class ClosingCall(NamedTuple):
    """A call that closes at an instant (UTC). `passed` is the part of its time that is over (0 to 1)."""

    name: str
    slide: str
    at: datetime
    opened: datetime | None
    passed: float


def endings(pack: Pack, now: datetime) -> list[Ending]:
    """Of the seven days from `now` (aware) on, the nearest first. A slide ends at the first of its bounds."""
    soon = [*_slides(pack, now), *_campaigns(pack, now)]
    return sorted(soon, key=lambda ending: (ending.at, ending.name))


def _slides(pack: Pack, now: datetime) -> Iterator[Ending]:
    for slide_id, slide in pack.slides.items():
        ends = [moment.instant(pack.city.zone, ends=True) for moment in slide.ends()]
        if ends and slide.deadline() is None and now < min(ends) <= now + WEEK:
            yield Ending(_headline(pack, slide_id), slide_id, min(ends))


def _campaigns(pack: Pack, now: datetime) -> Iterator[Ending]:
    for campaign in pack.campaigns.values():
        at = campaign.ends(pack.city.zone)
        if at is not None and now < at <= now + WEEK:
            yield Ending(pack.campaign_name(campaign.id, pack.city.languages[0]), "", at)


def calls(pack: Pack, now: datetime) -> list[ClosingCall]:
    """The calls that close within fourteen days, the nearest first."""
    closing = []
    for slide_id, slide in pack.slides.items():
        deadline = slide.deadline()
        at = deadline.instant(pack.city.zone, ends=True) if deadline else now
        if now < at <= now + CALLS:
            opened = max((moment.instant(pack.city.zone) for moment in slide.begins()), default=None)
            whole = (at - opened) / timedelta(seconds=1) if opened else 0.0
            passed = (now - opened) / timedelta(seconds=1) / whole if opened and whole > 0 else 0.0
            closing.append(ClosingCall(_headline(pack, slide_id), slide_id, at, opened, min(max(passed, 0.0), 1.0)))
    return sorted(closing, key=lambda call: (call.at, call.name))


def _headline(pack: Pack, slide: str) -> str:
    return pack.city.name_of(pack.slides[slide].headline(), pack.city.languages[0])
