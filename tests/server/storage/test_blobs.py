"""Assets: named by their bytes, whole or absent."""

import asyncio
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from content.findings import RefusedError
from control_server.storage.blobs import Blobs


@contextmanager
def no_room(bytes_left: int) -> Iterator[None]:
    """No file may grow beyond so many bytes: the disk says no in the middle of a write."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_left, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_an_asset_is_kept_once_under_its_digest(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    digest = await blobs.add(b"data")
    assert digest == sha256(b"data").hexdigest() == await blobs.add(b"data")
    assert blobs.path(digest).read_bytes() == b"data"
    assert blobs.has(digest, 4) and not blobs.has(digest, 5) and not blobs.has("0" * 64, 4)
    assert files(tmp_path) == [blobs.path(digest)]


async def test_a_cut_asset_is_written_again(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    digest = await blobs.add(b"data")
    blobs.path(digest).write_bytes(b"da")
    assert await blobs.add(b"data") == digest
    assert blobs.path(digest).read_bytes() == b"data"


async def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    with no_room(1000), pytest.raises(RefusedError) as refusal:
        await Blobs(tmp_path).add(b"x" * 5000)
    assert refusal.value.findings[0].code == "disk"
    assert files(tmp_path) == []


OLD = datetime(2026, 1, 1, tzinfo=UTC)
WEEK_AGO = datetime.now(UTC) - timedelta(days=7)


def aged(path: Path, at: datetime = OLD) -> Path:
    """As if it had been wanted last at that time."""
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


async def test_what_nobody_names_and_nobody_wanted_for_long_is_deleted_and_nothing_else(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    old, named, fresh, again, twice = [await blobs.add(data) for data in (b"old", b"named", b"fresh", b"again", b"two")]
    for digest in (old, named, again, twice):
        aged(blobs.path(digest))
    assert await blobs.lacking({again: 5, "0" * 64: 1}) == {"0" * 64}
    await blobs.add(b"two")
    assert await blobs.sweep({named}, WEEK_AGO) == {old}
    assert sorted(files(tmp_path)) == sorted(blobs.path(digest) for digest in (named, fresh, again, twice))


async def test_what_is_wanted_while_it_is_deleted_is_not_there_then(tmp_path: Path) -> None:
    """Whoever was told that an asset is there finds it there afterwards."""
    blobs = Blobs(tmp_path)
    digests = {await blobs.add(b"%d" % number): len(b"%d" % number) for number in range(200)}
    for digest in digests:
        aged(blobs.path(digest))
    gone, lacking = await asyncio.gather(blobs.sweep((), WEEK_AGO), blobs.lacking(digests))
    assert {digest for digest in digests if not blobs.has(digest, digests[digest])} == gone
    assert gone <= lacking


class DeletedMeanwhile(Blobs):
    """An asset goes just after it was looked whether it is there."""

    def has(self, digest: str, size: int) -> bool:
        there = super().has(digest, size)
        self.path(digest).unlink(missing_ok=True)
        return there


async def test_what_goes_while_it_is_looked_for_lacks_and_is_written_again(tmp_path: Path) -> None:
    digest = await Blobs(tmp_path).add(b"data")
    blobs = DeletedMeanwhile(tmp_path)
    assert await blobs.lacking({digest: 4}) == {digest}
    await Blobs(tmp_path).add(b"data")
    await blobs.add(b"data")
    assert blobs.path(digest).read_bytes() == b"data"
