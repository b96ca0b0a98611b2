"""How long a command waits: as long as the server says how far it is."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from content.findings import RefusedError
from control_server.commands.client import Client, Patience
from control_server.commands.headway import Headway
from control_server.http.errors import Handler

BODY = b"x" * 1_000_000


@asynccontextmanager
async def serving(folder: Path, put: Handler, progress: Handler, patience: Patience) -> AsyncIterator[Client]:
    (folder / "token").write_text("t")
    application = web.Application(client_max_size=2 * len(BODY))
    application.router.add_put("/api/pack", put)
    application.router.add_get("/api/progress", progress)
    async with TestServer(application) as server:
        yield Client(str(server.make_url("/")), folder / "token", patience)


async def test_a_change_may_take_as_long_as_the_server_says_how_far_it_is(tmp_path: Path) -> None:
    asked, enough, told = 0, asyncio.Event(), list[Headway]()

    async def put(request: web.Request) -> web.Response:
        assert (await request.read(), request.content_length) == (BODY, len(BODY))
        await enough.wait()
        return web.Response(headers={"ETag": '"abc"'})

    async def progress(_: web.Request) -> web.Response:
        nonlocal asked
        asked += 1
        if asked == 30:
            enough.set()
        return web.json_response({"drawn": asked, "needed": 86})

    async with serving(tmp_path, put, progress, Patience(look_s=0.01, silence_s=20)) as client:
        reply = await client.change("/api/pack", BODY, {}, told.append)
    assert (reply.tag, asked >= 30) == ("abc", True)
    assert told[-1].sent == len(BODY) and told[-1].needed == 86
    assert [each.drawn for each in told] == sorted(each.drawn for each in told)


async def test_a_server_that_is_silent_is_not_waited_for(tmp_path: Path) -> None:
    over = asyncio.Event()

    async def silent(_: web.Request) -> web.Response:
        await over.wait()
        return web.Response()

    async with serving(tmp_path, silent, silent, Patience(look_s=0.01, silence_s=0.2)) as client:
        with pytest.raises(RefusedError, match="is silent, expected it to say how far it is"):
            await client.change("/api/pack", BODY, {}, lambda _: None)
        over.set()


async def test_more_faults_than_are_told_are_counted(tmp_path: Path) -> None:
    async def refused(_: web.Request) -> web.Response:
        finding = {"code": "fit", "where": "slides/a.yaml", "message": "the title does not fit"}
        body = {"error": "x", "findings": [finding] * 2, "findings_in_all": 1_302}
        return web.json_response(body, status=422)

    async with serving(tmp_path, refused, refused, Patience()) as client:
        with pytest.raises(RefusedError) as refusal:
            await client.change("/api/pack", b"", {}, lambda _: None)
    assert [finding.message for finding in refusal.value.findings][1:] == [
        "the title does not fit",
        "found 1,300 faults more",
    ]
