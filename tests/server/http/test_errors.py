"""Whatever goes wrong is one sentence, and tells no secret."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import pytest
import yaml
from aiohttp import web
from aiohttp.test_utils import TestClient

from control_server.publishing.published import Published
from tests.server.http.requests import basic
from tests.server.simulator import Simulated, picture, slide

Client = TestClient[web.Request, web.Application]
MakeClient = Callable[[web.Application], Awaitable[Client]]


async def answered(client: Client, head: str, body: bytes) -> int:
    """The status of a request whose header the client library would not send."""
    assert client.port is not None
    reader, writer = await asyncio.open_connection(client.host, client.port)
    length = f"Host: a\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write((head + length).encode("latin-1") + body)
    status = int((await reader.readline()).split()[1])
    writer.close()
    return status


async def test_headers_that_are_no_text_are_refused(city: Simulated, client: Client) -> None:
    assert await answered(client, "PUT /api/pack HTTP/1.1\r\nAuthorization: Bearer \xff\r\n", b"") == 401
    own = basic(await city.server.enrolments.enrol("gara"))["Authorization"]
    head = f"PUT /api/displays/gara/glass HTTP/1.1\r\nAuthorization: {own}\r\nX-Glass: \xff\r\n"
    assert await answered(client, head, picture(5, (1280, 720))) == 422


async def test_a_bug_is_not_told_to_the_caller(
    city: Simulated, client: Client, token: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> bytes:
        raise ZeroDivisionError("the secret of the house")

    monkeypatch.setattr(Published, "slide", broken)
    answer = await client.get("/api/slides/anunt", headers=token)
    assert answer.status == 500
    assert "secret" not in await answer.text()


async def test_no_secret_is_ever_logged(
    city: Simulated, client: Client, token: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = await client.post("/api/displays/gara/enrolment", headers=token)
    secret = yaml.safe_load(await answer.read())["password"]
    await client.put("/api/slides/anunt", data=slide("Altceva"), headers=token)
    out = "".join(capsys.readouterr())
    assert "published" in out
    assert secret not in out and city.server.token not in out
    assert msgspec.json.encode(secret).decode() not in out
