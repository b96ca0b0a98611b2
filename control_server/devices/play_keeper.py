"""Keeps the plays that displays send, and acknowledges them when they are durable.

Decides that plays which arrive together become durable together (a transaction a batch would make the disk the limit of
how many displays a server has), which plays are kept and for how long, and how many of one display. Leaves out whether
a message counts (`reception`) and how plays are stored (`storage`).
"""

import asyncio
import time
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec
import structlog

from content import wire
from content.findings import RefusedError
from control_server.devices.link import DisplayLink
from control_server.devices.quotas import PLAYS, Quota
from control_server.storage.displays import add_plays, drop_plays, forget_plays, play_counts
from control_server.storage.ground import Ground

_MOST_WAITING = 1000
"""Batches. What is not taken the display sends again."""
_AHEAD = timedelta(days=1)
"""How far a display's clock may be ahead of the server's."""
_KEEP_EVERY_S = 0.1
_LONGEST = timedelta(hours=25)
"""Of a slide on the glass: a rotation starts anew at local midnight."""
FORGET_AT_ONCE = 5000
"""Plays removed in one transaction; others wait meanwhile."""

log = structlog.get_logger()


class PlayBounds(NamedTuple):
    """How many plays are kept at most: of one display, and of all. Beyond it the oldest go first.

    A display that changes every 8 seconds day and night has 4.3 million in 400 days; a play takes some 400 bytes.
    """

    of_one: int = 5_000_000
    of_all: int = 100_000_000


class PlayKeeper:
    """Takes plays at any time; `run` makes them durable. Plays are kept for `keep_days` from when they began."""

    def __init__(
        self,
        ground: Ground,
        link: DisplayLink,
        keep_days: int,
        bounds: PlayBounds = PlayBounds(),  # noqa: B008
    ) -> None:
        self._bounds = bounds
        self._ground, self._link, self._kept_for = ground, link, timedelta(days=keep_days)
        self._quota = Quota(PLAYS)
        self._batches: list[wire.Plays] = []
        self._due = asyncio.Event()

    def take(self, batch: wire.Plays) -> bool:
        """Whether it will be kept and acknowledged; else the display sends it again. At its quota it is refused."""
        if len(self._batches) >= _MOST_WAITING:
            return False
        if not self._quota.takes(batch.display, time.monotonic(), len(batch.plays)):
            return False
        self._batches.append(batch)
        self._due.set()
        return True

    async def run(self) -> None:
        """Keeps what waits, together, ten times a second. Runs until cancelled.

        A display that was away for long sends batch after batch, each when the one before is acknowledged.
        """
        while True:
            await self._due.wait()
            await self.keep()
            await asyncio.sleep(_KEEP_EVERY_S)

    async def keep(self) -> None:
        """What waits is made durable and acknowledged. What the database refuses is logged, and not acknowledged."""
        batches, self._batches = self._batches, []
        self._due.clear()
        now = self._ground.clock()
        await self._keep([self._sane(batch, now) for batch in batches], [batch.plays[-1] for batch in batches])

    async def _keep(self, batches: list[wire.Plays], last: list[wire.Play]) -> None:
        """`last` are the plays up to which each is acknowledged. One that the database refuses is parted."""
        try:
            await add_plays(self._ground.database, batches)
        except RefusedError as error:
            if len(batches) > 1 and await self._is_well():
                half = len(batches) // 2
                await self._keep(batches[:half], last[:half])
                await self._keep(batches[half:], last[half:])
            else:
                log.error("plays not kept", reason=str(error)[:300], display=batches[0].display, batches=len(batches))
            return
        self._ground.metrics.plays.inc(sum(len(batch.plays) for batch in batches))
        for batch, play in zip(batches, last, strict=True):
            ack = wire.PlaysAck(number=play.number, display=batch.display, until=play.until)
            self._link.send("plays-ack", batch.display, self._ground.signer.sign_ack(wire.encode(ack)))

    async def _is_well(self) -> bool:
        """Whether the database answers: then it is what it was given that it refused."""
        try:
            await self._ground.database.check()
        except RefusedError:
            return False
        return True

    def _sane(self, batch: wire.Plays, now: datetime) -> wire.Plays:
        """Without what ended before it began, is from the future, was to be forgotten or lasts too long: a clock was
        wrong, or a player."""
        first, last = now - self._kept_for, now + _AHEAD

        def sane(play: wire.Play) -> bool:
            longest = _LONGEST if play.slide else self._kept_for
            return first <= play.since <= play.until <= last and play.until - play.since <= longest

        return msgspec.structs.replace(batch, plays=tuple(play for play in batch.plays if sane(play)))

    async def forget(self) -> int:
        """Removes the plays that have been kept long enough, some at a time. Returns how many."""
        first, forgotten = self._ground.clock() - self._kept_for, 0
        while removed := await forget_plays(self._ground.database, first, FORGET_AT_ONCE):
            forgotten += removed
        return forgotten + await self._within_bounds()

    async def _within_bounds(self) -> int:
        """Drops the oldest plays of a display that has too many, and of all; it is told once each time."""
        counts, dropped = await play_counts(self._ground.database), 0
        for display, count in counts.items():
            if count > self._bounds.of_one:
                own = await self._dropped(count - self._bounds.of_one, display)
                log.warning(
                    "too many plays, the oldest dropped", display=display, dropped=own, most=self._bounds.of_one
                )
                dropped += own
        if (over := sum(counts.values()) - dropped - self._bounds.of_all) > 0:
            own = await self._dropped(over)
            log.warning("too many plays in all, the oldest dropped", dropped=own, most=self._bounds.of_all)
            dropped += own
        return dropped

    async def _dropped(self, over: int, display: str | None = None) -> int:
        dropped = 0
        while dropped < over:
            some = await drop_plays(self._ground.database, min(FORGET_AT_ONCE, over - dropped), display)
            if not some:
                break
            dropped += some
        return dropped
