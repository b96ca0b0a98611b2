"""The managed broker: a mosquitto child with a configuration made here.

Decides who may publish and read what (from the table of topics), the limits, that the broker keeps nothing on disk,
that it comes back when it dies, and ends when the server does. Displays and the server have a listener each: whatever
comes to the displays' one, the server's connection has its place. Leaves out the words that travel (`content.wire`) and
the server's own connection (`link`). With an external broker none of this runs: its accounts and rights are its own.
"""

import asyncio
import contextlib
import getpass
import os
import random
import secrets
import shutil
import signal
import socket
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import structlog

from config.settings import BrokerSettings
from config.system import descriptors, durable, lifeline
from config.system.backoff import Backoff
from config.system.tls import Certificate
from content import wire
from content.findings import refused
from control_server.devices.credentials import hashed
from control_server.tasks import ended

SERVER_USER, SERVER_HOST = "@server", "127.0.0.1"
"""The server's account, and where its listener is."""

_RESERVE = 200
"""Open files of the broker that are no display's: the server's listener, its own, and those that it is just closing."""
MOST_PLACES = 100_000
"""Connections. More than the 65,535 ports that one address could hold them from."""
_MOST_QUEUED, _MOST_QUEUED_BYTES = 200_000, 64 * 2**20
"""Messages and bytes that wait for one client, which is sent more only while it acknowledges; more are lost.

Mosquitto 2.0.11 has one limit for all. It is the server's that counts: everything that displays say waits for it. No
limit (0) would end the connection of a client whose publication is denied, as 0 is not "no limit" there.
"""

MOST_MEMORY = 2**30
"""Bytes of the broker's heap, which subscriptions fill as well as messages."""
_START_S = 5.0
_STOP_S = 1.5
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.2, 5.0
_STEADY_S = 30.0
"""A broker that ran so long was well: when it ends, it is started again at once."""

_OF_NO_CONCERN = "should not be run as root"
"""It runs as whoever runs the server, and reads files that only this user may read."""

_CONFIGURATION = """\
user {user}
per_listener_settings true
persistence false
memory_limit {most_memory}
max_packet_size 131072
max_queued_bytes {most_queued_bytes}
max_queued_messages {most_queued}
max_inflight_messages 20
set_tcp_nodelay true
connection_messages false
log_dest stderr
log_type error
log_type warning

listener {port} {host}
max_connections {places}
allow_anonymous false
use_username_as_clientid true
password_file {folder}/passwords
acl_file {folder}/rights
{encryption}
listener {server_port} {server_host}
max_connections 100
allow_anonymous false
password_file {folder}/server-passwords
acl_file {folder}/server-rights
"""

_ENCRYPTION = """\
certfile {chain}
keyfile {key}
tls_version tlsv1.2
"""
"""Of the displays' listener; the server's is on this machine. Mosquitto calls so the oldest version that it speaks."""

log = structlog.get_logger()


def rights(site: str) -> str:
    """Mosquitto's access list for displays: each may use its own topics, in one direction.

    `%u` is the user's name, which is the display's id. (It is its client id too, whatever it asks for: MQTT ends the
    older of two connections with one client id, so a display could put out any other.)
    """
    lines = []
    for topic in wire.TOPICS.values():
        verb = "write" if topic.sender == "display" else "read"
        lines.append(f"pattern {verb} {topic.of(site, '%u')}")
    return "\n".join(lines) + "\n"


class Broker:
    """Made by `managed`."""

    def __init__(
        self, folder: Path, host: str, ports: tuple[int, int], places: int, certificate: Certificate | None = None
    ) -> None:
        """`ports` are the displays' and the server's, `places` the most connections of displays."""
        self.certificate = certificate
        self.host, (self.port, self.server_port), self.places = host, ports, places
        self.password = secrets.token_urlsafe(32)
        self.restarts = 0
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None
        self._admitted: tuple[str, dict[str, str]] | None = None

    @property
    def pid(self) -> int | None:
        """The child's process id, while it runs."""
        return self._process.pid if self._process and self._process.returncode is None else None

    def admit(self, site: str, credentials: Mapping[str, str]) -> None:
        """From now on exactly these displays (id → hash) may connect; others are put out. Raises RefusedError."""
        wanted = site, dict(credentials)
        if wanted == self._admitted:
            return
        self._write("passwords", _passwords(credentials))
        self._write("rights", rights(site))
        self._admitted = wanted
        if len(credentials) > self.places:
            log.warning("too few places at the broker", reason=self.lacks(len(credentials)))
        self.read_again()

    def read_again(self) -> None:
        """Mosquitto reads passwords, rights and certificate again."""
        if self._process and self._process.returncode is None:
            self._process.send_signal(signal.SIGHUP)

    def lacks(self, displays: int) -> str | None:
        """What is missing when so many displays are to connect."""
        if displays <= self.places:
            return None
        return (
            f"has room for {self.places} connections and the city has {displays} displays; expected a limit of open "
            f"files of at least {displays + _RESERVE} (`ulimit -Hn`, or LimitNOFILE= of the service)"
        )

    def _write(self, name: str, text: str) -> Path:
        path = self._folder / name
        try:
            durable.write(path, text.encode())
        except OSError as error:
            message = f"the broker's files cannot be written: {error.strerror}"
            raise refused("disk", str(self._folder), message) from error
        return path

    async def start(self) -> None:
        """Starts mosquitto and waits until it accepts connections. Raises RefusedError."""
        program = _mosquitto()
        words = _CONFIGURATION.format(
            user=getpass.getuser(),
            folder=self._folder,
            host=self.host,
            port=self.port,
            places=self.places,
            server_host=SERVER_HOST,
            server_port=self.server_port,
            encryption=_encryption(self.certificate),
            most_memory=MOST_MEMORY,
            most_queued=_MOST_QUEUED,
            most_queued_bytes=_MOST_QUEUED_BYTES,
        )
        self._write("server-passwords", _passwords({SERVER_USER: hashed(self.password)}))
        self._write("server-rights", f"user {SERVER_USER}\ntopic readwrite {wire.PREFIX}/#\n")
        configuration = self._write("mosquitto.conf", words)
        self._process = await asyncio.create_subprocess_exec(
            *lifeline.bound([program, "-c", str(configuration)]),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is the server's to handle
        )
        assert self._process.stderr is not None
        last_line = asyncio.create_task(_last_line(self._process.stderr))
        try:
            async with asyncio.timeout(_START_S):
                await self._listening(last_line)
        except TimeoutError as error:
            await self.stop()
            message = f"mosquitto did not listen within {_START_S:.0f} s"
            raise refused("broker", f"{self.host}:{self.port}", message) from error

    async def _listening(self, last_line: asyncio.Task[str]) -> None:
        process = self._process
        assert process is not None
        while True:
            if process.returncode is not None:
                reason = await last_line or f"exit code {process.returncode}"
                raise refused("broker", f"{self.host}:{self.port}", f"mosquitto did not start: {reason}")
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection(SERVER_HOST, self.server_port)
                writer.close()
                return
            await asyncio.sleep(0.01)

    async def keep(self) -> None:
        """Starts mosquitto again whenever it ends. Runs until cancelled."""
        backoff = Backoff(_FIRST_WAIT_S, _LONGEST_WAIT_S, random.Random(), steady_s=_STEADY_S)  # noqa: S311  jitter
        while True:
            assert self._process is not None
            began = time.monotonic()
            await self._process.wait()
            log.warning("broker ended", exit_code=self._process.returncode)
            await asyncio.sleep(backoff.after(time.monotonic() - began))
            self.restarts += 1
            try:
                await self.start()
                log.info("broker restarted", pid=self.pid)
            except Exception as error:  # whatever it was, the next try may succeed
                log.error("broker not restarted", reason=str(error))

    async def stop(self) -> None:
        """Ends mosquitto; kills it when it does not end within 1.5 s."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            async with asyncio.timeout(_STOP_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


@asynccontextmanager
async def managed(
    settings: BrokerSettings, folder: Path, certificate: Certificate | None = None
) -> AsyncIterator[Broker]:
    """A running broker, with its configuration in `folder`. Raises RefusedError: no mosquitto, or the port is used."""
    _mosquitto()
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise refused("disk", str(folder), f"the folder cannot be made: {error.strerror}") from error
    places = min(descriptors.raised() - _RESERVE, MOST_PLACES)
    broker = Broker(folder.resolve(), settings.host, _free_ports(settings), places, certificate)
    broker.admit("-", {})
    await broker.start()
    keeper = asyncio.create_task(broker.keep())
    try:
        yield broker
    finally:
        await ended(keeper)
        await broker.stop()


def _mosquitto() -> str:
    """Debian puts it where only root's PATH looks."""
    program = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        raise refused(
            "broker", "mosquitto", "is not installed; `sudo apt install mosquitto`, or set an external broker"
        )
    return program


def _encryption(certificate: Certificate | None) -> str:
    if certificate is None:
        return ""
    return _ENCRYPTION.format(chain=certificate.chain.resolve(), key=certificate.key.resolve())


def _passwords(lines: Mapping[str, str]) -> str:
    return "".join(f"{user}:{line}\n" for user, line in lines.items())


def _free_ports(settings: BrokerSettings) -> tuple[int, int]:
    """The displays' port (any free one for 0) if it can be listened on, and one for the server."""
    host, port = settings.host, settings.port
    try:
        with socket.create_server((host, port)) as displays, socket.create_server((SERVER_HOST, 0)) as server:
            return int(displays.getsockname()[1]), int(server.getsockname()[1])
    except OSError as error:
        message = f"the broker cannot listen there: {os.strerror(error.errno or 0)}; choose another port in broker.port"
        raise refused("port", f"{host}:{port}", message) from error


async def _last_line(stream: asyncio.StreamReader) -> str:
    """Reads the child's words to the end, passes them to the log, returns the last."""
    last = ""
    async for line in stream:
        last = line.decode(errors="replace").strip().removeprefix("Error: ") or last
        if _OF_NO_CONCERN not in last:
            log.warning("mosquitto", said=last)
    return last
