"""A city on this machine: a server with its data in a folder, and its displays as real processes.

Decides how displays are started and ended, and how to wait until something is on their glass. Leaves out what the city
is for: the demo, `afisier bench push` and the system tests use it.
"""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import yaml

from config import settings as files
from config.settings import BrokerSettings, ServerSettings
from config.system.lifeline import bound
from content import strict_yaml, wire
from control_server.devices.fleet import Event, Heard
from control_server.publishing.edits import whole_pack
from control_server.server import running
from control_server.service import ControlServer
from control_server.storage.causes import Cause

_END_S = 1.7
"""Seconds a display gets to end by itself before it is killed."""

GlassCondition = Callable[[wire.Glass], bool]


class LocalCity:
    """A running server and the displays started so far. `processes` is display → its supervisor.

    `windows` is display → left and top of its window, on a desktop.
    """

    def __init__(self, server: ControlServer, folder: Path, environment: Mapping[str, str]) -> None:
        self.server = server
        self.folder = folder
        self.environment = environment
        self.windows: dict[str, tuple[int, int]] = {}
        self.processes: dict[str, asyncio.subprocess.Process] = {}

    def enrolment(self, display: str) -> Path:
        """The path of that display's enrolment file; its store is in the same folder."""
        return self.folder / display / "enrolment.yaml"

    async def start(self, displays: Iterable[str]) -> None:
        """Enrols these displays if they are not yet, and starts them."""
        for display in displays:
            path = self.enrolment(display)
            if not path.exists():
                path.parent.mkdir(parents=True)
                enrolment = strict_yaml.plain(await self.server.enrolments.enrol(display))
                files.write_secret(path, yaml.safe_dump(enrolment, allow_unicode=True, sort_keys=False))
            command = bound([sys.executable, "-m", "config.commands.cli", "display", str(path)])
            with (path.parent / "display.log").open("ab") as log:
                self.processes[display] = await asyncio.create_subprocess_exec(
                    *command,
                    env=self._environment_of(display),
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,  # Ctrl-C is for this process, which then ends its displays in order
                )

    def _environment_of(self, display: str) -> dict[str, str]:
        corner = self.windows.get(display)
        return {**self.environment, **({"AFISIER_WINDOW_AT": f"{corner[0]},{corner[1]}"} if corner else {})}

    async def stop(self, displays: Iterable[str]) -> None:
        """Ends these displays together: each is asked to end, and killed after 1.7 s."""
        ending = [self.processes.pop(display) for display in list(displays) if display in self.processes]
        for process in ending:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        waiting = [asyncio.create_task(process.wait()) for process in ending]
        if waiting:
            _, late = await asyncio.wait(waiting, timeout=_END_S)
            for process in ending:
                if late and process.returncode is None:
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(process.pid, signal.SIGKILL)
            await asyncio.gather(*waiting)

    async def seen(self, display: str, condition: GlassCondition, within: float = 30) -> wire.Glass:
        """Waits until that display reports a glass that meets the condition.

        Raises TimeoutError after `within` seconds, with what it shows instead.
        """
        glass: wire.Glass | None = None
        try:
            async with asyncio.timeout(within):
                async for glass in self._glasses(display):
                    if condition(glass):
                        return glass
        except TimeoutError:
            raise TimeoutError(f"{display} shows {glass} after {within} s") from None
        raise TimeoutError(f"{display} shows {glass}, and the server has ended")

    async def _glasses(self, display: str) -> AsyncIterator[wire.Glass]:
        """What is on the display's glass now, and each change of it."""
        with self.server.fleet.subscribed() as events:
            known = self.server.fleet.statuses.get(display)
            if known and known[0].online and known[0].glass:
                yield known[0].glass
            async for event in events:
                if glass := _glass_of(event, display):
                    yield glass


def _glass_of(event: Event, display: str) -> wire.Glass | None:
    return event.status.glass if isinstance(event, Heard) and event.display == display else None


def display_environment(*, offscreen: bool, scale: float = 1.0) -> dict[str, str]:
    """The environment of the displays started here. `scale` shrinks their windows on a desktop."""
    environment = dict(os.environ)
    if offscreen:
        environment["SDL_VIDEODRIVER"] = "offscreen"
    if scale != 1.0:
        environment["AFISIER_WINDOW_SCALE"] = str(scale)
    return environment


@asynccontextmanager
async def local_city(
    folder: Path, pack: Mapping[str, bytes] | None, *, port: int = 0, environment: Mapping[str, str] | None = None
) -> AsyncIterator[LocalCity]:
    """A server in `folder` with that pack (None: the one it has), and no display started yet.

    Ends displays and server at the end of the block. Raises RefusedError when the server cannot start.
    """
    settings = ServerSettings(data=str(folder / "server"), port=port, broker=BrokerSettings(port=0))
    async with running(settings) as server:
        if pack is not None:
            await server.publisher.change(whole_pack(pack), Cause(actor="afisier", kind="pack"))
        city = LocalCity(server, folder / "displays", environment or display_environment(offscreen=True))
        try:
            yield city
        finally:
            await city.stop(list(city.processes))


def changed(pack: Mapping[str, bytes], path: str, **fields: object) -> bytes:
    """A document of the pack with some of its top-level values replaced, as YAML."""
    document = strict_yaml.mapping(pack[path], path) | fields
    return yaml.safe_dump(msgspec.to_builtins(document), allow_unicode=True, sort_keys=False).encode()
