"""What the tests of the server share."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from control_server import app
from control_server.storage import keys
from tests.postgres_cluster import Cluster
from tests.server.simulator import PACK, Clock, Simulated, leading, simulated

Client = TestClient[web.Request, web.Application]
MakeClient = Callable[[web.Application], Awaitable[Client]]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def city(tmp_path: Path, clock: Clock) -> AsyncIterator[Simulated]:
    """A server with the small pack published."""
    async with simulated(tmp_path, clock) as found:
        await found.publish(PACK)
        yield found


class Pair(NamedTuple):
    """Two servers on the database at this address. The first leads."""

    leader: Simulated
    standby: Simulated
    address: str


@pytest.fixture
async def pair(tmp_path: Path, postgres: Cluster, clock: Clock) -> AsyncIterator[Pair]:
    """Two servers with the small pack published. They have one key and one token, as an administrator copies them."""
    address = await postgres.fresh()
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    async with simulated(tmp_path / "one", clock, address=address) as one:
        await one.publish(PACK)
        for secret in (keys.SIGNING_KEY, keys.TOKEN):
            shutil.copy(tmp_path / "one" / secret, tmp_path / "other")
        async with leading(one.server.ground.database), simulated(tmp_path / "other", clock, address=address) as other:
            yield Pair(one, other, address)


@pytest.fixture
async def client(city: Simulated, aiohttp_client: MakeClient) -> Client:
    return await aiohttp_client(app.application(city.server))


@pytest.fixture
async def staff(city: Simulated, aiohttp_client: Callable[..., Awaitable[Client]]) -> Client:
    """Who shows the API token with every request."""
    return await aiohttp_client(app.application(city.server), headers={"Authorization": f"Bearer {city.server.token}"})


@pytest.fixture
def token(city: Simulated) -> dict[str, str]:
    """The API token, and for writes: whatever is there may be replaced."""
    return {"Authorization": f"Bearer {city.server.token}", "If-Match": "*"}
