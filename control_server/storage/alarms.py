"""Alarms that are open, and the messages about them with how far they have come.

Leaves out when an alarm is raised and cleared (`alarms.rules`), and how a message is told (`alarms.ways`).
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import delete, insert, select, update

from control_server.storage import tables
from control_server.storage.database import Database
from control_server.tasks import uninterrupted

KEPT_FOR = timedelta(days=30)
TRIED_FOR = timedelta(days=1)
"""A message that could not be told for so long is not tried any more: it would say what was yesterday."""


class AlarmMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message as one way of telling it has it. `failure` is why it could not be told when that was tried last."""

    id: str
    way: str
    at: datetime
    body: bytes
    told: datetime | None = None
    failure: str = ""


async def open_alarms(database: Database) -> dict[str, datetime]:
    """By display: when its alarm was raised."""
    return {row.display: row.raised for row in await database.rows(select(tables.alarms))}


@uninterrupted
async def keep(
    database: Database, raised: Mapping[str, datetime], cleared: Collection[str], messages: Collection[AlarmMessage]
) -> None:
    """Keeps which alarms were raised and cleared, with what is to be told of it, in one transaction."""
    rows = [{"display": display, "raised": at} for display, at in raised.items()]
    async with database.writing() as connection:
        await connection.execute(delete(tables.alarms).where(tables.alarms.c.display.in_({*raised, *cleared})))
        if rows:
            await connection.execute(insert(tables.alarms), rows)
        if messages:
            await connection.execute(insert(tables.alarm_messages), [msgspec.structs.asdict(each) for each in messages])


async def untold(database: Database, now: datetime) -> list[AlarmMessage]:
    """What is still to be told, the oldest first."""
    table = tables.alarm_messages
    query = select(table).where(table.c.told.is_(None), table.c.at > now - TRIED_FOR).order_by(table.c.at, table.c.id)
    return [_message(row) for row in await database.rows(query)]


async def latest(database: Database, most: int) -> list[AlarmMessage]:
    """The newest first."""
    table = tables.alarm_messages
    query = select(table).order_by(table.c.at.desc(), table.c.id, table.c.way).limit(most)
    return [_message(row) for row in await database.rows(query)]


@uninterrupted
async def keep_outcome(database: Database, message: AlarmMessage) -> None:
    """Keeps whether it was told, and forgets messages of a month ago."""
    table = tables.alarm_messages
    this = (table.c.id == message.id) & (table.c.way == message.way)
    async with database.writing() as connection:
        await connection.execute(update(table).where(this).values(told=message.told, failure=message.failure))
        await connection.execute(delete(table).where(table.c.at < message.at - KEPT_FOR))


def _message(row: object) -> AlarmMessage:
    return msgspec.convert(row, AlarmMessage, from_attributes=True)
