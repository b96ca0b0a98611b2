"""The real application on a real port, and callers that the client library would not be."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from control_server import app
from control_server.http.connections import listening
from control_server.http.places import ConnectionLimits, Places
from tests.server.simulator import Simulated

ONE, OTHER = "127.0.0.1", "127.0.0.2"
LINGERING = ConnectionLimits(places=400)
"""Nothing ends by time while a test runs."""

Peer = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Served:
    """The application on a port."""

    def __init__(self, city: Simulated, places: Places, port: int) -> None:
        self.city, self.places, self.port = city, places, port
        self._peers: list[asyncio.StreamWriter] = []

    async def connected(self, sent: bytes = b"", address: str = ONE) -> Peer:
        """A connection from that address, which has sent this."""
        reader, writer = await asyncio.open_connection(ONE, self.port, local_addr=(address, 0))
        self._peers.append(writer)
        writer.write(sent)
        await writer.drain()
        return reader, writer

    async def answer(self, request: str, address: str = ONE) -> str:
        """All that comes back for a request, after which the server ends the connection."""
        return await self.raw(request, "", address)

    async def raw(self, head: str, body: str, address: str = ONE) -> str:
        """The same, with a body that is sent as it is, a letter for each byte."""
        sent = head.replace("\n", "\r\n").encode("latin-1") + body.encode("latin-1")
        reader, _ = await self.connected(sent, address)
        async with asyncio.timeout(20):
            return (await reader.read()).decode()

    async def well(self, address: str) -> bool:
        """Whether a whole request from there is answered."""
        head = f"GET /api/displays HTTP/1.1\nHost: a\nAuthorization: Bearer {self.city.server.token}\n"
        return " 200 OK" in await self.answer(f"{head}Connection: close\n\n", address)

    def ended(self, why: str) -> int:
        """How many connections the server has ended for that reason."""
        counted = re.search(
            rf'connections_ended_total{{why="{why}"}} (\d+)', self.city.server.ground.metrics.text().decode()
        )
        return int(counted[1]) if counted else 0

    async def close(self) -> None:
        for writer in self._peers:
            writer.transport.abort()


@asynccontextmanager
async def serving(city: Simulated, limits: ConnectionLimits = LINGERING) -> AsyncIterator[Served]:
    listener = socket.create_server((ONE, 0), backlog=1024)
    metrics = city.server.ground.metrics
    async with listening(app.application(city.server), listener, limits, metrics) as places:
        served = Served(city, places, listener.getsockname()[1])
        try:
            yield served
        finally:
            await served.close()


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110  what is waited for is state, which has no event of its own
            await asyncio.sleep(0.01)
