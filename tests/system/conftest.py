"""A real city a module: mosquitto, the server, displays with real windows drawn off-screen."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from content.pack.folder import read_folder
from content.pack.sample import moved, sample_city
from control_server.commands.local_city import LocalCity, local_city
from control_server.sources.importing import SourceAccess


@pytest.fixture(scope="session")
def sample() -> dict[str, bytes]:
    """The sample city's files, moved to today."""
    return moved(read_folder(sample_city()), datetime.now(UTC).date())


@pytest.fixture(scope="module")
def outside() -> SourceAccess:
    """How the studio's server fetches; a module may have a web of its own."""
    return SourceAccess()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def city(sample: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LocalCity]:
    """The sample city; a test starts the displays it needs."""
    folder: Path = tmp_path_factory.mktemp("city")
    async with local_city(folder, sample) as city:
        yield city
