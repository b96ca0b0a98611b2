"""What a display will play over the coming days, counted: who plays when it is on, and for how long of what.

Asks `schedule` for the sets that play and reckons their airtime from weights and turns, without walking the turns:
exact over whole cycles. Turns are walked only to find slides of which the weights do not tell that they come up.
Leaves out what of it is worth a warning (`checks`).
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from itertools import groupby, pairwise
from typing import NamedTuple

import msgspec

from content.schedule import loops
from content.schedule.intervals import united
from content.schedule.plan import Entry, Plan
from content.schedule.resolve import Schedule
from content.schedule.rotation import ActiveSet
from content.schedule.shares import weighted

Key = Callable[[str, str], str]
"""From slide and language of a turn to what it is counted by."""


class ForecastInterval(NamedTuple):
    """[since, until) in UTC in which the same campaigns play the same slides.

    `lit` are the spans of it in which the display is on, `on` how long that is (s). `ready` are the campaigns that run
    and have slides open, with those, whether they play or are masked.
    """

    since: datetime
    until: datetime
    lit: tuple[tuple[datetime, datetime], ...]
    on: float
    active: ActiveSet
    ready: Mapping[str, tuple[str, ...]]


class _Lane(NamedTuple):
    """What of an active set takes turns on its own: its slides, and its part of the airtime (0 to 1)."""

    slides: tuple[str, ...]
    part: float


class Forecast:
    """The coming `days` of one plan from `start` (aware)."""

    def __init__(self, plan: Plan, start: datetime, days: float) -> None:
        self.plan, self.start, self.end = plan, start, start + timedelta(days=days)
        self.schedule = Schedule(plan)
        self._powered = list(self.schedule.powered(self.start, self.end))
        self._ends = [until for _, until in self._powered]
        self._loops: dict[tuple[str, ...], tuple[float, ...]] = {}
        self.intervals = list(self._stretched())

    def _stretched(self) -> Iterator[ForecastInterval]:
        edges = [self.start, *self.schedule.edges(self.start, self.end), self.end]
        for since, until in pairwise(edges):
            lit = tuple(self._lit(since, until))
            yield ForecastInterval(
                since, until, lit, _length(lit), self.schedule.active(since), self.schedule.ready(since)
            )

    def _lit(self, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
        for first, last in self._powered[bisect_right(self._ends, since) :]:
            if first >= until or since >= until:
                break
            yield max(first, since), min(last, until)

    def lit(self, since: datetime, until: datetime) -> float:
        """Seconds of [since, until) that the display is on, as far as the forecast goes; none when it is empty."""
        return _length(self._lit(since, until))

    def airtime(self, key: Key) -> dict[str, float]:
        """Seconds on the lit glass by key; the neutral card is in none."""
        found: dict[str, float] = {}
        for slides, played in self._played.items():
            loop = self._loop(slides)
            whole = sum(loop)
            for slide, seconds in zip(slides, loop, strict=True):
                turns = self.plan.items[slide].turns
                once = sum(max(turn.seconds, 1) for turn in turns)
                for turn in turns:
                    name = key(slide, turn.lang)
                    part = seconds / whole * max(turn.seconds, 1) / once
                    found[name] = found.get(name, 0.0) + played * part
        return found

    @cached_property
    def _played(self) -> Mapping[tuple[str, ...], float]:
        """Seconds on the lit glass by the slides that take turns with each other."""
        found: dict[tuple[str, ...], float] = {}
        for active, seconds in self._shown.items():
            for lane in self._lanes(active):
                found[lane.slides] = found.get(lane.slides, 0.0) + lane.part * seconds
        return found

    @cached_property
    def _shown(self) -> Mapping[ActiveSet, float]:
        """How long each set plays while the display is on (s), if at all."""
        found: dict[ActiveSet, float] = {}
        for interval in self.intervals:
            if interval.on:
                found[interval.active] = found.get(interval.active, 0.0) + interval.on
        return found

    def _lanes(self, active: ActiveSet) -> list[_Lane]:
        lanes = weighted(active, self.plan.items, self.plan.minimums)
        total = sum(weight for _, weight, _ in lanes)
        return [_Lane(slides, weight / total) for _, weight, slides in lanes]

    def _loop(self, slides: tuple[str, ...]) -> tuple[float, ...]:
        """How long each of them is seen in a loop (s)."""
        if slides not in self._loops:
            self._loops[slides] = tuple(map(float, loops.seconds([self.plan.items[slide].turns for slide in slides])))
        return self._loops[slides]

    def running(self, entry: Entry) -> Iterator[ForecastInterval]:
        """The intervals in which a campaign would have something to show, whether it then plays or is masked."""
        for interval in self.intervals:
            if entry.campaign in interval.ready:
                yield interval

    @cached_property
    def playing(self) -> frozenset[str]:
        """The slides that are in a rotation while the display is on. One may be short of it: `missed`."""
        return frozenset(slide for active in self._shown for _, _, slides in active for slide in slides)

    def missed(self, wanted: frozenset[str], phase: int, walked: timedelta) -> frozenset[str]:
        """Those of `wanted` that never come up on the glass of a display that is `phase` seconds ahead.

        A rotation starts anew every day and with every other active set: one that is cut short always ends with the
        same slides unseen. No more than `walked` of rotations is walked to find them, the short ones first; what only
        others might show is not missed.
        """
        if wanted.isdisjoint(self.playing):
            return wanted
        spans = sorted(self._spans(), key=lambda span: span.longest)
        wanted = self._unsure(wanted, reversed(spans))
        schedule = Schedule(msgspec.structs.replace(self.plan, phase=phase)) if wanted else self.schedule
        known = set[object]()
        for span in spans if wanted else ():
            inside = wanted.intersection(slide for _, _, slides in span.active for slide in slides)
            alike = span.active, span.since == self.start, tuple(at - span.since for each in span.lit for at in each)
            if inside and alike not in known:  # the first one's rotation began before
                known.add(alike)
                walked -= span.lit[-1][1] - span.since
                wanted -= inside if walked < timedelta(0) else _seen(schedule, span, inside)
        return wanted

    def _unsure(self, wanted: frozenset[str], spans: Iterable["_Span"]) -> frozenset[str]:
        """Those of `wanted` of which no span is certainly long enough; the spans come longest first.

        Of a set that takes turns each is seen in any seconds of a rotation that hold two whole loops of it: it is never
        more than a slide from its part of the airtime (`rotation`), at either end of those seconds, where turns are
        cut too. What is let pass in one loop comes in the next, if others do not show it: two more.
        """
        longest = max(turn.seconds for item in self.plan.items.values() for turn in item.turns)
        looked = set[ActiveSet]()
        for span in spans:
            if not wanted:
                break
            if span.active in looked:
                continue
            looked.add(span.active)
            for slides, part in self._lanes(span.active):
                if part * span.longest - 4 * longest >= 4 * sum(self._loop(slides)):
                    wanted = wanted.difference(slides)
        return wanted

    def _spans(self) -> Iterator["_Span"]:
        """The intervals of one rotation each, as one, in which the display is on at all."""
        zone = self.schedule.zone

        def rotation(interval: ForecastInterval) -> tuple[object, ActiveSet]:
            return interval.since.astimezone(zone).date(), interval.active

        for (_, active), group in groupby(self.intervals, key=rotation):
            intervals = list(group)
            lit = united(each for interval in intervals for each in interval.lit)
            if active and lit:
                yield _Span(intervals[0].since, lit, active)


class _Span(NamedTuple):
    """A rotation from its start to the midnight or the other set that ends it, and when of it the display is on."""

    since: datetime
    lit: list[tuple[datetime, datetime]]
    active: ActiveSet

    @property
    def longest(self) -> float:
        """Seconds it is on without a break."""
        return max((until - since).total_seconds() for since, until in self.lit)


def _seen(schedule: Schedule, span: _Span, wanted: frozenset[str]) -> set[str]:
    """Those of `wanted` that come up in a span."""
    found = set[str]()
    for since, until in span.lit:
        for showing in schedule.timeline(since, until):
            if showing.slide in wanted:
                found.add(showing.slide)
                if len(found) == len(wanted):
                    return found
    return found


def _length(spans: Iterable[tuple[datetime, datetime]]) -> float:
    """Seconds."""
    return sum((until - since).total_seconds() for since, until in spans)
