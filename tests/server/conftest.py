"""What the tests of the server share."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from control_server import app
from tests.server.simulator import PACK, Clock, Simulated, simulated

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


@pytest.fixture
async def client(city: Simulated, aiohttp_client: MakeClient) -> Client:
    return await aiohttp_client(app.application(city.server))


@pytest.fixture
def token(city: Simulated) -> dict[str, str]:
    """The API token, and for writes: whatever is there may be replaced."""
    return {"Authorization": f"Bearer {city.server.token}", "If-Match": "*"}
