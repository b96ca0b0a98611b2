"""Keeps the plays that displays send, and acknowledges them when they are durable.

Decides which links of a display's chain follow, so that each play is kept once however often it is sent; that plays
which arrive together become durable together (a transaction a batch would make the disk the limit of how many displays
a server has); which plays count, for how long they are kept, and how many of one display. A link that does not follow
is answered with the end of the chain that is kept: the display goes on from there. Leaves out whether a message counts
(`reception`), what a link is (`wire.play_chain`) and how it is stored (`storage.play_chains`).
"""

import asyncio
import time
from collections import Counter
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog

from content import wire
from content.findings import RefusedError
from content.wire.play_chain import PlayLink
from control_server.devices.link import DisplayLink
from control_server.devices.quotas import PLAYS, Quota
from control_server.storage import play_chains
from control_server.storage.displays import PlaysOf, drop_plays, first_play, forget_plays, play_counts
from control_server.storage.ground import Ground

_MOST_WAITING = 1000
"""Batches. What is not taken the display sends again."""
_AHEAD = timedelta(days=1)
"""How far a display's clock may be ahead of the server's."""
_KEEP_EVERY_S = 0.1
_LONGEST = timedelta(hours=25)
"""Of a slide on the glass: a rotation starts anew at local midnight."""
MOST_KEYS, KEYS_WITHIN = 100, timedelta(days=30)
"""New ones of one display in that time: whoever holds its password could make one for each play. A display whose card
takes nothing makes one at each start, for years."""
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
        self._links: list[PlayLink] = []
        self._due = asyncio.Event()

    def take(self, link: PlayLink) -> bool:
        """Whether it will be looked at; else the display sends it again. At its quota it is refused."""
        if len(self._links) >= _MOST_WAITING:
            return False
        if not self._quota.takes(link.batch.display, time.monotonic(), len(link.batch.plays)):
            return False
        self._links.append(link)
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
        links, self._links = self._links, []
        self._due.clear()
        await self._keep(links)

    async def _keep(self, links: list[PlayLink]) -> None:
        """Parts them to find one that the database refuses."""
        try:
            await self._store(links)
        except RefusedError as error:
            if len(links) > 1 and await self._is_well():
                half = len(links) // 2
                await self._keep(links[:half])
                await self._keep(links[half:])
            else:
                display = links[0].batch.display
                log.error("plays not kept", reason=str(error)[:300], display=display, batches=len(links))

    async def _store(self, links: list[PlayLink]) -> None:
        """Those that follow, then the answers. Raises RefusedError."""
        now, database = self._ground.clock(), self._ground.database
        known = await play_chains.chains(database, {link.batch.display for link in links})
        tips = {(chain.display, chain.key): chain.tip for chain in known}
        fresh = Counter(chain.display for chain in known if now - chain.begun < KEYS_WITHIN)
        following, asked = [], set()
        for link in links:
            chain = (link.batch.display, link.key)
            if chain not in tips and fresh[chain[0]] >= MOST_KEYS:
                log.warning("too many keys, plays not kept", display=chain[0], most=MOST_KEYS)
                continue
            asked.add(chain)
            fresh[chain[0]] += chain not in tips
            if link.follows(tips.get(chain)):
                following.append(link)
                tips[chain] = link.tip
        counted = [PlaysOf(link.batch.display, self._counted(link.batch, now)) for link in following]
        await play_chains.add(database, following, counted, now)
        self._ground.metrics.plays.inc(sum(len(each.plays) for each in counted))
        for display, key in sorted(asked):
            ack = wire.PlaysAck(display=display, key=key, tip=tips[display, key])
            self._link.send("plays-ack", display, self._ground.signer.sign_ack(wire.encode(ack)))

    async def _is_well(self) -> bool:
        """Whether the database answers: then it is what it was given that it refused."""
        try:
            await self._ground.database.check()
        except RefusedError:
            return False
        return True

    def _counted(self, batch: wire.Plays, now: datetime) -> tuple[wire.Play, ...]:
        """Without what ended before it began, is from the future, was to be forgotten or lasts too long: a clock was
        wrong, or a player. In the chain it stays as it was said."""
        first, last = now - self._kept_for, now + _AHEAD

        def counts(play: wire.Play) -> bool:
            longest = _LONGEST if play.slide else self._kept_for
            return (
                first <= play.since <= play.until <= last
                and play.until - play.since <= longest
                and 0 <= play.seconds <= longest.total_seconds()
            )

        return tuple(play for play in batch.plays if counts(play))

    async def forget(self) -> int:
        """Removes the plays that have been kept long enough, some at a time, and their links. Returns how many."""
        first, forgotten = self._ground.clock() - self._kept_for, 0
        await self._forget_links(first)
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
                if oldest := await first_play(self._ground.database, display):
                    await self._forget_links(oldest, display)
        if (over := sum(counts.values()) - dropped - self._bounds.of_all) > 0:
            own = await self._dropped(over)
            log.warning("too many plays in all, the oldest dropped", dropped=own, most=self._bounds.of_all)
            dropped += own
            if oldest := await first_play(self._ground.database):
                await self._forget_links(oldest)
        return dropped

    async def _dropped(self, over: int, display: str | None = None) -> int:
        dropped = 0
        while dropped < over:
            some = await drop_plays(self._ground.database, min(FORGET_AT_ONCE, over - dropped), display)
            if not some:
                break
            dropped += some
        return dropped

    async def _forget_links(self, before: datetime, display: str | None = None) -> None:
        while await play_chains.forget(self._ground.database, before, FORGET_AT_ONCE, display):
            pass
