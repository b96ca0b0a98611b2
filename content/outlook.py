"""What a display will play over the coming days, counted: who plays when it is on, and for how long of what.

Asks `schedule` for the sets that play and reckons their airtime from weights and turns, without walking the turns:
exact over whole cycles. Leaves out what of it is worth a warning (`checks.ahead`).
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from content.airtime import balanced
from content.plan import Entry, Plan
from content.rotation import Active
from content.schedule import Schedule

Key = Callable[[str, str], str]
"""From slide and language of a turn to what it is counted by."""


class Stretch(NamedTuple):
    """[since, until) in UTC in which the same campaigns play the same slides; the display is on for `on` seconds.

    `ready` are the campaigns that run and have slides open, with those, whether they play or are masked.
    """

    since: datetime
    until: datetime
    on: float
    active: Active
    ready: Mapping[str, tuple[str, ...]]


class Outlook:
    """The coming `days` of one plan from `start` (aware)."""

    def __init__(self, plan: Plan, start: datetime, days: float) -> None:
        self.plan, self.start, self.end = plan, start, start + timedelta(days=days)
        self.schedule = Schedule(plan)
        self.stretches = list(self._stretched())

    def _stretched(self) -> Iterator[Stretch]:
        powered = list(self.schedule.powered(self.start, self.end))
        ends = [until for _, until in powered]
        edges = [self.start, *self.schedule.edges(self.start, self.end), self.end]
        for since, until in pairwise(edges):
            on = 0.0
            for first, last in powered[bisect_right(ends, since) :]:
                if first >= until:
                    break
                on += (min(last, until) - max(first, since)).total_seconds()
            yield Stretch(since, until, on, self.schedule.active(since), self.schedule.ready(since))

    @property
    def on(self) -> float:
        """Seconds the display is on."""
        return sum(stretch.on for stretch in self.stretches)

    def airtime(self, key: Key, until: datetime | None = None) -> dict[str, float]:
        """Seconds on the lit glass by key, up to `until`; the neutral card is in none."""
        found: dict[str, float] = {}
        parts: dict[Active, dict[str, float]] = {}
        for stretch in self.stretches:
            if until is not None and stretch.since >= until:
                break
            if stretch.active not in parts:
                parts[stretch.active] = self._parts(stretch.active, key)
            for name, part in parts[stretch.active].items():
                found[name] = found.get(name, 0.0) + part * stretch.on
        return found

    def _parts(self, active: Active, key: Key) -> dict[str, float]:
        lanes = balanced(active, self.plan.items, self.plan.minimums)
        total = sum(weight for _, weight, _ in lanes)
        found: dict[str, float] = {}
        for _, weight, slides in lanes:
            turns = [(slide, turn) for slide in slides for turn in self.plan.items[slide].turns]
            loop = sum(max(turn.seconds, 1) for _, turn in turns)
            for slide, turn in turns:
                name = key(slide, turn.lang)
                found[name] = found.get(name, 0.0) + weight / total * max(turn.seconds, 1) / loop
        return found

    def running(self, entry: Entry) -> Iterator[Stretch]:
        """The stretches in which a campaign would have something to show, whether it then plays or is masked."""
        for stretch in self.stretches:
            if entry.campaign in stretch.ready:
                yield stretch

    def any_open(self, slides: Iterable[str], at: datetime) -> bool:
        """Whether one of these slides is open at that instant, in whatever campaign."""
        items = (self.plan.items[slide] for slide in slides)
        return any((item.opens is None or item.opens <= at) and (item.ends is None or at < item.ends) for item in items)

    def slides(self) -> set[str]:
        """The slides that play while the display is on."""
        return {
            slide for stretch in self.stretches if stretch.on for _, _, slides in stretch.active for slide in slides
        }
