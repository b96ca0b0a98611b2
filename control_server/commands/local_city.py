"""A city on this machine: a server of its own in a folder, and its displays as real processes.

What the demo shows, `afisier bench push` measures and the system tests break. Decides how displays are started and
ended, and how one waits for something to be on their glass. Leaves out what is done with it.
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

Sight = Callable[[wire.Glass], bool]


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
        """Where that display's enrolment file is; its store is beside it."""
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
        place = self.windows.get(display)
        return {**self.environment, **({"AFISIER_WINDOW_AT": f"{place[0]},{place[1]}"} if place else {})}

    async def stop(self, displays: Iterable[str]) -> None:
        """Ends these displays together: asked first, killed after 1.7 s."""
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

    async def seen(self, display: str, sight: Sight, within: float = 30) -> wire.Glass:
        """Waits until that display reports such a glass. Raises TimeoutError saying what it shows instead."""
        found: wire.Glass | None = None
        try:
            async with asyncio.timeout(within):
                async for found in self._glasses(display):
                    if sight(found):
                        return found
        except TimeoutError:
            raise TimeoutError(f"{display} shows {found} after {within} s") from None
        raise TimeoutError(f"{display} shows {found}, and the server has ended")

    async def _glasses(self, display: str) -> AsyncIterator[wire.Glass]:
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
    """What displays started here get to know of the machine. `scale` shrinks windows on a desktop."""
    found = dict(os.environ)
    if offscreen:
        found["SDL_VIDEODRIVER"] = "offscreen"
    if scale != 1.0:
        found["AFISIER_WINDOW_SCALE"] = str(scale)
    return found


@asynccontextmanager
async def local_city(
    folder: Path, pack: Mapping[str, bytes] | None, *, port: int = 0, environment: Mapping[str, str] | None = None
) -> AsyncIterator[LocalCity]:
    """A server in `folder` with that pack (None: the one it has), no display started yet.

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
