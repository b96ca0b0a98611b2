"""PostgreSQL's ways: what it must be, what its errors mean, and that its address stays a secret."""

import asyncpg
import pytest
from sqlalchemy import insert, text

from content.findings import RefusedError, TroubleError
from control_server.storage import displays, tables
from control_server.storage.database import opened
from control_server.storage.postgres import EXPECTED, Postgres, shown
from tests.postgres_cluster import Cluster
from tests.server.simulator import START
from tests.server.storage.conftest import nothing_new
from tests.server.storage.test_displays import play


async def test_what_is_shown_of_an_address_has_no_secret() -> None:
    address = "postgresql://ana:pass%40word@db.example:5433/city?sslmode=require&password=other"
    assert shown(address) == "postgresql://db.example:5433/city"


@pytest.mark.parametrize("address", ["postgresql://ana:s3cret@127.0.0.1:1/city", "postgresql://ana:s3cret@x.invalid/c"])
async def test_nobody_there_is_a_sentence_without_the_secret(address: str) -> None:
    with pytest.raises(TroubleError, match="cannot be reached") as refusal:
        async with opened(address):
            pass
    assert "s3cret" not in str(refusal.value)
    assert "ana" not in str(refusal.value)


async def test_no_such_database_and_no_such_role(postgres: Cluster) -> None:
    with pytest.raises(TroubleError, match="no database of this name"):
        async with opened(postgres.address("nowhere")):
            pass
    with pytest.raises(TroubleError, match="does not let the server in"):
        async with opened(postgres.address().replace("user=afisier", "user=nobody")):
            pass


async def test_one_that_can_only_be_read_is_refused(postgres: Cluster) -> None:
    with pytest.raises(TroubleError, match="can only be read"):
        async with opened(f"{await postgres.fresh()}&default_transaction_read_only=on"):
            pass


async def test_less_durable_is_refused(postgres: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the address asks for does not count; what the cluster is set to is asserted."""
    address = await postgres.fresh()
    async with opened(f"{address}&synchronous_commit=off") as database:
        await database.check()
    monkeypatch.setitem(EXPECTED, "fsync", "off")  # the other way round: the cluster of the tests has it on
    with pytest.raises(TroubleError, match="found fsync = on, expected off"):
        async with opened(address):
            pass


async def test_an_older_postgresql_is_refused(postgres: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("control_server.storage.postgres.OLDEST", 990_000)
    with pytest.raises(TroubleError, match=r"found PostgreSQL \d+, expected 99 or newer"):
        async with opened(await postgres.fresh()):
            pass


async def test_an_error_it_has_no_sentence_for_is_told_by_its_code(postgres: Cluster) -> None:
    async with opened(await postgres.fresh()) as database:
        assert await database.take_the_lead(nothing_new)
        with pytest.raises(TroubleError, match=r"SQLSTATE 23505.*duplicate key") as refusal:
            async with database.writing() as connection:
                row = {"display": "x", "password": "s3cret", "at": START}
                await connection.execute(insert(tables.credentials).values(row))
                await connection.execute(insert(tables.credentials).values(row))
    assert "s3cret" not in str(refusal.value)


async def test_a_whole_number_may_be_as_large_as_the_wire_has_it(postgres: Cluster) -> None:
    async with opened(await postgres.fresh()) as database:
        assert await database.take_the_lead(nothing_new)
        await displays.add_plays(database, [displays.PlaysOf(display="x", plays=(play(2**53, 0),))])
        assert await displays.plays(database, "x") == [play(2**53, 0)]


async def test_two_that_start_at_once_bring_it_to_the_present_shape_once(postgres: Cluster) -> None:
    """One waits while the other does."""
    address = await postgres.fresh()
    async with opened(address) as one, opened(address) as other:
        assert await one.rows(text("SELECT term FROM leadership")) == await other.rows(
            text("SELECT term FROM leadership")
        )
    fresh = await postgres.fresh()
    holder = await asyncpg.connect(fresh)
    dialect = Postgres(fresh)
    engine = dialect.engine()
    async with engine.begin() as connection:
        await dialect.alone(connection)
        locks = await holder.fetch("SELECT granted FROM pg_locks WHERE locktype = 'advisory'")
        assert [lock["granted"] for lock in locks] == [True]
    assert await holder.fetch("SELECT 1 FROM pg_locks WHERE locktype = 'advisory'") == []
    await holder.close()
    await engine.dispose()


async def test_a_connection_that_ends_in_the_middle_of_a_transaction_ends_the_lead(postgres: Cluster) -> None:
    """It is not known whether the transaction is there: whoever leads next reads everything anew."""
    address = await postgres.fresh()
    other = await asyncpg.connect(address)
    async with opened(address) as database:
        assert await database.take_the_lead(nothing_new)
        with pytest.raises(TroubleError, match="cannot be reached"):
            async with database.writing() as connection:
                pid = (await connection.execute(text("SELECT pg_backend_pid()"))).scalar()
                await other.execute(f"SELECT pg_terminate_backend({pid}, 5000)")
                await connection.execute(text("SELECT 1"))
        assert not database.leadership.leads
        with pytest.raises(RefusedError, match="another server on this database leads"):
            await displays.set_credential(database, "x", "line", START)
        assert await database.take_the_lead(nothing_new)
        await displays.set_credential(database, "x", "line", START)
    await other.close()
