"""The programmes that manifests name, by the SHA-256 of their bytes. One is written once and never changes."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from content import wire
from content.findings import refused
from content.publication.manifests import IssuedProgramme
from control_server.storage import tables
from control_server.storage.database import Database
from control_server.storage.dialect import PARAMETERS, upsert
from control_server.tasks import uninterrupted

KEPT = timedelta(days=7)
"""How long a programme is kept that no manifest names any more: a display may be on its way to it."""


async def add(connection: AsyncConnection, programmes: Mapping[str, IssuedProgramme], at: datetime) -> None:
    """Adds these to the transaction under way, named by manifests `at` that instant."""
    rows = [{"digest": digest, "body": each.data, "named": at} for digest, each in programmes.items()]
    query = upsert(connection, tables.programmes)
    again = query.on_conflict_do_update(index_elements=["digest"], set_={"named": query.excluded.named})
    if rows:
        await connection.execute(again, rows)


async def body(database: Database, digest: str) -> bytes | None:
    """The programme's bytes."""
    table = tables.programmes
    rows = await database.rows(select(table.c.body).where(table.c.digest == digest))
    return bytes(rows[0].body) if rows else None


async def digests(database: Database) -> list[str]:
    """Of all programmes that are kept."""
    return [row.digest for row in await database.rows(select(tables.programmes.c.digest))]


async def all_of(database: Database, digests: Collection[str]) -> dict[str, IssuedProgramme]:
    """Digest → programme. Raises RefusedError (`database`) when one is missing: manifests name no others."""
    table, wanted = tables.programmes, sorted(digests)
    bodies: dict[str, bytes] = {}
    for start in range(0, len(wanted), PARAMETERS):
        some = table.c.digest.in_(wanted[start : start + PARAMETERS])
        bodies |= {row.digest: bytes(row.body) for row in await database.rows(select(table).where(some))}
    if missing := next((digest for digest in wanted if digest not in bodies), None):
        raise refused("database", database.where, f"has no programme {missing[:16]}…; restore it from a backup")
    return {
        digest: IssuedProgramme(digest, data, wire.decode(data, wire.Programme, digest[:16]))
        for digest, data in bodies.items()
    }


@uninterrupted
async def sweep(database: Database, now: datetime) -> int:
    """Deletes those that no display's newest manifest has named for `KEPT`; how many.

    That one is still named is noted once a day.
    """
    table = tables.programmes
    named = table.c.digest.in_(select(tables.manifests.c.programme)), table.c.named < now - timedelta(days=1)
    async with database.writing() as connection:
        await connection.execute(update(table).where(*named).values(named=now))
        return (await connection.execute(delete(table).where(table.c.named < now - KEPT))).rowcount
