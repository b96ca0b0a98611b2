"""Work that takes a while and that anyone may ask for: one piece at a time, in a thread, the event loop free.

Decides that no more than so many wait. What is done in one queue needs no locks against its like.
"""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from content.findings import refused

WAITING = 200
"""Pieces of work; at 10 ms each the last of them waits for two seconds."""

T = TypeVar("T")


class SerialQueue:
    """`name` is what a refusal calls it. A request that is gone does not end its work: aiohttp lets handlers finish."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._waiting = 0
        self._free = asyncio.Lock()

    async def run(self, work: Callable[[], T]) -> T:
        """What the work returns or raises. Raises RefusedError (`busy`) when too many wait already."""
        if self._waiting >= WAITING:
            raise refused("busy", self._name, f"{WAITING} wait already, expected to be asked again in a moment")
        self._waiting += 1
        try:
            async with self._free:
                return await asyncio.to_thread(work)
        finally:
            self._waiting -= 1
