"""Every manifest ever issued, and the one transaction in which a publication becomes durable."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import insert, select, update

from content.publication.issue import Publication
from control_server.storage import causes, tables
from control_server.storage.causes import Cause
from control_server.storage.database import Database
from control_server.storage.documents import Replacement
from control_server.tasks import uninterrupted


@uninterrupted
async def publish(
    database: Database, files: Mapping[str, bytes], issued: Iterable[Publication], cause: Cause, at: datetime
) -> int:
    """The pack becomes exactly `files`, the manifests count as issued and the cause is recorded: all or nothing.

    Returns the pack's revision. Nothing is written, the cause neither, when nothing differs.
    """
    async with database.writing() as connection:
        replacement = await Replacement.of(connection, files)
        manifests = list(issued)
        if not manifests and not replacement.differs:
            return replacement.revision
        number = await causes.record(connection, cause, at, replacement.revision)
        await replacement.write(connection, number)
        table = tables.publications
        for publication in manifests:
            outdated = update(table).where(table.c.display == publication.display).values(envelope=None)
            await connection.execute(outdated)
            row: dict[str, Any] = msgspec.structs.asdict(publication) | {"cause": number}
            await connection.execute(insert(table).values(row))
    return replacement.revision


async def latest(database: Database) -> dict[str, Publication]:
    """The last manifest of each display."""
    table = tables.publications
    rows = await database.rows(select(table).where(table.c.envelope.is_not(None)))
    names = Publication.__struct_fields__
    return {row.display: Publication(**{name: row._mapping[name] for name in names}) for row in rows}
