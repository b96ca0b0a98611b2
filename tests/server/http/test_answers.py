"""Lost updates end: a write says of what it is a change, and is refused when that is no more."""

import base64
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from control_server import app
from control_server.app import ROUTES
from control_server.http.auth import Permission
from control_server.publishing.published import document_tag, pack_tag
from tests.server.simulator import PACK, Clock, Simulated, simulated, slide

Client = TestClient[web.Request, web.Application]
MakeClient = Callable[[web.Application], Awaitable[Client]]
SLIDE, WHOLE = "/api/slides/anunt", "/api/pack"
BODIES = {
    SLIDE: slide("Podul se deschide"),
    WHOLE: b'{"city.yaml": "' + base64.b64encode(PACK["city.yaml"]) + b'"}',
}


@pytest.fixture
async def client(city: Simulated, aiohttp_client: MakeClient) -> Client:
    client = await aiohttp_client(app.application(city.server))
    client.session.headers["Authorization"] = f"Bearer {city.server.token}"
    return client


def packed(files: dict[str, bytes]) -> dict[str, str]:
    return {path: base64.b64encode(body).decode() for path, body in files.items()}


def test_every_write_of_content_is_conditional_but_those_that_merge() -> None:
    forms = "/studio"  # a form says in its own field of which version it was made: the change keeps them all
    writes = [r for r in ROUTES if r.method not in ("GET", "HEAD") and not r.path.startswith(forms)]
    conditional = {
        f"{r.method} {re.sub(r':(?:[^{}]|[{][^{}]*[}])*[}]', '}', r.path)}": r.needs for r in writes if r.conditional
    }
    assert conditional == {
        "PUT /api/slides/{slide}": Permission.CHANGE,
        "PUT /api/pack": Permission.CHANGE,
        "PUT /api/changes/{change}/files": Permission.EDIT,
        "PUT /api/changes/{change}/files/{path}": Permission.EDIT,
        "DELETE /api/changes/{change}/files/{path}": Permission.EDIT,
        "POST /api/changes/{change}/conflicts": Permission.EDIT,
    }


@pytest.mark.parametrize("path", [SLIDE, WHOLE])
async def test_a_write_that_says_nothing_is_428(city: Simulated, client: Client, path: str) -> None:
    answer = await client.put(path, data=BODIES[path])
    assert answer.status == 428
    assert "expected `If-Match` with the ETag" in (await answer.json())["error"]
    assert city.published.files == PACK


@pytest.mark.parametrize(
    "headers",
    [
        {"If-Match": '"0123"'},
        {"If-Match": 'W/"0123"'},
        {"If-Match": '"*"'},
        {"If-Match": '"0123", "*"'},
        {"If-None-Match": "*"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", [SLIDE, WHOLE])
async def test_a_write_of_what_is_no_more_is_412_and_changes_nothing(
    city: Simulated, client: Client, path: str, headers: dict[str, str]
) -> None:
    before = city.published
    answer = await client.put(path, data=BODIES[path], headers=headers)
    assert answer.status == 412
    assert "(revision 1: pack by Ana)" in (await answer.json())["error"]
    assert city.published is before


@pytest.mark.parametrize("accept", ["application/yaml", "application/json"])
async def test_of_two_that_read_the_same_slide_the_second_is_told_of_the_first(
    city: Simulated, client: Client, accept: str
) -> None:
    read = await client.get(SLIDE, headers={"Accept": accept})
    tag, ending = read.headers["ETag"], "-json" if accept.endswith("json") else ""
    assert tag == f'"{document_tag(PACK["slides/anunt.yaml"])}{ending}"'
    assert read.headers["Vary"] == "Accept"
    first = await client.put(SLIDE, data=slide("Primul"), headers={"If-Match": tag})
    assert first.status == 200
    second = await client.put(SLIDE, data=slide("Al doilea"), headers={"If-Match": tag})
    assert second.status == 412
    sentence = "slide 'anunt': was changed since it was read (revision 2: slide by api (anunt)); expected"
    assert (await second.json())["error"].startswith(sentence)
    assert city.published.slide("anunt") == slide("Primul")
    again = await client.put(SLIDE, data=slide("Al doilea"), headers={"If-Match": first.headers["ETag"]})
    assert (again.status, city.published.slide("anunt")) == (200, slide("Al doilea"))


async def test_a_new_slide_is_new(city: Simulated, client: Client) -> None:
    path = "/api/slides/alt"
    assert (await client.put(path, data=slide("Altul"), headers={"If-Match": '"0123"'})).status == 412
    assert (await client.put(path, data=slide("Altul"), headers={"If-Match": "*"})).status == 412
    assert (await client.put(path, data=slide("Altul"), headers={"If-None-Match": "*"})).status == 200
    answer = await client.put(path, data=slide("Altul"), headers={"If-None-Match": "*"})
    assert (answer.status, "is there already" in (await answer.json())["error"]) == (412, True)


async def test_the_pack_has_an_etag_of_what_is_in_it(city: Simulated, client: Client) -> None:
    got, head = await client.get(WHOLE), await client.head(WHOLE)
    assert await got.json() == packed(PACK)
    assert got.headers["ETag"] == head.headers["ETag"] == f'"{pack_tag(PACK)}"'
    await city.put_slide("anunt", slide("Altul"))
    answer = await client.put(WHOLE, json=packed(PACK), headers={"If-Match": got.headers["ETag"]})
    assert (answer.status, "(revision 2: slide by Ana)" in (await answer.json())["error"]) == (412, True)
    now = (await client.head(WHOLE)).headers["ETag"]
    answer = await client.put(WHOLE, json=packed(PACK), headers={"If-Match": f'"0123", {now}'})
    assert (answer.status, answer.headers["ETag"]) == (200, f'"{pack_tag(PACK)}"')


async def test_the_first_pack_is_new(tmp_path: Path, clock: Clock, aiohttp_client: MakeClient) -> None:
    async with simulated(tmp_path, clock) as empty:
        client = await aiohttp_client(app.application(empty.server))
        client.session.headers["Authorization"] = f"Bearer {empty.server.token}"
        assert (await client.get(WHOLE)).status == (await client.head(WHOLE)).status == 409
        assert (await client.put(WHOLE, json=packed(PACK), headers={"If-Match": "*"})).status == 412
        assert (await client.put(WHOLE, json=packed(PACK), headers={"If-None-Match": "*"})).status == 200


async def test_who_changed_it_is_recorded(city: Simulated, client: Client) -> None:
    await client.put(SLIDE, data=slide("Podul se deschide"), headers={"If-Match": "*"})
    assert city.published.cause
    assert str(city.published.cause.cause) == "slide by api (anunt)"
