"""The database: a file of SQLite or a database of PostgreSQL, through SQLAlchemy.

Decides that writes are one at a time, that only the leader of several servers writes, and what a refusal of the
database is called. Leaves out each engine's ways (`sqlite`, `postgres`) and what is kept (the other modules).
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from content.findings import RefusedError, refused
from control_server.storage.dialect import Dialect, ReadAnew, Refusal
from control_server.storage.postgres import Postgres
from control_server.storage.sqlite import Sqlite


class Database:
    """An open database. Made by `opened`; every method raises RefusedError (`disk`, `database`)."""

    def __init__(self, dialect: Dialect, engine: AsyncEngine) -> None:
        self.engine, self.where = engine, dialect.where
        self.leadership = dialect.leadership()
        self._dialect = dialect
        self._writing = asyncio.Lock()

    @asynccontextmanager
    async def writing(self, *, tell: bool = False) -> AsyncIterator[AsyncConnection]:
        """One transaction: all of it is durable when the block has ended, or nothing of it.

        With `tell` the other servers hear at once that there is something to take up.

        Only in functions that are `uninterrupted`: a connection that is cancelled may keep its lock on the file.
        Raises StandbyError (`standby`) when another server leads. A leader whose connection ends in the middle leads no
        more: whether the transaction is there, it sees when it has read everything anew.
        """
        async with self._writing:
            with self._translated():
                async with self.engine.begin() as connection:
                    await self.leadership.confirm(connection)
                    yield connection
                    if tell:
                        await self._dialect.tell(connection)

    async def rows(self, query: Any) -> list[Any]:
        """Every row that the query selects."""
        with self._translated():
            async with self.engine.connect() as connection:
                return list((await connection.execute(query)).all())

    async def check(self) -> None:
        """The database answers, and is still as durable as it was opened."""
        with self._translated():
            async with self.engine.connect() as connection:
                await self._dialect.check(connection)

    async def take_the_lead(self, read_anew: ReadAnew) -> bool:
        """Whether this server leads from now on; `read_anew` takes up before what others have written."""
        with self._translated():
            return await self.leadership.take(read_anew)

    async def migrate(self) -> None:
        """Brings it to the present shape, whole or not at all."""
        with self._translated():
            async with self.engine.begin() as connection:
                await self._dialect.alone(connection)
                await connection.run_sync(_migrate)

    def _translated(self) -> "_Translated":
        return _Translated(self._dialect, self.leadership.give_up)


@asynccontextmanager
async def opened(place: Path | str) -> AsyncIterator[Database]:
    """The database in this file or at this address (`postgresql://…`), in the present shape. Raises RefusedError."""
    dialect: Dialect = Sqlite(place) if isinstance(place, Path) else Postgres(place)
    engine = dialect.engine()
    database = Database(dialect, engine)
    try:
        await database.check()
        await database.migrate()
        yield database
    finally:
        await database.leadership.close()
        await engine.dispose()


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", "control_server.storage:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


class _Translated:
    """What the database refuses, as one sentence. `unsure` is called when it may have been done all the same."""

    def __init__(self, dialect: Dialect, unsure: Callable[[], None]) -> None:
        self._dialect, self._unsure = dialect, unsure

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, RefusedError):
            return
        refusal = self._dialect.refusal(error) or _general(error)
        if refusal is None:
            return
        if refusal.unsure:
            self._unsure()
        raise refused(refusal.code, self._dialect.where, refusal.message) from error


def _general(error: BaseException) -> Refusal | None:
    if isinstance(error, CommandError):  # of Alembic, which has one error: the database's revision is not among ours
        return Refusal("database", "was written by a newer version of Afișier; expected this version's")
    if isinstance(error, SQLAlchemyError | OSError):
        return Refusal("database", f"the database refused: {str(error).splitlines()[0]}")
    return None
