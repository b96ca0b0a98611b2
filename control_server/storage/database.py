"""The database file: SQLite through SQLAlchemy, opened so that what it acknowledges survives a power cut.

Decides how it is opened (WAL, synchronous=FULL, asserted: the defaults lose acknowledged commits in a power cut), that
writes are one at a time, and what a refusal of the database is called. What is kept in it is the other modules'.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from content.findings import RefusedError, refused

PRAGMAS = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
"""As SQLite reports them; 2 is FULL."""

_DISK_ERROR = ("disk", "the disk reported an error, nothing was changed; check it before going on")
_NOT_WRITABLE = ("disk", "the database cannot be written, nothing was changed; expected a writable data folder")
_LOCKED = ("database", "the database is locked by another program, nothing was changed")
_REFUSALS = {  # SQLite's primary result code (https://sqlite.org/rescode.html) → code and sentence
    sqlite3.SQLITE_FULL: ("disk", "the disk is full, nothing was changed; free some space and try again"),
    sqlite3.SQLITE_IOERR: _DISK_ERROR,
    sqlite3.SQLITE_READONLY: _NOT_WRITABLE,
    sqlite3.SQLITE_PERM: _NOT_WRITABLE,
    sqlite3.SQLITE_CANTOPEN: ("disk", "the database cannot be opened, expected a writable data folder"),
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_CORRUPT: ("database", "the database is damaged; restore it from a backup"),
    sqlite3.SQLITE_NOTADB: ("database", "the file is not a database of this program; restore it from a backup"),
}


class Database:
    """An open database file. Made by `opened`; every method raises RefusedError (`disk`, `database`)."""

    def __init__(self, engine: AsyncEngine, where: str, pragmas: Mapping[str, str]) -> None:
        self.engine, self.where = engine, where
        self._pragmas = pragmas
        self._writing = asyncio.Lock()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """One transaction: all of it is durable when the block has ended, or nothing of it.

        Only in functions that are `uninterrupted`: a connection that is cancelled may keep its lock on the file.
        """
        async with self._writing:
            with _Translated(self.where):
                async with self.engine.begin() as connection:
                    yield connection

    async def rows(self, query: Any) -> list[Any]:
        """Every row that the query selects."""
        with _Translated(self.where):
            async with self.engine.connect() as connection:
                return list((await connection.execute(query)).all())

    async def check(self) -> None:
        """The database answers, and is still as durable as it was opened."""
        for name, expected in self._pragmas.items():
            ((value,),) = await self.rows(text(f"PRAGMA {name}"))
            if str(value) != expected:
                raise refused("database", self.where, f"found {name} = {value}, expected {expected}")


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Database]:
    """The database in this file, brought to the present shape. Raises RefusedError."""
    engine = create_async_engine(URL.create("sqlite+aiosqlite", database=str(path)))
    event.listen(engine.sync_engine, "connect", set_pragmas)
    event.listen(engine.sync_engine, "begin", _begin)
    database = Database(engine, str(path), PRAGMAS)
    try:
        with _Translated(str(path)):
            async with engine.begin() as connection:
                await connection.run_sync(_migrate)
        await database.check()
        yield database
    finally:
        await engine.dispose()


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


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", "control_server.storage:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


class _Translated:
    """What the database refuses, as one sentence by the driver's result code."""

    def __init__(self, where: str) -> None:
        self._where = where

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, RefusedError) or not isinstance(error, SQLAlchemyError | OSError | CommandError):
            return
        if isinstance(error, CommandError):  # of Alembic, which has one error: the file's revision is not among ours
            code, message = "database", "was written by a newer version of Afișier; expected this version's"
        elif (number := _primary_code(error)) in _REFUSALS:
            code, message = _REFUSALS[number]
        else:
            code, message = "database", f"the database refused: {str(error).splitlines()[0]}"
        raise refused(code, self._where, message) from error


def _primary_code(error: BaseException) -> int:
    """The low byte of SQLite's result code; 0 when the error is not SQLite's."""
    cause: object = error.orig if isinstance(error, DBAPIError) else error
    return getattr(cause, "sqlite_errorcode", 0) & 0xFF
