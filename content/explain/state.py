"""The state of each campaign of a plan from an instant on: it plays, is masked by others, is empty or waits.

Asks the schedule that plays, at the instants at which something may change, so it cannot say anything else than what
plays. Leaves out how that is put into sentences (`explanation`).
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from heapq import merge
from itertools import pairwise
from typing import Literal, NamedTuple

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
    """The states of all campaigns of a plan from `now` (aware) on.

    A campaign is said to play also while the display is off. Only `changes` and `next_plays` ask whether it is on.
    """

    def __init__(self, schedule: Schedule, now: datetime) -> None:
        self.schedule, self.plan, self.now = schedule, schedule.plan, now.astimezone(UTC)
        self.active = self.schedule.active(self.now)

    def playing(self, at: datetime) -> tuple[str, ...]:
        """The campaigns that play, by name."""
        return tuple(name for name, _, _ in self.schedule.active(at))

    def of(self, entry: Entry, at: datetime) -> CampaignState:
        """The campaign's state at that instant."""
        if not self.schedule.runs(entry, at):
            return CampaignState("waits")
        if not self.schedule.slides(entry, at):
            return CampaignState("empty")
        playing = self.playing(at)
        return CampaignState("plays") if entry.campaign in playing else CampaignState("masked", playing)

    def changes_of(self, entry: Entry) -> Iterator[tuple[datetime, CampaignState]]:
        """The instants within a year at which the campaign's state becomes another, each with the new state."""
        last = self.of(entry, self.now)
        for edge in self._edges():
            if (state := self.of(entry, edge)) != last:
                yield edge, state
                last = state

    def on(self, at: datetime) -> bool:
        """Whether the display is on at that instant."""
        return self.schedule.on(at)

    @cached_property
    def changes(self) -> datetime | None:
        """When something else is seen: the display goes on or off, or is on and others play. None if not in a year."""

        def seen(at: datetime) -> ActiveSet | None:
            return self.schedule.active(at) if self.on(at) else None

        now = seen(self.now)
        return next((at for at in self._seen_edges() if seen(at) != now), None)

    @cached_property
    def next_plays(self) -> Mapping[str, datetime]:
        """When each campaign that does not play now plays next while the display is on.

        A campaign that does not within a year is left out.
        """
        missing = {entry.campaign for entry in self.plan.entries if not self.over(entry)} - set(self.playing(self.now))
        nexts: dict[str, datetime] = {}
        for edge in self._seen_edges():
            if not missing:
                break
            if not self.on(edge):
                continue
            come = missing.intersection(self.playing(edge))
            nexts |= dict.fromkeys(come, edge)
            missing -= come
        return nexts

    def over(self, entry: Entry) -> bool:
        """Whether the campaign runs neither now nor ever after, by its dates and days."""
        if entry.ends is not None and entry.ends <= self.now:
            return True
        end = self._end(entry)
        return end is not None and end <= self.now + AHEAD and not self._runs_again(entry)

    def stopped(self, entry: Entry) -> datetime | None:
        """When a campaign that is over ran for the last time. None when it did not in the year before its last day."""
        if entry.ends is not None and entry.ends <= self.now:
            return entry.ends
        end = min(self._end(entry) or self.now, self.now)
        first = end - AHEAD
        while end > first:
            start = end - _MONTH
            for since, until in reversed(list(pairwise([start, *self.schedule.edges(start, end), end]))):
                if self.schedule.runs(entry, since):
                    return until
            end = start
        return None

    def _end(self, entry: Entry) -> datetime | None:
        """An instant (UTC) from which on the campaign runs no more, by its dates and the last day of its recurrence."""
        ends = [] if entry.ends is None else [entry.ends]
        final = entry.recurs.final if entry.recurs else None
        if final is not None and final <= (self.now + AHEAD).date():
            # What started on that day is over three days on: it may cross midnight, and clocks may skip a whole day.
            ends.append(datetime.combine(final + timedelta(days=3), time(), self.schedule.zone).astimezone(UTC))
        return min(ends, default=None)

    def _runs_again(self, entry: Entry) -> bool:
        return any(self.schedule.runs(entry, at) for at in (self.now, *self._edges()))

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

    def _seen_edges(self) -> Iterator[datetime]:
        """As `_edges`, with the instants at which the display goes on or off."""
        switches = (at for interval in self.schedule.powered(self.now, self.now + AHEAD) for at in interval)
        return merge(self._edges(), switches)

    def _edges(self) -> Iterator[datetime]:
        """The instants within a year at which the state of a campaign may become another, in order."""
        return self.schedule.edges(self.now, self.now + AHEAD)
