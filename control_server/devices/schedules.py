"""The schedules of the newest manifests, kept ready: what a display shows, and why, is asked many times.

Decides how many are remembered, and that they are asked in a lane of their own: a question about a year works out 366
days. Leaves out the questions (`plans`, `view`, `wall`).
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from content import wire
from content.findings import refused
from content.schedule.plan import Plan
from content.schedule.resolve import Schedule
from control_server.serial_queue import Lane

KEPT = 32
"""Schedules. One that was asked about a year has some megabytes where 40 campaigns have hours of their own."""

T = TypeVar("T")


class Schedules:
    """Of the manifests, display → newest, as they are when they are asked."""

    def __init__(self, manifests: Mapping[str, wire.Manifest]) -> None:
        self._manifests = manifests
        self._kept: dict[str, tuple[Plan, Schedule]] = {}
        self._lane = Lane("the schedule")

    def plan(self, display: str) -> Plan:
        """Of the display's newest manifest. Raises RefusedError (`unknown`)."""
        told = self._manifests.get(display)
        if told is None:
            raise refused("unknown", f"display {display!r}", "has no manifest yet, expected a published pack with it")
        return told.plan

    async def ask(self, display: str, question: Callable[[Schedule], T]) -> T:
        """What the question finds out of the display's schedule. Raises RefusedError (`unknown`, `busy`)."""
        plan = self.plan(display)
        return await self._lane.run(lambda: question(self._of(display, plan)))

    def _of(self, display: str, plan: Plan) -> Schedule:
        """Only in the lane. What was asked for longest ago is forgotten first."""
        known = self._kept.pop(display, None)
        schedule = known[1] if known and known[0] is plan else Schedule(plan)
        self._kept[display] = plan, schedule
        if len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        return schedule
