"""Which of several servers on one PostgreSQL leads: who holds an advisory lock, proved in each transaction.

The lock belongs to a session of the leader's. When the leader dies, PostgreSQL ends the session and frees the lock;
when it hangs or is cut off, after 10 s of silence. A leader that was cut off may not know yet that another one leads.
So each leader has a number, its term, which stands in the row of `leadership`. A transaction that writes first locks
this row, shared, and reads it. With another term it is refused. A new leader waits for the end of such transactions
before it takes the next term, so whatever it reads after that is final (a fencing token: M. Kleppmann, How to do
distributed locking, 2016).
"""

import asyncio
from collections.abc import Awaitable, Coroutine
from contextlib import suppress
from typing import Any, Protocol

import asyncpg
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from content.findings import refused
from control_server.storage import tables
from control_server.storage.dialect import ReadAnew
from control_server.tasks import ended

CHANNEL = "afisier"
"""On it the leader says that there is something to take up."""

_LOCK = 0x41464953_0001
_ASK_EVERY_S, _ANSWER_S = 2.0, 5.0
SILENCE = "10s"
"""After so long without a question PostgreSQL ends the session, and with it the lock."""


_DRIVER_ERRORS = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError)


class Connect(Protocol):
    """Opens a connection of the driver with these settings of its session."""

    def __call__(self, **session: str) -> Coroutine[Any, Any, Any]: ...


class SharedLeadership:
    """`where` names the database in a sentence."""

    def __init__(self, connect: Connect, where: str, silence: str = SILENCE) -> None:
        self._connect, self._where, self._silence = connect, where, silence
        self._session: Any = None
        self._term: int | None = None
        self._ended, self._written = asyncio.Event(), asyncio.Event()

    @property
    def leads(self) -> bool:
        return self._term is not None

    async def take(self, read_anew: ReadAnew) -> bool:
        """Whether it leads now. When something is raised, it does not."""
        if self.leads:
            return True
        try:
            session = await self._live_session()
            if not await session.fetchval(f"SELECT pg_try_advisory_lock({_LOCK})"):
                return False
            term = await session.fetchval("UPDATE leadership SET term = term + 1 RETURNING term")
            await _asking(session, read_anew())
        except BaseException:
            self.give_up()
            raise
        if session.is_closed():
            return False
        self._ended.clear()
        self._term = term
        return True

    async def confirm(self, connection: AsyncConnection) -> None:
        if self._term is not None:
            table = tables.leadership
            term = (await connection.execute(select(table.c.term).with_for_update(read=True))).scalar()
            if term == self._term:
                return
            self.give_up()
        raise refused(
            "standby", self._where, "another server on this database leads, expected the change to be sent to it"
        )

    async def lost(self) -> None:
        while self.leads:
            with suppress(TimeoutError):
                async with asyncio.timeout(_ASK_EVERY_S):
                    await self._ended.wait()
            try:
                if self.leads:
                    await _ask(self._session)
            except _DRIVER_ERRORS:
                self.give_up()

    async def told(self, within_s: float) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await self._written.wait()
        written = self._written.is_set()
        self._written.clear()
        return written

    def give_up(self) -> None:
        self._term = None
        self._ended.set()
        session, self._session = self._session, None
        if session is not None:
            session.terminate()

    async def close(self) -> None:
        session, self._session, self._term = self._session, None, None
        if session is not None:
            with suppress(*_DRIVER_ERRORS):
                await session.close(timeout=1)

    async def _live_session(self) -> Any:
        if self._session is None or self._session.is_closed():
            self._session = await self._connect(idle_session_timeout=self._silence)
            self._session.add_termination_listener(self._on_end)
            await self._session.add_listener(CHANNEL, self._on_written)
        return self._session

    def _on_end(self, session: object) -> None:
        if session is self._session:
            self.give_up()

    def _on_written(self, *_: object) -> None:
        self._written.set()


async def _ask(session: Any) -> None:
    """The session is not silent."""
    await session.execute("SELECT 1", timeout=_ANSWER_S)


async def _asking(session: Any, work: Coroutine[Any, Any, None] | Awaitable[None]) -> None:
    """Brings the work to its end; it may take longer than a session may be silent."""
    task = asyncio.ensure_future(work)
    try:
        while not task.done():
            await asyncio.wait({task}, timeout=_ASK_EVERY_S)
            await _ask(session)
        await task
    finally:
        await ended(task)
