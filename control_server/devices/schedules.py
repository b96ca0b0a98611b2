"""The schedules of the newest manifests, kept ready: what a display shows, and why, is asked many times.

Decides how many are remembered, and that questions are answered one at a time, beside the event loop: a question about
a year works out 366 days. Leaves out the questions (`http`, `wall`).
"""

from collections.abc import Callable
from typing import TypeVar

from content.schedule.plan import Plan
from content.schedule.resolve import Schedule
from control_server.publishing.publisher import Publisher
from control_server.serial_queue import SerialQueue

KEPT = 32
"""Schedules. One that was asked about a year has some megabytes where 40 campaigns have hours of their own."""

T = TypeVar("T")


class Schedules:
    """Of what is published when they are asked."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        self._kept: dict[object, Schedule] = {}
        self._queue = SerialQueue("the schedule")

    def plan(self, display: str) -> Plan:
        """Of the display's newest manifest. Raises RefusedError (`unknown`)."""
        return self._publisher.published.plan(display)

    async def ask(self, display: str, question: Callable[[Schedule], T]) -> T:
        """What the question finds out of the display's schedule. Raises RefusedError (`unknown`, `busy`)."""
        plan, manifest = self.plan(display), self._publisher.published.manifest(display)
        same = (manifest.programme, manifest.hours, manifest.phase)
        return await self._queue.run(lambda: question(self._of(same, plan)))

    def _of(self, same: object, plan: Plan) -> Schedule:
        """Only in the queue. What was asked for longest ago is forgotten first."""
        schedule = self._kept.pop(same, None) or Schedule(plan)
        self._kept[same] = schedule
        if len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        return schedule
