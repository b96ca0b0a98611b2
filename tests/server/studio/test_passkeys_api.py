"""Passkeys over HTTP: signed in with one, shown again for a step, and made only by who has just proved who they are."""

from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from control_server import app
from control_server.people.passkeys import RelyingParty
from control_server.storage import people
from tests.server.people.authenticator import SoftwareAuthenticator
from tests.server.simulator import Simulated
from tests.server.studio.conftest import PASSWORDS

Client = TestClient[web.Request, web.Application]
SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
async def client(city: Simulated, aiohttp_client: Callable[..., Awaitable[Client]]) -> Client:
    return await aiohttp_client(app.application(city.server))


async def signed_in(city: Simulated, client: Client, name: str) -> None:
    secret = await city.server.sign_in.invite(["administrator"], "console")
    form = {"name": name, "email": f"{name.lower()}@oras.ro", "password": PASSWORDS[name]}
    assert (await client.post(f"/studio/join/{secret}", data=form, headers=SAME)).status == 200


def device(client: Client) -> SoftwareAuthenticator:
    url = client.make_url("")
    return SoftwareAuthenticator(RelyingParty(url.host or "", str(url.origin())))


async def made(client: Client, own: SoftwareAuthenticator) -> int:
    options = await client.post("/studio/account/passkeys/options.json", headers=SAME)
    answer = own.made(await options.text())
    return (await client.post("/studio/account/passkeys.json?name=telefon", data=answer, headers=SAME)).status


async def proved(client: Client, own: SoftwareAuthenticator, path: str) -> int:
    options = await client.post("/studio/passkeys/options.json", headers=SAME)
    async with client.post(path, data=own.proved(await options.text()), headers=SAME) as answer:
        if answer.status == 200 and "sign-in" in path:
            assert await answer.json() == {"to": "/studio/slides"}
        return answer.status


async def test_in_by_a_passkey_and_the_step_that_asks_who_is_there(city: Simulated, client: Client) -> None:
    await signed_in(city, client, "Ana")
    own = device(client)
    assert await made(client, own) == 200
    await client.post("/studio/sign-out", headers=SAME)
    assert (await client.get("/studio")).url.path == "/studio/sign-in"
    assert await proved(client, own, "/studio/passkeys/sign-in.json?to=/studio/slides") == 200
    assert (await client.get("/studio")).url.path == "/studio"
    city.clock.forward(minutes=6)
    asked = await client.post("/studio/people", data={"role": "author"}, headers=SAME)
    assert asked.status == 403 and 'data-passkey="prove"' in await asked.text()
    assert await made(client, device(client)) == 422  # the password was given long ago
    assert await proved(client, own, "/studio/passkeys/prove.json") == 200
    assert (await client.post("/studio/people", data={"role": "author"}, headers=SAME)).status == 200
    removed = await client.post(
        "/studio/account/passkeys/remove", data={"passkey": (await keys(city))[0]}, headers=SAME
    )
    assert removed.status == 200 and await keys(city) == []
    assert await proved(client, own, "/studio/passkeys/sign-in.json") == 422


async def keys(city: Simulated) -> list[str]:
    (ana,) = await people.everybody(city.server.ground.database)
    return [each.id for each in await city.server.studio.passkeys.office.passkeys.of(ana)]


async def test_the_passkey_of_another_person_proves_nothing_of_me(
    city: Simulated, client: Client, aiohttp_client: Callable[..., Awaitable[Client]]
) -> None:
    await signed_in(city, client, "Ana")
    dans = await aiohttp_client(client.server)
    await signed_in(city, dans, "Dan")
    own = device(client)
    assert await made(dans, own) == 200
    assert await proved(client, own, "/studio/passkeys/prove.json") == 422


async def test_an_answer_is_not_endless(city: Simulated, client: Client) -> None:
    await signed_in(city, client, "Ana")
    answer = await client.post("/studio/passkeys/prove.json", data=b"x" * 20_001, headers=SAME)
    assert answer.status == 413
