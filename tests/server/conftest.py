"""What the tests of the server share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.server.simulator import PACK, Clock, Simulated, simulated


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def city(tmp_path: Path, clock: Clock) -> AsyncIterator[Simulated]:
    """A server with the small pack published."""
    async with simulated(tmp_path, clock) as found:
        await found.publish(PACK)
        yield found
