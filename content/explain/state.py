"""What becomes of the campaigns of a plan from an instant on: who plays, who is masked by whom, and until when.

Asks `schedule`, the functions that play, at the instants at which something may change. Leaves out how that is said
(`explain`).
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
"""How far is looked ahead, and back."""
_MONTH = timedelta(days=31)


class Fate(NamedTuple):
    """What a campaign does at an instant; `waits` is also said of one that will never start. `by` masks it."""

    state: Literal["plays", "masked", "empty", "waits"]
    by: tuple[str, ...] = ()


class Fates:
    """Of the campaigns of a plan from `now` (aware) on. Opening hours have a part in `changes` and `comes` alone."""

    def __init__(self, schedule: Schedule, now: datetime) -> None:
        self.schedule, self.plan, self.now = schedule, schedule.plan, now.astimezone(UTC)
        self.active = self.schedule.active(self.now)

    def playing(self, at: datetime) -> tuple[str, ...]:
        """The campaigns that play, by name."""
        return tuple(name for name, _, _ in self.schedule.active(at))

    def of(self, entry: Entry, at: datetime) -> Fate:
        """What it does at that instant."""
        if not self.schedule.runs(entry, at):
            return Fate("waits")
        if not self.schedule.slides(entry, at):
            return Fate("empty")
        playing = self.playing(at)
        return Fate("plays") if entry.campaign in playing else Fate("masked", playing)

    def turns(self, entry: Entry) -> Iterator[tuple[datetime, Fate]]:
        """When its fate changes, and to what, in order, within a year."""
        last = self.of(entry, self.now)
        for edge in self._edges():
            if (fate := self.of(entry, edge)) != last:
                yield edge, fate
                last = fate

    def on(self, at: datetime) -> bool:
        """Whether the display is on."""
        return self.schedule.on(at)

    @cached_property
    def changes(self) -> datetime | None:
        """When something else is seen: the display goes on or off, or is on and others play; None if not in a year."""

        def seen(at: datetime) -> ActiveSet | None:
            return self.schedule.active(at) if self.on(at) else None

        now = seen(self.now)
        return next((at for at in self._seen_edges() if seen(at) != now), None)

    @cached_property
    def comes(self) -> Mapping[str, datetime]:
        """When each campaign that does not play now plays next, the display being on; those that do not within a year
        are not in it."""
        missing = {entry.campaign for entry in self.plan.entries if not self.over(entry)} - set(self.playing(self.now))
        found: dict[str, datetime] = {}
        for edge in self._seen_edges():
            if not missing:
                break
            if not self.on(edge):
                continue
            come = missing.intersection(self.playing(edge))
            found |= dict.fromkeys(come, edge)
            missing -= come
        return found

    def over(self, entry: Entry) -> bool:
        """Whether the campaign runs neither now nor ever after, as far as its dates and days say so."""
        if entry.ends is not None and entry.ends <= self.now:
            return True
        end = self._end(entry)
        return end is not None and end <= self.now + AHEAD and not self._runs_again(entry)

    def stopped(self, entry: Entry) -> datetime | None:
        """When a campaign that is over last stopped; None when it did not in the year before its last day."""
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
        """An instant (UTC) from which it runs no more, by its dates and the last day on which it recurs."""
        found = [] if entry.ends is None else [entry.ends]
        final = entry.recurs.final if entry.recurs else None
        if final is not None and final <= (self.now + AHEAD).date():
            # Three days on, what started on it is over: it may cross midnight, and clocks may skip a whole day.
            found.append(datetime.combine(final + timedelta(days=3), time(), self.schedule.zone).astimezone(UTC))
        return min(found, default=None)

    def _runs_again(self, entry: Entry) -> bool:
        return any(self.schedule.runs(entry, at) for at in (self.now, *self._edges()))

    @cached_property
    def parts(self) -> Mapping[str, float]:
        """The parts of the airtime (0 to 1) of those that play now."""
        found: dict[str, float] = {}
        for name, weight, _ in self._weighed:
            found[name] = found.get(name, 0.0) + weight / self._whole
        return found

    @cached_property
    def raised(self) -> tuple[str, ...]:
        """The kinds of slides that the city's minimum gives what they have now; none where it changes nothing."""
        if self._weighed is self.active:
            return ()
        kinds: dict[str, float] = {}
        for _, weight, slides in self._weighed:  # each of one kind
            kind = self.plan.items[slides[0]].kind
            kinds[kind] = kinds.get(kind, 0.0) + weight / self._whole
        least = self.plan.minimums
        return tuple(kind for kind, part in kinds.items() if kind in least and part < least[kind] + 0.005)

    @cached_property
    def _weighed(self) -> ActiveSet:
        return weighted(self.active, self.plan.items, self.plan.minimums)

    @cached_property
    def _whole(self) -> int:
        return sum(weight for _, weight, _ in self._weighed)

    def _seen_edges(self) -> Iterator[datetime]:
        """Also those at which the display goes on or off."""
        switches = (at for stretch in self.schedule.powered(self.now, self.now + AHEAD) for at in stretch)
        return merge(self._edges(), switches)

    def _edges(self) -> Iterator[datetime]:
        return self.schedule.edges(self.now, self.now + AHEAD)
