"""`afisier publish`, `provision`, `revoke`: a pack sent to a running server, a display's identity given and ended.

Decides that a folder never undoes what others have changed on the server since it was last sent: the folder remembers,
in a hidden file, what the server had then. Leaves out what the server does with it (`http`).
"""

import asyncio
import base64
import contextlib
from itertools import islice
from pathlib import Path

import click
import msgspec

from config import settings
from config.system import durable
from content.findings import ConflictError, Finding, MovedError, refused
from content.pack.folder import read_folder
from control_server.commands.client import Client, server_option, token_option, why_option, with_reason
from control_server.commands.headway import HeadwayShown
from control_server.publishing.published import pack_tag

_REMEMBERED = ".afisier-published"
"""In the pack's folder, and no part of the pack."""
_TAGS = 8
"""Of packs that were sent and perhaps not published."""
_LISTED = 20
"""Displays that are named."""


class _Answer(msgspec.Struct):
    """What the server says of a publication: `versions` and `warnings` are the first of many."""

    revision: int
    displays: int
    versions: dict[str, tuple[int, int]]
    warnings: tuple[Finding, ...]
    warnings_in_all: int


@click.command()
@click.argument("pack", type=click.Path(file_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Also undo what others changed on the server since.")
@server_option
@token_option
@why_option
def publish(pack: Path, replace: bool, address: str, token_file: Path, why: str) -> None:
    """Send the city pack PACK to a running server."""
    files = read_folder(pack)
    asyncio.run(_publish(Client(address, token_file), pack, files, replace=replace, path=with_reason("/api/pack", why)))


async def _publish(client: Client, folder: Path, files: dict[str, bytes], *, replace: bool, path: str) -> None:
    there, own = await _tag(client), pack_tag(files)
    before = remembered(folder).get(client.address, ())
    condition = _condition(folder, there, own, before, replace=replace)
    encoded = {path: base64.b64encode(data).decode() for path, data in files.items()}
    remember(folder, client.address, *before, own)  # whoever breaks off may have sent it all the same
    shown = HeadwayShown()
    try:
        reply = await client.change(path, msgspec.json.encode(encoded), condition, shown.tell)
    except MovedError as error:
        message = f"{error}; take that over into {folder} and publish with --replace, or --replace it with this pack"
        raise refused("moved", client.address, message) from error
    finally:
        shown.close()
    remember(folder, client.address, reply.tag or own)
    _report(msgspec.json.decode(reply.body, type=_Answer), same=reply.tag is not None and reply.tag == there)


def _condition(folder: Path, there: str | None, own: str, before: tuple[str, ...], *, replace: bool) -> dict[str, str]:
    """Of what the pack is a change: `there` is the server's, `own` the folder's, `before` what was sent there."""
    if there is None:
        return {"If-None-Match": "*"}
    if replace or there == own:
        return {"If-Match": f'"{there}"'}
    if not before:
        message = "was never sent to this server, which has another pack; --replace puts this one in its place"
        raise refused("moved", str(folder), message)
    return {"If-Match": ", ".join(f'"{tag}"' for tag in before)}


def _report(answer: _Answer, *, same: bool) -> None:
    click.echo(f"{'Nothing changed: it is' if same else 'Published as'} revision {answer.revision}.")
    for display, (epoch, sequence) in islice(answer.versions.items(), _LISTED):
        click.echo(f"  {display}: manifest {epoch}.{sequence}")
    if (more := answer.displays - _LISTED) > 0:
        click.echo(f"  and {more:,} displays more")
    for finding in answer.warnings:
        click.echo(f"{finding.level}: {finding}")
    if (more := answer.warnings_in_all - len(answer.warnings)) > 0:
        click.echo(f"and {more:,} warnings more: `GET /api/checks` has them all")


async def _tag(client: Client) -> str | None:
    """The ETag of the pack on the server; None when it has none yet."""
    try:
        return (await client.ask("HEAD", "/api/pack")).tag
    except ConflictError:
        return None


def remembered(folder: Path) -> dict[str, tuple[str, ...]]:
    """Server address → ETags of the packs that this folder may have put there last. What cannot be read is none."""
    with contextlib.suppress(OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return msgspec.json.decode((folder / _REMEMBERED).read_bytes(), type=dict[str, tuple[str, ...]])
    return {}


def remember(folder: Path, address: str, *tags: str) -> None:
    """A folder that cannot be written is published all the same; it must then be sent with `--replace`."""
    latest = tuple(dict.fromkeys(tags))[-_TAGS:]
    with contextlib.suppress(OSError):
        known = msgspec.json.encode(remembered(folder) | {address.rstrip("/"): latest}) + b"\n"
        durable.write(folder / _REMEMBERED, known, mode=durable.FOR_PEOPLE)


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


@click.command()
@click.argument("display", metavar="ID")
@server_option
@token_option
def revoke(display: str, address: str, token_file: Path) -> None:
    """End the identity of display ID at once: its enrolment file stops counting, and it is put out."""
    asyncio.run(Client(address, token_file).ask("DELETE", f"/api/displays/{display}/enrolment"))
    click.echo(f"The enrolment of {display} counts no more; `afisier provision {display}` writes a new one.")
