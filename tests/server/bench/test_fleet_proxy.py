"""The proxy of simulated displays fetches what never changes once, and believes no other bytes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from hashlib import sha256

import msgspec
import pytest
from aiohttp import encode_basic_auth, web
from aiohttp.test_utils import TestServer

from control_server.bench.fleet_proxy import CityProxy

PICTURES = [b"one", b"two"]
NAMES = [sha256(picture).hexdigest() for picture in PICTURES]
PROGRAMME = msgspec.json.encode({"assets": dict.fromkeys(NAMES, 3), "plan": {}})
NAME = sha256(PROGRAMME).hexdigest()


class Shop:
    """What a server has, and which paths it was asked for."""

    def __init__(self) -> None:
        self.bodies = {f"/programmes/{NAME}": PROGRAMME}
        self.bodies |= {f"/assets/{name}": picture for name, picture in zip(NAMES, PICTURES, strict=True)}
        self.asked: list[str] = []

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        await asyncio.sleep(0)
        if request.path not in self.bodies:
            raise web.HTTPNotFound
        return web.Response(body=self.bodies[request.path])


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
async def proxy(
    shop: Shop, aiohttp_server: Callable[[web.Application], Awaitable[TestServer]]
) -> AsyncIterator[CityProxy]:
    app = web.Application()
    app.router.add_get("/{path:.*}", shop.answer)
    server = await aiohttp_server(app)
    proxy = CityProxy(str(server.make_url("")).rstrip("/"))
    yield proxy
    await proxy.close()


async def test_a_programme_and_its_files_are_fetched_once_for_all(shop: Shop, proxy: CityProxy) -> None:
    assert not proxy.has(NAME)
    await asyncio.gather(*(proxy.fetch(NAME) for _ in range(5)))
    await proxy.fetch(NAME)
    assert proxy.has(NAME)
    assert sorted(shop.asked) == sorted(shop.bodies)
    assert proxy.bytes == sum(map(len, shop.bodies.values()))


async def test_other_bytes_are_not_believed_and_are_asked_for_again(shop: Shop, proxy: CityProxy) -> None:
    path = f"/assets/{NAMES[1]}"
    shop.bodies[path] = b"three"
    with pytest.raises(ValueError, match="found other bytes"):
        await proxy.fetch(NAME)
    assert not proxy.has(NAME)
    shop.bodies[path] = PICTURES[1]
    await proxy.fetch(NAME)
    assert proxy.has(NAME) and shop.asked.count(path) == 2


async def test_a_manifest_is_asked_for_as_a_player_does(
    aiohttp_server: Callable[[web.Application], Awaitable[TestServer]],
) -> None:
    async def manifest(request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == encode_basic_auth("gara", "secret")
        if any(tag.value == "ab" for tag in request.if_none_match or ()):
            return web.Response(status=304)
        return web.Response(body=b"envelope")

    app = web.Application()
    app.router.add_get("/api/displays/gara/manifest", manifest)
    server = await aiohttp_server(app)
    proxy = CityProxy(str(server.make_url("")).rstrip("/"))
    assert await proxy.manifest("gara", "secret", "") == b"envelope"
    assert await proxy.manifest("gara", "secret", "ab") is None
    await proxy.close()
