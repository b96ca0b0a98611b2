"""Who people are at the city's own sign-in: issuer and subject, which never change, and whose they are here."""

from datetime import datetime

import msgspec
from sqlalchemy import insert, select

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


@uninterrupted
async def add(database: Database, identity: Identity, person: Person, at: datetime) -> None:
    """A new person with that identity. Raises RefusedError (`name`) for an e-mail address that is there already."""
    async with database.writing(tell=True) as connection:
        taken = select(tables.people.c.id).where(tables.people.c.email == person.email)
        if (await connection.execute(taken)).first():
            message = "is another account's here, expected it to be ended first, or its own password"
            raise refused("name", "the e-mail address", message)
        await connection.execute(insert(tables.people).values(people.row_of(person)))
        own = msgspec.structs.asdict(identity) | {"person": person.id}
        await connection.execute(insert(tables.identities).values(own))
        await audit.record(connection, Act(who=person.who, verb="joined", object=person.who, why=identity.issuer), at)
