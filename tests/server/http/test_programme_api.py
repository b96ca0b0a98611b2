"""Programmes by HTTP: immutable, packed once for all who ask, old ones too."""

import asyncio
import gzip
from hashlib import sha256

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import event

from control_server.http.programme_api import ProgrammeApi
from tests.server.simulator import Simulated, slide

Client = TestClient[web.Request, web.Application]
PLAIN = {"Accept-Encoding": "identity"}


async def test_a_programme_is_the_bytes_that_its_digest_names(city: Simulated, client: Client) -> None:
    manifest = city.published.manifest("gara")
    for headers, encoding in ((PLAIN, None), ({"Accept-Encoding": "gzip"}, "gzip")):
        answer = await client.get(f"/programmes/{manifest.programme}", headers=headers)
        assert (answer.status, answer.content_type) == (200, "application/json")
        assert answer.headers.get("Content-Encoding") == encoding
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Vary"] == "Accept-Encoding"
        data = await answer.read()  # unpacked by the client
        assert (sha256(data).hexdigest(), len(data)) == (manifest.programme, manifest.size)


async def test_it_travels_packed(city: Simulated, client: Client) -> None:
    manifest = city.published.manifest("gara")
    answer = await client.get(f"/programmes/{manifest.programme}", headers={"Accept-Encoding": "gzip"})
    assert int(answer.headers["Content-Length"]) < manifest.size
    assert len(gzip.compress(await answer.read())) < manifest.size


async def test_one_that_nobody_is_told_any_more_is_still_there(city: Simulated, client: Client) -> None:
    """A display may be on its way to the one before."""
    before = city.published.manifest("gara").programme
    await city.put_slide("anunt", slide("Podul se deschide"))
    assert before not in city.published.programmes
    answer = await client.get(f"/programmes/{before}", headers=PLAIN)
    assert sha256(await answer.read()).hexdigest() == before


async def test_it_is_read_once_however_many_ask_at_once(city: Simulated, client: Client) -> None:
    before = city.published.manifest("gara").programme
    await city.put_slide("anunt", slide("Podul se deschide"))
    asked: list[str] = []
    event.listen(
        city.server.ground.database.engine.sync_engine, "before_cursor_execute", lambda *call: asked.append(call[2])
    )
    answers = await asyncio.gather(*(client.get(f"/programmes/{before}") for _ in range(20)))
    assert {answer.status for answer in answers} == {200}
    assert len([statement for statement in asked if "programmes" in statement]) == 1


async def test_of_those_kept_ready_all_together_are_no_larger_than_is_said(city: Simulated) -> None:
    """Each that is asked for in turn is packed once, unless there is no room for all."""
    told = [city.published.manifest(name).programme for name in ("gara", "piata")]
    assert len(set(told)) == 2
    for kept_bytes, packed in ((10**6, 2), (city.published.manifest("gara").size * 3 // 2, 6)):
        application = web.Application()
        api = ProgrammeApi(city.server.publisher, city.server.ground.database, kept_bytes)
        application.router.add_get("/programmes/{digest}", api.programme)
        async with TestClient(TestServer(application)) as client:
            for _ in range(3):
                for digest in told:
                    assert (await client.get(f"/programmes/{digest}", headers=PLAIN)).status == 200
            assert api.packed == packed


async def test_one_that_never_was_is_not_here(client: Client) -> None:
    answer = await client.get(f"/programmes/{'0' * 64}")
    assert answer.status == 404
    assert "programme 0000000000000000…: is not here" in (await answer.json())["error"]
