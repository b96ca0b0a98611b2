"""What was done, by whom and why, as a chain: each row has the hash of the one before it.

Decides what a row is hashed over, and that a row is written in the transaction of what it speaks of. `verified` needs
rows only, so that an export proves itself on any machine. Who did it is an id: a name can be erased, the chain holds.
"""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

import msgspec
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from content.findings import refused
from control_server.storage import tables
from control_server.storage.database import Database
from control_server.tasks import uninterrupted

FIRST = "0" * 64
"""What stands as the hash before the first row."""


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody did.

    `who` is `person:ID`, or `console`, `api`, `server`, `feed:ID`. `verb` is one word, `object` what it was done to, as
    `change:ID` or `pack`. `before` and `after` are digests of the object; `why` is in the words of who did it.
    """

    who: str
    verb: str
    object: str
    before: str = ""
    after: str = ""
    why: str = ""


class AuditRow(msgspec.Struct, frozen=True, kw_only=True):
    """An act as the chain has it: `number` from 1, `at` in UTC, the hash of the row before it, and its own."""

    number: int
    at: datetime
    act: Act
    previous: str
    hash: str


async def record(connection: AsyncConnection, act: Act, at: datetime) -> None:
    """Adds the act to the transaction under way. Writes are one at a time, so that numbers and hashes follow."""
    table = tables.audit
    act = msgspec.structs.replace(act, object=act.object.replace("\0", "")[:200], why=act.why.replace("\0", "")[:500])
    newest = select(table.c.number, table.c.hash).order_by(table.c.number.desc()).limit(1)
    last = (await connection.execute(newest)).first()
    number, previous = (last.number + 1, last.hash) if last else (1, FIRST)
    row = {"number": number, "at": at, **msgspec.structs.asdict(act), "previous": previous}
    row["hash"] = _hash(number, at, act, previous)
    await connection.execute(insert(table).values(row))


@uninterrupted
async def add(database: Database, act: Act, at: datetime) -> None:
    """Adds an act that nothing else of the database goes with."""
    async with database.writing() as connection:
        await record(connection, act, at)


async def rows(database: Database, *, about: str = "", after: int = 0, most: int = 1_000) -> list[AuditRow]:
    """The rows in order, those after number `after`; only those `about` an object, if one is named."""
    table = tables.audit
    query = select(table).where(table.c.number > after).order_by(table.c.number).limit(most)
    if about:
        query = query.where(table.c.object == about)
    return [_row(row) for row in await database.rows(query)]


async def newest(database: Database, most: int) -> list[AuditRow]:
    """The last rows, newest first."""
    query = select(tables.audit).order_by(tables.audit.c.number.desc()).limit(most)
    return [_row(row) for row in await database.rows(query)]


async def head(database: Database) -> str:
    """The hash of the last row, which stands for the whole chain; empty before the first."""
    query = select(tables.audit.c.hash).order_by(tables.audit.c.number.desc()).limit(1)
    return next((str(row.hash) for row in await database.rows(query)), "")


async def count(database: Database) -> int:
    """How many rows the chain has."""
    ((number,),) = await database.rows(select(func.count()).select_from(tables.audit))
    return int(number)


def verified(chain: Iterable[AuditRow]) -> int:
    """How many rows there are, from the first on. Raises RefusedError (`audit`) at the first that does not follow."""
    number, previous = 0, FIRST
    for row in chain:
        where = f"audit row {row.number}"
        if row.number != number + 1:
            raise refused("audit", where, f"follows row {number}, expected row {number + 1}: rows are missing")
        if row.previous != previous:
            raise refused("audit", where, "does not have the hash of the row before it: one of the two was rewritten")
        if row.hash != _hash(row.number, row.at, row.act, row.previous):
            raise refused("audit", where, "has another hash than its words: it was rewritten")
        number, previous = row.number, row.hash
    return number


def place(chain: Iterable[AuditRow], head: str) -> int:
    """The number of the row that has this hash. Raises RefusedError (`audit`) when none has: rows are missing."""
    for row in chain:
        if row.hash == head.strip().lower():
            return row.number
    message = "is the hash of no row, expected that of one: the chain is another one, or was cut before it"
    raise refused("audit", f"head {head[:64]}", message)


def _hash(number: int, at: datetime, act: Act, previous: str) -> str:
    """Over the row as canonical JSON: fields in this order, the instant in UTC to the microsecond."""
    instant = tables.instant_text(at)
    fields = [number, instant, act.who, act.verb, act.object, act.before, act.after, act.why, previous]
    return sha256(msgspec.json.encode(fields)).hexdigest()


def _row(row: object) -> AuditRow:
    values = dict(row._mapping)  # type: ignore[attr-defined]
    own = {name: values.pop(name) for name in ("number", "at", "previous", "hash")}
    return AuditRow(act=Act(**values), **own)
