"""The files of the pack, and what turns them into others."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from control_server.storage import causes, documents
from control_server.storage.causes import Cause
from control_server.storage.database import Database
from control_server.storage.documents import Replacement
from tests.server.simulator import START

CAUSE = Cause(actor="Ana", kind="pack")
FILES = st.dictionaries(st.sampled_from("abc"), st.binary(max_size=2), max_size=3)


async def replace(database: Database, files: dict[str, bytes]) -> Replacement:
    async with database.writing() as connection:
        replacement = await Replacement.of(connection, files)
        number = await causes.record(connection, CAUSE, START, replacement.revision)
        await replacement.write(connection, number)
    return replacement


@pytest.mark.asyncio
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=FILES, other=FILES)
async def test_the_documents_become_exactly_the_files(
    database: Database, one: dict[str, bytes], other: dict[str, bytes]
) -> None:
    await replace(database, one)
    revision, files = await documents.current(database)
    assert files == one
    replacement = await replace(database, other)
    assert replacement.differs == (one != other)
    assert await documents.current(database) == (revision + (one != other), other)
