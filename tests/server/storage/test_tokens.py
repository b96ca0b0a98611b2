"""Tokens of people: kept by the SHA-256 of their secret, open until they end."""

from datetime import timedelta

import msgspec

from control_server.storage import audit, people, tokens
from control_server.storage.audit import Act
from control_server.storage.database import Database
from control_server.storage.tokens import PersonalToken
from tests.server.simulator import START
from tests.server.storage.test_people import joined, person

MADE = Act(who="person:a", verb="made a token", object="person:a")
TOKEN = PersonalToken(
    digest="d" * 64, person="a", name="Site", scopes=("read", "publish"), made=START, until=START + timedelta(days=30)
)


async def test_a_token_is_whose_it_is_until_it_ends(database: Database) -> None:
    ana = await joined(database, person("a"))
    await tokens.make(database, TOKEN, MADE)
    assert await tokens.one(database, TOKEN.digest, START) == (TOKEN, ana)
    assert await tokens.one(database, TOKEN.digest, TOKEN.until) is None
    assert await tokens.one(database, "e" * 64, START) is None
    await tokens.touch(database, TOKEN.digest, START)
    used = msgspec.structs.replace(TOKEN, used=START)
    assert await tokens.of_person(database, "a") == [used] and await tokens.of_person(database, "b") == []
    ended = Act(who="person:a", verb="ended a token", object="person:a")
    for _ in range(2):
        await tokens.end(database, TOKEN.digest, ended, START)
    assert await tokens.one(database, TOKEN.digest, START) is None
    assert await tokens.of_person(database, "a") == []
    assert [row.act.verb for row in await audit.rows(database)][-2:] == ["made a token", "ended a token"]


async def test_of_who_has_left_it_opens_nothing(database: Database) -> None:
    await joined(database, person("b"))
    ana = await joined(database, person("a"))
    await tokens.make(database, TOKEN, MADE)
    await people.disable(database, ana, Act(who="person:b", verb="disabled", object="person:a"), START)
    assert await tokens.one(database, TOKEN.digest, START) is None
