"""`afisier backup`, `restore` and `epoch`: a server in one file, a server from it, and one that was set back otherwise.

Decides what is asked and said, where a passphrase comes from (never the command line: others see it there), and that
what is restored stands in its place at the very end, by one rename, or not at all.
"""

import asyncio
import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from config import settings
from config.settings import ServerSettings
from config.system import durable
from content.findings import refused
from content.pack.parse import parse
from control_server.publishing.going_back import go_back
from control_server.storage import audit, backups, copies, database, documents, keys, sealed
from control_server.storage.database import Database
from control_server.storage.shared_blobs import SharedBlobs
from control_server.tasks import uninterrupted

_WORDS = "go back"
"""What is typed before anything is restored."""

_BEGIN = "new epoch"
"""What is typed before an epoch begins."""

_config = click.option(
    "--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings of the server, YAML."
)
_data = click.option("--data", type=click.Path(file_okay=False), help="The folder of the server, without --config.")
_passphrase_file = click.option(
    "--passphrase-file", type=click.Path(dir_okay=False, path_type=Path), help="A file with the passphrase; else asked."
)
_file = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@click.command()
@_file
@_config
@_data
@_passphrase_file
def backup(file: Path, config: Path | None, data: str | None, passphrase_file: Path | None) -> None:
    """Write all of a server, running or not, into one FILE under a passphrase."""
    chosen = _chosen(config, data)
    if not (Path(chosen.data) / keys.SIGNING_KEY).is_file():
        raise refused(
            "file", chosen.data, "has no signing key, expected the data folder of a server (--data, --config)"
        )
    passphrase = _passphrase(passphrase_file, confirm=True)
    about = {"made": datetime.now(UTC).isoformat(timespec="seconds")}
    place = _place(chosen)
    with sealed.writing(file, passphrase, about) as out:
        count = asyncio.run(backups.write(place, Path(chosen.data), out))
    with sealed.reading(file, passphrase) as written:
        written.end()
    click.echo(f"{file}: {file.stat().st_size:,} bytes, {count} pictures; read again and found whole")


@click.command()
@_file
@_config
@_data
@_passphrase_file
@click.option("--go-back", "agreed", is_flag=True, help="Do not ask: all displays go back to what the backup has.")
def restore(file: Path, config: Path | None, data: str | None, passphrase_file: Path | None, agreed: bool) -> None:
    """Make the server of a backup anew, in a folder that is empty or not there yet."""
    chosen = _chosen(config, data)
    folder = Path(chosen.data)
    _unused(folder)
    head = sealed.head_of(file)
    made = str(head.about.get("made", "?"))[:40]
    click.echo(f"A backup of {made} ({_ago(made)}).", err=True)
    with sealed.reading(file, _passphrase(passphrase_file)) as stream, _beside(folder) as fresh:
        backups.read(stream, fresh)
        asyncio.run(_taken_up(fresh, made, agreed=agreed))
        if chosen.database:
            asyncio.run(_into_database(fresh, chosen.database, lambda: _put(fresh, folder)))
        else:
            _put(fresh, folder)
    click.echo(f"{folder}: restored; start it with `afisier server`, its displays then go back to {made}")


@click.command()
@_config
@_data
@click.option("--begin", "agreed", is_flag=True, help="Do not ask: all displays go by what this server has.")
def epoch(config: Path | None, data: str | None, agreed: bool) -> None:
    """Begin a new epoch on a server that was set back and does not run: its displays then believe it again."""
    chosen = _chosen(config, data)
    folder = Path(chosen.data)
    if not (folder / keys.SIGNING_KEY).is_file():
        raise refused(
            "file", chosen.data, "has no signing key, expected the data folder of a server (--data, --config)"
        )
    with keys.owned(folder):
        if not agreed:
            _ask_to_begin()
        begun = asyncio.run(_begin(chosen))
    click.echo(f"Epoch {begun} has begun; start the server with `afisier server`, its displays then go by what it has")


async def _begin(chosen: ServerSettings) -> int:
    async with database.opened(_place(chosen)) as opened:
        if not await opened.take_the_lead(_nothing):
            raise refused("lock", opened.where, "a server runs on this database, expected none")
        return await go_back(opened, keys.signer(Path(chosen.data)), datetime.now(UTC), "a new epoch of what is here")


def _ask_to_begin() -> None:
    click.echo(
        "All displays go by what this server has, whatever newer plans they hold. What was ended since this copy was "
        "made (a person, a token, a display's identity) counts again: look through them. Everybody signs in anew.",
        err=True,
    )
    if click.prompt(f"Type '{_BEGIN}' to begin it", default="", show_default=False, err=True).strip() != _BEGIN:
        raise refused("backup", "the answer", f"is not '{_BEGIN}': nothing was changed")


async def _taken_up(fresh: Path, made: str, *, agreed: bool) -> None:
    """Everything in the folder is read as a server would read it; then the new epoch begins, if that is meant."""
    async with database.opened(fresh / backups.DATABASE) as opened:
        revision, files = await documents.current(opened)
        city = parse(files).city if files else None
        rows: list[audit.AuditRow] = []
        while part := await audit.rows(opened, after=len(rows)):
            rows += part
        audit.verified(rows)
        click.echo(f"It has {city.name if city else 'no city yet'}, revision {revision}.", err=True)
        if not agreed:
            _ask()
        await go_back(opened, keys.signer(fresh), datetime.now(UTC), f"to the backup of {made}")
    with contextlib.suppress(FileNotFoundError):
        (fresh / "lock").unlink()


def _ask() -> None:
    click.echo(
        "All displays go back to what was published then, whatever they were told since. What was ended since (a "
        "person, a token, a display's identity) counts again: look through them. Everybody signs in anew. The server "
        "that the backup is of must not run any more: displays would hear two.",
        err=True,
    )
    if click.prompt(f"Type '{_WORDS}' to restore it", default="", show_default=False, err=True).strip() != _WORDS:
        raise refused("backup", "the answer", f"is not '{_WORDS}': nothing was restored")


@uninterrupted
async def _into_database(fresh: Path, address: str, place: Any) -> None:
    """Rows and assets go to PostgreSQL; the folder takes its place just before that is durable."""
    async with database.opened(address) as shared:
        if not await copies.is_empty(shared):
            message = "is used, expected an empty database; nothing of it was changed"
            raise refused("database", shared.where, message)
        if not await shared.take_the_lead(_nothing):
            raise refused("lock", shared.where, "a server runs on this database, expected none")
        await _keep_assets(fresh, shared)
        source = fresh.with_name(f"{fresh.name}.db")
        try:
            (fresh / backups.DATABASE).rename(source)
            async with shared.writing() as connection:
                await copies.into_postgres(source, connection)
                place()
        finally:
            for path in fresh.parent.glob(f"{source.name}*"):
                path.unlink()


async def _keep_assets(fresh: Path, shared: Database) -> None:
    blobs = SharedBlobs(fresh / "assets", shared)
    for path in sorted((fresh / "assets").glob("??/*")):
        await blobs.add(path.read_bytes())


async def _nothing() -> None:
    """There is nothing to read anew."""


def _chosen(config: Path | None, data: str | None) -> ServerSettings:
    chosen = settings.read(config, ServerSettings) if config else ServerSettings()
    return msgspec.structs.replace(chosen, data=data) if data else chosen


def _place(chosen: ServerSettings) -> Path | str:
    return chosen.database or Path(chosen.data) / backups.DATABASE


def _passphrase(file: Path | None, *, confirm: bool = False) -> str:
    if file is None:
        text = str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm, err=True))
    else:
        try:
            text = file.read_text().strip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise refused("file", str(file), "cannot be read, expected a text file with the passphrase") from error
    if confirm and len(text) < sealed.SHORTEST:
        raise refused("password", "the passphrase", f"has {len(text)} characters, expected at least {sealed.SHORTEST}")
    return text


def _unused(folder: Path) -> None:
    """Raises RefusedError for a folder that has anything in it."""
    if folder.is_dir() and (there := next(folder.iterdir(), None)) is not None:
        message = f"is used, it has {there.name!r}; expected an empty folder or none: move the used one away first"
        raise refused("backup", str(folder), message)


@contextlib.contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """An empty folder on the same disk, which is gone after the block unless it was put elsewhere."""
    fresh = folder.absolute().with_name(f".{folder.name}.{secrets.token_hex(4)}.restoring")
    try:
        fresh.mkdir(mode=0o700, parents=True)
    except OSError as error:
        raise refused("disk", str(folder), f"cannot be made: {error.strerror}") from error
    try:
        yield fresh
    except OSError as error:
        raise refused("disk", str(folder), f"cannot be written: {os.strerror(error.errno or 0)}") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _put(fresh: Path, folder: Path) -> None:
    """Whole or not at all: a rename replaces an empty folder."""
    for path, _, _ in os.walk(fresh):
        durable.sync_folder(Path(path))
    fresh.rename(folder)
    durable.sync_folder(folder.absolute().parent)


def _ago(made: str) -> str:
    try:
        hours = (datetime.now(UTC) - datetime.fromisoformat(made)).total_seconds() / 3600
    except (ValueError, TypeError):
        return "nobody knows when"
    return f"{hours:.0f} hours ago" if hours < 48 else f"{hours / 24:.0f} days ago"
