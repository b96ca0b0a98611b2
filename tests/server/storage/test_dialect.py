"""What both engines have and SQL has not."""

from sqlalchemy import select

from control_server.storage import tables
from control_server.storage.database import Database
from control_server.storage.dialect import PARAMETERS, upsert
from tests.server.simulator import START


async def test_a_row_is_added_or_replaced(database: Database) -> None:
    table = tables.credentials
    for line in ("one", "two"):
        row = {"display": "x", "password": line, "at": START}
        async with database.writing() as connection:
            query = upsert(connection, table).values(row)
            await connection.execute(query.on_conflict_do_update(index_elements=["display"], set_=row))
    assert [row.password for row in await database.rows(select(table))] == ["two"]


async def test_as_many_values_as_are_asked_for_at_once_are_taken(database: Database) -> None:
    names = [str(number) for number in range(PARAMETERS)]
    assert await database.rows(select(tables.credentials).where(tables.credentials.c.display.in_(names))) == []
