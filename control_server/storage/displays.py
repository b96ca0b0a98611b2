"""What is kept of each display: what it proves itself with, the last thing it said, what it has shown."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from content import wire
from content.findings import RefusedError
from control_server.storage import audit, tables
from control_server.storage.audit import Act
from control_server.storage.database import Database
from control_server.storage.dialect import upsert
from control_server.tasks import uninterrupted

_KEPT = ("number", "slide", "lang", "campaign", "asset", "since", "until")
"""Fields of a play that `plays` has a column for."""

# --- credentials -----------------------------------------------------------------------------------------------------


async def credentials(database: Database) -> dict[str, str]:
    """Display → password hash."""
    rows = await database.rows(select(tables.credentials.c.display, tables.credentials.c.password))
    return {row.display: row.password for row in rows}


@uninterrupted
async def set_credential(database: Database, display: str, password: str, at: datetime, act: Act | None = None) -> None:
    """Replaces what the display proves itself with; the `act` of who did it is recorded with it."""
    row = {"display": display, "password": password, "at": at}
    async with database.writing(tell=True) as connection:
        query = upsert(connection, tables.credentials).values(row)
        await connection.execute(query.on_conflict_do_update(index_elements=["display"], set_=row))
        if act:
            await audit.record(connection, act, at)


@uninterrupted
async def remove_credential(
    database: Database, display: str, at: datetime | None = None, act: Act | None = None
) -> None:
    """The display has nothing to prove itself with; the `act` of who did it is recorded with it."""
    async with database.writing(tell=True) as connection:
        if act and at:
            await audit.record(connection, act, at)
        await connection.execute(delete(tables.credentials).where(tables.credentials.c.display == display))


# --- statuses --------------------------------------------------------------------------------------------------------


@uninterrupted
async def keep_statuses(database: Database, heard: Mapping[str, tuple[wire.Status, datetime]]) -> None:
    """The last word of these displays, and when it was heard."""
    if not heard:
        return
    rows = [{"display": d, "status": wire.encode(s), "heard": at} for d, (s, at) in heard.items()]
    async with database.writing() as connection:
        query = upsert(connection, tables.statuses)
        newer = {"status": query.excluded.status, "heard": query.excluded.heard}
        await connection.execute(query.on_conflict_do_update(index_elements=["display"], set_=newer), rows)


async def statuses(database: Database) -> dict[str, tuple[wire.Status, datetime]]:
    """The last word of every display; one that can no longer be read is left out."""
    readable = {}
    for row in await database.rows(select(tables.statuses)):
        with suppress(RefusedError):  # the display says it anew within seconds
            readable[row.display] = (wire.decode(row.status, wire.Status, database.where), row.heard)
    return readable


# --- plays -----------------------------------------------------------------------------------------------------------


class PlaysOf(NamedTuple):
    """Some plays of a display."""

    display: str
    plays: tuple[wire.Play, ...]


@uninterrupted
async def add_plays(database: Database, batches: Collection[PlaysOf]) -> None:
    """Keeps the plays, all or none; those already kept stay as they are."""
    async with database.writing() as connection:
        await write_plays(connection, batches)


async def write_plays(connection: AsyncConnection, batches: Collection[PlaysOf]) -> None:
    """The same in the transaction under way."""
    rows = [
        {name: getattr(play, name) for name in _KEPT} | {"display": batch.display, "seconds": play.seconds}
        for batch in batches
        for play in batch.plays
    ]
    if rows:
        await connection.execute(upsert(connection, tables.plays).on_conflict_do_nothing(), rows)


@uninterrupted
async def forget_plays(database: Database, before: datetime, most: int) -> int:
    """Removes at most so many plays that began before then, the oldest first. Returns how many there were."""
    key = tuple_(tables.plays.c.display, tables.plays.c.number, tables.plays.c.since)
    oldest = select(*tables.plays.primary_key).where(tables.plays.c.since < before).order_by(tables.plays.c.since)
    async with database.writing() as connection:
        removed = await connection.execute(delete(tables.plays).where(key.in_(oldest.limit(most))))
    return removed.rowcount


async def play_counts(database: Database) -> dict[str, int]:
    """Display → how many plays are kept of it."""
    table = tables.plays
    rows = await database.rows(select(table.c.display, func.count().label("plays")).group_by(table.c.display))
    return {row.display: row.plays for row in rows}


async def first_play(database: Database, display: str | None = None) -> datetime | None:
    """When the oldest play that is kept began, of one display or of all; None when there is none."""
    oldest = select(func.min(tables.plays.c.since).label("since"))
    if display is not None:
        oldest = oldest.where(tables.plays.c.display == display)
    return next((row.since for row in await database.rows(oldest)), None)


@uninterrupted
async def drop_plays(database: Database, most: int, display: str | None = None) -> int:
    """Removes at most so many of the oldest plays, of one display or of all. Returns how many there were."""
    table = tables.plays
    key = tuple_(table.c.display, table.c.number, table.c.since)
    oldest = select(*table.primary_key).order_by(table.c.since).limit(most)
    if display is not None:
        oldest = oldest.where(table.c.display == display)
    async with database.writing() as connection:
        removed = await connection.execute(delete(table).where(key.in_(oldest)))
    return removed.rowcount


async def plays(database: Database, display: str) -> list[wire.Play]:
    """Every play kept of a display, oldest first."""
    table = tables.plays
    rows = await database.rows(select(table).where(table.c.display == display).order_by(table.c.since))
    return [play_of(row) for row in rows]


def play_of(row: Any) -> wire.Play:
    """A row of `plays`: what is asked for often. All that a display said is in its chain (`play_chains`)."""
    return wire.Play(**{name: row._mapping[name] for name in _KEPT})
