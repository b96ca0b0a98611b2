"""What one publication makes durable: pack, manifests and cause, all or nothing."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from content.findings import DiskError, RefusedError
from content.publication.issue import Publication
from control_server.storage import causes, documents, frames, tables
from control_server.storage.causes import Cause, Recorded
from control_server.storage.database import Database, opened
from control_server.storage.publications import latest, publish
from tests.server.simulator import START
from tests.server.storage.older import at_revision

ANA, ION = Cause(actor="Ana", kind="pack"), Cause(actor="Ion", kind="slide", why="o literă")


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


async def test_the_history_of_a_document_is_kept_with_its_causes(database: Database) -> None:
    assert await documents.current(database) == (0, {})
    assert await publish(database, {"a": b"1", "b": b"1"}, [], ANA, START) == 1
    assert await publish(database, {"a": b"2", "b": b"1"}, [], ION, START) == 2
    assert await publish(database, {"a": b"2"}, [], ION, START) == 3
    assert await publish(database, {"a": b"2"}, [], ION, START) == 3
    assert await documents.current(database) == (3, {"a": b"2"})
    table, by = tables.revisions, tables.causes
    query = select(table.c.revision, table.c.path, table.c.body, by.c.actor, by.c.at).join(by)
    assert [tuple(row) for row in await database.rows(query.order_by(table.c.id))] == [
        (1, "a", b"1", "Ana", START),
        (1, "b", b"1", "Ana", START),
        (2, "a", b"2", "Ion", START),
        (3, "b", None, "Ion", START),
    ]
    assert await causes.history(database) == [
        Recorded(cause=ION, at=START, revision=3),
        Recorded(cause=ION, at=START, revision=2),
        Recorded(cause=ANA, at=START, revision=1),
    ]


async def test_manifests_alone_have_their_cause_too(database: Database) -> None:
    await publish(database, {"a": b"1"}, [publication("x", 1, b"one")], ANA, START)
    renewal = Cause(actor="server", kind="renewal")
    await publish(database, {"a": b"1"}, [publication("x", 2, b"two")], renewal, START)
    (newest, _) = await causes.history(database)
    assert newest == Recorded(cause=renewal, at=START, revision=1)
    query = select(tables.publications.c.sequence, tables.causes.c.actor).join(tables.causes)
    assert [tuple(row) for row in await database.rows(query)] == [(1, "Ana"), (2, "server")]


async def test_the_latest_manifest_survives_and_older_ones_keep_their_digest_only(tmp_path: Path) -> None:
    async with opened(tmp_path / "a.db") as database:
        first = [publication("x", 1, b"one"), publication("y", 1, b"y")]
        await publish(database, {"a": b"1"}, first, ANA, START)
        await publish(database, {"a": b"2"}, [publication("x", 2, b"two")], ANA, START)
    async with opened(tmp_path / "a.db") as database:
        assert await latest(database) == {"x": publication("x", 2, b"two"), "y": publication("y", 1, b"y")}
        rows = await database.rows(select(tables.publications.c.sequence, tables.publications.c.envelope))
        assert sorted((row.sequence, row.envelope is None) for row in rows) == [(1, False), (1, True), (2, False)]


async def test_pack_manifests_and_cause_are_kept_together_or_not_at_all(database: Database) -> None:
    await publish(database, {"a": b"1"}, [publication("x", 1, b"one")], ANA, START)
    with pytest.raises(RefusedError):
        await publish(database, {"a": b"2"}, [publication("x", 1, b"the same number again")], ION, START)
    assert await documents.current(database) == (1, {"a": b"1"})
    assert (await latest(database))["x"].envelope == b"one"
    assert [recorded.cause for recorded in await causes.history(database)] == [ANA]


async def test_a_full_disk_is_a_sentence_and_changes_nothing(database: Database) -> None:
    await publish(database, {"a": b"1"}, [], ANA, START)
    async with database.engine.connect() as connection:
        pages = (await connection.execute(text("PRAGMA page_count"))).scalar()
        await connection.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(DiskError, match="disk is full"):
        await publish(database, {"a": b"2" * 500_000}, [], ION, START)
    assert await documents.current(database) == (1, {"a": b"1"})


async def test_authors_of_the_first_shapes_become_causes(tmp_path: Path) -> None:
    """A database of an older version keeps who wrote what."""
    path = tmp_path / "a.db"
    at_revision(path, "0002")
    with sqlite3.connect(path) as old:
        for number, (revision, name, author) in enumerate(
            ((1, "a", "api"), (1, "b", "api"), (2, "a", "import budget"))
        ):
            row = (number, revision, name, b"x", author, START.isoformat(timespec="microseconds"))
            old.execute("INSERT INTO revisions (id, revision, path, body, author, at) VALUES (?, ?, ?, ?, ?, ?)", row)
        at = START.isoformat(timespec="microseconds")
        old.execute("INSERT INTO publications VALUES ('gara', 1, 1, 'd', 'c', ?, ?, x'01')", (at, at))
        old.execute("INSERT INTO frames VALUES ('job', 'asset', 7, x'5b5d')")
    async with opened(path) as database:
        assert [
            (each.cause.actor, each.cause.kind, each.revision, each.at) for each in await causes.history(database)
        ] == [
            ("api", "import", 2, START),
            ("api", "pack", 1, START),
        ]
        query = (
            select(tables.revisions.c.path, tables.causes.c.actor).join(tables.causes).order_by(tables.revisions.c.id)
        )
        assert [tuple(row) for row in await database.rows(query)] == [
            ("a", "api"),
            ("b", "api"),
            ("a", "api"),
        ]
        assert [each.cause.why for each in await causes.history(database)] == ["budget", ""]
        assert (await latest(database))["gara"].envelope == b"\x01"
        assert await frames.of_jobs(database, ["job"]) == {}  # drawn again, to the same bytes
