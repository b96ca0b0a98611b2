"""`afisier server`: runs the control server until it is told to end.

Decides options and what is said while it starts. Leaves out what a server does (`control_server.server`).
"""

import asyncio
import gc
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from config import settings
from config.settings import ServerSettings
from config.system import logs
from content.pack.folder import read_folder
from control_server.commands.publish import remember
from control_server.publishing.edits import whole_pack
from control_server.publishing.published import pack_tag
from control_server.storage.causes import Cause
from control_server.tasks import ended

if TYPE_CHECKING:
    from control_server.service import ControlServer

_SAY_EVERY_S = 1.0

_COLLECTED_AFTER = 50_000, 20, 50
"""Objects made before Python looks for circles of garbage. A publication to a fleet makes them by ten thousands, and by
the 700 of Python's default the same long-lived ones would be looked through again and again."""


@click.command()
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings, YAML.")
@click.option("--data", type=click.Path(file_okay=False), help="The folder the server owns.")
@click.option("--port", type=click.IntRange(0, 65535), help="HTTP port; 0 takes a free one.")
@click.option("--pack", type=click.Path(file_okay=False, path_type=Path), help="Imported if there is no pack yet.")
def server(config: Path | None, data: str | None, port: int | None, pack: Path | None) -> None:
    """Run the control server until Ctrl-C or SIGTERM."""
    chosen = settings.read(config, ServerSettings) if config else ServerSettings()
    changes = {name: value for name, value in (("data", data), ("port", port)) if value is not None}
    files = read_folder(pack) if pack else None
    logs.to_stderr()
    gc.set_threshold(*_COLLECTED_AFTER)
    asyncio.run(_serve(msgspec.structs.replace(chosen, **changes), pack, files))


async def _serve(chosen: ServerSettings, pack: Path | None, files: dict[str, bytes] | None) -> None:
    from control_server.server import running  # noqa: PLC0415  the other commands need no database and no broker

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with running(chosen) as server:
        if pack and files and server.publisher.published.pack is None and server.ground.database.leadership.leads:
            if not await _imported(server, files, stop):
                return
            remember(pack, server.url, pack_tag(files))
        click.echo(f"The wall:  {server.url}/")
        click.echo(f"API token: {(Path(chosen.data) / 'token').resolve()}")
        if server.ground.database.leadership.leads and (link := await server.sign_in.first_link()):
            click.echo(f"The studio has nobody yet. Within 15 minutes, once: {server.url}/studio/join/{link}")
        sys.stdout.flush()
        await stop.wait()


async def _imported(server: "ControlServer", files: dict[str, bytes], stop: asyncio.Event) -> bool:
    """False when it was told to stop meanwhile. Says that it begins, and how far it is, at most once a second.

    Raises RefusedError.
    """
    told = ""
    click.echo("starting: the first pack is read, judged and drawn", err=True)
    cause = Cause(actor="server", kind="pack", why="--pack")
    work = asyncio.create_task(server.publisher.change(whole_pack(files), cause))
    stopping = asyncio.create_task(stop.wait())
    while not (work.done() or stopping.done()):
        await asyncio.wait({work, stopping}, timeout=_SAY_EVERY_S, return_when=asyncio.FIRST_COMPLETED)
        progress = server.renderer.progress
        if not work.done() and progress.needed and str(progress) != told:
            told = str(progress)
            click.echo(told, err=True)
    stopping.cancel()
    if not work.done():
        await ended(work)
        return False
    await work
    return True
