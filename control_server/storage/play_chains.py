"""The plays of displays as they signed them: the links of their chains, byte for byte.

Decides that a link and the plays in it are kept in one transaction, and that a key of which nothing is known is written
into the audit with the first of its links. Leaves out whether a link follows (`devices.play_keeper`) and what a chain
proves (`content.proof`).
"""

import zlib
from collections.abc import AsyncIterator, Collection
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import delete, func, select, tuple_

from content.proof import Stretch
from content.wire import Tip, dsse
from content.wire.play_chain import PlayLink
from control_server.storage import audit, tables
from control_server.storage.audit import Act
from control_server.storage.database import Database
from control_server.storage.dialect import upsert
from control_server.storage.displays import PlaysOf, write_plays
from control_server.tasks import uninterrupted

_AT_ONCE = 100
"""Links read in one go."""
_NONE = -1
"""What stands for the number before the first link."""
_BEFORE, _AHEAD = timedelta(days=366), timedelta(days=1)
"""How long plays may have waited for the server, and how far a display's clock may be ahead of it."""
_chains, _links = tables.play_chains.c, tables.play_links.c


class Chain(msgspec.Struct, frozen=True, kw_only=True):
    """What a display signs with one key (`public`, as `dsse.public_text`). `begun` is when the first link came."""

    display: str
    key: str
    public: str
    begun: datetime
    tip: Tip


async def chains(database: Database, displays: Collection[str]) -> list[Chain]:
    """Of these displays, the oldest first."""
    query = select(tables.play_chains).where(_chains.display.in_(displays)).order_by(_chains.begun, _chains.key)
    return [_chain(row) for row in await database.rows(query)]


async def tip(database: Database, display: str, key: str) -> Tip | None:
    """The end of that chain; None where nothing of it is kept."""
    query = select(tables.play_chains).where(_chains.display == display, _chains.key == key)
    return next((_chain(row).tip for row in await database.rows(query)), None)


@uninterrupted
async def add(database: Database, links: Collection[PlayLink], counted: Collection[PlaysOf], at: datetime) -> None:
    """Keeps the links and the plays that count, all or none. Raises RefusedError.

    The last link of a chain is its end from now on.
    """
    rows = [_row(link, at) for link in links]
    if not rows:
        return
    ends = {(link.batch.display, link.key): link for link in links}
    async with database.writing() as connection:
        of_displays = _chains.display.in_({display for display, _ in ends})
        known = set(await connection.execute(select(_chains.display, _chains.key).where(of_displays)))
        for (display, key), link in ends.items():
            if (display, key) not in known:
                act = Act(who=f"display:{display}", verb="keyed", object=f"display:{display}", after=key)
                await audit.record(connection, act, at)
            end = {"public": link.batch.key, **msgspec.structs.asdict(link.tip)}
            query = upsert(connection, tables.play_chains).values(end | {"display": display, "key": key, "begun": at})
            await connection.execute(query.on_conflict_do_update(index_elements=["display", "key"], set_=end))
        await connection.execute(upsert(connection, tables.play_links).on_conflict_do_nothing(), rows)
        await write_plays(connection, counted)


async def stretches(
    database: Database, since: datetime, until: datetime, displays: Collection[str] = ()
) -> list[Stretch]:
    """What the chains of these displays (all, if none is named) have of [since, until): the links from the first to the
    last that has a play which was on then."""
    query = select(_links.display, _links.key, func.min(_links.number), func.max(_links.number))
    on_then = (_links.since < until) & (_links.until >= since)
    query = query.where(on_then & _links.display.in_(displays) if displays else on_then)
    ends = await database.rows(query.group_by(_links.display, _links.key).order_by(_links.display, _links.key))
    known = {(chain.display, chain.key): chain for chain in await chains(database, {row.display for row in ends})}
    return [await _stretch(database, known[row[0], row[1]], row[2], row[3]) for row in ends]


async def _stretch(database: Database, chain: Chain, first: int, last: int) -> Stretch:
    own = (_links.display == chain.display) & (_links.key == chain.key)
    between = select(func.count()).where(own, _links.number.between(first, last))
    begin = select(_links.after, _links.after_hash).where(own, _links.number == first)
    ((links,),), ((after, after_hash),) = [await database.rows(query) for query in (between, begin)]
    ((last_hash,),) = await database.rows(select(_links.hash).where(own, _links.number == last))
    return Stretch(
        display=chain.display,
        key=chain.public,
        begun=chain.begun,
        links=links,
        after=Tip(number=after, hash=after_hash) if after != _NONE else None,
        tip=Tip(number=last, hash=last_hash),
    )


async def envelopes(database: Database, stretch: Stretch) -> AsyncIterator[list[bytes]]:
    """The links of a stretch in order, some at a time."""
    key = dsse.key_id(dsse.public_from_text(stretch.key))
    own = (_links.display == stretch.display) & (_links.key == key) & (_links.number <= stretch.tip.number)
    query = select(_links.number, _links.envelope).where(own).order_by(_links.number).limit(_AT_ONCE)
    last = stretch.after.number if stretch.after else _NONE
    while rows := await database.rows(query.where(_links.number > last)):
        last = rows[-1].number
        yield [zlib.decompress(row.envelope) for row in rows]


@uninterrupted
async def forget(database: Database, before: datetime, most: int, display: str | None = None) -> int:
    """Removes at most so many links whose last play ended before then, of one display or of all; how many."""
    key = tuple_(*tables.play_links.primary_key)
    old = _links.until < before if display is None else (_links.until < before) & (_links.display == display)
    oldest = select(*tables.play_links.primary_key).where(old).order_by(_links.until).limit(most)
    async with database.writing() as connection:
        removed = await connection.execute(delete(tables.play_links).where(key.in_(oldest)))
    return removed.rowcount


def _chain(row: object) -> Chain:
    values = dict(row._mapping)  # type: ignore[attr-defined]
    return Chain(tip=Tip(number=values.pop("number"), hash=values.pop("hash")), **values)


def _row(link: PlayLink, at: datetime) -> dict[str, object]:
    """A time that cannot be right is when the link came: so it is found with the others, and forgotten like them."""
    batch = link.batch
    since, until = min(play.since for play in batch.plays), max(play.until for play in batch.plays)
    until = until if at - _BEFORE <= until <= at + _AHEAD else at
    since = since if at - _BEFORE <= since <= until else until
    return {
        "display": batch.display,
        "key": link.key,
        **msgspec.structs.asdict(link.tip),
        "after": batch.after.number if batch.after else _NONE,
        "after_hash": batch.after.hash if batch.after else "",
        "since": since,
        "until": until,
        "envelope": zlib.compress(link.envelope),
    }
