"""Asking the server for the time, the newest manifest that it has told this display, and what it has of its plays.

Decides when it is asked: at the start, whenever the broker is reached, and every hour; sooner after a failure, soonest
while the time is not trusted. An answer counts only when the pinned key signed it for this display and for the number
that was drawn for this question. Leaves out what follows for the time (`timekeeping`) and for manifests (`player`).
"""

import asyncio
import contextlib
import random
import secrets
from collections.abc import Callable

import structlog

from config.settings import Enrolment
from config.system.backoff import Backoff
from content.findings import RefusedError
from content.wire.dsse import UntrustedError
from content.wire.trusted import TrustedSet
from display_client import events
from display_client.clock import DisplayClock
from display_client.download import Downloads, TransferError

ASK_S = 3600.0
"""Between two questions, ± a fifth by chance."""
AGAIN_FIRST_S, AGAIN_MOST_S = 2.0, 60.0

log = structlog.get_logger()


class TimeAsking:
    """One display's questions. `run` ends when cancelled."""

    def __init__(  # noqa: PLR0913, PLR0917  what is asked, and who is told
        self,
        enrolment: Enrolment,
        downloads: Downloads,
        clock: DisplayClock,
        tell: Callable[[events.Event], None],
        chance: random.Random,
        key: str = "",
    ) -> None:
        """`key` is the id of the display's own key, whose plays the server is asked about."""
        self._key = key
        self._downloads, self._clock, self._tell, self._chance = downloads, clock, tell, chance
        self._trusted = TrustedSet([enrolment.public_key()], enrolment.site, enrolment.display)
        self._again = Backoff(AGAIN_FIRST_S, AGAIN_MOST_S, chance)
        self._due = asyncio.Event()
        self._reason = ""

    def soon(self) -> None:
        """The server may be in reach: it is asked now."""
        self._due.set()

    async def run(self) -> None:
        """Asks, and asks again."""
        while True:
            self._due.clear()
            wait_s = await self._ask()
            await asyncio.to_thread(self._clock.keep)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await self._due.wait()

    async def _ask(self) -> float:
        """Seconds until it is asked again."""
        nonce, asked_s = secrets.token_hex(16), self._clock.clocks.boot_s()
        self._downloads.heed_dates(self._clock.system_is_right)
        try:
            told = self._trusted.accept_time(await self._downloads.time(nonce, self._key), nonce)
        except (TransferError, RefusedError, UntrustedError) as error:
            if str(error) != self._reason:  # once a reason: logs wear the card
                self._reason = str(error)
                log.warning("the server did not tell the time", reason=self._reason)
            return self._again.after()
        self._again.reset()
        self._reason = ""
        was_trusted = self._clock.read().trusted
        self._clock.told(told.at, asked_s)
        if not was_trusted:
            log.info("the time is trusted", offset_s=self._clock.read().state.offset_s)
        self._tell(events.NewestTold(told.newest))
        if told.key == self._key:
            self._tell(events.PlaysTold(told.played))
        return ASK_S * self._chance.uniform(0.8, 1.2)
