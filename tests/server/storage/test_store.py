"""The database: its shape, its durability, its history, and what its refusals are called."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, select, text

from content import wire
from content.findings import RefusedError
from content.publication.edition import StoredFrame
from content.publication.issue import Publication
from control_server.storage import store, tables
from control_server.storage.store import Store
from tests.server.simulator import START


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Store]:
    async with store.opened(tmp_path / "a.db") as found:
        yield found


def publication(display: str, sequence: int, envelope: bytes) -> Publication:
    return Publication(
        display=display,
        epoch=1,
        sequence=sequence,
        digest="d",
        content="c",
        issued=START,
        valid_until=START + timedelta(days=30),
        envelope=envelope,
    )


async def test_the_migrations_give_the_tables(database: Store) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), tables.metadata))

    async with database._engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_it_is_opened_durably(database: Store) -> None:
    async with database._engine.connect() as connection:
        found = {name: (await connection.execute(text(f"PRAGMA {name}"))).scalar() for name in store._PRAGMAS}
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


async def test_less_durable_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_set_pragmas", lambda connection, record: connection.execute("PRAGMA synchronous = 1"))
    with pytest.raises(RefusedError, match="expected"):
        async with store.opened(tmp_path / "a.db"):
            pass


async def test_the_history_of_a_document_is_kept(database: Store) -> None:
    assert await database.documents() == (0, {})
    assert await database.publish({"a": b"1", "b": b"1"}, [], "Ana", START) == 1
    assert await database.publish({"a": b"2", "b": b"1"}, [], "Ion", START) == 2
    assert await database.publish({"a": b"2"}, [], "Ion", START) == 3
    assert await database.publish({"a": b"2"}, [], "Ion", START) == 3
    assert await database.documents() == (3, {"a": b"2"})
    table = tables.revisions
    rows = await database._rows(select(table.c.revision, table.c.path, table.c.body, table.c.author, table.c.at))
    assert [tuple(row) for row in rows] == [
        (1, "a", b"1", "Ana", START),
        (1, "b", b"1", "Ana", START),
        (2, "a", b"2", "Ion", START),
        (3, "b", None, "Ion", START),
    ]


async def test_the_latest_manifest_survives_and_older_ones_keep_their_digest_only(tmp_path: Path) -> None:
    async with store.opened(tmp_path / "a.db") as database:
        await database.publish({"a": b"1"}, [publication("x", 1, b"one"), publication("y", 1, b"y")], "Ana", START)
        await database.publish({"a": b"2"}, [publication("x", 2, b"two")], "Ana", START)
    async with store.opened(tmp_path / "a.db") as database:
        assert await database.latest() == {"x": publication("x", 2, b"two"), "y": publication("y", 1, b"y")}
        rows = await database._rows(select(tables.publications.c.sequence, tables.publications.c.envelope))
        assert sorted((row.sequence, row.envelope is None) for row in rows) == [(1, False), (1, True), (2, False)]


async def test_pack_and_manifests_are_kept_together_or_not_at_all(database: Store) -> None:
    await database.publish({"a": b"1"}, [publication("x", 1, b"one")], "Ana", START)
    with pytest.raises(RefusedError):
        await database.publish({"a": b"2"}, [publication("x", 1, b"the same number again")], "Ana", START)
    assert await database.documents() == (1, {"a": b"1"})
    assert (await database.latest())["x"].envelope == b"one"


async def test_a_full_disk_is_a_sentence_and_changes_nothing(database: Store) -> None:
    await database.publish({"a": b"1"}, [], "Ana", START)
    async with database._engine.connect() as connection:
        pages = (await connection.execute(text("PRAGMA page_count"))).scalar()
        await connection.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(RefusedError) as refusal:
        await database.publish({"a": b"2" * 500_000}, [], "Ana", START)
    assert refusal.value.findings[0].code == "disk"
    assert "disk is full" in str(refusal.value)
    assert await database.documents() == (1, {"a": b"1"})


async def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"not a database at all, but quite long enough to be looked at by SQLite" * 20)
    before = path.read_bytes()
    with pytest.raises(RefusedError, match="not a database"):
        async with store.opened(path):
            pass
    assert path.read_bytes() == before


async def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    async with store.opened(tmp_path / "a.db") as database, database._engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(RefusedError, match="newer version"):
        async with store.opened(tmp_path / "a.db"):
            pass


async def test_frames_come_back_with_their_live_parts(database: Store) -> None:
    part = wire.LivePart(part="countdown", x=1, y=2, width=3, height=4, size=5, until=START)
    made = {"k": StoredFrame(asset="a" * 64, size=7, live=(part,))}
    await database.remember(made)
    await database.remember(made)
    assert await database.made(["k", "other"]) == made


def play(number: int, minute: int) -> wire.Play:
    since = START + timedelta(minutes=minute)
    until = since + timedelta(seconds=15)
    return wire.Play(number=number, slide="s", lang="ro", campaign="c", asset=None, since=since, until=until)


async def test_plays_are_kept_once(database: Store) -> None:
    await database.add_plays(wire.Plays(display="x", plays=(play(1, 0), play(2, 1))))
    await database.add_plays(wire.Plays(display="x", plays=(play(2, 1), play(3, 2))))
    assert await database.plays("x") == [play(1, 0), play(2, 1), play(3, 2)]
    assert await database.plays("y") == []


async def test_a_replaced_device_counts_from_one_again_and_loses_nothing(database: Store) -> None:
    await database.add_plays(wire.Plays(display="x", plays=(play(1, 0),)))
    await database.add_plays(wire.Plays(display="x", plays=(play(1, 60),)))
    assert await database.plays("x") == [play(1, 0), play(1, 60)]


async def test_statuses_and_credentials_are_replaced(database: Store) -> None:
    for minute in (1, 2):
        at = START + timedelta(minutes=minute)
        await database.keep_statuses({"x": (wire.Status(display="x", online=True, at=at), at)})
        await database.set_credential("x", f"line {minute}", at)
    assert await database.statuses() == {"x": (wire.Status(display="x", online=True, at=at), at)}
    assert await database.credentials() == {"x": "line 2"}
