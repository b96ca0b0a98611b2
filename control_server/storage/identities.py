"""Who people are at the city's own sign-in: issuer and subject, which never change, and whose they are here.

Keeps when it let them in last. Leaves out for how long that counts (`people.membership`).
"""

from datetime import datetime

import msgspec
from sqlalchemy import insert, select, update

from content.findings import refused
from control_server.storage import audit, people, tables
from control_server.storage.audit import Act
from control_server.storage.database import Database
from control_server.storage.people import Person
from control_server.tasks import uninterrupted


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """A subject of an issuer (OpenID Connect Core §2).

    The subject is its SHA-256: it outlasts the name of somebody who was erased, so that they do not come back as new.
    """

    issuer: str
    subject: str


async def person_of(database: Database, identity: Identity) -> Person | None:
    """Whose it is; disabled or not."""
    table = tables.identities
    own = (table.c.issuer == identity.issuer) & (table.c.subject == identity.subject)
    for row in await database.rows(select(table.c.person).where(own)):
        return await people.by_id(database, row.person)
    return None


async def granted(database: Database, person: Person) -> datetime | None:
    """When the city's own sign-in let the person in last; None for who never came by it, and who may no more."""
    table = tables.identities
    rows = await database.rows(select(table.c.granted).where(table.c.person == person.id))
    return max((row.granted for row in rows if row.granted), default=None)


@uninterrupted
async def add(database: Database, identity: Identity, person: Person, at: datetime) -> None:
    """A new person with that identity. Raises RefusedError (`name`) for an e-mail address that is there already."""
    async with database.writing(tell=True) as connection:
        taken = select(tables.people.c.id).where(tables.people.c.email == person.email)
        if (await connection.execute(taken)).first():
            message = "is another account's here, expected it to be ended first, or its own password"
            raise refused("name", "the e-mail address", message)
        await connection.execute(insert(tables.people).values(people.row_of(person)))
        own = msgspec.structs.asdict(identity) | {"person": person.id, "granted": at}
        await connection.execute(insert(tables.identities).values(own))
        await audit.record(connection, Act(who=person.who, verb="joined", object=person.who, why=identity.issuer), at)


@uninterrupted
async def grant(database: Database, identity: Identity, person: Person, act: Act | None, at: datetime) -> None:
    """Keeps that the city's sign-in let the person in, with the roles it gives; `act` where these are others.

    It is not asked whether an administrator stays: groups are the city's to give, and it can give them again.
    """
    table = tables.identities
    own = (table.c.issuer == identity.issuer) & (table.c.subject == identity.subject)
    async with database.writing(tell=act is not None) as connection:
        await connection.execute(update(table).where(own).values(granted=at))
        if act:
            roles = people.row_of(person)["roles"]
            await connection.execute(update(tables.people).where(tables.people.c.id == person.id).values(roles=roles))
            if "administrator" not in person.roles:
                await people.close_invitations(connection, person, at)
            await audit.record(connection, act, at)


@uninterrupted
async def withdraw(database: Database, person: Person, act: Act, at: datetime) -> None:
    """Takes the roles of somebody whom the city's sign-in lets in no more; sessions, tokens and open links end."""
    tokens, own = tables.tokens, tables.identities.c.person == person.id
    async with database.writing(tell=True) as connection:
        await connection.execute(update(tables.identities).where(own).values(granted=None))
        await connection.execute(update(tables.people).where(tables.people.c.id == person.id).values(roles=""))
        is_open = (tokens.c.person == person.id) & tokens.c.ended.is_(None)
        await connection.execute(update(tokens).where(is_open).values(ended=at))
        await people.end_sessions(connection, person, at)
        await people.close_invitations(connection, person, at)
        await audit.record(connection, act, at)


@uninterrupted
async def sign_out(database: Database, person: Person, act: Act, at: datetime) -> int:
    """Ends all sessions of somebody. Returns how many there were."""
    async with database.writing(tell=True) as connection:
        if ended := await people.end_sessions(connection, person, at):
            await audit.record(connection, act, at)
        return ended
