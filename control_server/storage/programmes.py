"""The programmes that manifests name, by the SHA-256 of their bytes. One is written once and never changes."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from content import wire
from content.findings import refused
from content.publication.manifests import IssuedProgramme
from control_server.storage import tables
from control_server.storage.database import Database
from control_server.tasks import uninterrupted


async def add(connection: AsyncConnection, programmes: Mapping[str, IssuedProgramme], at: datetime) -> None:
    """Adds these to the transaction under way; those already there stay as they are."""
    rows = [{"digest": digest, "body": each.data, "issued": at} for digest, each in programmes.items()]
    if rows:
        await connection.execute(upsert(tables.programmes).on_conflict_do_nothing(), rows)


async def body(database: Database, digest: str) -> bytes | None:
    """The programme's bytes."""
    table = tables.programmes
    rows = await database.rows(select(table.c.body).where(table.c.digest == digest))
    return bytes(rows[0].body) if rows else None


async def all_of(database: Database, digests: Collection[str]) -> dict[str, IssuedProgramme]:
    """Digest → programme. Raises RefusedError (`database`) when one is missing: manifests name no others."""
    read = {}
    for digest in sorted(digests):
        data = await body(database, digest)
        if data is None:
            raise refused("database", database.where, f"has no programme {digest[:16]}…; restore it from a backup")
        read[digest] = IssuedProgramme(digest, data, wire.decode(data, wire.Programme, digest[:16]))
    return read


@uninterrupted
async def sweep(database: Database, before: datetime) -> int:
    """Deletes those that were first told before then and that no display's newest manifest names; how many."""
    table = tables.programmes
    named = select(tables.manifests.c.programme)
    old = delete(table).where(table.c.issued < before, table.c.digest.not_in(named))
    async with database.writing() as connection:
        return (await connection.execute(old)).rowcount
