"""A browser on the wall of the simulated city: of staff, who are shown all of it."""

import pytest

from tests.server.wall.browser import Client


@pytest.fixture
async def client(staff: Client) -> Client:
    return staff
