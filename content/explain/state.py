"""The state of each campaign of a plan from an instant on: it plays, is masked by others, is empty or waits.

Goes from one change of a state to the next by what `schedule.readiness` tells of the plan that plays, so that to
explain costs in proportion to the campaigns. Leaves out how that is put into sentences (`explanation`).
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from typing import Literal, NamedTuple

from content.schedule.plan import Entry
from content.schedule.readiness import Readiness
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
        self._readiness = Readiness(schedule, self.now, self._end)

    def playing(self, at: datetime) -> tuple[str, ...]:
        """The campaigns that play, by name."""
        return self._readiness.playing(at)[0]

    def of(self, entry: Entry, at: datetime) -> CampaignState:
        """The campaign's state at that instant."""
        return self._of(entry, at)[0]

    def _of(self, entry: Entry, at: datetime) -> tuple[CampaignState, datetime]:
        """As `of`, and an instant up to which it stays so."""
        times = self._readiness.times(entry.campaign)
        runs, until = times.runs.holds(at)
        if not runs:
            return CampaignState("waits"), until
        opened, bound = times.opened.holds(at)
        until = min(until, bound)
        if not opened:
            return CampaignState("empty"), until
        free, bound = self._readiness.free(entry.priority, at)
        if free:
            return CampaignState("plays"), min(until, bound)
        names, bound = self._readiness.playing(at)
        return CampaignState("masked", names), min(until, bound)

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
        on, until = self._readiness.lit.holds(self.now)
        if on:
            until = min(until, self._readiness.playing(self.now)[1], *self._other_slides())
        return until if until < self._end else None

    def _other_slides(self) -> Iterator[datetime]:
        """The instants after now at which a slide of a campaign that plays now opens or ends."""
        for name in self.playing(self.now):
            for first, last in self._readiness.times(name).slides():
                yield from (bound for bound in (first, last) if bound > self.now)

    @cached_property
    def next_plays(self) -> Mapping[str, datetime]:
        """When each campaign that does not play now plays next while the display is on.

        A campaign that does not within a year is left out.
        """
        playing = set(self.playing(self.now))
        rest = [entry for entry in self.plan.entries if entry.campaign not in playing and not self.over(entry)]
        nexts = {entry.campaign: self._readiness.seen_from(entry, self.now) for entry in rest}
        return {name: seen[0] for name, seen in nexts.items() if seen}

    def over(self, entry: Entry) -> bool:
        """Whether the campaign runs neither now nor ever after, by its dates and days."""
        if entry.ends is not None and entry.ends <= self.now:
            return True
        end = self._last_end(entry)
        if end is None or end > self._end:
            return False
        return self._readiness.times(entry.campaign).runs.following(self.now)[0] >= self._end

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
