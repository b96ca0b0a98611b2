"""An empty database a test, of each engine."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from control_server.storage.database import Database, opened
from tests.postgres_cluster import Cluster
from tests.server.simulator import leading

Place = Path | str


@pytest.fixture(params=["sqlite", "postgresql"])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where a database is that nobody has opened yet."""
    if request.param == "sqlite":
        return tmp_path / "a.db"
    cluster: Cluster = request.getfixturevalue("postgres")
    return await cluster.fresh()


async def nothing_new() -> None:
    """What a server reads anew that has nothing in memory."""


@pytest.fixture
async def database(place: Place) -> AsyncIterator[Database]:
    """Open, and this server leads."""
    async with opened(place) as database:
        assert await database.take_the_lead(nothing_new)
        async with leading(database):
            yield database
