"""Work that takes a while and that anyone may ask for: one piece at a time, in a thread, the event loop free.

Decides that no more than so many wait, and that those who ask take turns: one who asks for much waits for it himself.
What is done in one queue needs no locks against its like.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextvars import ContextVar
from typing import TypeVar

from content.findings import refused
from content.phrases import said
from control_server.tasks import finished

WAITING = 200
"""Pieces of work; at 10 ms each the last of them waits for two seconds."""
SHARE = 100
"""Of one who asks. Behind one address may be a whole town hall."""

ASKER: ContextVar[str] = ContextVar("ASKER", default="")
"""For whom the present task asks: a network, as `http.places` names it."""

T = TypeVar("T")


class SerialQueue:
    """`name` is what a refusal calls it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._working = False
        self._turns: dict[str, deque[asyncio.Future[None]]] = {}
        """Asker → those who wait for him; who is first in it has the next turn."""

    async def run(self, work: Callable[[], T]) -> T:
        """What the work returns or raises. Raises RefusedError (`busy`) when too many wait already.

        Whoever is cancelled waits no longer; work that has begun is finished first, for a thread cannot be ended.
        """
        await self._turn()
        try:
            return await finished(asyncio.to_thread(work))
        finally:
            self._next()

    async def _turn(self) -> None:
        asker = ASKER.get()
        waiting, own = self._working + sum(map(len, self._turns.values())), len(self._turns.get(asker, ()))
        if waiting >= WAITING or own >= SHARE:
            raise refused(
                "busy",
                self._name,
                said("{waiting} wait already, expected to be asked again in a moment", waiting=waiting),
            )
        if not self._working:
            self._working = True
            return
        turn = asyncio.get_running_loop().create_future()
        self._turns.setdefault(asker, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.cancelled():
                self._forget(asker, turn)
            else:  # it had just been given its turn
                self._next()
            raise

    def _forget(self, asker: str, turn: asyncio.Future[None]) -> None:
        turns = self._turns[asker]
        turns.remove(turn)
        if not turns:
            del self._turns[asker]

    def _next(self) -> None:
        """The turn goes to the next asker, who is then the last of them."""
        if not self._turns:
            self._working = False
            return
        asker = next(iter(self._turns))
        turns = self._turns.pop(asker)
        turn = turns.popleft()
        if turns:
            self._turns[asker] = turns
        turn.set_result(None)
