"""A database copied whole, as it was at one instant, from one engine to another: by the tables, never by the engine's
own forms. Servers may go on writing meanwhile.
"""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from content.findings import refused
from control_server.storage import tables
from control_server.storage.database import Database, opened
from control_server.storage.postgres import Postgres
from control_server.tasks import uninterrupted

_AT_ONCE = 500
"""Rows."""
_LEFT_OUT = frozenset({"assets", "leadership"})
"""Kept beside the database, and of a running server."""
_KEPT_TOGETHER = {"changes": "began"}
"""Tables whose rows name earlier rows of their own, and the column that orders them."""


def of_sqlite(source: Path, target: Path) -> None:
    """Fills the empty file `target`. Raises RefusedError (`database`, `file`)."""
    if not source.is_file():
        raise refused("file", str(source), "is not there, expected the data folder of a server")
    try:
        with (
            closing(sqlite3.connect(f"file:{quote(str(source))}?mode=rw", uri=True)) as running,
            closing(sqlite3.connect(target)) as copy,
        ):
            running.backup(copy)  # in one step: a reader of a WAL keeps no writer waiting
            copy.execute("PRAGMA journal_mode = delete")  # one file, without any beside it
    except sqlite3.Error as error:
        raise refused("database", str(source), f"cannot be copied: {error}") from error


async def from_postgres(address: str, target: Path) -> None:
    """Fills the empty file `target`. Raises RefusedError."""
    async with opened(target) as copy:
        engine = Postgres(address).engine()
        try:
            async with engine.connect() as running:
                # All statements of one such transaction see the same rows (PostgreSQL, §13.2.2).
                await running.execution_options(isolation_level="REPEATABLE READ")
                await _rows(running, copy)
        finally:
            await engine.dispose()
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("PRAGMA journal_mode = delete")


async def into_postgres(source: Path, connection: AsyncConnection) -> None:
    """Writes every row of that file of SQLite in the transaction under way, into tables that are empty."""
    async with opened(source) as copy, copy.engine.connect() as reading:
        for table in tables.metadata.sorted_tables:
            if table.name not in _LEFT_OUT:
                async for some in _parts(reading, table):
                    await connection.execute(insert(table), some)
                await _counting_on(connection, table)


async def assets(address: str) -> AsyncIterator[tuple[str, bytes]]:
    """Digest and bytes of every asset that servers share."""
    engine = Postgres(address).engine()
    try:
        async with engine.connect() as running:
            for (digest,) in (await running.execute(select(tables.assets.c.digest))).all():
                body = await running.scalar(select(tables.assets.c.body).where(tables.assets.c.digest == digest))
                if body is not None:
                    yield digest, bytes(body)
    finally:
        await engine.dispose()


async def is_empty(database: Database) -> bool:
    """Whether nobody has ever published, or joined, in it."""
    counted = [select(func.count()).select_from(table) for table in (tables.causes, tables.people, tables.audit)]
    return not any([(await database.rows(query))[0][0] for query in counted])


@uninterrupted
async def _rows(running: AsyncConnection, copy: Database) -> None:
    async with copy.writing() as writing:
        for table in tables.metadata.sorted_tables:
            if table.name not in _LEFT_OUT:
                async for some in _parts(running, table):
                    await writing.execute(insert(table), some)


async def _parts(connection: AsyncConnection, table: Table) -> AsyncIterator[list[dict[str, object]]]:
    order = _KEPT_TOGETHER.get(table.name)
    query = select(table).order_by(*([table.c[order]] if order else []), *table.primary_key)
    async for some in (await connection.stream(query)).partitions(_AT_ONCE):
        yield [dict(row._mapping) for row in some]


async def _counting_on(connection: AsyncConnection, table: Table) -> None:
    """PostgreSQL's own counter of a key does not see rows that bring theirs."""
    for column in table.primary_key:
        if column.autoincrement is True:
            highest = select(func.coalesce(func.max(column), 0)).select_from(table).scalar_subquery()
            counter = func.pg_get_serial_sequence(table.name, column.name)
            await connection.execute(select(func.setval(counter, highest + 1, text("false"))))
