"""Assets in the database, for servers that have folders of their own."""

import asyncio
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from content.findings import RefusedError
from control_server.storage import tables
from control_server.storage.database import Database, opened
from control_server.storage.shared_blobs import SharedBlobs
from tests.postgres_cluster import Cluster
from tests.server.storage.test_blobs import OLD, WEEK_AGO, aged, files

DIGEST = sha256(b"data").hexdigest()


def folder(path: Path) -> Path:
    path.mkdir()
    return path


async def test_an_asset_is_kept_once_and_fetched_by_whoever_needs_it(tmp_path: Path, database: Database) -> None:
    one = SharedBlobs(folder(tmp_path / "one"), database)
    other = SharedBlobs(folder(tmp_path / "other"), database)
    assert await one.add(b"data") == DIGEST == await one.add(b"data")
    assert files(tmp_path / "other") == []
    paths = await asyncio.gather(*(other.located(DIGEST) for _ in range(5)))
    assert set(paths) == {other.path(DIGEST)}
    assert other.path(DIGEST).read_bytes() == b"data"
    assert not (await other.located("0" * 64)).exists()
    assert len(await database.rows(tables.assets.select())) == 1


async def test_what_lacks_is_what_the_database_has_not(tmp_path: Path, database: Database) -> None:
    """A folder that has an asset for itself is of no use to the other servers."""
    blobs = SharedBlobs(folder(tmp_path / "one"), database)
    await blobs.add(b"data")
    assert await blobs.lacking({DIGEST: 4, "0" * 64: 4}) == {"0" * 64}
    assert await blobs.lacking({DIGEST: 5}) == {DIGEST}
    async with database.writing() as connection:
        await connection.execute(delete(tables.assets))
    assert blobs.has(DIGEST, 4)
    assert await blobs.lacking({DIGEST: 4}) == {DIGEST}


async def test_a_standby_keeps_no_asset(tmp_path: Path, postgres: Cluster) -> None:
    async with opened(await postgres.fresh()) as database:
        with pytest.raises(RefusedError, match="another server on this database leads"):
            await SharedBlobs(folder(tmp_path / "one"), database).add(b"data")


async def test_what_nobody_names_and_nobody_wanted_for_long_goes_from_database_and_folders(
    tmp_path: Path, database: Database
) -> None:
    blobs = SharedBlobs(folder(tmp_path / "one"), database)
    old, named, again = [await blobs.add(data) for data in (b"old", b"named", b"again")]
    async with database.writing() as connection:
        await connection.execute(update(tables.assets).values(wanted=OLD))
    for digest in (old, named):
        aged(blobs.path(digest))
    assert await blobs.lacking({again: 5}) == set()
    assert await blobs.sweep({named}, WEEK_AGO) == {old}
    assert {row.digest for row in await database.rows(tables.assets.select())} == {named, again}
    assert files(tmp_path / "one") == [blobs.path(again)]
    assert (await blobs.located(named)).read_bytes() == b"named"


async def test_what_is_drawn_again_is_wanted_again(tmp_path: Path, database: Database) -> None:
    blobs = SharedBlobs(folder(tmp_path / "one"), database)
    digest = await blobs.add(b"data")
    async with database.writing() as connection:
        await connection.execute(update(tables.assets).values(wanted=OLD))
    await blobs.add(b"data")
    assert await blobs.sweep((), WEEK_AGO) == set()
    assert {row.digest for row in await database.rows(tables.assets.select())} == {digest}


class FetchedMeanwhile(SharedBlobs):
    """An asset arrives in the folder just after it was looked whether it is there in full length."""

    def has(self, digest: str, size: int) -> bool:
        there = super().has(digest, size)
        if not there:
            self.path(digest).parent.mkdir(exist_ok=True)
            self.path(digest).write_bytes(b"data")
        return there


async def test_an_asset_that_is_fetched_while_others_are_counted_stays(tmp_path: Path, database: Database) -> None:
    await SharedBlobs(folder(tmp_path / "one"), database).add(b"data")
    other = FetchedMeanwhile(folder(tmp_path / "other"), database)
    assert await other.lacking({DIGEST: 4}) == set()
    assert other.path(DIGEST).parent.is_dir() <= other.path(DIGEST).is_file()  # nothing that came was deleted


async def test_an_asset_that_is_cut_short_in_the_folder_is_fetched_again(tmp_path: Path, database: Database) -> None:
    blobs = SharedBlobs(folder(tmp_path / "one"), database)
    await blobs.add(b"data")
    blobs.path(DIGEST).write_bytes(b"da")
    assert await blobs.lacking({DIGEST: 4}) == set()
    assert (await blobs.located(DIGEST)).read_bytes() == b"data"
