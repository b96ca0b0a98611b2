"""Two server processes on one PostgreSQL, and the mosquitto between them and their displays.

The broker's files are those of docs/scale.md, with the ports and paths of this test.
"""

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import asyncpg
import yaml

from config.system.lifeline import bound
from control_server.devices.credentials import hashed
from tests.postgres_cluster import Cluster

SCALE = (Path(__file__).parents[2] / "docs" / "scale.md").read_text()
_PATIENCE_S = 120


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def documented(kind: str) -> list[str]:
    """The blocks of this kind in docs/scale.md."""
    return re.findall(rf"^```{kind}\n(.*?)^```", SCALE, re.MULTILINE | re.DOTALL)


class ExternalBroker:
    """A mosquitto as an administrator sets it up. Made by `external_broker`."""

    def __init__(self, folder: Path) -> None:
        self.port, self.server_port, self.password = free_port(), free_port(), "of-the-servers"
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None

    def write(self, name: str, text: str) -> None:
        path = self._folder / name
        path.write_text(text)
        path.chmod(0o600)

    async def start(self) -> None:
        (conf,) = documented("conf")
        displays, servers = documented("acl")
        conf = conf.replace("/etc/mosquitto", str(self._folder))
        conf = conf.replace("listener 8601 0.0.0.0", f"listener {self.port} 127.0.0.1")
        conf = conf.replace("listener 8602 10.0.0.5", f"listener {self.server_port} 127.0.0.1")
        self.write("afisier.conf", f"user root\n{conf}" if os.geteuid() == 0 else conf)
        self.write("afisier-rights", displays)
        self.write("afisier-server-rights", servers)
        self.write("afisier-server-passwords", f"server:{hashed(self.password)}\n")
        self.write("afisier-passwords", "")
        program = next(path for path in ("/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto") if Path(path).exists())
        self._process = await asyncio.create_subprocess_exec(
            *bound([program, "-c", str(self._folder / "afisier.conf")]),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )

    async def admit(self, address: str) -> None:
        """Writes the password file as docs/scale.md says, and has it read again."""
        (script,) = documented("sh")
        query = re.search(r'-Atc "(.*?)"', script)
        assert query
        connection = await asyncpg.connect(address)
        lines = [row[0] for row in await connection.fetch(query[1])]
        await connection.close()
        self.write("afisier-passwords", "".join(f"{line}\n" for line in lines))
        assert self._process
        self._process.send_signal(signal.SIGHUP)

    async def stop(self) -> None:
        if self._process and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()


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
            async with self.http.get(f"{server.url}/metrics", timeout=aiohttp.ClientTimeout(total=5)) as answer:
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
async def two_servers(folder: Path, cluster: Cluster) -> AsyncIterator[TwoServers]:
    """Both started, the first before the second, to which its key and token are copied."""
    address = await cluster.fresh()
    broker_folder = folder / "broker"
    broker_folder.mkdir()
    broker = ExternalBroker(broker_folder)
    await broker.start()
    two = TwoServers([ServerProcess(folder / name, address, broker) for name in ("one", "other")], broker, address)
    one, other = two.servers
    try:
        await one.start()
        for secret in ("signing-key.pem", "token"):
            (other.folder / "data" / secret).write_bytes((one.folder / "data" / secret).read_bytes())
            (other.folder / "data" / secret).chmod(0o600)
        await other.start()
        yield two
    finally:
        await two.http.close()
        for server in two.servers:
            await server.kill()
        await broker.stop()
