"""A server that does not lead answers every read, and refuses every write with when to ask again."""

import asyncio

import pytest

from control_server import app, roles
from control_server.http.auth import API, Permission
from control_server.http.standby import READS
from tests.server.conftest import Client, MakeClient, Pair
from tests.server.test_app import basic, example


@pytest.fixture
async def clients(pair: Pair, aiohttp_client: MakeClient) -> tuple[Client, Client]:
    """Of the leader and of the standby."""
    one, other = [await aiohttp_client(app.application(each.server)) for each in (pair.leader, pair.standby)]
    return one, other


async def test_every_write_is_refused_with_when_to_ask_again(pair: Pair, clients: tuple[Client, Client]) -> None:
    display = basic(await pair.leader.server.enrolments.enrol("gara"))
    await roles.take_up(pair.standby.server)
    api = {"Authorization": f"Bearer {pair.standby.server.token}", "If-Match": "*"}
    writes = [route for route in app.ROUTES if route.method not in READS and not route.path.startswith("/studio")]
    assert writes
    page = await clients[1].post("/studio/sign-in", headers={"Sec-Fetch-Site": "same-origin"})
    assert (page.status, page.headers["Retry-After"], page.content_type) == (503, "2", "text/html")
    for route in writes:
        stranger = await clients[1].request(route.method, example(route), data=b"")
        assert stranger.status == 401, route
        if route.needs not in API.permissions | {Permission.REPORT}:
            continue  # a person's, who signs in at the one that leads
        headers = display if route.needs is Permission.REPORT else api
        answer = await clients[1].request(route.method, example(route), headers=headers, data=b"")
        assert (answer.status, answer.headers["Retry-After"]) == (503, "2"), route
        assert "expected the change to be sent to the one that leads" in (await answer.json())["error"]


async def test_a_standby_answers_reads_as_the_leader_does(pair: Pair, clients: tuple[Client, Client]) -> None:
    await roles.take_up(pair.standby.server)
    asset = pair.leader.published.programme("gara").frames["anunt"]["ro"].asset
    programme = pair.leader.published.manifest("gara").programme
    for path in ("/api/displays", f"/assets/{asset}", f"/programmes/{programme}", "/displays/gara/picture.png"):
        one, other = await asyncio.gather(*(client.get(path) for client in clients))
        assert (one.status, await one.read()) == (other.status, await other.read()), path
        assert one.status == 200, path
    assert (await clients[1].get("/")).status == 200


async def test_health_says_the_role(pair: Pair, clients: tuple[Client, Client]) -> None:
    token = {"Authorization": f"Bearer {pair.leader.server.token}"}
    answers = [await client.get("/healthz", headers=token) for client in clients]
    assert [answer.status for answer in answers] == [200, 200]
    assert [await answer.json() for answer in answers] == [
        {"database": "ok", "broker": "ok", "workers": "ok"},
        {"database": "ok", "workers": "ok", "role": "standby"},
    ]
