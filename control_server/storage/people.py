"""People who may sign in, the one-time links that invite them, and their sessions.

Secrets are kept by their SHA-256 only: who reads the database can open nothing with it. Every write adds what was done
to the audit, in one transaction. Leaves out who may do what (`http.auth`) and passwords (`people.passwords`).
"""

from datetime import datetime
from hashlib import sha256
from typing import Any, Literal, get_args

import msgspec
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from content.findings import refused
from control_server.storage import audit, tables
from control_server.storage.audit import Act
from control_server.storage.database import Database
from control_server.tasks import uninterrupted

Role = Literal["author", "approver", "publisher", "technician", "auditor", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
"""What a person may be; several at once."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may sign in, unless `disabled`. `password` is its argon2 hash, empty for who has none.

    `tags` bound what they may do to displays that have one of them; without any it is all displays. Who was `erased`
    has neither a name nor an e-mail address any more.
    """

    id: str
    email: str
    name: str
    roles: tuple[Role, ...]
    password: str
    added: datetime
    tags: tuple[str, ...] = ()
    disabled: datetime | None = None
    erased: datetime | None = None

    @property
    def who(self) -> str:
        """What the audit calls them."""
        return f"person:{self.id}"


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """A one-time link that is open until an instant, or was used. `by` is who made it; `tags` as of a person."""

    digest: str
    roles: tuple[Role, ...]
    by: str
    until: datetime
    tags: tuple[str, ...] = ()
    used: datetime | None = None


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One browser of a person. `proved` is when they last gave their password."""

    digest: str
    person: str
    began: datetime
    seen: datetime
    proved: datetime
    address: str
    browser: str
    ended: datetime | None = None

    @property
    def id(self) -> str:
        """What a page may call it: not enough to use it."""
        return self.digest[:10]


def digest(secret: str) -> str:
    """What a secret is kept as. Secrets have 256 random bits: a plain hash is enough."""
    return sha256(secret.encode()).hexdigest()


# --- people ----------------------------------------------------------------------------------------------------------


async def count(database: Database) -> int:
    """How many people there are, the disabled ones too."""
    ((number,),) = await database.rows(select(func.count()).select_from(tables.people))
    return int(number)


async def everybody(database: Database) -> list[Person]:
    """All people, in the order they were added."""
    rows = await database.rows(select(tables.people).order_by(tables.people.c.added, tables.people.c.id))
    return [_person(row) for row in rows]


async def names(database: Database) -> dict[str, str]:
    """What people are called, by what the audit calls them."""
    return {person.who: person.name for person in await everybody(database)}


async def by_email(database: Database, email: str) -> Person | None:
    rows = await database.rows(select(tables.people).where(tables.people.c.email == email))
    return next(map(_person, rows), None)


async def by_id(database: Database, person: str) -> Person | None:
    rows = await database.rows(select(tables.people).where(tables.people.c.id == person))
    return next(map(_person, rows), None)


@uninterrupted
async def add(database: Database, person: Person, invitation: str, at: datetime) -> None:
    """Adds a person by the invitation with this digest, which is used up.

    Raises RefusedError (`invitation`) when it is not open any more, and for an e-mail address that is there already.
    """
    table = tables.invitations
    async with database.writing(tell=True) as connection:
        is_open = (table.c.digest == invitation) & table.c.used.is_(None) & (table.c.until > at)
        used = await connection.execute(update(table).where(is_open).values(used=at))
        if used.rowcount != 1:
            raise refused("invitation", "the link", "was used or has ended; ask for another one")
        taken = select(tables.people.c.id).where(tables.people.c.email == person.email)
        if (await connection.execute(taken)).first():
            raise refused("invitation", "the e-mail address", "is another person's already, expected your own")
        await connection.execute(insert(tables.people).values(row_of(person)))
        await audit.record(connection, Act(who=person.who, verb="joined", object=person.who), at)


@uninterrupted
async def disable(database: Database, person: Person, act: Act, at: datetime) -> None:
    """Ends the sessions of a person, who cannot sign in again, and their open links. What they did stays theirs.

    Raises RefusedError (`administrator`) when nobody would be left who can invite people.
    """
    people = tables.people
    async with database.writing(tell=True) as connection:
        await _administered_without(connection, person)
        await connection.execute(update(people).where(people.c.id == person.id).values(disabled=at))
        await end_sessions(connection, person, at)
        await close_invitations(connection, person, at)
        await audit.record(connection, act, at)


@uninterrupted
async def change_rights(database: Database, person: Person, act: Act, at: datetime) -> None:
    """Keeps other roles and tags of a person; they count from the next request on.

    The open links of who can invite nobody any more have ended.
    Raises RefusedError (`administrator`) when nobody would be left who can invite people.
    """
    people = tables.people
    async with database.writing(tell=True) as connection:
        if "administrator" not in person.roles:
            await _administered_without(connection, person)
            await close_invitations(connection, person, at)
        values = {name: value for name, value in row_of(person).items() if name in ("roles", "tags")}
        await connection.execute(update(people).where(people.c.id == person.id).values(values))
        await audit.record(connection, act, at)


@uninterrupted
async def change_password(database: Database, person: Person, keep: str, act: Act, at: datetime) -> None:
    """Keeps another hash of a person, and ends their sessions but the one with the digest `keep`."""
    people, sessions = tables.people, tables.sessions
    async with database.writing(tell=True) as connection:
        await connection.execute(update(people).where(people.c.id == person.id).values(password=person.password))
        others = (sessions.c.person == person.id) & sessions.c.ended.is_(None) & (sessions.c.digest != keep)
        await connection.execute(update(sessions).where(others).values(ended=at))
        await audit.record(connection, act, at)


@uninterrupted
async def erase(database: Database, person: Person, act: Act, at: datetime) -> None:
    """Forgets the name, the e-mail address, the password and the keys of who has left, and where they signed in from.

    The audit names them by their id: it still verifies.
    """
    people, sessions, tokens = tables.people, tables.sessions, tables.tokens
    async with database.writing(tell=True) as connection:
        values = {"email": f"erased:{person.id}", "name": "", "password": "", "erased": at}
        await connection.execute(update(people).where(people.c.id == person.id).values(values))
        await connection.execute(update(sessions).where(sessions.c.person == person.id).values(address="", browser=""))
        await connection.execute(delete(tables.passkeys).where(tables.passkeys.c.person == person.id))
        await connection.execute(update(tokens).where(tokens.c.person == person.id).values(name="", ended=at))
        await audit.record(connection, act, at)


async def _administered_without(connection: AsyncConnection, person: Person) -> None:
    """Raises RefusedError (`administrator`) when nobody else can invite people."""
    people = tables.people
    others = select(people.c.roles).where((people.c.id != person.id) & people.c.disabled.is_(None))
    if not any("administrator" in row.roles.split() for row in (await connection.execute(others)).all()):
        raise refused("administrator", person.name, "is the last administrator, expected another one to stay")


async def end_sessions(connection: AsyncConnection, person: Person, at: datetime) -> int:
    """Ends those of a person that are open. Returns how many there were."""
    sessions = tables.sessions
    is_open = (sessions.c.person == person.id) & sessions.c.ended.is_(None)
    return (await connection.execute(update(sessions).where(is_open).values(ended=at))).rowcount


async def close_invitations(connection: AsyncConnection, person: Person, at: datetime) -> None:
    """Ends the open links that the person made: by one of them they could come back as somebody else."""
    table = tables.invitations
    is_open = (table.c.by == person.who) & table.c.used.is_(None)
    await connection.execute(update(table).where(is_open).values(used=at))


# --- invitations -----------------------------------------------------------------------------------------------------


@uninterrupted
async def invite(database: Database, invitation: Invitation, act: Act, at: datetime) -> None:
    """Keeps a one-time link."""
    async with database.writing(tell=True) as connection:
        await connection.execute(insert(tables.invitations).values(row_of(invitation)))
        await audit.record(connection, act, at)


async def invitation(database: Database, key: str, at: datetime) -> Invitation | None:
    """The open invitation with this digest."""
    table = tables.invitations
    is_open = (table.c.digest == key) & table.c.used.is_(None) & (table.c.until > at)
    rows = await database.rows(select(table).where(is_open))
    return next((msgspec.convert(_values(row), Invitation) for row in rows), None)


# --- sessions --------------------------------------------------------------------------------------------------------


@uninterrupted
async def begin(database: Database, session: Session, act: Act) -> None:
    """Keeps a session that begins."""
    async with database.writing(tell=True) as connection:
        await connection.execute(insert(tables.sessions).values(msgspec.structs.asdict(session)))
        await audit.record(connection, act, session.began)


async def session(database: Database, key: str) -> tuple[Session, Person] | None:
    """The session with this digest and whose it is; None once it has ended or the person is disabled."""
    rows = await database.rows(select(tables.sessions).where(tables.sessions.c.digest == key))
    for row in rows:
        known = msgspec.convert(_plain(row), Session)
        person = await by_id(database, known.person)
        if known.ended is None and person is not None and person.disabled is None:
            return known, person
    return None


async def sessions_of(database: Database, person: str, since: datetime) -> list[Session]:
    """The sessions of a person that have not ended and were used after `since`, the newest first."""
    table = tables.sessions
    is_open = (table.c.person == person) & table.c.ended.is_(None) & (table.c.seen > since)
    rows = await database.rows(select(table).where(is_open).order_by(table.c.seen.desc(), table.c.digest))
    return [msgspec.convert(_plain(row), Session) for row in rows]


@uninterrupted
async def touch(database: Database, key: str, **fresh: datetime) -> None:
    """Keeps when the session was `seen`, or when its person `proved` who they are."""
    async with database.writing() as connection:
        await connection.execute(update(tables.sessions).where(tables.sessions.c.digest == key).values(**fresh))


@uninterrupted
async def end(database: Database, key: str, act: Act, at: datetime) -> None:
    """Ends a session."""
    table = tables.sessions
    async with database.writing(tell=True) as connection:
        is_open = (table.c.digest == key) & table.c.ended.is_(None)
        if (await connection.execute(update(table).where(is_open).values(ended=at))).rowcount:
            await audit.record(connection, act, at)


def row_of(value: Person | Invitation) -> dict[str, Any]:
    return msgspec.structs.asdict(value) | {"roles": " ".join(value.roles), "tags": "\n".join(value.tags)}


def _person(row: Any) -> Person:
    return msgspec.convert(_values(row), Person)


def _values(row: Any) -> dict[str, Any]:
    values = _plain(row)
    return values | {"roles": tuple(values["roles"].split()), "tags": tuple(values["tags"].splitlines())}


def _plain(row: Any) -> dict[str, Any]:
    return {str(name): value for name, value in row._mapping.items()}
