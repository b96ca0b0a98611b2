"""The commands of the server's side: run it, send it a pack, make a display's enrolment file.

Decides options, words and exit codes. Leaves out what they do (`server`, `api`).
"""

import asyncio
import base64
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import click
import msgspec
import structlog

from config import settings
from config.settings import ServerSettings
from content.findings import Finding, RefusedError, refused
from content.pack.folder import read_folder
from control_server.tasks import ended

if TYPE_CHECKING:
    from control_server.service import ControlServer

_SERVER = "http://127.0.0.1:8600"
_TOKEN_FILE = Path(ServerSettings().data) / "token"
_ANSWER_S = 300

_server_option = click.option("--server", "address", default=_SERVER, show_default=True, help="Address of the server.")
_token_option = click.option(
    "--token-file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=_TOKEN_FILE,
    show_default=True,
    help="File with the server's API token.",
)


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
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    asyncio.run(_serve(msgspec.structs.replace(chosen, **changes), files))


async def _serve(chosen: ServerSettings, files: dict[str, bytes] | None) -> None:
    from control_server.server import running  # noqa: PLC0415  the other commands need no database and no broker

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with running(chosen) as found:
        if files and found.publisher.pack is None and not await _imported(found, files, stop):
            return
        click.echo(f"The wall:  {found.url}/")
        click.echo(f"API token: {(Path(chosen.data) / 'token').resolve()}")
        sys.stdout.flush()
        await stop.wait()


async def _imported(found: "ControlServer", files: dict[str, bytes], stop: asyncio.Event) -> bool:
    """False when it was told to stop meanwhile. Raises RefusedError."""
    work, stopping = asyncio.create_task(found.import_pack(files)), asyncio.create_task(stop.wait())
    await asyncio.wait({work, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not work.done():
        await ended(work)
        return False
    await work
    return True


@click.command()
@click.argument("pack", type=click.Path(file_okay=False, path_type=Path))
@_server_option
@_token_option
def publish(pack: Path, address: str, token_file: Path) -> None:
    """Send the city pack PACK to a running server."""
    files = {path: base64.b64encode(data).decode() for path, data in read_folder(pack).items()}
    answer = asyncio.run(_ask("PUT", f"{address.rstrip('/')}/api/pack", token_file, msgspec.json.encode(files)))
    found = msgspec.json.decode(answer)
    click.echo(f"Published as revision {found['revision']}.")
    for display, (epoch, sequence) in found["displays"].items():
        click.echo(f"  {display}: manifest {epoch}.{sequence}")
    for finding in msgspec.convert(found.get("warnings", []), list[Finding]):
        click.echo(f"{finding.level}: {finding}")


@click.command()
@click.argument("display", metavar="ID")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@_server_option
@_token_option
def provision(display: str, out: Path, force: bool, address: str, token_file: Path) -> None:
    """Write the enrolment file of display ID; a former file of this display stops counting."""
    if out.exists() and not force:
        raise refused("file", str(out), "exists already, expected a new name (or --force to replace it)")
    if not out.parent.is_dir():
        raise refused("file", str(out.parent), "is no folder, expected one to write the file into")
    answer = asyncio.run(_ask("POST", f"{address.rstrip('/')}/api/displays/{display}/enrolment", token_file, b""))
    settings.write_secret(out, answer.decode())
    click.echo(f"Wrote {out}: start the display with `afisier display {out}`.")


class _Refusal(msgspec.Struct):
    """What the server says when it refuses."""

    error: str
    findings: tuple[Finding, ...] = ()


async def _ask(method: str, address: str, token_file: Path, body: bytes) -> bytes:
    """The server's answer. Raises RefusedError when there is none, or what the server refused."""
    try:
        token = token_file.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        message = "the API token cannot be read, expected the `token` file of the server's data folder (--token-file)"
        raise refused("token", str(token_file), message) from error
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Accept": "application/yaml"}
    limit: Any = aiohttp.ClientTimeout(total=_ANSWER_S, sock_connect=10)
    try:
        async with (
            aiohttp.ClientSession(timeout=limit) as session,
            session.request(method, address, data=body, headers=headers) as answer,
        ):
            data = await answer.read()
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        message = f"no server answers there ({type(error).__name__}), expected a running `afisier server`"
        raise refused("server", address, message) from error
    if answer.status >= 400:
        raise _refusal(data, answer.status, address)
    return data


def _refusal(data: bytes, status: int, address: str) -> RefusedError:
    try:
        found = msgspec.json.decode(data, type=_Refusal)
    except msgspec.DecodeError:
        return refused("server", address, f"answered {status}, expected a control server of Afișier")
    if found.findings:
        return RefusedError(*found.findings)
    return refused("server", address, f"answered {status}: {found.error}")
