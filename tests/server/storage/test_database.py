"""The database of either engine: its shape, its versions, its transactions."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, insert, text

from content.findings import TroubleError
from control_server.storage import displays, tables
from control_server.storage.database import Database, opened
from tests.server.simulator import START
from tests.server.storage.conftest import Place, nothing_new


async def test_the_migrations_give_the_tables(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), tables.metadata))

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_database_of_a_newer_version_is_refused(place: Place) -> None:
    async with opened(place) as database, database.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(TroubleError, match="newer version"):
        async with opened(place):
            pass


async def test_what_is_written_is_there_whole_or_not_at_all(database: Database) -> None:
    row = {"display": "x", "password": "y", "at": START}
    with pytest.raises(ZeroDivisionError):
        async with database.writing() as connection:
            await connection.execute(insert(tables.credentials).values(row))
            raise ZeroDivisionError
    assert await displays.credentials(database) == {}
    with pytest.raises(TroubleError, match="refused"):
        async with database.writing() as connection:
            await connection.execute(insert(tables.credentials).values(row))
            await connection.execute(insert(tables.credentials).values(row))
    assert await displays.credentials(database) == {}
    async with database.writing() as connection:
        await connection.execute(insert(tables.credentials).values(row))
    assert await displays.credentials(database) == {"x": "y"}


async def test_what_was_written_is_there_when_it_is_opened_again(place: Place) -> None:
    async with opened(place) as database:
        assert await database.take_the_lead(nothing_new)
        await displays.set_credential(database, "x", "line", START)
    async with opened(place) as database:
        await database.check()
        assert await displays.credentials(database) == {"x": "line"}
