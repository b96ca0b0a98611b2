"""Tells what is to be told of alarms, until it is told.

This is the boundary towards mail servers and webhooks: whatever they do is kept as the reason why a message was not
told, and it is tried again.
"""

import asyncio
import random
from collections.abc import Mapping
from datetime import datetime

import msgspec
import structlog

from config.system.backoff import Backoff
from control_server.alarms.ways import TOLD_WITHIN_S, Way
from control_server.storage import alarms as kept
from control_server.storage.alarms import AlarmMessage
from control_server.storage.ground import Ground

_FIRST_WAIT_S, _LONGEST_WAIT_S = 5.0, 600.0
_LOOK_EVERY_S = 60.0
_LONGEST_REASON = 300

log = structlog.get_logger()


class Telling:
    """Goes through what is not told yet: when there is news, and after a wait that grows while something is left."""

    def __init__(self, ground: Ground, ways: Mapping[str, Way], news: asyncio.Event) -> None:
        self._ground, self._ways, self._news = ground, ways, news

    async def run(self) -> None:
        """Endless."""
        backoff = Backoff(_FIRST_WAIT_S, _LONGEST_WAIT_S, random.Random())  # noqa: S311  a wait is no secret
        while True:
            self._news.clear()
            left = await self.round()
            if not left:
                backoff.reset()
            wait_s = backoff.after() if left else _LOOK_EVERY_S
            try:
                async with asyncio.timeout(wait_s):
                    await self._news.wait()
            except TimeoutError:
                continue

    async def round(self) -> int:
        """Tries each message that is not told yet, the ways beside each other; returns how many are left."""
        waiting = await kept.untold(self._ground.database, self._ground.clock())
        waiting.sort(key=lambda message: bool(message.failure))
        by_way = [[each for each in waiting if each.way == way] for way in self._ways]
        left = sum(await asyncio.gather(*(self._told_one_by_one(messages) for messages in by_way)))
        self._ground.metrics.alarms_untold.set(left)
        return left

    async def _told_one_by_one(self, messages: list[AlarmMessage]) -> int:
        """New ones before those that failed, the oldest first. Where one cannot be told, the rest wait for a round."""
        for number, message in enumerate(messages):
            failure = await failed(self._ways[message.way], message)
            told: datetime | None = None if failure else self._ground.clock()
            outcome = msgspec.structs.replace(message, told=told, failure=failure)
            await kept.keep_outcome(self._ground.database, outcome)
            if failure:
                log.error("alarm not told", way=message.way, reason=failure)
                return len(messages) - number
            log.info("alarm told", way=message.way, message=message.id)
        return 0


async def failed(way: Way, message: AlarmMessage) -> str:
    """Why the message could not be told that way; empty when it was taken."""
    try:
        async with asyncio.timeout(2 * TOLD_WITHIN_S):
            await way(message)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}".rstrip(": ")
        return "".join(letter if letter.isprintable() else " " for letter in reason)[:_LONGEST_REASON]
    return ""
