"""Bodies within their limits, alone and together."""

import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from content.findings import RefusedError
from content.pack.folder import MAX_FILES
from control_server.http import bodies
from control_server.http.bodies import MAX_GLASS, MAX_PACK, MAX_SLIDE, Bodies
from control_server.http.errors import errors
from tests.server.http.requests import basic
from tests.server.http.sockets import serving, until
from tests.server.simulator import Simulated, picture

Client = TestClient[web.Request, web.Application]
MakeClient = Callable[[web.Application], Awaitable[Client]]


async def pieces(size: int) -> AsyncIterator[bytes]:
    """A body that does not say how long it is."""
    for _ in range(size // 1_000):
        yield b"#" * 1_000


async def test_a_slide_has_a_size(client: Client, token: dict[str, str]) -> None:
    assert (await client.put("/api/slides/a", data=b"#" * (MAX_SLIDE + 1), headers=token)).status == 413
    assert (await client.put("/api/slides/a", data=pieces(MAX_SLIDE + 1_000), headers=token)).status == 413


async def test_a_slide_that_says_it_is_too_large_is_not_read(city: Simulated) -> None:
    head = f"PUT /api/slides/a HTTP/1.1\nHost: a\nAuthorization: Bearer {city.server.token}\nIf-Match: *\n"
    async with serving(city) as served:
        refusal = await served.answer(f"{head}Content-Length: {MAX_SLIDE + 1}\nConnection: close\n\n")
    assert refusal.startswith("HTTP/1.1 413 ") and f"expected at most {MAX_SLIDE:,} bytes" in refusal


async def test_a_picture_has_a_size(city: Simulated, client: Client) -> None:
    headers = basic(await city.server.enrolments.enrol("gara"))
    answer = await client.put("/api/displays/gara/glass", data=b"x" * (MAX_GLASS + 1), headers=headers)
    assert answer.status == 413


async def test_large_packs_on_their_way_are_bounded_together(city: Simulated) -> None:
    own = basic(await city.server.enrolments.enrol("gara"))["Authorization"]
    token = f"Host: a\nAuthorization: Bearer {city.server.token}\nIf-Match: *\n"
    head = f"PUT /api/pack HTTP/1.1\n{token}Content-Length: {MAX_PACK}\n\n"
    async with serving(city) as served:
        senders = [await served.connected(head.replace("\n", "\r\n").encode()) for _ in range(3)]
        await until(lambda: served.places.running_requests == 3)
        refusal = await served.answer(head)
        assert refusal.startswith("HTTP/1.1 503 ") and "Retry-After: 2" in refusal
        assert "192,000,000 bytes of bodies are here already, expected to be sent again in a moment" in refusal
        png = picture(5, (1280, 720)).decode("latin-1")
        glass = f"PUT /api/displays/gara/glass HTTP/1.1\nHost: a\nAuthorization: {own}\nConnection: close\n"
        assert " 204 " in await served.raw(
            f"{glass}Content-Length: {len(png)}\n\n", png
        )  # displays have room of theirs
        for _, writer in senders:
            writer.transport.abort()
        await until(lambda: served.places.running_requests == 0)
        again = await served.answer(f"PUT /api/pack HTTP/1.1\n{token}Connection: close\nContent-Length: 2\n\n{{}}")
        assert again.startswith("HTTP/1.1 422 ")


async def test_a_body_of_unknown_length_counts_as_it_comes(aiohttp_client: MakeClient) -> None:
    there = Bodies(most=10_000)

    async def length(request: web.Request) -> web.Response:
        async with there.read(request, 50_000) as body:
            return web.Response(text=str(len(body)))

    application = web.Application(middlewares=[errors])
    application.router.add_put("/", length)
    client = await aiohttp_client(application)
    for _ in range(2):
        refusal = await client.put("/", data=pieces(20_000))
        assert refusal.status == 503
        assert await (await client.put("/", data=pieces(10_000))).text() == "10000"


async def test_a_display_sends_one_picture_at_a_time(city: Simulated, client: Client) -> None:
    own, other = [basic(await city.server.enrolments.enrol(display)) for display in ("gara", "piata")]
    png = picture(5, (720, 720))
    async with serving(city) as served:
        head = f"PUT /api/displays/gara/glass HTTP/1.1\nHost: a\nAuthorization: {own['Authorization']}\n"
        _, writer = await served.connected(f"{head}Content-Length: 9\n\n".replace("\n", "\r\n").encode())
        await until(lambda: served.places.running_requests == 1)
        second = await client.put("/api/displays/gara/glass", data=png, headers=own)
        assert (second.status, second.headers["Retry-After"]) == (503, "2")
        assert (await client.put("/api/displays/piata/glass", data=png, headers=other)).status == 204
        writer.transport.abort()
        await until(lambda: served.places.running_requests == 0)
        assert (await client.put("/api/displays/gara/glass", data=png, headers=own)).status == 204


async def test_a_body_of_countless_texts_is_refused_before_it_is_decoded() -> None:
    many = bytearray(b"{" + b",".join(b'"%d":""' % number for number in range(500_000)) + b"}")
    tracemalloc.start()
    try:
        with pytest.raises(RefusedError, match=f"found too many texts; expected {MAX_FILES:,} files at most"):
            await bodies.decoded(many, dict[str, bytes], "is not a pack", "{path: base64}")
        assert tracemalloc.get_traced_memory()[1] < 1_000_000  # decoded, it has 42,000,000 bytes
    finally:
        tracemalloc.stop()
    few = bytearray(b"{" + b",".join(b'"%d":""' % number for number in range(MAX_FILES)) + b"}")
    assert len(await bodies.decoded(few, dict[str, bytes], "is not a pack", "{path: base64}")) == MAX_FILES
