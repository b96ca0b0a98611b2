"""What displays have shown: their plays by time, as the wall, the studio and reports ask for them.

Decides which plays belong to an instant or an interval. Leaves out how plays are kept (`displays`).
"""

from datetime import datetime

from sqlalchemy import select

from content import wire
from control_server.storage import tables
from control_server.storage.database import Database
from control_server.storage.displays import play_of

_plays = tables.plays.c


async def at(database: Database, display: str, instant: datetime) -> wire.Play | None:
    """What the display showed at that instant, as far as it has told; None when it showed nothing, or has not told."""
    latest = select(tables.plays).where(_plays.display == display, _plays.since <= instant)
    rows = await database.rows(latest.order_by(_plays.since.desc()).limit(1))
    return play_of(rows[0]) if rows and rows[0].until > instant else None


async def between(database: Database, display: str, since: datetime, until: datetime, most: int) -> list[wire.Play]:
    """What it showed in [since, until), the oldest first; at most so many of the latest."""
    query = select(tables.plays).where(_plays.display == display, _plays.since < until, _plays.since >= since)
    rows = await database.rows(query.order_by(_plays.since.desc()).limit(most))
    plays = [play_of(row) for row in reversed(rows)]
    if len(plays) < most and (first := await at(database, display, since)) and first.since < since:
        plays.insert(0, first)
    return plays


async def following(database: Database, display: str, instant: datetime, most: int) -> list[wire.Play]:
    """What it showed next after that instant, the oldest first."""
    query = select(tables.plays).where(_plays.display == display, _plays.since > instant)
    return [play_of(row) for row in await database.rows(query.order_by(_plays.since).limit(most))]
