"""Bodies within their limits."""

from collections.abc import AsyncIterator, Awaitable, Callable

from aiohttp import web
from aiohttp.test_utils import TestClient

from control_server.http.answers import MAX_GLASS, MAX_SLIDE
from tests.server.http.requests import basic
from tests.server.simulator import Simulated

Client = TestClient[web.Request, web.Application]
MakeClient = Callable[[web.Application], Awaitable[Client]]


async def test_a_slide_has_a_size(client: Client, token: dict[str, str]) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(MAX_SLIDE // 10_000 + 1):
            yield b"#" * 10_000

    assert (await client.put("/api/slides/a", data=b"#" * (MAX_SLIDE + 1), headers=token)).status == 413
    assert (await client.put("/api/slides/a", data=endless(), headers=token)).status == 413


async def test_a_picture_has_a_size(city: Simulated, client: Client) -> None:
    headers = basic(await city.server.enrolments.enrol("gara"))
    answer = await client.put("/api/displays/gara/glass", data=b"x" * (MAX_GLASS + 1), headers=headers)
    assert answer.status == 413
