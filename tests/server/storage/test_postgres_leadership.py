"""Who leads: one at a time, and never a former leader."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import asyncpg
import pytest
from sqlalchemy import text

from content.findings import StandbyError
from control_server.storage import displays
from control_server.storage.database import Database, opened
from control_server.storage.postgres import Postgres
from control_server.storage.postgres_leadership import SharedLeadership
from tests.postgres_cluster import Cluster
from tests.server.simulator import START
from tests.server.storage.conftest import nothing_new

Two = tuple[Database, Database, str]


@pytest.fixture
async def two(postgres: Cluster) -> AsyncIterator[Two]:
    """Two servers' ways to one database, and its address."""
    address = await postgres.fresh()
    async with AsyncExitStack() as stack:
        one, other = [await stack.enter_async_context(opened(address)) for _ in range(2)]
        yield one, other, address


async def write(database: Database, line: str) -> None:
    await displays.set_credential(database, "x", line, START)


async def end_sessions(address: str, where: str) -> None:
    """What a cut network or an administrator does to the sessions that hold an advisory lock, or to others."""
    connection = await asyncpg.connect(address)
    await connection.execute(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE {where}")
    await connection.close()


async def test_the_first_leads_and_the_other_may_only_read(two: Two) -> None:
    one, other, _ = two
    assert await one.take_the_lead(nothing_new)
    assert not await other.take_the_lead(nothing_new)
    assert (one.leadership.leads, other.leadership.leads) == (True, False)
    await write(one, "line")
    with pytest.raises(StandbyError, match="another server on this database leads"):
        await write(other, "another")
    assert await displays.credentials(other) == {"x": "line"}


async def test_who_ends_is_followed_at_once(postgres: Cluster) -> None:
    address = await postgres.fresh()
    async with opened(address) as other:
        async with opened(address) as one:
            assert await one.take_the_lead(nothing_new)
            assert not await other.take_the_lead(nothing_new)
        assert await other.take_the_lead(nothing_new)
        await write(other, "line")


async def test_a_leader_whose_session_ended_knows_it(two: Two) -> None:
    one, _, address = two
    assert await one.take_the_lead(nothing_new)
    lost = asyncio.create_task(one.leadership.lost())
    await end_sessions(address, "locktype = 'advisory'")
    async with asyncio.timeout(10):
        await lost
    assert not one.leadership.leads
    assert await one.take_the_lead(nothing_new)
    await write(one, "line")


async def test_a_former_leader_that_does_not_know_it_yet_writes_nothing(two: Two) -> None:
    """Cut off: the event loop has heard nothing of the end of its session, and another one leads."""
    one, other, _ = two
    assert await one.take_the_lead(nothing_new)
    async with other.engine.begin() as connection:  # as PostgreSQL would, had it ended the session
        await connection.execute(text("UPDATE leadership SET term = term + 1"))
    assert one.leadership.leads
    with pytest.raises(StandbyError):
        await write(one, "line")
    assert not one.leadership.leads
    assert await displays.credentials(other) == {}


async def test_a_new_leader_waits_for_the_transaction_of_the_former(two: Two) -> None:
    one, other, address = two
    assert await one.take_the_lead(nothing_new)
    async with one.writing() as connection:
        await end_sessions(address, "locktype = 'advisory'")
        taking = asyncio.create_task(other.take_the_lead(nothing_new))
        watch = await asyncpg.connect(address)
        while not await watch.fetchval("SELECT count(*) FROM pg_locks, pg_sleep(0.01) WHERE NOT granted"):
            pass
        assert not taking.done()
        await connection.execute(text("INSERT INTO credentials VALUES ('x', 'line', '')"))
        await watch.close()
    assert await taking
    assert len(await other.rows(text("SELECT 1 FROM credentials"))) == 1
    with pytest.raises(StandbyError):
        await write(one, "another")


async def test_the_others_hear_of_what_is_written_once_it_is_there(two: Two) -> None:
    one, other, _ = two
    assert await one.take_the_lead(nothing_new)
    assert not await other.take_the_lead(nothing_new)
    hearing = asyncio.create_task(other.leadership.told(60))
    await write(one, "line")
    async with asyncio.timeout(10):
        await hearing
    assert await displays.credentials(other) == {"x": "line"}


async def test_a_leader_that_falls_silent_leads_no_more(two: Two) -> None:
    """It hangs, or its machine is gone: PostgreSQL ends its session."""
    _, other, address = two
    silent = SharedLeadership(Postgres(address).connect, address, silence="300ms")
    assert await silent.take(nothing_new)
    watch = await asyncpg.connect(address)
    while await watch.fetchval("SELECT count(*) FROM pg_locks, pg_sleep(0.01) WHERE locktype = 'advisory'"):
        pass
    await watch.close()
    assert await other.take_the_lead(nothing_new)
    await silent.lost()
    assert not silent.leads
