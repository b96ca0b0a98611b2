"""A backup: everything that a server knows, and what makes it that server, as one stream (a tar in gzip).

Decides what is in it: the database as it was at one instant, whichever engine keeps it, always as a file of SQLite; the
signing key and the API token; the assets. Pictures of glasses are not: displays send them anew. What is taken out again
is believed only when the database is whole and every asset that a display is told is there. Leaves out how the stream
is sealed (`sealed`), and what must be done before a server starts on it (`publishing.going_back`).
"""

import fcntl
import gzip
import io
import os
import re
import secrets
import sqlite3
import tarfile
import zlib
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import msgspec

from content.findings import refused
from control_server.storage import copies, keys
from control_server.storage.sealed import Opening

DATABASE = "afisier.db"
_SECRETS = (keys.SIGNING_KEY, keys.TOKEN)
_ASSET = re.compile(r"assets/([0-9a-f]{2})/([0-9a-f]{64})")
_CHUNK = 1_048_576
_FAST = 3
"""Of gzip. Most of a backup are pictures, which are packed already."""


class _Named(msgspec.Struct):
    """The part of a programme that names its assets."""

    assets: dict[str, int]


async def write(place: Path | str, folder: Path, out: BinaryIO) -> int:
    """Writes all of that database and folder to `out`; returns the number of assets. Servers may run on both.

    Raises RefusedError (`backup`) when an asset that a display is told is not there.
    """
    async with _snapshot(place, folder) as snapshot:
        with (
            gzip.GzipFile(fileobj=out, mode="wb", compresslevel=_FAST, mtime=0) as packed,
            tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
        ):
            tar.add(snapshot, DATABASE, filter=_plain)
            for name in _SECRETS:
                tar.add(folder / name, name, filter=_plain)
            there: set[str] = set()
            for path in sorted((folder / "assets").glob("??/*")):
                if _ASSET.fullmatch(f"assets/{path.parent.name}/{path.name}") and _added(tar, path):
                    there.add(path.name)
            if isinstance(place, str):
                async for digest, body in copies.assets(place):
                    if digest not in there:
                        _add(tar, f"assets/{digest[:2]}/{digest}", body)
                        there.add(digest)
        _complete(snapshot, there)
    return len(there)


def read(stream: Opening, folder: Path) -> None:
    """Takes all of it into that folder, which is empty. Raises RefusedError unless it is whole.

    The folder is not to be used before this returns.
    """
    there: set[str] = set()
    try:
        with tarfile.open(fileobj=stream, mode="r|gz") as tar:  # type: ignore[call-overload]
            for member in tar:
                there.add(_taken(tar, member, folder))
    except (tarfile.TarError, zlib.error, EOFError) as error:
        raise refused("backup", "the backup", f"has another form inside than expected: {error}") from error
    stream.end()
    if missing := {DATABASE, *_SECRETS} - there:
        raise refused("backup", "the backup", f"has no {min(missing)}, expected one that is whole")
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        ((state,), *_) = connection.execute("PRAGMA integrity_check").fetchall()
    if state != "ok":
        raise refused("backup", "the backup", f"has a damaged database: {str(state).splitlines()[0]}")
    _complete(folder / DATABASE, there)


@asynccontextmanager
async def _snapshot(place: Path | str, folder: Path) -> AsyncIterator[Path]:
    """A file of SQLite with what the database has at this instant, as long as the block lasts."""
    with _aside(folder) as path:
        if isinstance(place, str):
            await copies.from_postgres(place, path)
        else:
            copies.of_sqlite(place, path)
        yield path


@contextmanager
def _aside(folder: Path) -> Iterator[Path]:
    """A file in the folder that only its owner reads. One that a kill leaves the next server deletes (`durable`)."""
    path = folder / f".{DATABASE}.{secrets.token_hex(4)}.unfinished"
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise refused("disk", str(folder), f"cannot be written: {error.strerror}, expected a data folder") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield path
    finally:
        os.close(descriptor)
        path.unlink(missing_ok=True)


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without whose it is."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _added(tar: tarfile.TarFile, path: Path) -> bool:
    """False for an asset that was deleted meanwhile: then no display is told it any more."""
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        return False
    if sha256(body).hexdigest() != path.name:
        return False  # damaged: it counts as absent
    _add(tar, f"assets/{path.parent.name}/{path.name}", body)
    return True


def _add(tar: tarfile.TarFile, name: str, body: bytes) -> None:
    member = _plain(tarfile.TarInfo(name))
    member.size = len(body)
    tar.addfile(member, io.BytesIO(body))


def _taken(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> str:
    """Writes one file; what it is: its name, of an asset its digest. Raises RefusedError for any that has no place."""
    asset = _ASSET.fullmatch(member.name)
    content = tar.extractfile(member) if member.isreg() else None
    if content is None or not (asset or member.name in (DATABASE, *_SECRETS)):
        raise refused("backup", "the backup", f"has {member.name[:100]!r} in it, expected files of a backup only")
    path = folder / member.name
    for above in (path.parent.parent, path.parent):  # `parents=True` would make the upper one for everybody
        above.mkdir(mode=0o700, exist_ok=True)
    digest = sha256()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as file:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if asset and digest.hexdigest() != asset[2]:
        raise refused("backup", "the backup", f"has another asset than {asset[2][:16]}…, expected one that is whole")
    return asset[2] if asset else member.name


def _complete(database: Path, there: Collection[str]) -> None:
    """Raises RefusedError (`backup`) when an asset that a newest manifest leads to is not there."""
    query = "SELECT body FROM programmes WHERE digest IN (SELECT programme FROM manifests)"
    with closing(sqlite3.connect(database)) as connection:
        bodies = [row[0] for row in connection.execute(query)]
    named = {digest for body in bodies for digest in msgspec.json.decode(body, type=_Named).assets}
    if missing := named - set(there):
        message = f"lacks {len(missing)} pictures that displays are told, as {min(missing)[:16]}…"
        raise refused("backup", "the backup", f"{message}; expected all of them in the folder `assets`")
