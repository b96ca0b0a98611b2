"""A database copied whole, from one engine to another."""

from pathlib import Path

import pytest

from content.findings import RefusedError
from control_server.storage import copies, keys
from control_server.storage.database import opened
from tests.postgres_cluster import Cluster
from tests.server.simulator import PACK, Clock, Simulated, simulated, slide
from tests.server.storage.database_rows import rows


async def test_what_is_not_durable_yet_is_not_in_a_copy(city: Simulated, tmp_path: Path) -> None:
    async with city.server.ground.database.writing() as connection:
        await connection.exec_driver_sql("DELETE FROM manifests")
        copies.of_sqlite(tmp_path / "afisier.db", tmp_path / "copy.db")
    assert len(rows(tmp_path / "copy.db")["manifests"]) == 2
    copies.of_sqlite(tmp_path / "afisier.db", tmp_path / "later.db")
    assert rows(tmp_path / "later.db")["manifests"] == []
    assert {path.name for path in tmp_path.glob("copy*")} == {"copy.db"}


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="expected the data folder of a server"):
        copies.of_sqlite(tmp_path / "afisier.db", tmp_path / "copy.db")
    (tmp_path / "afisier.db").write_text("nothing of the kind" * 100)
    with pytest.raises(RefusedError, match="cannot be copied"):
        copies.of_sqlite(tmp_path / "afisier.db", tmp_path / "copy.db")


async def test_rows_of_a_file_fill_a_shared_database_and_come_back(
    city: Simulated, tmp_path: Path, postgres: Cluster
) -> None:
    await city.server.enrolments.enrol("gara")
    copies.of_sqlite(tmp_path / "afisier.db", tmp_path / "copy.db")
    before = rows(tmp_path / "copy.db")
    address = await postgres.fresh()
    async with opened(address) as shared:
        assert await copies.is_empty(shared)
        async with shared.engine.begin() as connection:
            await copies.into_postgres(tmp_path / "copy.db", connection)
        assert not await copies.is_empty(shared)
    back = tmp_path / "back.db"
    await copies.from_postgres(address, back)
    after = rows(back)
    for name in before.keys() - {"leadership"}:
        assert after[name] == before[name], name
    (tmp_path / "server").mkdir()
    for name in (keys.SIGNING_KEY, keys.TOKEN):
        (tmp_path / "server" / name).write_bytes((tmp_path / name).read_bytes())
    async with simulated(tmp_path / "server", Clock(), address=address) as restored:
        assert await restored.publish(PACK | {"slides/anunt.yaml": slide("Altceva")}) == 2  # its keys count on
