"""What publishing is tested on: the publisher on a database of each engine."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.postgres_cluster import Cluster
from tests.server.simulator import PACK, Clock, Simulated, leading, simulated


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "city" in metafunc.fixturenames and metafunc.module.__name__.endswith(".test_publisher"):
        metafunc.parametrize("city", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
async def city(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> AsyncIterator[Simulated]:
    """A server with the small pack published."""
    address = None
    if getattr(request, "param", "sqlite") == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgres")
        address = await cluster.fresh()
    async with simulated(tmp_path, clock, address=address) as city:
        await city.publish(PACK)
        async with leading(city.server.ground.database):
            yield city
