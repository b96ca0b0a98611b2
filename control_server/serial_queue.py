"""Work that takes a while and that anyone may ask for: one piece at a time, in a thread, the event loop free.

Decides that no more than so many wait. What is done in one queue needs no locks against its like.
"""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from content.findings import refused
from control_server.tasks import finished

WAITING = 200
"""Pieces of work; at 10 ms each the last of them waits for two seconds."""

T = TypeVar("T")


class SerialQueue:
    """`name` is what a refusal calls it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._waiting = 0
        self._free = asyncio.Lock()

    async def run(self, work: Callable[[], T]) -> T:
        """What the work returns or raises. Raises RefusedError (`busy`) when too many wait already.

        Whoever is cancelled waits no longer; work that has begun is finished first, for a thread cannot be ended.
        """
        if self._waiting >= WAITING:
            raise refused("busy", self._name, f"{WAITING} wait already, expected to be asked again in a moment")
        self._waiting += 1
        try:
            async with self._free:
                return await finished(asyncio.to_thread(work))
        finally:
            self._waiting -= 1
