"""For every test: hypothesis never fails for being slow (CI machines are), and draws by chance each time.

Also how tests are shared out among processes: whole files, whose tests run one after the other and may share a server.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import postgres_cluster

settings.register_profile("afisier", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("afisier")


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgres_cluster.Cluster]:
    """A PostgreSQL of this session's own."""
    with postgres_cluster.running() as cluster:
        yield cluster


def pytest_xdist_auto_num_workers() -> int:
    """What `-n auto` is: three for two cores, as tests also wait, for the disk and for programs they start."""
    return max(1, (os.cpu_count() or 1) * 3 // 2)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A run of the system tests alone imports no file that has none."""
    if config.option.markexpr != "system" or not collection_path.match("test_*.py"):
        return None
    return "pytest.mark.system" not in collection_path.read_text() or None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take minutes are begun first: those of whole cities."""
    items.sort(key=lambda item: "system" not in item.path.parts)
