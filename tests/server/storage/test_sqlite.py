"""SQLite's ways: durability, and what its refusals are called."""

import sqlite3
from pathlib import Path

import pytest
from alembic import op
from sqlalchemy import Connection, insert, text
from sqlalchemy.exc import OperationalError

from content.findings import DiskError, RefusedError, TroubleError
from control_server.storage import sqlite as sqlite_ways
from control_server.storage import tables
from control_server.storage.database import opened
from control_server.storage.sqlite import PRAGMAS, OnlyServer
from tests.server.simulator import START
from tests.server.storage.conftest import nothing_new
from tests.server.storage.older import at_revision


async def test_it_is_opened_durably(tmp_path: Path) -> None:
    async with opened(tmp_path / "a.db") as database, database.engine.connect() as connection:
        values = {name: str((await connection.execute(text(f"PRAGMA {name}"))).scalar()) for name in PRAGMAS}
    assert values == {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}


async def test_less_durable_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def less(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA synchronous = 1")

    monkeypatch.setattr(sqlite_ways, "set_pragmas", less)
    with pytest.raises(RefusedError, match="expected"):
        async with opened(tmp_path / "a.db"):
            pass


async def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"not a database at all, but quite long enough to be looked at by SQLite" * 20)
    before = path.read_bytes()
    with pytest.raises(TroubleError, match="not a database"):
        async with opened(path):
            pass
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("number", "kind", "says"),
    [
        (sqlite3.SQLITE_FULL, DiskError, "disk is full"),
        (sqlite3.SQLITE_IOERR_FSYNC, DiskError, "reported an error"),
        (sqlite3.SQLITE_READONLY_DBMOVED, DiskError, "cannot be written"),
        (sqlite3.SQLITE_CANTOPEN_ISDIR, DiskError, "cannot be opened"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, TroubleError, "locked by another program"),
        (sqlite3.SQLITE_CORRUPT_VTAB, TroubleError, "is damaged"),
        (sqlite3.SQLITE_MISMATCH, TroubleError, "the database refused"),
    ],
)
async def test_a_refusal_is_known_by_the_drivers_code_and_not_by_its_words(
    tmp_path: Path, number: int, kind: type[RefusedError], says: str
) -> None:
    error = sqlite3.OperationalError("other words than today's")
    error.sqlite_errorcode = number
    with pytest.raises(kind, match=says) as refusal:
        async with opened(tmp_path / "a.db") as database, database.writing() as connection:

            def fail(_: Connection) -> None:
                raise error

            try:
                await connection.run_sync(fail)
            except sqlite3.OperationalError as raised:
                raise OperationalError("INSERT", None, raised) from raised
    assert type(refusal.value) is kind


async def test_a_database_that_another_program_locks_is_a_sentence(tmp_path: Path) -> None:
    async with opened(tmp_path / "a.db") as database:
        async with database.engine.connect() as connection:
            await connection.exec_driver_sql("PRAGMA busy_timeout = 0")
        other = sqlite3.connect(tmp_path / "a.db")
        other.execute("BEGIN IMMEDIATE")
        try:
            with pytest.raises(TroubleError, match="locked by another program"):
                async with database.writing() as connection:
                    row = {"display": "x", "password": "y", "at": START}
                    await connection.execute(insert(tables.credentials).values(row))
        finally:
            other.rollback()
            other.close()


async def test_a_migration_that_is_interrupted_leaves_nothing_and_is_made_by_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a power cut, or a disk that is full, in the middle of it."""
    path = tmp_path / "a.db"
    at_revision(path, "0002")
    before = tables_of(path)
    statements = 0

    def fails_in_the_middle(statement: str) -> str:
        nonlocal statements
        statements += 1
        if statements > 1:
            raise OSError("a power cut")
        return statement

    with monkeypatch.context() as patch:
        patch.setattr(op, "execute", lambda statement: real(fails_in_the_middle(statement)))
        with pytest.raises(TroubleError):
            async with opened(path):
                pass
    assert statements == 2
    assert tables_of(path) == before
    async with opened(path) as database:
        await database.check()
    assert "causes" in tables_of(path)


real = op.execute


def tables_of(path: Path) -> set[str]:
    with sqlite3.connect(path) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


async def test_the_owner_of_a_folder_always_leads(tmp_path: Path) -> None:
    async with opened(tmp_path / "a.db") as database:
        assert database.leadership.leads
        database.leadership.give_up()
        assert await database.take_the_lead(nothing_new)
    assert OnlyServer().leads
