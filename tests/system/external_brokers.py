"""Brokers as an administrator sets them up: the files are those of docs/scale.md, with a test's ports and paths."""

import asyncio
import os
import re
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg

from config.system.lifeline import bound
from control_server.devices.credentials import hashed
from tests.ports import free_port

_SCALE = (Path(__file__).parents[2] / "docs" / "scale.md").read_text()
_PATIENCE_S = 60


def documented(kind: str) -> list[str]:
    """The blocks of this kind in docs/scale.md."""
    return re.findall(rf"^```{kind}\n(.*?)^```", _SCALE, re.MULTILINE | re.DOTALL)


class ExternalBroker:
    """`port` is the displays', `server_port` the servers', whose password is `password`."""

    def __init__(self, folder: Path) -> None:
        self.port, self.server_port, self.password = free_port(), free_port(), "of-the-servers"
        self.folder = folder
        self.process: asyncio.subprocess.Process | None = None

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.write_text(text)
        path.chmod(0o600)

    def read_again(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGHUP)

    async def run(self, *command: str) -> None:
        """Starts it and waits until it listens."""
        self.process = await asyncio.create_subprocess_exec(
            *bound(list(command)), stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
        )
        async with asyncio.timeout(_PATIENCE_S):
            while True:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", self.server_port)
                except OSError:
                    await asyncio.sleep(0.02)
                else:
                    writer.close()
                    return

    async def stop(self) -> None:
        if self.process and self.process.returncode is None:
            self.process.terminate()
            await self.process.wait()

    async def start(self) -> None:
        raise NotImplementedError

    async def admit(self, address: str, enrolment: dict[str, Any]) -> None:
        """Lets an enrolled display in. `address` is the database's."""
        raise NotImplementedError


class ExternalMosquitto(ExternalBroker):
    """Reads the displays' passwords out of the database."""

    async def start(self) -> None:
        (conf,) = documented("conf")
        displays, servers = documented("acl")
        conf = conf.replace("/etc/mosquitto", str(self.folder))
        conf = conf.replace("listener 8601 0.0.0.0", f"listener {self.port} 127.0.0.1")
        conf = conf.replace("listener 8602 10.0.0.5", f"listener {self.server_port} 127.0.0.1")
        self.write("afisier.conf", f"user root\n{conf}" if os.geteuid() == 0 else conf)
        self.write("afisier-rights", displays)
        self.write("afisier-server-rights", servers)
        self.write("afisier-server-passwords", f"server:{hashed(self.password)}\n")
        self.write("afisier-passwords", "")
        program = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin")
        assert program
        await self.run(program, "-c", str(self.folder / "afisier.conf"))

    async def admit(self, address: str, enrolment: dict[str, Any]) -> None:
        (script,) = documented("sh")
        query = re.search(r'-Atc "(.*?)"', script)
        assert query
        connection = await asyncpg.connect(address)
        lines = [row[0] for row in await connection.fetch(query[1])]
        await connection.close()
        self.write("afisier-passwords", "".join(f"{line}\n" for line in lines))
        self.read_again()


class ExternalNats(ExternalBroker):
    """Has one listener for all; its file names each display with its secret."""

    async def start(self) -> None:
        self.server_port = self.port
        self._configure("nobody-has-it")
        program = Path(sys.executable).parent / "nats-server"
        await self.run(str(program), "-c", str(self.folder / "nats.conf"))

    async def admit(self, address: str, enrolment: dict[str, Any]) -> None:
        self._configure(enrolment["password"])
        self.read_again()

    def _configure(self, secret: str) -> None:
        (conf,) = documented("nats")
        conf = conf.replace("0.0.0.0:8601", f"127.0.0.1:{self.port}").replace("10.0.0.5:4222", "127.0.0.1:-1")
        conf = conf.replace("/var/lib/nats", str(self.folder))
        self.write("nats.conf", conf.replace("SERVER-SECRET", self.password).replace("GARA-SECRET", secret))


@asynccontextmanager
async def running_broker(kind: type[ExternalBroker], folder: Path) -> AsyncIterator[ExternalBroker]:
    folder.mkdir()
    broker = kind(folder)
    await broker.start()
    try:
        yield broker
    finally:
        await broker.stop()
