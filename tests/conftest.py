"""For every test: hypothesis never fails for being slow (CI machines are), and draws by chance each time."""

from collections.abc import Iterator

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
