"""`Idempotency-Key`: sent twice, done once, answered the same; another request under the same key is refused."""

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from control_server.people.sign_in import Browser
from control_server.storage import audit, changes
from tests.server.simulator import PACK, Simulated, slide

Client = TestClient[web.Request, web.Application]
PATH = "/api/slides/anunt"


async def test_a_write_that_is_sent_twice_is_done_once(city: Simulated, client: Client, token: dict[str, str]) -> None:
    etag = (await client.get(PATH, headers=token)).headers["ETag"]
    headers = token | {"Idempotency-Key": "b3c4-1", "If-Match": etag}
    first = await client.put(PATH, headers=headers, data=slide("Unu"))
    again = await client.put(PATH, headers=headers, data=slide("Unu"))  # its ETag is of what is there no more
    assert (first.status, await first.read()) == (again.status, await again.read()) and first.status == 200
    assert (
        first.headers["ETag"] == again.headers["ETag"]
        and first.headers["Content-Type"] == again.headers["Content-Type"]
    )
    assert city.published.revision == 2
    new = await client.put(PATH, headers=headers | {"Idempotency-Key": "b3c4-2"}, data=slide("Unu"))
    assert new.status == 412


@pytest.mark.parametrize("how", ["body", "path", "condition", "method"])
async def test_another_request_under_the_same_key_is_refused(
    city: Simulated, client: Client, token: dict[str, str], how: str
) -> None:
    headers = token | {"Idempotency-Key": "k"}
    assert (await client.put(PATH, headers=headers, data=slide("Unu"))).status == 200
    other = {
        "body": client.put(PATH, headers=headers, data=slide("Doi")),
        "path": client.put("/api/slides/altul", headers=headers, data=slide("Unu")),
        "condition": client.put(PATH, headers=headers | {"If-Match": '"x"'}, data=slide("Unu")),
        "method": client.post("/api/imports/dataset", headers=headers, data=slide("Unu")),
    }
    for name, request in other.items():
        if name != how:
            request.close()
    async with other[how] as answer:
        assert answer.status == 422 and "expected a new key" in (await answer.json())["error"]
    assert city.published.revision == 2


async def test_a_refusal_is_the_same_again_and_what_was_not_read_is_not_kept(
    city: Simulated, client: Client, token: dict[str, str]
) -> None:
    headers = token | {"Idempotency-Key": "k"}
    wrong = [await client.put(PATH, headers=headers, data=b"kind: nothing") for _ in range(2)]
    assert [each.status for each in wrong] == [422, 422] and await wrong[0].read() == await wrong[1].read()
    unread = {name: value for name, value in headers.items() if name != "If-Match"} | {"Idempotency-Key": "l"}
    assert (await client.put(PATH, headers=unread, data=slide("Unu"))).status == 428
    assert (await client.put(PATH, headers=headers | unread, data=slide("Unu"))).status == 200
    for key in ("", "a b", "x" * 201, "ă"):
        answer = await client.put(PATH, headers=headers | {"Idempotency-Key": key}, data=slide("Unu"))
        assert answer.status == 422 and "expected 1 to 200" in (await answer.json())["error"], key


async def test_the_second_waits_for_no_first_and_after_a_day_the_key_is_new(
    city: Simulated, client: Client, token: dict[str, str]
) -> None:
    headers, there = token | {"Idempotency-Key": "k"}, asyncio.Event()
    statuses: list[int] = []

    async def meanwhile() -> None:
        statuses.append((await client.put(PATH, headers=headers, data=slide("Unu"))).status)
        there.set()

    city.pages.meanwhile = meanwhile
    assert (await client.put(PATH, headers=headers, data=slide("Unu"))).status == 200
    await there.wait()
    assert statuses == [503]
    city.clock.forward(hours=24)
    assert (await client.put(PATH, headers=headers, data=slide("Doi"))).status == 200
    assert b"Doi" in city.published.slide("anunt")


async def test_a_key_is_its_callers_own_and_a_person_is_named(
    city: Simulated, client: Client, token: dict[str, str]
) -> None:
    door = city.server.sign_in
    link = await door.invite(["publisher"], "console")
    here = Browser("127.0.0.1", "")
    signed_in = await door.who(await door.join(link, "ana@oras.ro", "Ana", "tramvai verde spre Fabric", here))
    assert signed_in
    secret = await city.server.tokens.make(signed_in.person, "Site", ["publish"], 30)
    own = {"Authorization": f"Bearer {secret}", "If-Match": "*", "Idempotency-Key": "k"}
    assert (await client.put(PATH, headers=token | {"Idempotency-Key": "k"}, data=slide("Unu"))).status == 200
    without = await client.put(PATH, headers=own, data=slide("Doi"))
    assert without.status == 422 and "without a reason" in (await without.json())["error"]
    own["Idempotency-Key"] = "l"
    assert (await client.put(f"{PATH}?why=inundatie", headers=own, data=slide("Doi"))).status == 200
    cause = city.published.cause
    assert cause and (cause.cause.actor, cause.cause.why) == (signed_in.person.who, "anunt: inundatie")
    (change,) = await changes.listed(city.server.ground.database, ["unreviewed"])
    assert (change.author, change.steps[-1].why) == (signed_in.person.who, "anunt: inundatie")
    rows = await audit.rows(city.server.ground.database)
    assert [row.act.verb for row in rows if row.act.who == signed_in.person.who][-2:] == ["unreviewed", "slide"]


async def test_a_token_keeps_to_the_displays_of_its_person(city: Simulated, client: Client) -> None:
    tagged = PACK["displays.yaml"].replace(b"  - id: gara", b"  - id: gara\n    tags: [calatori]")
    await city.publish({**PACK, "displays.yaml": tagged})
    door, here = city.server.sign_in, Browser("127.0.0.1", "")
    link = await door.invite(["publisher"], "console", ["calatori"])
    signed_in = await door.who(await door.join(link, "ana@oras.ro", "Ana", "tramvai verde spre Fabric", here))
    assert signed_in
    own = {
        "Authorization": f"Bearer {await city.server.tokens.make(signed_in.person, 'Site', ['publish'], 30)}",
        "If-Match": "*",
    }
    answer = await client.put(f"{PATH}?why=inundatie", headers=own, data=slide("Doi"))
    assert answer.status == 422 and "touches Piața, expected displays tagged calatori" in (await answer.json())["error"]
    assert city.published.revision == 2
