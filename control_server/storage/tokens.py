"""Tokens by which programs of a person use the API; known by the SHA-256 of their secret.

Every write adds what was done to the audit, in one transaction. Leaves out what a token opens (`http.auth`).
"""

from datetime import datetime
from typing import Any, Literal, get_args

import msgspec
from sqlalchemy import insert, select, update

from control_server.storage import audit, people, tables
from control_server.storage.audit import Act
from control_server.storage.database import Database
from control_server.storage.people import Person
from control_server.tasks import uninterrupted

Scope = Literal["read", "edit", "approve", "publish", "command", "enrol", "people", "audit"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
"""What a token may be for; several at once."""


class PersonalToken(msgspec.Struct, frozen=True, kw_only=True):
    """A token of a person, open `until` an instant unless it was `ended`. `used` is when it was used last."""

    digest: str
    person: str
    name: str
    scopes: tuple[Scope, ...]
    made: datetime
    until: datetime
    used: datetime | None = None
    ended: datetime | None = None

    @property
    def id(self) -> str:
        """What a page may call it: not enough to use it."""
        return self.digest[:10]


@uninterrupted
async def make(database: Database, token: PersonalToken, act: Act) -> None:
    """Keeps a new token."""
    row = msgspec.structs.asdict(token) | {"scopes": " ".join(token.scopes)}
    async with database.writing(tell=True) as connection:
        await connection.execute(insert(tables.tokens).values(row))
        await audit.record(connection, act, token.made)


async def of_person(database: Database, person: str) -> list[PersonalToken]:
    """The tokens of a person that were not ended, the newest first."""
    table = tables.tokens
    is_open = (table.c.person == person) & table.c.ended.is_(None)
    rows = await database.rows(select(table).where(is_open).order_by(table.c.made.desc(), table.c.digest))
    return [_token(row) for row in rows]


async def one(database: Database, key: str, at: datetime) -> tuple[PersonalToken, Person] | None:
    """The open token with this digest and whose it is; None once the person is disabled."""
    table = tables.tokens
    is_open = (table.c.digest == key) & table.c.ended.is_(None) & (table.c.until > at)
    for row in await database.rows(select(table).where(is_open)):
        token = _token(row)
        person = await people.by_id(database, token.person)
        if person is not None and person.disabled is None:
            return token, person
    return None


@uninterrupted
async def touch(database: Database, key: str, used: datetime) -> None:
    """Keeps when it was used last."""
    async with database.writing() as connection:
        await connection.execute(update(tables.tokens).where(tables.tokens.c.digest == key).values(used=used))


@uninterrupted
async def end(database: Database, key: str, act: Act, at: datetime) -> None:
    """Ends a token."""
    table = tables.tokens
    async with database.writing(tell=True) as connection:
        is_open = (table.c.digest == key) & table.c.ended.is_(None)
        if (await connection.execute(update(table).where(is_open).values(ended=at))).rowcount:
            await audit.record(connection, act, at)


def _token(row: Any) -> PersonalToken:
    values = {str(name): value for name, value in row._mapping.items()}
    return msgspec.convert(values | {"scopes": tuple(values["scopes"].split())}, PersonalToken)
