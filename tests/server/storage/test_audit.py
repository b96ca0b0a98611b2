"""The chain of what was done: written with what it speaks of, never rewritten, proved from an export alone."""

import msgspec
import pytest
from sqlalchemy import delete, text, update

from content.findings import RefusedError, TroubleError
from control_server.storage import audit, tables
from control_server.storage.audit import FIRST, Act, AuditRow
from control_server.storage.database import Database
from tests.server.simulator import START

ACTS = [
    Act(who="console", verb="invited", object="administrator"),
    Act(who="person:ab", verb="saved", object="change:1", before="x", after="y"),
    Act(who="person:cd", verb="approved", object="change:1", after="y", why="văzut pe ecran, e bine"),
]


async def written(database: Database, *acts: Act) -> list[AuditRow]:
    for act in acts:
        async with database.writing() as connection:
            await audit.record(connection, act, START)
    return await audit.rows(database)


async def test_each_act_has_its_number_and_the_hash_of_the_one_before(database: Database) -> None:
    chain = await written(database, *ACTS)
    assert [(row.number, row.at, row.act) for row in chain] == [(n, START, act) for n, act in enumerate(ACTS, 1)]
    assert [row.previous for row in chain] == [FIRST, *(row.hash for row in chain[:-1])]
    assert audit.verified(chain) == 3
    assert await audit.count(database) == 3
    assert await audit.rows(database, about="change:1") == chain[1:]
    assert await audit.rows(database, after=1, most=1) == chain[1:2]
    assert await audit.newest(database, 2) == [chain[2], chain[1]]


async def test_an_act_is_of_its_transaction(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.writing() as connection:
            await audit.record(connection, ACTS[0], START)
            raise ZeroDivisionError
    assert await audit.rows(database) == []


@pytest.mark.parametrize("table", ["audit", "saves", "steps"])
async def test_nobody_rewrites_the_history(database: Database, table: str) -> None:
    change = {"id": "1", "title": "x", "author": "a", "began": START}
    row = {"change": "1", "number": 1, "by": "a", "at": START}
    async with database.writing() as connection:
        await audit.record(connection, ACTS[0], START)
        await connection.execute(tables.changes.insert().values(change))
        await connection.execute(tables.saves.insert().values({**row, "base": 1, "files": b""}))
        await connection.execute(tables.steps.insert().values({**row, "state": "draft", "why": "", "digest": ""}))
    history = tables.metadata.tables[table]
    for statement in (update(history).values(number=2), delete(history)):
        with pytest.raises(TroubleError, match="append-only"):
            async with database.writing() as connection:
                await connection.execute(statement)
    assert len(await database.rows(text(f"SELECT number FROM {table}"))) == 1


async def test_an_export_proves_itself(database: Database) -> None:
    chain = await written(database, *ACTS)
    export = msgspec.json.encode(chain)
    assert audit.verified(msgspec.json.decode(export, type=list[AuditRow])) == 3
    assert audit.verified([]) == 0
    rewritten = msgspec.structs.replace(chain[1], act=msgspec.structs.replace(chain[1].act, why="altceva"))
    for forged, reason in (
        ([chain[0], rewritten, chain[2]], "row 2: has another hash than its words"),
        ([chain[0], chain[2]], "row 3: follows row 1, expected row 2"),
        ([chain[1], chain[2]], "row 2: follows row 0, expected row 1"),
        (
            [chain[0], msgspec.structs.replace(chain[1], previous=FIRST)],
            "row 2: does not have the hash of the row before",
        ),
    ):
        with pytest.raises(RefusedError, match=reason):
            audit.verified(forged)


async def test_texts_of_people_are_kept_as_the_hash_was_made_of_them(database: Database) -> None:
    (row,) = await written(database, Act(who="api", verb="changed", object="a\0" * 300, why="\0é" * 600))
    assert (len(row.act.object), len(row.act.why)) == (200, 500)
    assert audit.verified([row]) == 1
