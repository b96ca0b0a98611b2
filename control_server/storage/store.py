"""The durable memory of the server: SQLite through SQLAlchemy, one transaction a change.

Decides how the database is opened (WAL, synchronous=FULL, asserted: the defaults lose acknowledged commits in a power
cut), what one publication writes at once, and what a database's refusal is called. Leaves out what is published
(`publisher`) and the assets' bytes (`blobs`).
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, delete, event, func, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from content import wire
from content.findings import RefusedError, refused
from content.publication.edition import StoredFrame
from content.publication.issue import Publication
from control_server.storage import tables

_PRAGMAS = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
"""As SQLite reports them; 2 is FULL."""

_REFUSALS = {  # what SQLite says → code and sentence
    "disk is full": ("disk", "the disk is full, nothing was changed; free some space and try again"),
    "disk I/O error": ("disk", "the disk reported an error, nothing was changed; check it before going on"),
    "readonly": ("disk", "the database cannot be written, nothing was changed; expected a writable data folder"),
    "unable to open": ("disk", "the database cannot be opened, expected a writable data folder"),
    "locked": ("database", "the database is locked by another program, nothing was changed"),
    "malformed": ("database", "the database is damaged; restore it from a backup"),
    "not a database": ("database", "the file is not a database of this program; restore it from a backup"),
    "Can't locate revision": ("database", "was written by a newer version of Afișier; expected this version's"),
}


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """How reading a feed went last: when it was tried, when it last succeeded, `error` of `failures` times since.

    `files` are the pack's figures that it brought, `news` what the source says that the pack does not: a slide's path,
    or a sentence.
    """

    feed: str
    address: str
    tried: datetime
    succeeded: datetime | None = None
    failures: int = 0
    error: str | None = None
    files: tuple[str, ...] = ()
    news: tuple[str, ...] = ()


class Store:
    """Opened by `opened`. Writes are one at a time; every method raises RefusedError (`disk`, `database`)."""

    def __init__(self, engine: AsyncEngine, where: str) -> None:
        self._engine = engine
        self._where = where
        self._writing = asyncio.Lock()

    @asynccontextmanager
    async def _write(self) -> AsyncIterator[AsyncConnection]:
        async with self._writing:
            with _Translated(self._where):
                async with self._engine.begin() as connection:
                    yield connection

    async def _rows(self, query: Any) -> list[Any]:
        with _Translated(self._where):
            async with self._engine.connect() as connection:
                return list((await connection.execute(query)).all())

    async def check(self) -> None:
        """Answers, and is still as durable as it was opened."""
        for name, expected in _PRAGMAS.items():
            ((found,),) = await self._rows(text(f"PRAGMA {name}"))
            if str(found) != expected:
                raise refused("database", self._where, f"found {name} = {found}, expected {expected}")

    # --- the pack -------------------------------------------------------------------------------------------------

    async def documents(self) -> tuple[int, dict[str, bytes]]:
        """The pack's revision (0: none yet) and its files."""
        rows = await self._rows(select(tables.documents.c.path, tables.documents.c.body))
        ((revision,),) = await self._rows(select(func.max(tables.revisions.c.revision)))
        return revision or 0, {row.path: row.body for row in rows}

    async def publish(
        self,
        files: Mapping[str, bytes],
        issued: Iterable[Publication],
        author: str,
        at: datetime,
    ) -> int:
        """The pack becomes exactly `files` and the manifests count as issued, or neither. Returns the revision."""
        async with self._write() as connection:
            revision = await _replace(connection, files, author, at)
            for publication in issued:
                table = tables.publications
                old = update(table).where(table.c.display == publication.display).values(envelope=None)
                await connection.execute(old)
                await connection.execute(insert(table).values(msgspec.structs.asdict(publication)))
        return revision

    async def latest(self) -> dict[str, Publication]:
        """The last manifest of each display."""
        table = tables.publications
        rows = await self._rows(select(table).where(table.c.envelope.is_not(None)))
        return {row.display: Publication(**row._mapping) for row in rows}

    # --- frames ---------------------------------------------------------------------------------------------------

    async def made(self, jobs: Collection[str]) -> dict[str, StoredFrame]:
        """What is known of these jobs (keys)."""
        table = tables.frames
        rows = await self._rows(select(table).where(table.c.job.in_(jobs)))
        live = tuple[wire.LivePart, ...]
        return {
            r.job: StoredFrame(asset=r.asset, size=r.size, live=msgspec.json.decode(r.live, type=live)) for r in rows
        }

    async def remember(self, made: Mapping[str, StoredFrame]) -> None:
        """Adds drawn jobs to the cache."""
        if not made:
            return
        rows = [
            {"job": job, "asset": m.asset, "size": m.size, "live": msgspec.json.encode(m.live)}
            for job, m in made.items()
        ]
        async with self._write() as connection:
            await connection.execute(upsert(tables.frames).on_conflict_do_nothing(), rows)

    # --- displays -------------------------------------------------------------------------------------------------

    async def credentials(self) -> dict[str, str]:
        """Display → password hash."""
        rows = await self._rows(select(tables.credentials.c.display, tables.credentials.c.password))
        return {row.display: row.password for row in rows}

    async def set_credential(self, display: str, password: str, at: datetime) -> None:
        """Replaces what the display proves itself with."""
        row = {"display": display, "password": password, "at": at}
        query = upsert(tables.credentials).values(row)
        async with self._write() as connection:
            await connection.execute(query.on_conflict_do_update(index_elements=["display"], set_=row))

    async def add_plays(self, batch: wire.Plays) -> None:
        """Keeps the plays; those already kept stay as they are."""
        rows = [msgspec.structs.asdict(play) | {"display": batch.display} for play in batch.plays]
        if not rows:
            return
        async with self._write() as connection:
            await connection.execute(upsert(tables.plays).on_conflict_do_nothing(), rows)

    async def plays(self, display: str) -> list[wire.Play]:
        """Every play kept of a display, oldest first."""
        table = tables.plays
        rows = await self._rows(select(table).where(table.c.display == display).order_by(table.c.since))
        names = wire.Play.__struct_fields__
        return [wire.Play(**{name: row._mapping[name] for name in names}) for row in rows]

    async def keep_statuses(self, heard: Mapping[str, tuple[wire.Status, datetime]]) -> None:
        """The last word of these displays, and when it was heard."""
        if not heard:
            return
        rows = [{"display": d, "status": wire.encode(s), "heard": at} for d, (s, at) in heard.items()]
        query = upsert(tables.statuses)
        query = query.on_conflict_do_update(
            index_elements=["display"], set_={"status": query.excluded.status, "heard": query.excluded.heard}
        )
        async with self._write() as connection:
            await connection.execute(query, rows)

    async def statuses(self) -> dict[str, tuple[wire.Status, datetime]]:
        """The last word of every display; one that can no longer be read is left out."""
        found = {}
        for row in await self._rows(select(tables.statuses)):
            with suppress(RefusedError):  # the display says it anew within seconds
                found[row.display] = (wire.decode(row.status, wire.Status, self._where), row.heard)
        return found

    # --- feeds ----------------------------------------------------------------------------------------------------

    async def feeds(self) -> dict[str, Reading]:
        """How each feed was read last, by its id."""
        rows = await self._rows(select(tables.feeds))
        found: dict[str, Reading] = {}
        for row in rows:
            values = {str(name): value for name, value in row._mapping.items()}
            values |= {name: msgspec.json.decode(values[name]) for name in ("files", "news")}
            found[row.feed] = msgspec.convert(values, Reading)
        return found

    async def keep_feed(self, reading: Reading) -> None:
        """Replaces how this feed was read last."""
        row = msgspec.structs.asdict(reading)
        row |= {name: msgspec.json.encode(row[name]) for name in ("files", "news")}
        query = upsert(tables.feeds).values(row)
        async with self._write() as connection:
            await connection.execute(query.on_conflict_do_update(index_elements=["feed"], set_=row))


async def _replace(connection: AsyncConnection, files: Mapping[str, bytes], author: str, at: datetime) -> int:
    """Writes what differs; without a difference the revision stays."""
    table = tables.documents
    current = {row.path: row.body for row in (await connection.execute(select(table.c.path, table.c.body))).all()}
    revision: int = (await connection.execute(select(func.max(tables.revisions.c.revision)))).scalar() or 0
    changed = {path: body for path, body in files.items() if current.get(path) != body}
    gone = [path for path in current if path not in files]
    if not changed and not gone:
        return revision
    revision += 1
    for path, body in changed.items():
        row = {"path": path, "body": body, "revision": revision}
        await connection.execute(upsert(table).values(row).on_conflict_do_update(index_elements=["path"], set_=row))
    if gone:
        await connection.execute(delete(table).where(table.c.path.in_(gone)))
    history: list[dict[str, Any]] = [{"path": path, "body": body} for path, body in changed.items()]
    history += [{"path": path, "body": None} for path in gone]
    stamp = {"revision": revision, "author": author, "at": at}
    await connection.execute(insert(tables.revisions), [row | stamp for row in history])
    return revision


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Store]:
    """The store in this file, brought to the present shape. Raises RefusedError."""
    engine = create_async_engine(URL.create("sqlite+aiosqlite", database=str(path)))
    event.listen(engine.sync_engine, "connect", _set_pragmas)
    store = Store(engine, str(path))
    try:
        with _Translated(str(path)):
            async with engine.begin() as connection:
                await connection.run_sync(_migrate)
        await store.check()
        yield store
    finally:
        await engine.dispose()


def _set_pragmas(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    for name, value in _PRAGMAS.items():
        cursor.execute(f"PRAGMA {name} = {value}")
    cursor.close()


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", "control_server.storage:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


class _Translated:
    """What the database refuses, as one sentence."""

    def __init__(self, where: str) -> None:
        self._where = where

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, RefusedError) or not isinstance(error, SQLAlchemyError | OSError | CommandError):
            return
        for said, (code, message) in _REFUSALS.items():
            if said in str(error):
                raise refused(code, self._where, message) from error
        raise refused("database", self._where, f"the database refused: {str(error).splitlines()[0]}") from error
