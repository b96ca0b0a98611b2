"""Passkeys of people: the public half, how often it was used, and when.

Every write that gives or takes one adds what was done to the audit, in one transaction.
"""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import delete, insert, select, update

from control_server.storage import audit, people, tables
from control_server.storage.audit import Act
from control_server.storage.database import Database
from control_server.storage.people import Person
from control_server.tasks import uninterrupted


class Passkey(msgspec.Struct, frozen=True, kw_only=True):
    """A key of a person.

    `id` is the credential's (base64url), `key` its public key (COSE), `count` how often it was used, as it says itself.
    """

    id: str
    person: str
    name: str
    key: bytes
    count: int
    made: datetime
    used: datetime | None = None


@uninterrupted
async def add(database: Database, passkey: Passkey, act: Act) -> None:
    """Keeps a new one. Raises RefusedError (`database`) when it is there already."""
    async with database.writing(tell=True) as connection:
        await connection.execute(insert(tables.passkeys).values(msgspec.structs.asdict(passkey)))
        await audit.record(connection, act, passkey.made)


async def of_person(database: Database, person: str) -> list[Passkey]:
    """Those of a person, the newest first."""
    table = tables.passkeys
    query = select(table).where(table.c.person == person).order_by(table.c.made.desc(), table.c.id)
    return [_passkey(row) for row in await database.rows(query)]


async def one(database: Database, passkey: str) -> tuple[Passkey, Person] | None:
    """The passkey of this id and whose it is; None once the person is disabled."""
    for row in await database.rows(select(tables.passkeys).where(tables.passkeys.c.id == passkey)):
        known = _passkey(row)
        person = await people.by_id(database, known.person)
        if person is not None and person.disabled is None:
            return known, person
    return None


@uninterrupted
async def used(database: Database, passkey: str, count: int, at: datetime) -> None:
    """Keeps that it was used, and the count it said then."""
    table = tables.passkeys
    async with database.writing() as connection:
        await connection.execute(update(table).where(table.c.id == passkey).values(count=count, used=at))


@uninterrupted
async def remove(database: Database, passkey: str, act: Act, at: datetime) -> None:
    """It opens nothing any more."""
    async with database.writing(tell=True) as connection:
        await connection.execute(delete(tables.passkeys).where(tables.passkeys.c.id == passkey))
        await audit.record(connection, act, at)


def _passkey(row: Any) -> Passkey:
    return msgspec.convert({str(name): value for name, value in row._mapping.items()}, Passkey)
