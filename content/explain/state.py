"""The state of each campaign of a plan from an instant on: it plays, is masked by others, is empty or waits.

Asks the schedule when each campaign runs, and goes from one change of a state to the next, not through every instant
at which anything may change. What many campaigns ask about the same time, such as who plays then, is worked out once.
So an explanation costs in proportion to the campaigns of a plan. Leaves out how it is put into sentences
(`explanation`).
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from itertools import islice
from operator import itemgetter
from typing import Literal, NamedTuple

from content.explain.steps import Steps, Times, first_of
from content.schedule.intervals import Interval, linked, united, within
from content.schedule.plan import Entry
from content.schedule.resolve import Schedule
from content.schedule.rotation import ActiveSet
from content.schedule.shares import weighted

AHEAD = timedelta(days=366)
"""How far into the future is looked, and into the past."""
_MONTH = timedelta(days=31)


class CampaignState(NamedTuple):
    """What a campaign does at an instant. While it is masked, `by` are the campaigns that play instead.

    A campaign that will never start is said to wait too.
    """

    name: Literal["plays", "masked", "empty", "waits"]
    by: tuple[str, ...] = ()


class CampaignStates:
    """The states of all campaigns of a plan from `now` (aware) on, for a year.

    A campaign is said to play also while the display is off. Only `changes` and `next_plays` ask whether it is on.
    """

    def __init__(self, schedule: Schedule, now: datetime) -> None:
        self.schedule, self.plan, self.now = schedule, schedule.plan, now.astimezone(UTC)
        self.active = self.schedule.active(self.now)
        self._end = self.now + AHEAD
        self._times = {entry.campaign: _EntryTimes(entry, schedule, self.now, self._end) for entry in self.plan.entries}
        levels: dict[int, list[_EntryTimes]] = {}
        for _, times in sorted(self._times.items()):
            levels.setdefault(times.entry.priority, []).append(times)
        self._levels = [_Level(priority, levels[priority]) for priority in sorted(levels, reverse=True)]
        """The campaigns of each priority, the highest first."""
        self._playing = Steps(self._playing_from)
        self._lit = Times(lambda at: next(linked(schedule.powered(at, self._end)), (self._end, self._end)))

    def playing(self, at: datetime) -> tuple[str, ...]:
        """The campaigns that play, by name."""
        return self._playing.at(at)[0]

    def _playing_from(self, at: datetime) -> tuple[tuple[str, ...], datetime]:
        """As `playing`, and until when these and no others play."""
        until = self._end
        for level in self._levels:
            steps = [times.ready.holds(at) for times in level.entries]
            until = min(until, *(bound for _, bound in steps))
            names = tuple(times.entry.campaign for times, (ready, _) in zip(level.entries, steps, strict=True) if ready)
            if names:
                return names, until
        return (), until

    def of(self, entry: Entry, at: datetime) -> CampaignState:
        """The campaign's state at that instant."""
        return self._of(entry, at)[0]

    def _of(self, entry: Entry, at: datetime) -> tuple[CampaignState, datetime]:
        """As `of`, and an instant up to which it stays so."""
        times = self._times[entry.campaign]
        runs, until = times.runs.holds(at)
        if not runs:
            return CampaignState("waits"), until
        opened, bound = times.opened.holds(at)
        until = min(until, bound)
        if not opened:
            return CampaignState("empty"), until
        free, bound = self._free(entry.priority, at)
        if free:
            return CampaignState("plays"), min(until, bound)
        names, bound = self._playing.at(at)
        return CampaignState("masked", names), min(until, bound)

    def _free(self, priority: int, at: datetime) -> tuple[bool, datetime]:
        """Whether no campaign of a higher priority is ready, and an instant up to which that stays so."""
        until = self._end
        for level in self._levels:
            if level.priority <= priority:
                break
            ready, bound = level.ready.holds(at)
            if ready:
                return False, bound
            until = min(until, bound)
        return True, until

    def changes_of(self, entry: Entry) -> Iterator[tuple[datetime, CampaignState]]:
        """The instants within a year at which the campaign's state becomes another, each with the new state."""
        last, at = self._of(entry, self.now)
        while at < self._end:
            state, until = self._of(entry, at)
            if state != last:
                yield at, state
                last = state
            at = until

    def on(self, at: datetime) -> bool:
        """Whether the display is on at that instant."""
        return self.schedule.on(at)

    @cached_property
    def changes(self) -> datetime | None:
        """When something else is seen: the display goes on or off, or is on and others play. None if not in a year."""
        on, until = self._lit.holds(self.now)
        if on:
            until = min(until, self._playing.at(self.now)[1], *self._other_slides())
        return until if until < self._end else None

    def _other_slides(self) -> Iterator[datetime]:
        """The instants after now at which a slide of a campaign that plays now opens or ends."""
        for name in self.playing(self.now):
            for first, last in self._times[name].slides():
                yield from (bound for bound in (first, last) if bound > self.now)

    @cached_property
    def next_plays(self) -> Mapping[str, datetime]:
        """When each campaign that does not play now plays next while the display is on.

        A campaign that does not within a year is left out.
        """
        playing = set(self.playing(self.now))
        rest = [entry for entry in self.plan.entries if entry.campaign not in playing and not self.over(entry)]
        nexts = {entry.campaign: self._seen_from(entry) for entry in rest}
        return {name: at for name, at in nexts.items() if at is not None}

    def _seen_from(self, entry: Entry) -> datetime | None:
        """When the campaign is first ready with none above it while the display is on; None if not within a year."""
        ready = self._times[entry.campaign].ready.holds
        return first_of(self.now, self._end, lambda at: self._free(entry.priority, at), self._lit.holds, ready)

    def over(self, entry: Entry) -> bool:
        """Whether the campaign runs neither now nor ever after, by its dates and days."""
        if entry.ends is not None and entry.ends <= self.now:
            return True
        end = self._last_end(entry)
        if end is None or end > self._end:
            return False
        return first_of(self.now, self._end, self._times[entry.campaign].runs.holds) is None

    def stopped(self, entry: Entry) -> datetime | None:
        """When a campaign that is over ran for the last time. None when it did not in the year before its last day."""
        if entry.ends is not None and entry.ends <= self.now:
            return entry.ends
        end = min(self._last_end(entry) or self.now, self.now)
        first = end - AHEAD
        while end > first:
            start = end - _MONTH
            if runs := list(self.schedule.running(entry, start, end)):
                return runs[-1][1]
            end = start
        return None

    def _last_end(self, entry: Entry) -> datetime | None:
        """An instant (UTC) from which on the campaign runs no more, by its dates and the last day of its recurrence."""
        ends = [] if entry.ends is None else [entry.ends]
        final = entry.recurs.final if entry.recurs else None
        if final is not None and final <= (self.now + AHEAD).date():
            # What started on that day is over three days on: it may cross midnight, and clocks may skip a whole day.
            ends.append(datetime.combine(final + timedelta(days=3), time(), self.schedule.zone).astimezone(UTC))
        return min(ends, default=None)

    @cached_property
    def parts(self) -> Mapping[str, float]:
        """The part of the airtime (0 to 1) of each campaign that plays now."""
        parts: dict[str, float] = {}
        for name, weight, _ in self._weighted:
            parts[name] = parts.get(name, 0.0) + weight / self._whole
        return parts

    @cached_property
    def raised(self) -> tuple[str, ...]:
        """The kinds of slides that have their airtime by the city's minimum. Empty if no minimum changes anything."""
        if self._weighted is self.active:
            return ()
        kinds: dict[str, float] = {}
        for _, weight, slides in self._weighted:  # the slides are of one kind
            kind = self.plan.items[slides[0]].kind
            kinds[kind] = kinds.get(kind, 0.0) + weight / self._whole
        least = self.plan.minimums
        return tuple(kind for kind, part in kinds.items() if kind in least and part < least[kind] + 0.005)

    @cached_property
    def _weighted(self) -> ActiveSet:
        return weighted(self.active, self.plan.items, self.plan.minimums)

    @cached_property
    def _whole(self) -> int:
        return sum(weight for _, weight, _ in self._weighted)


class _EntryTimes:
    """When, in [now, end), a campaign runs, has a slide open, and is ready, which is both; whoever else plays."""

    def __init__(self, entry: Entry, schedule: Schedule, now: datetime, end: datetime) -> None:
        self.entry, self._schedule, self._now, self._end = entry, schedule, now, end
        self.runs = Times(lambda at: next(schedule.running(entry, at, end), (end, end)))
        self.opened = Times(lambda at: next(self._open_from(at), (end, end)))
        self.ready = Times(self._ready_from)

    def slides(self) -> Iterator[Interval]:
        """When each of the campaign's slides is open."""
        items = self._schedule.plan.items
        for item in (items[slide] for slide in self.entry.slides if slide in items):
            first, last = within(item.opens, item.ends, self._now, self._end)
            if item.turns and first < last:
                yield first, last

    @cached_property
    def _open(self) -> list[Interval]:
        return united(self.slides())

    def _open_from(self, at: datetime) -> Iterator[Interval]:
        return islice(self._open, bisect_right(self._open, at, key=itemgetter(1)), None)

    def _ready_from(self, at: datetime) -> Interval:
        for first, last in self._open_from(at):
            for interval in self._schedule.running(self.entry, max(first, at), last):
                return interval
        return self._end, self._end


class _Level:
    """The campaigns of one priority, and the times at which one of them is ready."""

    def __init__(self, priority: int, entries: Sequence[_EntryTimes]) -> None:
        self.priority, self.entries = priority, entries
        self.ready = Times(self._ready_from)

    def _ready_from(self, at: datetime) -> Interval:
        following = [times.ready.following(at) for times in self.entries]
        ends = [until for since, until in following if since <= at]
        return (at, max(ends)) if ends else min(following)
