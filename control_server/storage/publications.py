"""The newest manifest of each display, and the one transaction in which a publication becomes durable."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from content.publication.issue import Publication
from content.publication.manifests import IssuedProgramme
from control_server.storage import audit, causes, programmes, tables
from control_server.storage.audit import Act
from control_server.storage.causes import Cause
from control_server.storage.database import Database
from control_server.storage.dialect import upsert
from control_server.storage.documents import Replacement
from control_server.tasks import uninterrupted


class Changed(NamedTuple):
    """What a publication changes: the pack's files, the manifests it issues, and the programmes that these name."""

    files: Mapping[str, bytes]
    issued: Mapping[str, Publication]
    programmes: Mapping[str, IssuedProgramme]


Also = Callable[[AsyncConnection], Awaitable[None]]
"""What is written in the same transaction."""


@uninterrupted
async def publish(database: Database, changed: Changed, cause: Cause, at: datetime, also: Also | None = None) -> int:
    """The pack becomes exactly the files, the manifests count as issued and the cause is recorded: all or nothing.

    Returns the pack's revision. Where nothing differs nothing is written, the cause neither, but what `also` writes.
    """
    async with database.writing(tell=True) as connection:
        replacement = await Replacement.of(connection, changed.files)
        if also is not None:
            await also(connection)
        if not changed.issued and not replacement.differs:
            return replacement.revision
        number = await causes.record(connection, cause, at, replacement.revision)
        await replacement.write(connection, number)
        act = Act(who=cause.actor, verb=cause.kind, object=f"revision:{replacement.revision}", why=cause.why)
        await audit.record(connection, act, at)
        if changed.issued:
            await _write(connection, changed, number, at)
    return replacement.revision


async def _write(connection: AsyncConnection, changed: Changed, cause: int, at: datetime) -> None:
    """The manifests, and how many displays are told which programme because of the cause."""
    displays = Counter(publication.manifest.programme for publication in changed.issued.values())
    await programmes.add(connection, {digest: changed.programmes[digest] for digest in displays}, at)
    counted = [{"cause": cause, "programme": digest, "displays": count} for digest, count in displays.items()]
    await connection.execute(insert(tables.publications), counted)
    rows = [
        {
            "display": display,
            "epoch": publication.manifest.epoch,
            "sequence": publication.manifest.sequence,
            "programme": publication.manifest.programme,
            "envelope": publication.envelope,
            "cause": cause,
        }
        for display, publication in changed.issued.items()
    ]
    query = upsert(connection, tables.manifests)
    fresh = {name: query.excluded[name] for name in rows[0] if name != "display"}
    await connection.execute(query.on_conflict_do_update(index_elements=["display"], set_=fresh), rows)


async def envelopes(database: Database) -> dict[str, bytes]:
    """Display → its newest manifest, signed."""
    table = tables.manifests
    rows = await database.rows(select(table.c.display, table.c.envelope).order_by(table.c.display))
    return {row.display: bytes(row.envelope) for row in rows}
