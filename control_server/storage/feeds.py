"""How reading each feed of `sources.yaml` went last."""

from datetime import datetime

import msgspec
from sqlalchemy import select

from control_server.storage import tables
from control_server.storage.database import Database
from control_server.storage.dialect import upsert
from control_server.tasks import uninterrupted


class FeedRecord(msgspec.Struct, frozen=True, kw_only=True):
    """When a feed was tried, when it last succeeded, and the `error` of `failures` times since.

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


async def records(database: Database) -> dict[str, FeedRecord]:
    """How each feed was read last, by its id."""
    by_feed: dict[str, FeedRecord] = {}
    for row in await database.rows(select(tables.feeds)):
        values = {str(name): value for name, value in row._mapping.items()}
        values |= {name: msgspec.json.decode(values[name]) for name in ("files", "news")}
        by_feed[row.feed] = msgspec.convert(values, FeedRecord)
    return by_feed


@uninterrupted
async def keep(database: Database, record: FeedRecord) -> None:
    """Replaces how this feed was read last."""
    row = msgspec.structs.asdict(record)
    row |= {name: msgspec.json.encode(row[name]) for name in ("files", "news")}
    async with database.writing(tell=True) as connection:
        query = upsert(connection, tables.feeds).values(row)
        await connection.execute(query.on_conflict_do_update(index_elements=["feed"], set_=row))
