"""Keeps the plays that displays send, and acknowledges them when they are durable.

Decides that plays which arrive together become durable together: a transaction a batch would make the disk the limit of
how many displays a server has. Leaves out whether a message counts (`reception`) and how plays are kept (`storage`).
"""

import asyncio

import structlog

from content import wire
from content.findings import RefusedError
from control_server.devices.link import DisplayLink
from control_server.storage.displays import add_plays
from control_server.storage.ground import Ground

_MOST_WAITING = 1000
"""Batches. What is not taken the display sends again."""

log = structlog.get_logger()


class PlayKeeper:
    """Takes plays at any time; `run` makes them durable."""

    def __init__(self, ground: Ground, link: DisplayLink) -> None:
        self._ground, self._link = ground, link
        self._batches: list[wire.Plays] = []
        self._due = asyncio.Event()

    def take(self, batch: wire.Plays) -> None:
        """It will be kept and acknowledged; the display sends it again if it is not."""
        if len(self._batches) < _MOST_WAITING:
            self._batches.append(batch)
            self._due.set()

    async def run(self) -> None:
        """Keeps what waits, together. Runs until cancelled."""
        while True:
            await self._due.wait()
            await self.keep()

    async def keep(self) -> None:
        """What waits is made durable and acknowledged; a refusal of the database is logged, nothing acknowledged."""
        batches, self._batches = self._batches, []
        self._due.clear()
        try:
            await add_plays(self._ground.database, batches)
        except RefusedError as error:
            log.error("plays not kept", reason=str(error)[:300])
            return
        self._ground.metrics.plays.inc(sum(len(batch.plays) for batch in batches))
        for batch in batches:
            self._link.send("plays-ack", batch.display, wire.encode(wire.PlaysAck(number=batch.plays[-1].number)))
