"""`afisier publish` and `afisier provision`: a pack sent to a running server, a display given its identity.

Decides that a folder never undoes what others have changed on the server since it was last sent: the folder remembers,
in a hidden file, what the server had then. Leaves out what the server does with it (`http`).
"""

import asyncio
import base64
import contextlib
from pathlib import Path

import click
import msgspec

from config import settings
from content.findings import ConflictError, Finding, refused
from content.pack.folder import read_folder
from control_server.commands.client import Client, server_option, token_option

_REMEMBERED = ".afisier-published"
"""In the pack's folder: server address → ETag of the pack that this folder last put there. No part of the pack."""


@click.command()
@click.argument("pack", type=click.Path(file_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Also undo what others changed on the server since.")
@server_option
@token_option
def publish(pack: Path, replace: bool, address: str, token_file: Path) -> None:
    """Send the city pack PACK to a running server."""
    files = {path: base64.b64encode(data).decode() for path, data in read_folder(pack).items()}
    asyncio.run(_publish(Client(address, token_file), pack, files, replace=replace))


async def _publish(client: Client, folder: Path, files: dict[str, str], *, replace: bool) -> None:
    remembered = _remembered(folder)
    there = await _tag(client)
    if there is None:
        condition = {"If-None-Match": "*"}
    else:
        known = there if replace else remembered.get(client.address, there)
        condition = {"If-Match": f'"{known}"'}
    reply = await client.ask("PUT", "/api/pack", msgspec.json.encode(files), condition)
    if reply.tag:
        _remember(folder, {**remembered, client.address: reply.tag})
    answer = msgspec.json.decode(reply.body)
    click.echo(f"Published as revision {answer['revision']}.")
    for display, (epoch, sequence) in answer["displays"].items():
        click.echo(f"  {display}: manifest {epoch}.{sequence}")
    for finding in msgspec.convert(answer.get("warnings", []), list[Finding]):
        click.echo(f"{finding.level}: {finding}")


async def _tag(client: Client) -> str | None:
    """The ETag of the pack on the server; None when it has none yet."""
    try:
        return (await client.ask("HEAD", "/api/pack")).tag
    except ConflictError:
        return None


def _remembered(folder: Path) -> dict[str, str]:
    """What cannot be read is not remembered."""
    with contextlib.suppress(OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return msgspec.json.decode((folder / _REMEMBERED).read_bytes(), type=dict[str, str])
    return {}


def _remember(folder: Path, tags: dict[str, str]) -> None:
    """A folder that cannot be written is published all the same."""
    with contextlib.suppress(OSError):
        (folder / _REMEMBERED).write_bytes(msgspec.json.encode(tags) + b"\n")


@click.command()
@click.argument("display", metavar="ID")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@server_option
@token_option
def provision(display: str, out: Path, force: bool, address: str, token_file: Path) -> None:
    """Write the enrolment file of display ID; a former file of this display stops counting."""
    if out.exists() and not force:
        raise refused("file", str(out), "exists already, expected a new name (or --force to replace it)")
    if not out.parent.is_dir():
        raise refused("file", str(out.parent), "is no folder, expected one to write the file into")
    reply = asyncio.run(Client(address, token_file).ask("POST", f"/api/displays/{display}/enrolment"))
    settings.write_secret(out, reply.body.decode())
    click.echo(f"Wrote {out}: start the display with `afisier display {out}`.")
