"""SQLite's ways: a database in a file, opened so that what it acknowledges survives a power cut.

Decides how it is opened (WAL, synchronous=FULL, asserted: the defaults lose acknowledged commits in a power cut) and
what its result codes mean. One server has the file to itself: it owns the folder (`keys.owned`).
"""

import asyncio
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from content.findings import refused
from control_server.storage.dialect import ReadAnew, Refusal

PRAGMAS = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
"""As SQLite reports them; 2 is FULL."""

_DISK_ERROR = Refusal("disk", "the disk reported an error, nothing was changed; check it before going on")
_NOT_WRITABLE = Refusal("disk", "the database cannot be written, nothing was changed; expected a writable data folder")
_LOCKED = Refusal("database", "the database is locked by another program, nothing was changed")
_REFUSALS = {  # SQLite's primary result code (https://sqlite.org/rescode.html)
    sqlite3.SQLITE_FULL: Refusal("disk", "the disk is full, nothing was changed; free some space and try again"),
    sqlite3.SQLITE_IOERR: _DISK_ERROR,
    sqlite3.SQLITE_READONLY: _NOT_WRITABLE,
    sqlite3.SQLITE_PERM: _NOT_WRITABLE,
    sqlite3.SQLITE_CANTOPEN: Refusal("disk", "the database cannot be opened, expected a writable data folder"),
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_CORRUPT: Refusal("database", "the database is damaged; restore it from a backup"),
    sqlite3.SQLITE_NOTADB: Refusal("database", "the file is not a database of this program; restore it from a backup"),
}


class OnlyServer:
    """The leadership of a server that has its database to itself."""

    leads = True

    async def take(self, read_anew: ReadAnew) -> bool:
        """Nobody else has written: there is nothing to be read."""
        return True

    async def confirm(self, connection: AsyncConnection) -> None:
        """There is nobody else."""

    async def lost(self) -> None:
        """Never."""
        await asyncio.Event().wait()

    async def told(self, within_s: float) -> bool:
        await asyncio.sleep(within_s)
        return False

    def give_up(self) -> None:
        """There is nobody to give it to."""

    async def close(self) -> None:
        """There is nobody to give it to."""


class Sqlite:
    """The dialect of a database in this file."""

    def __init__(self, path: Path) -> None:
        self.where = str(path)

    def engine(self) -> AsyncEngine:
        """The file is its owner's alone; those that SQLite makes beside it have its mode."""
        with suppress(OSError):  # SQLite says what is wrong with the place
            Path(self.where).touch(mode=0o600)
        engine = create_async_engine(URL.create("sqlite+aiosqlite", database=self.where))
        event.listen(engine.sync_engine, "connect", set_pragmas)
        event.listen(engine.sync_engine, "begin", _begin)
        return engine

    def leadership(self) -> OnlyServer:
        return OnlyServer()

    async def alone(self, connection: AsyncConnection) -> None:
        """The folder's owner is alone."""

    async def check(self, connection: AsyncConnection) -> None:
        for name, expected in PRAGMAS.items():
            value = (await connection.execute(text(f"PRAGMA {name}"))).scalar()
            if str(value) != expected:
                raise refused("database", self.where, f"found {name} = {value}, expected {expected}")

    async def tell(self, connection: AsyncConnection) -> None:
        """There are no other servers."""

    def refusal(self, error: BaseException) -> Refusal | None:
        cause: object = error.orig if isinstance(error, DBAPIError) else error
        return _REFUSALS.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)


def set_pragmas(connection: Any, _: object) -> None:
    """Called by SQLAlchemy for every connection that it opens.

    The driver begins no transactions of its own accord: it would begin them only before rows are changed, so that the
    tables of a migration would be there although the rest of it was not.
    """
    connection.isolation_level = None
    cursor = connection.cursor()
    for name, value in PRAGMAS.items():
        cursor.execute(f"PRAGMA {name} = {value}")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
