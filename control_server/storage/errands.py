"""Errands: long work that a person asked for, with what was asked, how it stands and what came of it.

Leaves out doing the work (`errands.runner`), and what `request`, `files` and `result` mean: that is each kind's.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Literal

import msgspec
from sqlalchemy import delete, insert, select, update

from control_server.storage import tables
from control_server.storage.database import Database
from control_server.tasks import uninterrupted

ErrandState = Literal["working", "done", "refused", "cancelled", "lost", "kept"]
"""`lost` is work that the end of the server ended; `kept` is work whose result became a change."""


class Errand(msgspec.Struct, frozen=True, kw_only=True):
    """One errand. `by` is who asked, `at` when its state changed last (UTC).

    `files` are what the person handed over. `result` is what was reached, findings where it is refused, and the change
    where it is kept.
    """

    id: str
    kind: str
    by: str
    at: datetime
    state: ErrandState
    request: bytes
    files: bytes = b""
    result: bytes = b""


@uninterrupted
async def begin(database: Database, errand: Errand) -> None:
    """Keeps a new errand."""
    async with database.writing() as connection:
        await connection.execute(insert(tables.errands).values(msgspec.structs.asdict(errand)))


@uninterrupted
async def go_on(database: Database, errand: Errand) -> None:
    """Keeps how the errand stands now. One that is gone meanwhile stays gone."""
    row = {name: getattr(errand, name) for name in ("at", "state", "request", "result")}
    async with database.writing() as connection:
        await connection.execute(update(tables.errands).where(tables.errands.c.id == errand.id).values(row))


async def one(database: Database, errand: str) -> Errand | None:
    """The errand of this id, with all it holds."""
    return next(
        iter(map(_errand, await database.rows(select(tables.errands).where(tables.errands.c.id == errand)))), None
    )


async def of_person(database: Database, who: str) -> list[Errand]:
    """Those of a person, the newest first, without files and results."""
    table = tables.errands
    columns = (table.c.id, table.c.kind, table.c.by, table.c.at, table.c.state, table.c.request)
    rows = await database.rows(select(*columns).where(table.c.by == who).order_by(table.c.at.desc(), table.c.id))
    return [_errand(row) for row in rows]


@uninterrupted
async def lose(database: Database, but: Collection[str], now: datetime) -> int:
    """Work that nobody does any more is lost: what is under way, but these. Returns how many there were."""
    table = tables.errands
    query = update(table).where(table.c.state == "working", table.c.id.not_in(but)).values(state="lost", at=now)
    async with database.writing() as connection:
        return (await connection.execute(query)).rowcount


@uninterrupted
async def forget(database: Database, before: datetime) -> int:
    """Deletes what has not changed since. Returns how many there were."""
    async with database.writing() as connection:
        return (await connection.execute(delete(tables.errands).where(tables.errands.c.at < before))).rowcount


@uninterrupted
async def take_away(database: Database, ids: Collection[str]) -> None:
    """Deletes these."""
    async with database.writing() as connection:
        await connection.execute(delete(tables.errands).where(tables.errands.c.id.in_(ids)))


def _errand(row: Any) -> Errand:
    return Errand(**{str(name): value for name, value in row._mapping.items()})
