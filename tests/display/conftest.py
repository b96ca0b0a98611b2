"""A display in a folder, and the other side of it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from display_client.bench.rehearsal import Rehearsal
from tests.display.playbook import Playbook
from tests.display.simulator import Simulator


@pytest_asyncio.fixture
async def simulator(city: Rehearsal) -> AsyncIterator[Simulator]:
    """A server that knows the time and the display."""
    simulator = Simulator()
    simulator.times = lambda nonce: city.sign_time(nonce, datetime.now(UTC), key=simulator.key)
    async with simulator.server:
        yield simulator


@pytest.fixture
def city(tmp_path: Path) -> Rehearsal:
    """An enrolled display that reaches nobody: nothing listens on its broker's or its server's port."""
    rehearsal = Rehearsal(tmp_path)
    rehearsal.enrol()
    return rehearsal


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def play(city: Rehearsal, now: datetime) -> Playbook:
    """A display that has just started with an empty store."""
    return Playbook(city, now).start()
