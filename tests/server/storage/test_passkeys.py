"""Passkeys as they are kept: whose they are, how often they were used, and that each is there once."""

import msgspec
import pytest

from content.findings import RefusedError
from control_server.storage import audit, passkeys, people
from control_server.storage.audit import Act
from control_server.storage.database import Database
from control_server.storage.passkeys import Passkey
from tests.server.simulator import START
from tests.server.storage.test_people import joined, person

KEY = Passkey(id="id", person="a", name="telefon", key=b"\xa5", count=0, made=START)
MADE = Act(who="person:a", verb="made a passkey", object="person:a")


async def test_a_passkey_is_whose_it_is(database: Database) -> None:
    await joined(database, person("b"))
    ana = await joined(database, person("a"))
    await passkeys.add(database, KEY, MADE)
    with pytest.raises(RefusedError):
        await passkeys.add(database, KEY, MADE)
    assert await passkeys.one(database, "id") == (KEY, ana) and await passkeys.one(database, "x") is None
    await passkeys.used(database, "id", 2**32 - 1, START)
    used = msgspec.structs.replace(KEY, count=2**32 - 1, used=START)
    assert await passkeys.of_person(database, "a") == [used] and await passkeys.of_person(database, "b") == []
    await people.disable(database, ana, Act(who="person:b", verb="disabled", object="person:a"), START)
    assert await passkeys.one(database, "id") is None
    await passkeys.remove(database, "id", Act(who="person:a", verb="removed a passkey", object="person:a"), START)
    assert await passkeys.of_person(database, "a") == []
    assert [row.act.verb for row in await audit.rows(database)][-1] == "removed a passkey"
