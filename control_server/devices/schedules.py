"""The schedules of what is published, kept ready: what displays show, and why, is asked many times.

Displays that are told alike share one schedule, and what comes next on it is worked out once for all of them, until the
answer is another. Decides how much is remembered, and that questions are answered one at a time, beside the event loop:
a question about a year works out 366 days. Leaves out the questions (`http`, `wall`).

A schedule that is only asked what comes within the hour stays small: some 0.6 kB an item. One that is asked about weeks
has megabytes. So they are kept apart.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import NamedTuple, TypeVar

from content.schedule.plan import Plan, Window
from content.schedule.resolve import Schedule, Showing
from control_server.publishing.published import Published
from control_server.publishing.publisher import Publisher
from control_server.serial_queue import SerialQueue

COMING = timedelta(hours=1)
"""How far ahead it is said what comes next."""
KEPT_NEAR, KEPT_FAR = 100_000, 4_000
"""Items and entries of all kept plans together: of those asked about the next hour, and of those asked about any time.

At most about 60 MB of the former.
"""
KEPT_ANSWERS = 20_000
"""Answers about what comes next, of about 1 kB."""

T = TypeVar("T")


class _Told(NamedTuple):
    """What tells a plan from others: the programme (SHA-256, hex), the hours and the phase."""

    programme: str
    hours: tuple[Window, ...]
    phase: int

    @classmethod
    def to(cls, display: str, published: Published) -> "_Told":
        """What that display is told. Raises RefusedError (`unknown`)."""
        manifest = published.manifest(display)
        return cls(manifest.programme, manifest.hours, manifest.phase)


_Group = tuple[_Told, int]
"""Displays that have one answer: what they are told, and how many showings are asked for."""


class Schedules:
    """Of what is published when they are asked."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        self._near, self._far = _Kept(KEPT_NEAR), _Kept(KEPT_FAR)
        self._hour: datetime | None = None
        self._coming: dict[_Group, Upcoming] = {}
        self._queue = SerialQueue("the schedule")

    def plan(self, display: str) -> Plan:
        """Of the display's newest manifest. Raises RefusedError (`unknown`)."""
        return self._publisher.published.plan(display)

    async def ask(self, display: str, question: Callable[[Schedule], T]) -> T:
        """What the question finds out of the display's schedule. Raises RefusedError (`unknown`, `busy`)."""
        published = self._publisher.published
        told, plan = _Told.to(display, published), published.plan(display)
        return await self._queue.run(lambda: question(self._far.schedule(told, plan)))

    async def coming(
        self, published: Published, displays: Collection[str], now: datetime, count: int
    ) -> Mapping[str, tuple[Showing, ...]]:
        """The showings after the present one, at most `count` of them, that begin within the hour.

        Raises RefusedError (`unknown`, `busy`).
        """
        groups = {display: (_Told.to(display, published), count) for display in displays}
        asked = {group: display for display, group in groups.items()}
        answers = {group: known for group in asked if (known := self._coming.get(group)) and known.holds(now)}
        if missing := {group: published.plan(asked[group]) for group in asked if group not in answers}:
            answers |= await self._queue.run(
                lambda: {group: self._worked_out(group, plan, now) for group, plan in missing.items()}
            )
            self._remember(answers)
        return {display: answers[group].showings for display, group in groups.items()}

    def _worked_out(self, group: _Group, plan: Plan, now: datetime) -> "Upcoming":
        """Runs in the queue only. A schedule remembers all it was asked about, so every hour begins with none."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        if hour != self._hour:
            self._near, self._hour = _Kept(KEPT_NEAR), hour
        told, count = group
        return Upcoming.of(self._near.schedule(told, plan), now, count)

    def _remember(self, answers: Mapping[_Group, "Upcoming"]) -> None:
        for group, answer in answers.items():
            self._coming.pop(group, None)
            self._coming[group] = answer
        while len(self._coming) > KEPT_ANSWERS:
            del self._coming[next(iter(self._coming))]


class Upcoming(NamedTuple):
    """What comes next; it holds from `since`, when it was worked out, until just before `until`."""

    showings: tuple[Showing, ...]
    since: datetime
    until: datetime

    @classmethod
    def of(cls, schedule: Schedule, now: datetime, count: int) -> "Upcoming":
        """After what shows at `now`: at most `count` showings, those that begin within the hour."""
        present, *following = islice(schedule.timeline(now, now + COMING), count + 1)
        until = present.until
        if len(following) < count:  # soon one more begins within the hour
            until = min(until, (following or [present])[-1].until - COMING)
        return cls(tuple(following), now, until)

    def holds(self, now: datetime) -> bool:
        return self.since <= now < self.until


class _Kept:
    """Schedules, one for all phases of a plan; those asked for longest ago go first when all are too large together."""

    def __init__(self, size: int) -> None:
        """`size` is the most items and entries of all plans together; one schedule is always kept."""
        self._most, self._size = size, 0
        self._schedules: dict[tuple[str, tuple[Window, ...]], Schedule] = {}

    def schedule(self, told: _Told, plan: Plan) -> Schedule:
        """Of that plan, which is what is told."""
        key = told.programme, told.hours
        schedule = self._schedules.pop(key, None)
        if schedule is None:
            schedule = Schedule(plan)
            self._size += _size(schedule)
        self._schedules[key] = schedule
        while self._size > self._most and len(self._schedules) > 1:
            self._size -= _size(self._schedules.pop(next(iter(self._schedules))))
        return schedule.ahead(told.phase)


def _size(schedule: Schedule) -> int:
    return 1 + len(schedule.plan.items) + len(schedule.plan.entries)
