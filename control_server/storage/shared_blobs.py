"""Assets that several servers share: kept in the database; the folder of each has those it was asked for.

Decides that an asset counts as kept when it is in the database, and that one is fetched once. Leaves out the folder
(`blobs`).
"""

import asyncio
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, select, update

from control_server.storage import tables
from control_server.storage.blobs import Blobs
from control_server.storage.database import Database
from control_server.storage.dialect import PARAMETERS, upsert
from control_server.tasks import uninterrupted


class SharedBlobs(Blobs):
    """As `Blobs` in the folder `root`, for all servers on this database."""

    def __init__(self, root: Path, database: Database) -> None:
        super().__init__(root)
        self._database = database
        self._fetching = asyncio.Lock()

    async def add(self, data: bytes) -> str:
        """In the folder first, then in the database. Raises RefusedError (`disk`, `database`, `standby`)."""
        digest = await super().add(data)
        await _keep(self._database, digest, data)
        return digest

    async def lacking(self, sizes: Mapping[str, int]) -> set[str]:
        kept = set()
        table = tables.assets
        for some in _parts(sizes):
            query = select(table.c.digest, table.c.size).where(table.c.digest.in_(some))
            kept |= {row.digest for row in await self._database.rows(query) if row.size == sizes[row.digest]}
        for digest in kept:
            if self.path(digest).is_file() and not self.has(digest, sizes[digest]):
                self.path(digest).unlink(missing_ok=True)  # cut short: it is fetched again
        await _wanted(self._database, kept)
        return sizes.keys() - kept

    async def sweep(self, named: Collection[str], before: datetime) -> set[str]:
        """From the database; and from the folder what nobody has asked this server for since then."""
        table = tables.assets
        old = await self._database.rows(select(table.c.digest).where(table.c.wanted < before))
        gone = {row.digest for row in old} - set(named)
        await _delete(self._database, gone, before)
        await super().sweep((), before)
        return gone

    async def located(self, digest: str) -> Path:
        path = self.path(digest)
        if path.is_file():
            return path
        async with self._fetching:  # many ask for one asset at the same time
            if not path.is_file():
                table = tables.assets
                for row in await self._database.rows(select(table.c.body).where(table.c.digest == digest)):
                    await super().add(bytes(row.body))
        return path


@uninterrupted
async def _keep(database: Database, digest: str, data: bytes) -> None:
    """It is wanted at this time, also when it was there before."""
    row = {"digest": digest, "size": len(data), "body": data, "wanted": datetime.now(UTC)}
    async with database.writing() as connection:
        query = upsert(connection, tables.assets).values(row)
        again = {"wanted": query.excluded.wanted}
        await connection.execute(query.on_conflict_do_update(index_elements=["digest"], set_=again))


@uninterrupted
async def _wanted(database: Database, digests: Collection[str]) -> None:
    """Notes that they are wanted at this time, if that was noted last more than a day ago."""
    now, table = datetime.now(UTC), tables.assets
    async with database.writing() as connection:
        for some in _parts(digests):
            stale = table.c.digest.in_(some), table.c.wanted < now - timedelta(days=1)
            await connection.execute(update(table).where(*stale).values(wanted=now))


@uninterrupted
async def _delete(database: Database, digests: Collection[str], before: datetime) -> None:
    table = tables.assets
    async with database.writing() as connection:
        for some in _parts(digests):
            await connection.execute(delete(table).where(table.c.digest.in_(some), table.c.wanted < before))


def _parts(digests: Collection[str]) -> Iterator[list[str]]:
    listed = sorted(digests)
    yield from (listed[start : start + PARAMETERS] for start in range(0, len(listed), PARAMETERS))
