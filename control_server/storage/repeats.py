"""What writes were answered that a caller may send again under the same key, for a day."""

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import delete, insert, select

from control_server.storage import tables
from control_server.storage.database import Database
from control_server.tasks import uninterrupted

KEPT_FOR = timedelta(hours=24)


class GivenAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer as it was given. `asked` is the SHA-256 (hex) of the request that it answers."""

    asked: str
    status: int
    headers: dict[str, str]
    body: bytes


async def given(database: Database, who: str, key: str, at: datetime) -> GivenAnswer | None:
    """What `who` was answered under this key in the last 24 hours."""
    table = tables.repeats
    known = (table.c.who == who) & (table.c.key == key) & (table.c.at > at - KEPT_FOR)
    for row in await database.rows(select(table).where(known)):
        headers = msgspec.json.decode(row.headers, type=dict[str, str])
        return GivenAnswer(asked=row.asked, status=row.status, headers=headers, body=bytes(row.body))
    return None


@uninterrupted
async def keep(database: Database, who: str, key: str, answer: GivenAnswer, at: datetime) -> None:
    """Keeps the answer, and forgets those that are older than a day."""
    table = tables.repeats
    row = msgspec.structs.asdict(answer) | {"headers": msgspec.json.encode(answer.headers)}
    async with database.writing() as connection:
        await connection.execute(delete(table).where(table.c.at <= at - KEPT_FOR))
        await connection.execute(insert(table).values(row | {"who": who, "key": key, "at": at}))
