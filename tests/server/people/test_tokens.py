"""Tokens: what one may be made for, whose it is, how long, and that nothing outlasts its person."""

from datetime import timedelta

import pytest

from content.findings import NotFoundError, RefusedError
from control_server.people.tokens import BEGINS, DAYS
from control_server.storage import audit
from tests.server.people.test_staff import joined
from tests.server.simulator import Simulated


async def test_a_token_is_shown_once_used_and_ended(city: Simulated) -> None:
    ana, tokens = (await joined(city, "ana", "administrator", "publisher")).person, city.server.tokens
    secret = await tokens.make(ana, "  Site-ul  primăriei ", ["publish", "read"], 90)
    assert secret.startswith(BEGINS) and len(secret) > 48
    (kept,) = await tokens.of(ana)
    assert (kept.name, kept.scopes, kept.used) == ("Site-ul primăriei", ("read", "publish"), None)
    assert secret not in str(kept)
    holder = await tokens.holder(secret)
    assert holder and holder.person == ana
    assert await tokens.holder(secret + "x") is None and await tokens.holder(BEGINS) is None
    city.clock.forward(seconds=30)
    await tokens.holder(secret)
    first = (await tokens.of(ana))[0].used
    assert first == city.clock.now - timedelta(seconds=30)
    city.clock.forward(seconds=31)
    await tokens.holder(secret)
    assert (await tokens.of(ana))[0].used == city.clock.now
    with pytest.raises(NotFoundError, match="expected one of your own"):
        await tokens.end((await joined(city, "dan", "author")).person, kept.id)
    await tokens.end(ana, kept.id)
    assert await tokens.holder(secret) is None and await tokens.of(ana) == []
    rows = await audit.rows(city.server.ground.database)
    told = [f"{row.act.verb}: {row.act.why}" for row in rows if "token" in row.act.verb]
    assert told == [f"{verb} a token: Site-ul primăriei (read, publish)" for verb in ("made", "ended")]


async def test_it_ends_by_itself_and_with_its_person(city: Simulated) -> None:
    ana, dan = (await joined(city, "ana", "administrator")).person, (await joined(city, "dan", "author")).person
    short, other = [await city.server.tokens.make(each, "Site", ["read"], 30) for each in (ana, dan)]
    await city.server.staff.disable(dan.id, ana)
    assert await city.server.tokens.holder(other) is None
    city.clock.forward(days=30)
    assert await city.server.tokens.holder(short) is None and await city.server.tokens.of(ana) == []


@pytest.mark.parametrize(
    ("name", "scopes", "days", "reason"),
    [
        ("x", ["read"], 30, "a name of 2 to 60 letters"),
        ("x" * 61, ["read"], 30, "a name of 2 to 60 letters"),
        ("Si\u202ete", ["read"], 30, "a name of 2 to 60 letters"),
        ("Site", [], 30, "is for nothing"),
        ("Site", ["read", "everything"], 30, "is for nothing"),
        ("Site", ["read"], 31, "for no such time"),
    ],
)
async def test_what_is_no_token_is_refused(
    city: Simulated, name: str, scopes: list[str], days: int, reason: str
) -> None:
    ana = (await joined(city, "ana", "administrator")).person
    with pytest.raises(RefusedError, match=reason):
        await city.server.tokens.make(ana, name, scopes, days)


async def test_nobody_has_hundreds_of_them(city: Simulated) -> None:
    ana = (await joined(city, "ana", "administrator")).person
    for _ in range(20):
        await city.server.tokens.make(ana, "Site", ["read"], DAYS[0])
    with pytest.raises(RefusedError, match="more than 20"):
        await city.server.tokens.make(ana, "Site", ["read"], DAYS[0])
