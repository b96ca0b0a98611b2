"""A browser on the wall of the simulated city."""

import pytest

from control_server import app
from tests.server.simulator import Simulated
from tests.server.wall.browser import Client, MakeClient


@pytest.fixture
async def client(city: Simulated, aiohttp_client: MakeClient) -> Client:
    return await aiohttp_client(app.application(city.server))
