"""`afisier backup` and `restore`: what is asked, what is refused, and that nothing is half there."""

import asyncio
import os
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click import Command
from click.testing import CliRunner

from content.findings import RefusedError
from control_server.commands import backup as commands
from control_server.storage import audit, keys, sealed
from control_server.storage.database import opened
from tests.postgres_cluster import Cluster
from tests.server.simulator import PACK, Clock, Simulated, simulated, slide

PHRASE = "tramvai verde spre Fabric"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "_COST", 2**14)


class Places(NamedTuple):
    """A server's folder, a backup of it, and the file with its passphrase."""

    data: Path
    file: Path
    phrase: Path


async def run(command: Command, *words: object, answer: str = "go back\n") -> str:
    """All that it said. Raises what it refused."""

    def invoked() -> Any:
        return CliRunner().invoke(command, list(map(str, words)), input=answer, catch_exceptions=False)

    result = await asyncio.to_thread(invoked)
    assert result.exit_code == 0, result.output
    return str(result.output)


@pytest.fixture
async def places(tmp_path: Path, clock: Clock) -> Places:
    """Of a server that does not run any more."""
    made = Places(tmp_path / "old", tmp_path / "b", tmp_path / "phrase")
    made.phrase.write_text(PHRASE + "\n")
    made.data.mkdir()
    async with simulated(made.data, clock) as city:
        await city.publish(PACK)
        await city.put_slide("anunt", slide("Altceva"))
    await run(commands.backup, made.file, "--data", made.data, "--passphrase-file", made.phrase)
    return made


async def test_it_says_what_it_restores_and_asks_in_words(places: Places, tmp_path: Path, clock: Clock) -> None:
    said = await run(commands.restore, places.file, "--data", tmp_path / "new", answer=f"{PHRASE}\ngo back\n")
    assert "It has Orasul, revision 2." in said and "(0 hours ago)" in said
    assert "All displays go back to what was published then, whatever they were told since." in said
    assert PHRASE not in said
    async with simulated(tmp_path / "new", clock) as city:
        assert city.published.revision == 2 and city.published.latest["gara"].manifest.epoch > 1_000_000


async def test_a_script_is_not_asked(places: Places, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    options = ("--data", tmp_path / "new", "--passphrase-file", places.phrase, "--go-back")
    assert "restored; start it" in await run(commands.restore, places.file, *options, answer="")
    assert (tmp_path / "new" / keys.TOKEN).read_bytes() == (places.data / keys.TOKEN).read_bytes()


async def test_nothing_is_restored_by_mistake(places: Places, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    secret, new = ("--passphrase-file", places.phrase), ("--data", tmp_path / "new")
    with pytest.raises(RefusedError, match=r"old: is used, it has .* move the used one away first"):
        await run(commands.restore, places.file, "--data", places.data, *secret)
    with pytest.raises(RefusedError, match="is not 'go back': nothing was restored"):
        await run(commands.restore, places.file, *new, *secret, answer="yes\n")
    with pytest.raises(RefusedError, match="the passphrase is another one"):
        await run(commands.restore, places.file, *new, answer="another passphrase\n")
    with pytest.raises(RefusedError, match="is there already"):
        await run(commands.backup, places.file, "--data", places.data, *secret)
    with pytest.raises(RefusedError, match="has 3 characters, expected at least 12"):
        await run(commands.backup, tmp_path / "c", "--data", places.data, answer="abc\nabc\n")
    with pytest.raises(RefusedError, match="no signing key"):
        await run(commands.backup, tmp_path / "c", "--data", tmp_path, *secret)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


async def test_one_that_is_cut_leaves_nothing(places: Places, tmp_path: Path) -> None:
    places.file.write_bytes(places.file.read_bytes()[:-100])
    with pytest.raises(RefusedError, match="cannot be opened"):
        await run(commands.restore, places.file, "--data", tmp_path / "new", "--passphrase-file", places.phrase)
    assert {path.name for path in tmp_path.iterdir()} == {"b", "old", "phrase"}


async def test_a_disk_that_fails_at_the_last_step_leaves_nothing(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if target == tmp_path / "new":
            raise OSError(28, os.strerror(28))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(RefusedError, match="No space left on device"):
        await run(commands.restore, places.file, "--data", tmp_path / "new", "--passphrase-file", places.phrase)
    assert {path.name for path in tmp_path.iterdir()} == {"b", "old", "phrase"}


async def test_a_shared_database_is_filled_if_it_is_empty(
    places: Places, tmp_path: Path, postgres: Cluster, clock: Clock
) -> None:
    address = await postgres.fresh()
    config = tmp_path / "settings.yaml"
    config.write_text(f"data: {tmp_path / 'new'}\ndatabase: {address}\nbroker: {{managed: false}}\n")
    options = ("--config", config, "--passphrase-file", places.phrase)
    await run(commands.restore, places.file, *options)
    assert not (tmp_path / "new" / "afisier.db").exists()
    async with simulated(tmp_path / "new", clock, address=address) as city:
        assert city.published.revision == 2
        for digest in city.published.programme("gara").assets:
            assert (await city.server.surroundings.blobs.located(digest)).is_file()
        await city.put_slide("anunt", slide("Mai departe"))
    (tmp_path / "new").rename(tmp_path / "moved")
    with pytest.raises(RefusedError, match="is used, expected an empty database"):
        await run(commands.restore, places.file, *options)
    assert {path.name for path in tmp_path.iterdir()} == {"b", "old", "phrase", "settings.yaml", "moved"}


async def test_a_database_of_a_newer_version_is_refused_in_words(city: Simulated, tmp_path: Path) -> None:
    async with opened(tmp_path / "afisier.db") as database, database.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    (tmp_path / "phrase").write_text(PHRASE)
    secret = ("--passphrase-file", tmp_path / "phrase")
    await run(commands.backup, tmp_path / "b", "--data", tmp_path, *secret)
    with pytest.raises(RefusedError, match="was written by a newer version of Afișier"):
        await run(commands.restore, tmp_path / "b", "--data", tmp_path / "new", *secret)
    assert not (tmp_path / "new").exists()


async def test_a_server_that_was_set_back_begins_anew_when_it_is_meant(places: Places, clock: Clock) -> None:
    async with simulated(places.data, clock) as city:
        before = city.published.versions()
        with pytest.raises(RefusedError, match="another server is running on this data folder"):
            await run(commands.epoch, "--data", places.data)
    with pytest.raises(RefusedError, match="is not 'new epoch': nothing was changed"):
        await run(commands.epoch, "--data", places.data, answer="yes\n")
    said = await run(commands.epoch, "--data", places.data, answer="new epoch\n")
    assert "All displays go by what this server has" in said and "has begun; start the server" in said
    async with simulated(places.data, clock) as city:
        after = city.published
        assert after.versions().keys() == before.keys()
        assert all(after.versions()[display] > (before[display][0], 2**50) for display in before)
        rows = await audit.newest(city.server.ground.database, 1)
        assert (rows[0].act.who, rows[0].act.verb, rows[0].act.why) == (
            "console",
            "restore",
            "a new epoch of what is here",
        )


async def test_no_epoch_begins_where_there_is_no_server(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="has no signing key"):
        await run(commands.epoch, "--data", tmp_path, "--begin")
