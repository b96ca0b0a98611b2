"""How long what was on the glass: plays summed up, and listed for whoever counts anew.

Decides that a play counts where it began. Leaves out what topics slides have and how a report looks (`studio`).
"""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, literal, select, tuple_

from control_server.storage import tables
from control_server.storage.database import Database

_AT_ONCE = 500
"""Plays read in one go: of 5,000 the server stands still for a third of a second."""
_plays = tables.plays.c


class AirtimeRow(NamedTuple):
    """What one display showed of one slide in one language; `slide` is None for the neutral card."""

    display: str
    slide: str | None
    lang: str | None
    plays: int
    seconds: float


class ListedPlay(NamedTuple):
    """One play, as it was told."""

    display: str
    number: int
    since: datetime
    until: datetime
    slide: str | None
    lang: str | None
    campaign: str | None
    asset: str | None


async def totals(database: Database, since: datetime, until: datetime) -> list[AirtimeRow]:
    """Of all plays that began in [since, until)."""
    columns = _plays.display, _plays.slide, _plays.lang
    query = select(*columns, func.count().label("plays"), func.sum(_plays.seconds).label("seconds"))
    rows = await database.rows(query.where(_plays.since >= since, _plays.since < until).group_by(*columns))
    return [AirtimeRow(row.display, row.slide, row.lang, int(row.plays), float(row.seconds)) for row in rows]


async def counted(database: Database, since: datetime, until: datetime, most: int | None = None) -> int:
    """How many plays began in [since, until), by the index only; of more than `most` only so many are counted."""
    plays = select(literal(1)).where(_plays.since >= since, _plays.since < until).limit(most).subquery()
    ((count,),) = await database.rows(select(func.count()).select_from(plays))
    return int(count)


async def told(database: Database) -> tuple[datetime, datetime] | None:
    """When the first play that is kept began, and the last; None when there is none."""
    ((first, last),) = await database.rows(select(func.min(_plays.since), func.max(_plays.since)))
    return (first, last) if first else None


async def listed(database: Database, since: datetime, until: datetime) -> AsyncIterator[list[ListedPlay]]:
    """All plays that began in [since, until), by when they began, some thousands at a time."""
    columns = _plays.since, _plays.display, _plays.number
    query = select(*(getattr(_plays, name) for name in ListedPlay._fields)).where(
        _plays.since >= since, _plays.since < until
    )
    after: tuple[Any, ...] | None = None
    while True:
        more = query
        if after is not None:  # each value in the form that its column is kept in
            last_read = (literal(value, column.type) for value, column in zip(after, columns, strict=True))
            more = query.where(tuple_(*columns) > tuple_(*last_read))
        rows = await database.rows(more.order_by(*columns).limit(_AT_ONCE))
        if not rows:
            return
        yield [ListedPlay(*row) for row in rows]
        last = rows[-1]
        after = last.since, last.display, last.number
