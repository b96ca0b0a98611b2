"""Streams of events: they end and come back, cost those who read, and leave room for others."""

import asyncio
import resource
import socket
from collections.abc import AsyncIterator, Iterator

import pytest
from aiohttp import web

from control_server.devices.watches import Watches
from control_server.http import event_streams
from control_server.http.event_streams import STREAMS, EventStreams
from control_server.http.places import ConnectionLimits
from tests.server.http.sockets import ONE, OTHER, serving, until
from tests.server.simulator import Simulated

COUNTS = {"online": 2, "trouble": 1, "well": 1, "never": 7}


class Streaming:
    """Streams alone, with room for three, at `/` of a server on this machine."""

    def __init__(self) -> None:
        self.watches = Watches("run")
        self.streams = EventStreams(self.watches, lambda: dict(COUNTS), most=3, most_of_all=2)
        self.port = 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        named = request.query.get("displays")
        displays = named.split(",") if named else None
        return await self.streams.answer(request, displays, counted="counts" in request.query, begun=lambda: None)

    async def opened(self, query: str = "", address: str = "127.0.0.1", **headers: str) -> asyncio.StreamReader:
        """A new stream of somebody at that address, after its first line."""
        reader = await self._asked(query, address, headers)
        assert await reader.readuntil(b"retry: 2000\n\n")
        return reader

    async def _asked(self, query: str, address: str, headers: dict[str, str]) -> asyncio.StreamReader:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, local_addr=(address, 0))
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        writer.write(f"GET /?{query} HTTP/1.1\r\nHost: x\r\n{lines}\r\n".encode())
        self.writers.append(writer)
        return reader

    writers: list[asyncio.StreamWriter]


@pytest.fixture
async def streaming() -> AsyncIterator[Streaming]:
    own = Streaming()
    own.writers = []
    application = web.Application()
    application.router.add_get("/", own.answer)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    own.port = runner.addresses[0][1]
    yield own
    for writer in own.writers:
        writer.transport.abort()
    own.watches.close()
    await runner.cleanup()


@pytest.fixture
def many_descriptors() -> Iterator[None]:
    """Both ends of all streams are in this process."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(before[0], min(before[1], 4096)), before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


async def test_an_event_names_what_changed_and_the_last_of_some_has_the_mark(streaming: Streaming) -> None:
    stream = await streaming.opened("displays=gara,piata")
    streaming.watches.changed("gara", plan=True)
    streaming.watches.changed("piata")
    streaming.watches.changed("nimeni")
    told = await stream.readuntil(b"id: run-3\n\n")
    events = b"event: plan\ndata: gara\n\nevent: display\ndata: gara\n\nevent: display\ndata: piata\nid: run-3\n\n"
    assert events in told


async def test_who_comes_back_is_told_what_changed_meanwhile(streaming: Streaming) -> None:
    for display in ("gara", "piata", "gara", "piata"):
        streaming.watches.changed(display)
    stream = await streaming.opened("displays=gara,piata&since=run-1", Last_Event_ID="run-3")
    assert b"event: display\ndata: piata\nid: run-4\n\n" in await stream.readuntil(b"id: run-4\n\n")
    page = await streaming.opened("displays=gara,piata&since=run-2")
    told = await page.readuntil(b"id: run-4\n\n")
    assert told.count(b"event: display") == 2


async def test_counts_are_told_to_who_asks_for_them(streaming: Streaming) -> None:
    stream = await streaming.opened("counts&displays=gara")
    streaming.watches.changed("gara")
    assert b'event: counts\ndata: {"online":2,"trouble":1,"well":1,"never":7}\n\n' in await stream.readuntil(b"7}\n\n")


async def test_a_stream_that_is_silent_has_a_heartbeat_and_ends_with_its_lease(
    streaming: Streaming, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_streams, "HEARTBEAT_S", 0.01)
    monkeypatch.setattr(event_streams, "GATHERED_S", 0)
    monkeypatch.setattr(event_streams, "LEASE_S", (0.05, 0.06))
    stream = await streaming.opened()
    async with asyncio.timeout(20):
        rest = await stream.readuntil(b"0\r\n\r\n")  # the last chunk: the answer ends in order
    assert b":\n\n" in rest
    await until(lambda: len(streaming.streams) == 0)


async def test_who_never_reads_is_dropped(streaming: Streaming, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_streams, "WRITE_S", 0.05)
    monkeypatch.setattr(event_streams, "GATHERED_S", 0)
    silent = socket.create_connection(("127.0.0.1", streaming.port))
    with silent:
        silent.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        await until(lambda: len(streaming.streams) == 1)
        reader = await streaming.opened("displays=gara")

        def pressed() -> bool:
            for number in range(1000):
                streaming.watches.changed(f"display-{number}")
            return len(streaming.streams) == 1

        await until(pressed)
        streaming.watches.changed("gara")
        assert b"data: gara" in await reader.readuntil(b"gara\n")


async def test_a_newcomer_has_the_oldest_place_of_the_network_that_has_the_most(streaming: Streaming) -> None:
    first = await streaming.opened("displays=a", "127.0.0.9")
    greedy = [await streaming.opened("displays=a", "127.0.0.2") for _ in range(2)]
    newest = await streaming.opened("displays=a", "127.0.0.3")
    with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
        await greedy[0].readuntil(b"never")
    assert len(streaming.streams) == 3
    streaming.watches.changed("a")
    for stream in (first, greedy[1], newest):
        assert b"data: a" in await stream.readuntil(b"id: run-1\n\n")


async def test_streams_of_all_displays_take_no_place_of_others(streaming: Streaming) -> None:
    named = [await streaming.opened("displays=a") for _ in range(3)]
    every = [await streaming.opened() for _ in range(4)]
    assert len(streaming.streams) == 5
    streaming.watches.changed("a")
    for stream in (*named, *every[2:]):
        assert b"data: a" in await stream.readuntil(b"id: run-1\n\n")


@pytest.mark.usefixtures("many_descriptors")
@pytest.mark.parametrize("address", [ONE, OTHER], ids=["of the same network", "of another"])
async def test_after_500_streams_that_never_read_a_new_page_still_has_its_events(city: Simulated, address: str) -> None:
    stream = b"GET /api/events?displays=gara HTTP/1.1\r\nHost: a\r\n\r\n"
    streams = city.server.display_api.streams
    async with serving(city, ConnectionLimits(places=1_000)) as served:
        for _ in range(STREAMS):
            await served.connected(stream)
        await until(lambda: len(streams) == STREAMS)
        page, _ = await served.connected(stream, address)
        await page.readuntil(b"retry: 2000\n\n")
        city.server.fleet.watches.changed("gara")
        assert b"data: gara" in await page.readuntil(b"gara\n")
        assert len(streams) == STREAMS
