"""What the tests of sources share: a small internet of their own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.server.sources.internet import Internet, internet


@pytest.fixture
async def outside(tmp_path: Path) -> AsyncIterator[Internet]:
    async with internet(tmp_path) as servers:
        yield servers
