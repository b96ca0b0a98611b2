"""Campaigns that nothing begins, ends or masks: their rotation as a display shows it, uncut."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from content.schedule.plan import Entry, Item, Plan, Turn
from content.schedule.resolve import Schedule
from tests.schedule.turns import CampaignSet, Seen

SECOND = timedelta(seconds=1)
MIDNIGHT = datetime(2026, 10, 24, 22, tzinfo=UTC)
"""In Antarctica/Troll, where it begins a day of 26 hours, the longest there is."""


class Alone:
    def __init__(self, campaigns: CampaignSet, phase: int = 0) -> None:
        items = {
            slide: Item(
                turns=tuple(Turn(lang=lang, seconds=seconds) for lang, seconds in languages.items()),
                kind=campaigns.kinds[slide],
            )
            for slide, languages in campaigns.seconds.items()
        }
        entries = tuple(Entry(campaign=name, share=share, slides=slides) for name, share, slides in campaigns.active)
        self._schedule = Schedule(
            Plan(timezone="Antarctica/Troll", phase=phase, minimums=campaigns.minimums, items=items, entries=entries)
        )

    def seen(self, first: int, end: int) -> Iterator[Seen]:
        """The turns that cover these seconds after its start."""
        for each in self._schedule.timeline(MIDNIGHT + first * SECOND, MIDNIGHT + end * SECOND):
            since, until = ((at - MIDNIGHT) // SECOND for at in (each.since, each.until))
            assert each.slide and each.lang and each.campaign
            yield Seen(since, until, each.slide, each.lang, each.campaign)
