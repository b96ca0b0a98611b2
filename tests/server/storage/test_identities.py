"""Who somebody is at the city's own sign-in: whose it is here, and an e-mail address once."""

import pytest

from content.findings import RefusedError
from control_server.storage import audit, identities, people
from control_server.storage.database import Database
from control_server.storage.identities import Identity
from tests.server.simulator import START
from tests.server.storage.test_people import person

OF_ANA = Identity(issuer="https://login.oras.ro", subject="a" * 64)


async def test_an_identity_is_one_persons(database: Database) -> None:
    ana = person("a", "author")
    await identities.add(database, OF_ANA, ana, START)
    assert await identities.person_of(database, OF_ANA) == ana == await people.by_id(database, "a")
    for issuer, subject in (("https://login.oras.ro", "b"), ("https://evil.example", "a" * 64)):
        assert await identities.person_of(database, Identity(issuer=issuer, subject=subject)) is None
    assert [row.act.why for row in await audit.rows(database)] == ["https://login.oras.ro"]
    with pytest.raises(RefusedError, match="is another account's here"):
        await identities.add(database, Identity(issuer="x", subject="y"), person("a"), START)
