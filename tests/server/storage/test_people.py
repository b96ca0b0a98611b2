"""People join by a link that works once, sign in, and leave: each with its row in the audit."""

from datetime import timedelta

import msgspec
import pytest

from content.findings import RefusedError
from control_server.storage import audit, people
from control_server.storage.audit import Act
from control_server.storage.database import Database
from control_server.storage.people import Invitation, Person, Role, Session
from tests.server.simulator import START

LATER = START + timedelta(minutes=15)
INVITED = Act(who="console", verb="invited", object="administrator")


def person(number: str = "a", *roles: Role) -> Person:
    return Person(
        id=number, email=f"{number}@oras.ro", name="Ană", roles=roles or ("administrator",), password="h", added=START
    )


async def joined(database: Database, someone: Person) -> Person:
    link = Invitation(digest=f"link-{someone.id}", roles=someone.roles, by="console", until=LATER)
    await people.invite(database, link, INVITED, START)
    await people.add(database, someone, link.digest, START)
    return someone


def session_of(someone: Person, key: str = "k") -> Session:
    return Session(
        digest=key, person=someone.id, began=START, seen=START, proved=START, address="127.0.0.1", browser="Firefox"
    )


async def verbs(database: Database) -> list[str]:
    chain = await audit.rows(database)
    assert audit.verified(chain) == len(chain)
    return [f"{row.act.who} {row.act.verb} {row.act.object}" for row in chain]


async def test_a_link_makes_one_person(database: Database) -> None:
    ana = await joined(database, person("a", "author", "approver"))
    assert await people.everybody(database) == [ana]
    assert await people.by_email(database, "a@oras.ro") == await people.by_id(database, "a") == ana
    assert await people.by_email(database, "b@oras.ro") is None
    assert await people.count(database) == 1
    assert await people.invitation(database, "link-a", START) is None
    with pytest.raises(RefusedError, match="was used or has ended"):
        await people.add(database, person("b"), "link-a", START)
    assert await people.count(database) == 1
    assert await verbs(database) == ["console invited administrator", "person:a joined person:a"]


async def test_a_link_ends(database: Database) -> None:
    link = Invitation(digest="x", roles=("author",), by="console", until=LATER)
    await people.invite(database, link, INVITED, START)
    assert await people.invitation(database, "x", START) == link
    assert await people.invitation(database, "x", LATER) is None
    with pytest.raises(RefusedError, match="was used or has ended"):
        await people.add(database, person(), "x", LATER)


async def test_an_address_is_one_persons_and_the_link_stays_open_for_another(database: Database) -> None:
    ana = await joined(database, person("a"))
    link = Invitation(digest="x", roles=("author",), by=ana.who, until=LATER)
    await people.invite(database, link, INVITED, START)
    with pytest.raises(RefusedError, match="is another person's already"):
        await people.add(database, msgspec.structs.replace(person("b"), email=ana.email), "x", START)
    assert await people.invitation(database, "x", START) == link


async def test_a_session_is_a_persons_until_it_ends(database: Database) -> None:
    ana = await joined(database, person())
    begun = session_of(ana)
    await people.begin(database, begun, Act(who=ana.who, verb="signed in", object=ana.who))
    assert await people.session(database, "k") == (begun, ana)
    await people.touch(database, "k", seen=LATER)
    seen = msgspec.structs.replace(begun, seen=LATER)
    assert await people.session(database, "k") == (seen, ana)
    for _ in range(2):
        await people.end(database, "k", Act(who=ana.who, verb="signed out", object=ana.who), LATER)
    assert await people.session(database, "k") is None
    assert await people.session(database, "other") is None
    assert (await verbs(database))[2:] == ["person:a signed in person:a", "person:a signed out person:a"]


async def test_who_leaves_cannot_come_back_and_the_last_administrator_stays(database: Database) -> None:
    ana, dan = await joined(database, person("a")), await joined(database, person("b", "author"))
    await people.begin(database, session_of(dan), Act(who=dan.who, verb="signed in", object=dan.who))
    with pytest.raises(RefusedError, match="is the last administrator"):
        await people.disable(database, ana, Act(who=ana.who, verb="disabled", object=ana.who), LATER)
    await people.disable(database, dan, Act(who=ana.who, verb="disabled", object=dan.who), LATER)
    assert await people.session(database, "k") is None
    (_, gone) = await people.everybody(database)
    assert gone == msgspec.structs.replace(dan, disabled=LATER)
    assert (await verbs(database))[-1] == "person:a disabled person:b"


def test_a_secret_is_kept_as_its_hash() -> None:
    assert people.digest("x") == people.digest("x") != people.digest("y")
    assert len(people.digest("x")) == 64
