"""A benchmark that runs in the process of the tests leaves its logs as they were."""

from collections.abc import Iterator

import pytest
import structlog


@pytest.fixture(autouse=True)
def own_logs() -> Iterator[None]:
    before = structlog.get_config()
    yield
    structlog.configure(**before)
