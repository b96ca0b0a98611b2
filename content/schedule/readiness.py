"""When each campaign of a plan is ready, which play and which are seen, over any length of time.

Asks the schedule when each campaign runs, and goes from one change to the next, not through every edge of every day.
What many campaigns ask about the same time, such as who plays then, is worked out once. So to ask it of all campaigns
costs in proportion to their number. Leaves out with which slides and weights they play (`days`).
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from itertools import groupby, islice, pairwise
from operator import itemgetter
from typing import NamedTuple

from content.schedule.intervals import Interval, linked, united, within
from content.schedule.plan import Entry
from content.schedule.resolve import Schedule
from content.schedule.steps import Steps, Times, first_of


class ReadyInterval(NamedTuple):
    """[since, until) in UTC, throughout which a campaign has the same slides open; it plays or is masked."""

    since: datetime
    until: datetime
    slides: tuple[str, ...]


def divided(schedule: Schedule, entry: Entry, since: datetime, until: datetime) -> Iterator[ReadyInterval]:
    """[since, until), in which the entry runs, divided by which of its slides are open; these may be none."""
    items = [schedule.plan.items[slide] for slide in entry.slides if slide in schedule.plan.items]
    bounds = {bound for item in items for bound in (item.opens, item.ends) if bound and since < bound < until}
    opened = ((at, schedule.slides(entry, at)) for at in (since, *sorted(bound.astimezone(UTC) for bound in bounds)))
    changes = [next(together) for _, together in groupby(opened, key=itemgetter(1))]
    for (first, slides), (last, _) in pairwise([*changes, (until, ())]):
        yield ReadyInterval(first, last, slides)


class Readiness:
    """The campaigns of a plan in [start, end), which is in UTC. It may be asked about no other instants."""

    def __init__(self, schedule: Schedule, start: datetime, end: datetime) -> None:
        self._end = end
        self._campaigns = {
            entry.campaign: CampaignTimes(entry, schedule, start, end) for entry in schedule.plan.entries
        }
        levels: dict[int, list[CampaignTimes]] = {}
        for _, times in sorted(self._campaigns.items()):
            levels.setdefault(times.entry.priority, []).append(times)
        self._levels = [_Level(priority, levels[priority]) for priority in sorted(levels, reverse=True)]
        """The campaigns of each priority, the highest first."""
        self._playing = Steps(self._playing_from)
        self.lit = Times(lambda at: next(linked(schedule.powered(at, end)), (end, end)))
        """The times at which the display is on."""

    def times(self, campaign: str) -> "CampaignTimes":
        """The times of the campaign of that name, whoever else plays."""
        return self._campaigns[campaign]

    def playing(self, at: datetime) -> tuple[tuple[str, ...], datetime]:
        """The campaigns that play, by name, and until when these and no others do."""
        return self._playing.at(at)

    def _playing_from(self, at: datetime) -> tuple[tuple[str, ...], datetime]:
        until = self._end
        for level in self._levels:
            steps = [times.ready.holds(at) for times in level.campaigns]
            until = min(until, *(bound for _, bound in steps))
            ready = zip(level.campaigns, steps, strict=True)
            if names := tuple(times.entry.campaign for times, (is_ready, _) in ready if is_ready):
                return names, until
        return (), until

    def free(self, priority: int, at: datetime) -> tuple[bool, datetime]:
        """Whether no campaign of a higher priority is ready. See `Holds`."""
        until = self._end
        for level in self._levels:
            if level.priority <= priority:
                break
            ready, bound = level.ready.holds(at)
            if ready:
                return False, bound
            until = min(until, bound)
        return True, until

    def seen_from(self, entry: Entry, at: datetime) -> Interval | None:
        """The interval in which the campaign plays on the lit display that contains that instant, or else the next one.

        None when there is none.
        """
        ready = self.times(entry.campaign).ready

        def free(at: datetime) -> tuple[bool, datetime]:
            return self.free(entry.priority, at)

        since = first_of(at, self._end, free, self.lit.holds, ready.holds)
        if since is None:
            return None
        return since, min(holds(since)[1] for holds in (free, self.lit.holds, ready.holds))


class CampaignTimes:
    """When, in [start, end), a campaign runs, has a slide open, and is ready, which is both; whoever else plays."""

    def __init__(self, entry: Entry, schedule: Schedule, start: datetime, end: datetime) -> None:
        self.entry, self._schedule, self._start, self._end = entry, schedule, start, end
        self.runs = Times(lambda at: next(schedule.running(entry, at, end), (end, end)))
        self.opened = Times(lambda at: next(self._open_from(at), (end, end)))
        self.ready = Times(self._ready_from)

    def slides(self) -> Iterator[Interval]:
        """When each of the campaign's slides is open."""
        items = self._schedule.plan.items
        for item in (items[slide] for slide in self.entry.slides if slide in items):
            first, last = within(item.opens, item.ends, self._start, self._end)
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

    def __init__(self, priority: int, campaigns: Sequence[CampaignTimes]) -> None:
        self.priority, self.campaigns = priority, campaigns
        self.ready = Times(self._ready_from)

    def _ready_from(self, at: datetime) -> Interval:
        following = [times.ready.following(at) for times in self.campaigns]
        ends = [until for since, until in following if since <= at]
        return (at, max(ends)) if ends else min(following)
