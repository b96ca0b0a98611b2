"""What each job was drawn to, and what each frame says.

Emptied, the frames are drawn again, to the same bytes; until then the wall knows older frames by their slides only.
"""

from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from sqlalchemy import Column, delete, select

from content import wire
from content.publication.edition import StoredFrame
from control_server.storage import tables
from control_server.storage.database import Database
from control_server.storage.dialect import PARAMETERS, upsert
from control_server.tasks import uninterrupted


async def of_jobs(database: Database, jobs: Collection[str]) -> dict[str, StoredFrame]:
    """Job → its frame, as far as they are known."""
    return {row.job: _frame(row) for row in await _where(database, tables.frames.c.job, jobs)}


async def of_assets(database: Database, assets: Collection[str]) -> dict[str, StoredFrame]:
    """Asset (SHA-256, hex) → its frame, as far as they are known."""
    return {row.asset: _frame(row) for row in await _where(database, tables.frames.c.asset, assets)}


@uninterrupted
async def remember(database: Database, frames: Mapping[str, StoredFrame]) -> None:
    """Adds drawn jobs."""
    if not frames:
        return
    rows = [
        {
            "job": job,
            "asset": frame.asset,
            "size": frame.size,
            "live": msgspec.json.encode(frame.live),
            "title": frame.title,
            "kind": frame.kind,
        }
        for job, frame in frames.items()
    ]
    async with database.writing() as connection:
        await connection.execute(upsert(connection, tables.frames).on_conflict_do_nothing(), rows)


@uninterrupted
async def forget(database: Database, assets: Collection[str]) -> None:
    """Deletes the frames that were drawn to these assets."""
    listed = sorted(assets)
    async with database.writing() as connection:
        for start in range(0, len(listed), PARAMETERS):
            some = listed[start : start + PARAMETERS]
            await connection.execute(delete(tables.frames).where(tables.frames.c.asset.in_(some)))


async def _where(database: Database, column: Column[str], values: Collection[str]) -> list[Any]:
    rows: list[Any] = []
    wanted = sorted(values)
    for start in range(0, len(wanted), PARAMETERS):
        rows += await database.rows(select(tables.frames).where(column.in_(wanted[start : start + PARAMETERS])))
    return rows


def _frame(row: Any) -> StoredFrame:
    live = msgspec.json.decode(row.live, type=tuple[wire.LivePart, ...])
    return StoredFrame(asset=row.asset, size=row.size, live=live, title=row.title, kind=row.kind)
