"""What a display will play over the coming days: who plays while it is on, and how much airtime each slide gets.

Asks the schedule which sets play when, and reckons their airtime from weights and lengths of turns. That is exact over
whole loops. The turns themselves are walked only to find slides that may never come up, where the weights do not tell.
Leaves out what of this is worth a warning (`checks`).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from itertools import chain, groupby, islice, pairwise
from operator import itemgetter
from typing import NamedTuple

import msgspec

from content.schedule import loops
from content.schedule.intervals import Interval, united
from content.schedule.plan import Entry, Plan
from content.schedule.readiness import ReadyInterval, divided
from content.schedule.resolve import Schedule
from content.schedule.rotation import ActiveSet
from content.schedule.shares import weighted

Key = Callable[[str, str], str]
"""Maps the slide and the language of a turn to the name under which its airtime is counted."""


class ForecastInterval(NamedTuple):
    """[since, until) in UTC, throughout which the same campaigns play the same slides.

    `lit` are the intervals within it in which the display is on, and `on` how long that is (s). `priority` is that
    of the campaigns that play, None when nobody does; `masked` is how many others are ready.
    """

    since: datetime
    until: datetime
    lit: tuple[Interval, ...]
    on: float
    active: ActiveSet
    priority: int | None
    masked: int


_Shown = tuple[str, int, tuple[str, ...]]
"""A campaign of an active set: its name, share and open slides."""


class _Allotment(NamedTuple):
    """Slides of one campaign that take turns with each other, and their part of the airtime of the set (0 to 1)."""

    slides: tuple[str, ...]
    part: float


class _Programme:
    """What plays in the coming days whether the display is on or not: the part of a forecast that hours do not change.

    `schedule` is of the plan without its hours. `ready` says when each campaign is ready, in order, without those that
    never are. `parts` are the intervals throughout which the same campaigns play the same slides: since when, until
    when, the active set, its priority, and how many other campaigns are ready.
    """

    def __init__(self, plan: Plan, start: datetime, end: datetime) -> None:
        self.schedule = Schedule(msgspec.structs.replace(plan, hours=()))
        ready = {entry.campaign: list(self._ready(entry, start, end)) for entry in plan.entries}
        self.ready: Mapping[str, Sequence[ReadyInterval]] = {name: times for name, times in ready.items() if times}
        self.parts = list(self._parts(plan, [start, *self.schedule.edges(start, end), end]))
        self._plan = plan
        self._loops: dict[tuple[str, ...], tuple[float, ...]] = {}
        self._allotments: dict[ActiveSet, list[_Allotment]] = {}

    def _ready(self, entry: Entry, start: datetime, end: datetime) -> Iterator[ReadyInterval]:
        for since, until in self.schedule.running(entry, start, end):
            yield from (each for each in divided(self.schedule, entry, since, until) if each.slides)

    def _parts(
        self, plan: Plan, edges: Iterable[datetime]
    ) -> Iterator[tuple[datetime, datetime, ActiveSet, int | None, int]]:
        """Goes from edge to edge, and looks only at the campaigns that begin or cease to be ready there."""
        changes = self._changes(plan)
        levels: dict[int, list[_Shown]] = {}
        active: ActiveSet = ()
        top: int | None = None
        for since, until in pairwise(edges):
            for priority, campaign, begins in changes.get(since, ()):
                level = levels.setdefault(priority, [])
                place = bisect_left(level, campaign)
                level[place : place + (not begins)] = [campaign] if begins else []
            if since in changes:
                top = max((priority for priority, level in levels.items() if level), default=None)
                active = () if top is None else tuple(levels[top])
            yield since, until, active, top, sum(map(len, levels.values())) - len(active)

    def _changes(self, plan: Plan) -> Mapping[datetime, Sequence[tuple[int, _Shown, bool]]]:
        """The campaigns, with their priorities, that begin or cease to be ready with those slides, by instant."""
        changes: dict[datetime, list[tuple[int, _Shown, bool]]] = {}
        for entry in plan.entries:
            for since, until, slides in self.ready.get(entry.campaign, ()):
                campaign = entry.campaign, max(entry.share, 1), slides
                changes.setdefault(since, []).append((entry.priority, campaign, True))
                changes.setdefault(until, []).append((entry.priority, campaign, False))
        return changes

    def allotments(self, active: ActiveSet) -> list[_Allotment]:
        """The parts of the airtime of a set."""
        if active not in self._allotments:
            campaigns = weighted(active, self._plan.items, self._plan.minimums)
            total = sum(weight for _, weight, _ in campaigns)
            self._allotments[active] = [_Allotment(slides, weight / total) for _, weight, slides in campaigns]
        return self._allotments[active]

    def loop(self, slides: tuple[str, ...]) -> tuple[float, ...]:
        """How long each of these slides is seen in one loop (s)."""
        if slides not in self._loops:
            turns = [self._plan.items[slide].turns for slide in slides]
            self._loops[slides] = tuple(map(float, loops.seconds(turns)))
        return self._loops[slides]


class Forecasts:
    """The forecasts of the coming `days` of many plans, from `start` (aware) on. Equal plans have the same one.

    What plans have in common that differ in their hours only is worked out once.
    """

    def __init__(self, start: datetime, days: float) -> None:
        self._start, self._days = start, days
        self._forecasts: dict[bytes, Forecast] = {}
        self._programmes: dict[bytes, _Programme] = {}

    @property
    def programmes(self) -> int:
        """How many plans were worked out that differ in more than their hours."""
        return len(self._programmes)

    def of(self, plan: Plan) -> "Forecast":
        """The forecast of that plan. Its phase is left out: what plays is the same, only sooner."""
        whole = msgspec.structs.replace(plan, phase=0)
        same = msgspec.json.encode(whole)
        if same not in self._forecasts:
            alike = msgspec.json.encode(msgspec.structs.replace(whole, hours=()))
            known = self._programmes.get(alike)
            forecast = self._forecasts[same] = Forecast(whole, self._start, self._days, known)
            self._programmes[alike] = forecast.programme
        return self._forecasts[same]


class Forecast:
    """The coming `days` of one plan, from `start` (aware) on.

    `programme` is that of another forecast of these days, whose plan differs from this one in its hours only. `powered`
    are the intervals in which the display is on. `schedule` is of the plan without its hours.
    """

    def __init__(self, plan: Plan, start: datetime, days: float, programme: _Programme | None = None) -> None:
        self.plan, self.start, self.end = plan, start, start + timedelta(days=days)
        self.programme = programme or _Programme(plan, self.start, self.end)
        self.schedule, self.ready = self.programme.schedule, self.programme.ready
        hours = Schedule(Plan(timezone=plan.timezone, hours=plan.hours))
        self.powered = list(hours.powered(self.start, self.end))
        self._ends = [until for _, until in self.powered]
        self.intervals = list(self._divided())

    def _divided(self) -> Iterator[ForecastInterval]:
        for since, until, active, priority, masked in self.programme.parts:
            lit = tuple(self._lit(since, until))
            yield ForecastInterval(since, until, lit, _length(lit), active, priority, masked)

    def _lit(self, since: datetime, until: datetime) -> Iterator[Interval]:
        for at in range(bisect_right(self._ends, since), len(self.powered)):
            first, last = self.powered[at]
            if first >= until or since >= until:
                break
            yield max(first, since), min(last, until)

    def lit(self, since: datetime, until: datetime) -> float:
        """How many seconds of [since, until) the display is on, within the days of the forecast."""
        return _length(self._lit(since, until))

    def airtime(self, key: Key) -> dict[str, float]:
        """The airtime (s) while the display is on, by key. That of the neutral card is left out."""
        airtimes: dict[str, float] = {}
        for slides, played in self._played.items():
            loop = self.programme.loop(slides)
            whole = sum(loop)
            for slide, seconds in zip(slides, loop, strict=True):
                turns = self.plan.items[slide].turns
                once = sum(max(turn.seconds, 1) for turn in turns)
                for turn in turns:
                    name = key(slide, turn.lang)
                    part = seconds / whole * max(turn.seconds, 1) / once
                    airtimes[name] = airtimes.get(name, 0.0) + played * part
        return airtimes

    @cached_property
    def _played(self) -> Mapping[tuple[str, ...], float]:
        """The airtime (s) while the display is on of slides that take turns with each other."""
        airtimes: dict[tuple[str, ...], float] = {}
        for active, seconds in self._shown.items():
            for slides, part in self.programme.allotments(active):
                airtimes[slides] = airtimes.get(slides, 0.0) + part * seconds
        return airtimes

    @cached_property
    def _shown(self) -> Mapping[ActiveSet, float]:
        """How long each set plays while the display is on (s). A set that never does is left out."""
        lengths: dict[ActiveSet, float] = {}
        for interval in self.intervals:
            if interval.on:
                lengths[interval.active] = lengths.get(interval.active, 0.0) + interval.on
        return lengths

    def running(self, entry: Entry) -> Iterator[ForecastInterval]:
        """The intervals in which a campaign is ready, whether it plays then or is masked."""
        for since, until, _ in self.ready.get(entry.campaign, ()):
            yield from self.between(since, until)

    def lit_while_ready(self, entry: Entry) -> bool:
        """Whether the display is ever on while the campaign is ready, whether it plays then or is masked."""
        return any(self.lit(since, until) for since, until, _ in self.ready.get(entry.campaign, ()))

    def between(self, since: datetime, until: datetime) -> Sequence[ForecastInterval]:
        """The intervals that touch [since, until)."""
        first = bisect_right(self.intervals, since, key=lambda interval: interval.until)
        return self.intervals[first : bisect_left(self.intervals, until, key=lambda interval: interval.since)]

    def plays(self, entry: Entry) -> Iterator[Interval]:
        """The intervals in which a campaign plays without a break, whatever its slides, also on a dark display."""
        spans = self._highest.get(entry.priority, ())
        for since, until in united((since, until) for since, until, _ in self.ready.get(entry.campaign, ())):
            for first, last in islice(spans, bisect_right(spans, since, key=itemgetter(1)), None):
                if first >= until:
                    break
                yield max(first, since), min(last, until)

    @cached_property
    def _highest(self) -> Mapping[int, Sequence[Interval]]:
        """The intervals in which the campaigns that play have that priority."""
        spans: dict[int, list[Interval]] = {}
        for interval in self.intervals:
            if interval.priority is not None:
                spans.setdefault(interval.priority, []).append((interval.since, interval.until))
        return {priority: united(each) for priority, each in spans.items()}

    @cached_property
    def playing(self) -> frozenset[str]:
        """The slides that are in a rotation while the display is on. Some may still never come up (see `missed`)."""
        campaigns = set(chain.from_iterable(self._shown))
        return frozenset(slide for _, _, slides in campaigns for slide in slides)

    def missed(self, wanted: frozenset[str], phase: int, walked: timedelta) -> frozenset[str]:
        """Those of the `wanted` slides that never come up on a display that is `phase` seconds ahead.

        A rotation starts anew every day and with every new active set. One that is always cut short never comes to the
        slides at its end. At most so much time of rotations as `walked` says is walked to find them, the short ones
        first. To set one up is work too, and counts as the shortest turn for each of its campaigns. A slide that only
        the other rotations might show does not count as missed.
        """
        if wanted.isdisjoint(self.playing):
            return wanted
        runs = sorted(self._rotation_runs(), key=lambda run: run.longest)
        wanted = self._unsure(wanted, reversed(runs))
        schedule = Schedule(msgspec.structs.replace(self.plan, phase=phase)) if wanted else self.schedule
        shortest = timedelta(seconds=min(turn.seconds for item in self.plan.items.values() for turn in item.turns))
        known = set[object]()
        for run in runs if wanted else ():
            inside = wanted.intersection(slide for _, _, slides in run.active for slide in slides)
            # The rotation that runs at the start of the forecast began before: it is like no other.
            alike = run.active, run.since == self.start, tuple(at - run.since for each in run.lit for at in each)
            if inside and alike not in known:
                known.add(alike)
                walked -= max(run.lit[-1][1] - run.since, shortest * len(run.active))
                wanted -= inside if walked < timedelta(0) else _seen(schedule, run, inside)
        return wanted

    def _unsure(self, wanted: frozenset[str], runs: Iterable["_RotationRun"]) -> frozenset[str]:
        """Those of the `wanted` slides for which no run is certainly long enough. The runs come longest first.

        Slides that take turns are all seen in any seconds of a rotation in which they have the time of four loops.
        Two loops contain each of them whole. A slide that is let pass in one loop comes in the next if no other
        campaign shows it, which makes two more. At either end of these seconds a campaign may be one slide off its part
        of the airtime, and a turn may be cut: that takes four times the longest turn.
        """
        longest = max(turn.seconds for item in self.plan.items.values() for turn in item.turns)
        looked_at = set[ActiveSet]()
        for run in runs:
            if not wanted:
                break
            if run.active in looked_at:
                continue
            looked_at.add(run.active)
            length = run.longest
            if length <= 4 * longest:
                break
            for slides, part in self.programme.allotments(run.active):
                if part * length - 4 * longest >= 4 * sum(self.programme.loop(slides)):
                    wanted = wanted.difference(slides)
        return wanted

    def _rotation_runs(self) -> Iterator["_RotationRun"]:
        """Each rotation from its start to its end, if the display is on in it at all."""
        zone = self.schedule.zone

        def rotation(interval: ForecastInterval) -> tuple[object, ActiveSet]:
            return interval.since.astimezone(zone).date(), interval.active

        for (_, active), group in groupby(self.intervals, key=rotation):
            intervals = list(group)
            lit = united(each for interval in intervals for each in interval.lit)
            if active and lit:
                yield _RotationRun(intervals[0].since, lit, active)


class _RotationRun(NamedTuple):
    """A rotation from its start to the midnight or the new set that ends it, and when in it the display is on."""

    since: datetime
    lit: list[Interval]
    active: ActiveSet

    @property
    def longest(self) -> float:
        """For how many seconds the display is on without a break."""
        return max((until - since).total_seconds() for since, until in self.lit)


def _seen(schedule: Schedule, run: _RotationRun, wanted: frozenset[str]) -> set[str]:
    """Those of the `wanted` slides that come up in that run."""
    seen = set[str]()
    for since, until in run.lit:
        for showing in schedule.timeline(since, until):
            if showing.slide in wanted:
                seen.add(showing.slide)
                if len(seen) == len(wanted):
                    return seen
    return seen


def _length(intervals: Iterable[Interval]) -> float:
    """How long the intervals are together (s)."""
    return sum((until - since).total_seconds() for since, until in intervals)
