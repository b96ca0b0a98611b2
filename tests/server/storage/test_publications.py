"""What one publication makes durable: pack, manifests and cause, all or nothing."""

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import event, select, text

from content import wire
from content.findings import DiskError, RefusedError
from content.publication.issue import Publication
from content.publication.manifests import IssuedProgramme
from content.schedule.plan import Plan
from control_server.storage import causes, documents, frames, programmes, tables
from control_server.storage.causes import Cause, Recorded
from control_server.storage.database import Database, opened
from control_server.storage.publications import Changed, envelopes, publish
from tests.server.simulator import START
from tests.server.storage.conftest import Place, nothing_new
from tests.server.storage.older import at_revision

ANA, ION = Cause(actor="Ana", kind="pack"), Cause(actor="Ion", kind="slide", why="o literă")


def programme(width: int) -> IssuedProgramme:
    frame = wire.Frame(asset="0" * 64)
    plan = Plan(timezone="Europe/Bucharest")
    return IssuedProgramme.of(
        wire.Programme(width=width, height=1, plan=plan, frames={}, neutral=frame, assets={frame.asset: 1})
    )


ONE, TWO = programme(1), programme(2)


def publication(display: str, sequence: int, envelope: bytes, told: IssuedProgramme = ONE) -> Publication:
    manifest = wire.Manifest(
        site="oras",
        display=display,
        epoch=1,
        sequence=sequence,
        issued=START,
        valid_until=START + timedelta(days=30),
        programme=told.digest,
        size=len(told.data),
    )
    return Publication(manifest=manifest, envelope=envelope, digest="d")


def changed(files: dict[str, bytes], *issued: Publication) -> Changed:
    of_displays = {each.manifest.display: each for each in issued}
    return Changed(files, of_displays, {each.digest: each for each in (ONE, TWO)})


async def test_the_history_of_a_document_is_kept_with_its_causes(database: Database) -> None:
    assert await documents.current(database) == (0, {})
    assert await publish(database, changed({"a": b"1", "b": b"1"}), ANA, START) == 1
    assert await publish(database, changed({"a": b"2", "b": b"1"}), ION, START) == 2
    assert await publish(database, changed({"a": b"2"}), ION, START) == 3
    assert await publish(database, changed({"a": b"2"}), ION, START) == 3
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
    await publish(database, changed({"a": b"1"}, publication("x", 1, b"one"), publication("y", 1, b"y")), ANA, START)
    renewal = Cause(actor="server", kind="renewal")
    await publish(database, changed({"a": b"1"}, publication("x", 2, b"two", TWO)), renewal, START)
    (newest, _) = await causes.history(database)
    assert newest == Recorded(cause=renewal, at=START, revision=1)
    told, by = tables.publications, tables.causes
    query = select(by.c.actor, told.c.programme, told.c.displays).join(by)
    assert [tuple(row) for row in await database.rows(query)] == [("Ana", ONE.digest, 2), ("server", TWO.digest, 1)]


async def test_the_newest_manifest_of_each_display_and_its_programme_survive(place: Place) -> None:
    async with opened(place) as database:
        assert await database.take_the_lead(nothing_new)
        first = changed({"a": b"1"}, publication("x", 1, b"one"), publication("y", 1, b"y"))
        await publish(database, first, ANA, START)
        await publish(database, changed({"a": b"2"}, publication("x", 2, b"two", TWO)), ANA, START)
    async with opened(place) as database:
        assert await envelopes(database) == {"x": b"two", "y": b"y"}
        assert await programmes.all_of(database, {ONE.digest, TWO.digest}) == {ONE.digest: ONE, TWO.digest: TWO}


async def test_a_programme_is_written_once_for_all_who_are_told_of_it(database: Database) -> None:
    """A label that changes for ten thousand displays is a few programmes, and a small manifest each."""
    statements: list[tuple[str, int]] = []

    def count(*call: Any) -> None:
        statement, parameters, many = call[2], call[3], call[5]
        statements.append((statement.split()[0], len(parameters) if many else 1))

    many = [publication(f"d{number}", 1, b"e") for number in range(10_000)]
    event.listen(database.engine.sync_engine, "before_cursor_execute", count)
    await publish(database, changed({"a": b"1"}, *many), ANA, START)
    rows = await database.rows(select(tables.programmes.c.digest))
    assert [row.digest for row in rows] == [ONE.digest]
    assert [rows for verb, rows in statements if verb == "INSERT"].count(10_000) == 1
    assert len(statements) < 20


async def test_pack_manifests_and_cause_are_kept_together_or_not_at_all(database: Database) -> None:
    await publish(database, changed({"a": b"1"}, publication("x", 1, b"one")), ANA, START)
    nameless = publication("y", 1, b"of a programme that is not there")
    broken = Changed({"a": b"2"}, {"y": msgspec.structs.replace(nameless, envelope=None)}, {ONE.digest: ONE})
    with pytest.raises(RefusedError):
        await publish(database, broken, ION, START)
    assert await documents.current(database) == (1, {"a": b"1"})
    assert await envelopes(database) == {"x": b"one"}
    assert [recorded.cause for recorded in await causes.history(database)] == [ANA]


async def test_a_full_disk_is_a_sentence_and_changes_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path / "a.db") as database:
        await publish(database, changed({"a": b"1"}), ANA, START)
        async with database.engine.connect() as connection:
            pages = (await connection.execute(text("PRAGMA page_count"))).scalar()
            await connection.execute(text(f"PRAGMA max_page_count = {pages}"))
        with pytest.raises(DiskError, match="disk is full"):
            await publish(database, changed({"a": b"2" * 500_000}), ION, START)
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
        assert await envelopes(database) == {}  # told anew, in the present shape
        assert await frames.of_jobs(database, ["job"]) == {}  # drawn again, to the same bytes
