"""A control server in a process of its own, with its broker and its workers told apart, and what they use.

Decides how it is started and ended, and how a fleet gets its identities and the bench its right to publish: written
where the server and the broker keep them, as ten thousand enrolments one after the other are not what is measured.
"""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import click
import msgspec
import yaml
from sqlalchemy import insert

from config.settings import BrokerSettings, Enrolment, ServerSettings
from config.system import durable, lifeline
from config.system.usage import Counters, counters, family, name
from content import strict_yaml, wire
from control_server.bench.fleet_tally import head_of
from control_server.commands.client import Client
from control_server.devices import credentials
from control_server.storage import database, tables
from control_server.storage.publications import envelopes
from control_server.tasks import uninterrupted

_ADDRESS_LINE = "The wall:"
_BENCH_USER = "@bench"
"""Not a possible display id."""


class Used(NamedTuple):
    """Counters of the server's own process, of its render workers and of its broker."""

    server: Counters
    workers: Counters
    broker: Counters

    @classmethod
    def nothing(cls) -> "Used":
        """Of processes that did nothing."""
        return cls(Counters(), Counters(), Counters())

    def since(self, before: "Used") -> "Used":
        """What was used after `before`."""
        return Used(*(now.since(then) for now, then in zip(self, before, strict=True)))

    def less(self, other: "Used", times: float) -> "Used":
        """Without so many times the other; never less than nothing."""
        return Used(*(now.less(then, times) for now, then in zip(self, other, strict=True)))


class ServerProcess:
    """One data folder, and the server that runs on it from `start` to `stop`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "server"
        self.url = ""
        self._log = folder / "server.log"
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, pack: Path | None = None) -> float:
        """Seconds until it says its address: then it has published what it was given. Raises ClickException."""
        settings = ServerSettings(data=str(self.data), port=0, broker=BrokerSettings(port=0))
        path = self.folder / "server.yaml"
        durable.write(path, yaml.safe_dump(strict_yaml.plain(settings)).encode())
        options = ["--config", str(path), *(["--pack", str(pack)] if pack else [])]
        began = time.monotonic()
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *lifeline.bound([sys.executable, "-m", "config.commands.cli", "server", *options]),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                start_new_session=True,  # Ctrl-C ends the bench, which ends its server
            )
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            if line.decode().startswith(_ADDRESS_LINE):
                self.url = line.decode().removeprefix(_ADDRESS_LINE).strip().rstrip("/")
                return time.monotonic() - began
        raise click.ClickException(f"the server did not start:\n{self._log.read_text()[-2000:]}")

    async def stop(self) -> float:
        """Seconds from SIGTERM until its process is gone; 0 when it is not running."""
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return 0.0
        began = time.monotonic()
        process.terminate()
        await process.wait()
        return time.monotonic() - began

    # --- what it uses ------------------------------------------------------------------------------------------------

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def broker_pid(self) -> int | None:
        """None while it is being started again."""
        return next((pid for pid in family(self.pid) if name(pid) == "mosquitto"), None)

    def used(self) -> Used:
        """So far."""
        broker = self.broker_pid()
        workers = [pid for pid in family(self.pid)[1:] if pid != broker]
        return Used(counters([self.pid]), counters(workers), counters([broker] if broker else []))

    def links_lost(self) -> int:
        """How often its log says that its connection to the broker ended."""
        return self._log.read_text().count("broker link lost")

    def links_made(self) -> int:
        """How often its log says that it is connected to the broker."""
        return self._log.read_text().count("broker link up")

    def database_bytes(self) -> int:
        """The size of the database's files."""
        return sum(path.stat().st_size for path in self.data.glob("afisier.db*"))

    def client(self) -> Client:
        """Asks with the server's token."""
        return Client(self.url, self.data / "token")

    # --- identities --------------------------------------------------------------------------------------------------

    async def enrol(self, display: str) -> Enrolment:
        """By the API, as `afisier provision` does."""
        reply = await self.client().ask("POST", f"/api/displays/{display}/enrolment", headers=_JSON)
        return msgspec.json.decode(reply.body, type=Enrolment)

    async def enrol_at_rest(self, displays: Iterable[str]) -> dict[str, str]:
        """Display → password, of displays without one; the server must not run."""
        passwords = {display: credentials.generated() for display in displays}
        hashes = {display: credentials.hashed(password) for display, password in passwords.items()}
        async with database.opened(self.data / "afisier.db") as opened:
            await _keep(opened, hashes)
        return passwords

    async def published_versions(self) -> dict[str, tuple[int, int]]:
        """Display → the version of its newest manifest, from the database; the server must not run."""
        async with database.opened(self.data / "afisier.db") as opened:
            return {display: head_of(envelope).version for display, envelope in (await envelopes(opened)).items()}

    def admit_bench(self) -> tuple[str, str]:
        """A user of the broker, and its password, who may what the server may. Until the server admits displays."""
        password, broker = credentials.generated(), self.data / "broker"
        rights = f"\nuser {_BENCH_USER}\ntopic readwrite {wire.PREFIX}/#\n"
        for file, more in (("passwords", f"{_BENCH_USER}:{credentials.hashed(password)}\n"), ("rights", rights)):
            kept = (broker / file).read_bytes()
            durable.write(broker / file, kept + more.encode(), mode=0o600)
        if pid := self.broker_pid():
            os.kill(pid, signal.SIGHUP)
        return _BENCH_USER, password


_JSON = {"Accept": "application/json"}


@uninterrupted
async def _keep(opened: database.Database, hashes: dict[str, str]) -> None:
    now = datetime.now(UTC)
    rows: list[dict[str, Any]] = [{"display": d, "password": line, "at": now} for d, line in hashes.items()]
    async with opened.writing() as connection:
        await connection.execute(insert(tables.credentials), rows)
