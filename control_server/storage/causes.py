"""Who did what, and why: the cause that is stored in the same transaction as what it caused."""

from datetime import datetime
from typing import Any, Literal

import msgspec
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from control_server.storage import tables
from control_server.storage.database import Database


class Cause(msgspec.Struct, frozen=True, kw_only=True):
    """`actor` is a person, a program or a feed; `kind` is what was done; `why` is in the actor's words, or empty."""

    actor: str
    kind: Literal["pack", "slide", "import", "feed", "change", "renewal", "restore"]
    why: str = ""

    def __str__(self) -> str:
        return f"{self.kind} by {self.actor}" + (f" ({self.why})" if self.why else "")


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """A cause as it is stored, with the instant (UTC) of the transaction and the revision that it left."""

    cause: Cause
    at: datetime
    revision: int


async def record(connection: AsyncConnection, cause: Cause, at: datetime, revision: int) -> int:
    """Adds the cause to the transaction under way; returns its number."""
    row = msgspec.structs.asdict(cause) | {"at": at, "revision": revision}
    result = await connection.execute(insert(tables.causes).values(row))
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


async def of_revision(database: Database, revision: int) -> Recorded | None:
    """What made the pack's revision: the first cause that left it, as manifests may be renewed later. None for 0."""
    table = tables.causes
    query = select(table).where(table.c.revision == revision).order_by(table.c.id).limit(1)
    return next((_recorded(row) for row in await database.rows(query)), None)


async def newest(database: Database) -> int:
    """The number of the last cause: it grows with every publication. 0 before the first."""
    ((number,),) = await database.rows(select(func.max(tables.causes.c.id)))
    return number or 0


async def history(database: Database, most: int = 100) -> list[Recorded]:
    """The newest causes, newest first."""
    table = tables.causes
    rows = await database.rows(select(table).order_by(table.c.id.desc()).limit(most))
    return [_recorded(row) for row in rows]


def _recorded(row: Any) -> Recorded:
    return Recorded(cause=Cause(actor=row.actor, kind=row.kind, why=row.why), at=row.at, revision=row.revision)
