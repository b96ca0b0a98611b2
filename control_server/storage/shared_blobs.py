"""Assets that several servers share: kept in the database; the folder of each has those it was asked for.

Decides that an asset counts as kept when it is in the database, and that one is fetched once. Leaves out the folder
(`blobs`).
"""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import select

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
        wanted, kept = sorted(sizes), set()
        table = tables.assets
        for start in range(0, len(wanted), PARAMETERS):
            query = select(table.c.digest, table.c.size).where(table.c.digest.in_(wanted[start : start + PARAMETERS]))
            kept |= {row.digest for row in await self._database.rows(query) if row.size == sizes[row.digest]}
        for digest in kept:
            if not self.has(digest, sizes[digest]):
                self.path(digest).unlink(missing_ok=True)  # cut short: it is fetched again
        return sizes.keys() - kept

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
    row = {"digest": digest, "size": len(data), "body": data}
    async with database.writing() as connection:
        await connection.execute(upsert(connection, tables.assets).values(row).on_conflict_do_nothing())
