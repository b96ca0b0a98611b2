"""Two server processes on one PostgreSQL and one broker, as docs/scale.md says."""

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import yaml

from config.system.lifeline import bound
from tests.ports import free_port
from tests.postgres_cluster import Cluster
from tests.system.external_brokers import ExternalBroker, ExternalMosquitto, running_broker

_PATIENCE_S = 120


class ServerProcess:
    """`afisier server` with a folder and a port of its own."""

    def __init__(self, folder: Path, address: str, broker: ExternalBroker) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        settings = {
            "data": str(folder / "data"),
            "port": self.port,
            "workers": 1,
            "database": f"{address}&password=of-the-database",
            "broker": {
                "managed": False,
                "host": "127.0.0.1",
                "port": broker.server_port,
                "password": broker.password,
                "advertise": {"host": "127.0.0.1", "port": broker.port},
            },
        }
        (folder / "data").mkdir(parents=True)
        (folder / "settings.yaml").write_text(yaml.safe_dump(settings))
        self.process: asyncio.subprocess.Process | None = None

    @property
    def token(self) -> str:
        return (self.folder / "data" / "token").read_text().strip()

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    async def start(self) -> None:
        """Returns when it says where its wall is."""
        program = [sys.executable, "-m", "config.commands.cli", "server", "--config", "settings.yaml"]
        with (self.folder / "log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *bound(program),
                cwd=self.folder,
                env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        assert self.process.stdout
        async with asyncio.timeout(_PATIENCE_S):
            line = await self.process.stdout.readline()
        assert line.startswith(b"The wall:"), self.log

    async def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        if self.process and self.process.returncode is None:
            self.process.send_signal(number)
            await self.process.wait()


class TwoServers:
    """Made by `two_servers`. `address` is the database's."""

    def __init__(self, servers: list[ServerProcess], broker: ExternalBroker, address: str) -> None:
        self.servers, self.broker, self.address = servers, broker, address
        self.http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_PATIENCE_S))

    async def leads(self, server: ServerProcess) -> bool:
        """Whether it answers, and says that it leads."""
        try:
            headers = {"Authorization": f"Bearer {server.token}"}
            patience = aiohttp.ClientTimeout(total=5)
            async with self.http.get(f"{server.url}/metrics", headers=headers, timeout=patience) as answer:
                return "afisier_leads 1.0" in await answer.text()
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def leader(self, other_than: ServerProcess | None = None) -> ServerProcess:
        """Who leads, once somebody does."""
        async with asyncio.timeout(_PATIENCE_S):
            while True:
                for server in self.servers:
                    if server is not other_than and await self.leads(server):
                        return server
                await asyncio.sleep(0.05)

    async def call(
        self, server: ServerProcess, method: str, path: str, headers: Mapping[str, str] | None = None, **more: Any
    ) -> tuple[int, bytes, Mapping[str, str]]:
        """Status, body and headers of the answer, asked for as whoever holds the token."""
        all_headers = {"Authorization": f"Bearer {server.token}", **(headers or {"If-Match": "*"})}
        async with self.http.request(method, server.url + path, headers=all_headers, **more) as answer:
            return answer.status, await answer.read(), answer.headers


@asynccontextmanager
async def two_servers(
    folder: Path, cluster: Cluster, kind: type[ExternalBroker] = ExternalMosquitto
) -> AsyncIterator[TwoServers]:
    """Both started, the first before the second, to which its key and token are copied."""
    address = await cluster.fresh()
    async with running_broker(kind, folder / "broker") as broker:
        one, other = [ServerProcess(folder / name, address, broker) for name in ("one", "other")]
        two = TwoServers([one, other], broker, address)
        try:
            await one.start()
            for secret in ("signing-key.pem", "token"):
                shutil.copy(one.folder / "data" / secret, other.folder / "data")
            await other.start()
            yield two
        finally:
            await two.http.close()
            for server in two.servers:
                await server.kill()
