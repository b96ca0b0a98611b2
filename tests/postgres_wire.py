"""The network between a server and its PostgreSQL: a relay that can lose the answer to a COMMIT, or everything."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.postgres_cluster import Cluster


class PostgresWire:
    """Made by `wire_to`. With `lose_the_next_commit` the next transaction that adds rows is durable, nobody is told."""

    def __init__(self, cluster: Cluster) -> None:
        self._socket = cluster.folder / ".s.PGSQL.5432"
        self._open: set[asyncio.StreamWriter] = set()
        self.whole, self.lose_the_next_commit, self.port = True, False, 0

    def address(self, through: str) -> str:
        """The address of the same database, by way of here."""
        parts = urlsplit(through)
        options = dict(parse_qsl(parts.query))
        there = {"host": "127.0.0.1", "port": str(self.port), "sslmode": "disable"}
        return f"postgresql://{parts.path}?{urlencode(options | there)}"

    def cut(self) -> None:
        """Every connection breaks and none is made, until `whole` is set again."""
        self.whole = False
        for writer in self._open:
            writer.transport.abort()

    async def relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serves one connection."""
        if not self.whole:
            writer.transport.abort()
            return
        there_reader, there = await asyncio.open_unix_connection(str(self._socket))
        ends = {writer, there}
        self._open |= ends
        added = asyncio.Event()
        back = asyncio.create_task(_pump(there_reader, writer, added))
        try:
            with contextlib.suppress(ConnectionError):
                while data := await reader.read(65536):
                    if self.lose_the_next_commit and b"COMMIT" in data and added.is_set():
                        self.lose_the_next_commit = False
                        back.cancel()
                        await asyncio.wait({back})
                        there.write(data)
                        await there_reader.read(1)  # it is durable before it is answered
                        return
                    if b"COMMIT" in data or b"ROLLBACK" in data:
                        added.clear()
                    there.write(data)
                    await there.drain()
        finally:
            back.cancel()
            self._open -= ends
            for each in ends:
                each.transport.abort()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, added: asyncio.Event) -> None:
    """Relays the answers; `added` is set when one says that rows were added (`CommandComplete` of an INSERT)."""
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            if b"INSERT 0 " in data:
                added.set()
            writer.write(data)
            await writer.drain()
    writer.transport.abort()


@asynccontextmanager
async def wire_to(cluster: Cluster) -> AsyncIterator[PostgresWire]:
    wire = PostgresWire(cluster)
    server = await asyncio.start_server(wire.relay, "127.0.0.1", 0)
    wire.port = server.sockets[0].getsockname()[1]
    try:
        yield wire
    finally:
        wire.cut()
        server.close()
