"""The managed broker: a mosquitto child with a configuration made here.

Decides who may publish and read what (from the table of topics), the limits, and that the broker comes back when it
dies and ends when the server does. Leaves out the words that travel (`content.wire`) and the server's own connection
(`link`). With an external broker none of this runs: its accounts and rights are that broker's.
"""

import asyncio
import contextlib
import getpass
import os
import random
import secrets
import shutil
import socket
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import structlog

from config.settings import BrokerSettings
from config.system import durable, lifeline
from config.system.backoff import Backoff
from content import wire
from content.findings import refused
from control_server.devices.credentials import hashed
from control_server.tasks import ended

SERVER_USER = "@server"
"""Not a possible display id."""

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
persistence true
persistence_location {folder}/
autosave_on_changes true
autosave_interval 1
max_packet_size 262144
max_queued_bytes 1048576
max_queued_messages 1000
max_inflight_messages 20
set_tcp_nodelay true
connection_messages false
log_dest stderr
log_type error
log_type warning

listener {port} {host}
max_connections 20000
allow_anonymous false
use_username_as_clientid true
password_file {folder}/passwords
acl_file {folder}/rights
"""

log = structlog.get_logger()


def rights(site: str) -> str:
    """Mosquitto's access list: the server may everything below the prefix, a display its own topics in one direction.

    `%u` is the user's name, which is the display's id. (It is its client id too, whatever it asks for: MQTT ends the
    older of two connections with one client id, so a display could put out any other.)
    """
    lines = [f"user {SERVER_USER}", f"topic readwrite {wire.PREFIX}/#", ""]
    for topic in wire.TOPICS.values():
        verb = "write" if topic.sender == "display" else "read"
        lines.append(f"pattern {verb} {topic.of(site, '%u')}")
    return "\n".join(lines) + "\n"


class Broker:
    """Made by `managed`."""

    def __init__(self, folder: Path, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.password = secrets.token_urlsafe(32)
        self.restarts = 0
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None
        self._server_line = hashed(self.password)

    @property
    def pid(self) -> int | None:
        """The child's process id, while it runs."""
        return self._process.pid if self._process and self._process.returncode is None else None

    def admit(self, site: str, credentials: Mapping[str, str]) -> None:
        """From now on exactly these displays (id → hash) may connect; others are put out. Raises RefusedError."""
        lines = {SERVER_USER: self._server_line, **credentials}
        try:
            durable.write(
                self._folder / "passwords", "".join(f"{u}:{h}\n" for u, h in lines.items()).encode(), mode=0o600
            )
            durable.write(self._folder / "rights", rights(site).encode(), mode=0o600)
        except OSError as error:
            raise refused(
                "disk", str(self._folder), f"the broker's files cannot be written: {error.strerror}"
            ) from error
        if self._process and self._process.returncode is None:
            self._process.send_signal(1)  # SIGHUP: mosquitto reads both files again

    async def start(self) -> None:
        """Starts mosquitto and waits until it accepts connections. Raises RefusedError."""
        program = _mosquitto()
        configuration = self._folder / "mosquitto.conf"
        words = _CONFIGURATION.format(user=getpass.getuser(), folder=self._folder, port=self.port, host=self.host)
        durable.write(configuration, words.encode(), mode=0o600)
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
                _, writer = await asyncio.open_connection(self.host, self.port)
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
async def managed(settings: BrokerSettings, folder: Path) -> AsyncIterator[Broker]:
    """A running broker that keeps its state in `folder`. Raises RefusedError: no mosquitto, or the port is in use."""
    _mosquitto()
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise refused("disk", str(folder), f"the folder cannot be made: {error.strerror}") from error
    broker = Broker(folder.resolve(), settings.host, _free(settings.host, settings.port))
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


def _free(host: str, port: int) -> int:
    """`port` if it can be listened on, any free one for 0."""
    try:
        with socket.create_server((host, port)) as listening:
            return int(listening.getsockname()[1])
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
