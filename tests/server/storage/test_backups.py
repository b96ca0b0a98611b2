"""What is in a backup, and that only a whole one is taken out again."""

import io
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from content.findings import RefusedError
from control_server.storage import backups, copies, keys
from tests.server.conftest import Pair
from tests.server.simulator import Clock, Simulated, simulated, slide
from tests.server.storage.database_rows import rows

DIGEST = "a" * 64


class Stream:
    """As `sealed.Opening`, without the seal."""

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)
        self.read = self._file.read

    def end(self) -> None:
        """It is whole."""


async def backed_up(folder: Path, place: Path | str | None = None) -> bytes:
    out = io.BytesIO()
    await backups.write(place or folder / backups.DATABASE, folder, out)
    return out.getvalue()


def taken_out(data: bytes, folder: Path) -> Path:
    folder.mkdir()
    backups.read(Stream(data), folder)  # type: ignore[arg-type]
    return folder


async def test_all_of_a_running_server_is_in_it(city: Simulated, tmp_path: Path) -> None:
    await city.server.enrolments.enrol("gara")
    fresh = taken_out(await backed_up(tmp_path), tmp_path / "fresh")
    copies.of_sqlite(tmp_path / backups.DATABASE, tmp_path / "now.db")
    assert rows(fresh / backups.DATABASE) == rows(tmp_path / "now.db")
    for name in (keys.SIGNING_KEY, keys.TOKEN):
        assert (fresh / name).read_bytes() == (tmp_path / name).read_bytes()
    assets = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.glob("assets/??/*")}
    assert {path.relative_to(fresh): path.read_bytes() for path in fresh.glob("assets/??/*")} == assets != {}
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in fresh.rglob("*")} == {0}
    assert list(tmp_path.glob(".*")) == []


async def test_what_is_published_while_it_is_made_is_in_it_whole_or_not_at_all(city: Simulated, tmp_path: Path) -> None:
    async def change(number: int) -> None:
        await city.put_slide("anunt", slide(f"Titlul {number}"))

    for number in range(3):
        (data,) = [await backed_up(tmp_path)]
        await change(number)
        fresh = taken_out(data, tmp_path / f"fresh-{number}")
        async with simulated(fresh, Clock()) as restored:
            assert restored.published.revision == number + 1


async def test_an_asset_that_is_not_there_or_damaged_makes_no_backup(city: Simulated, tmp_path: Path) -> None:
    asset = tmp_path / "assets"
    path = next(asset / digest[:2] / digest for digest in city.published.programme("gara").assets)
    for spoil in (lambda: path.write_bytes(b"x"), path.unlink):
        spoil()
        with pytest.raises(RefusedError, match="lacks 1 pictures that displays are told"):
            await backed_up(tmp_path)


def changed(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The same with other files in it."""
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        files = {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]
    change(files)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name, body in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(body)
            tar.addfile(member, io.BytesIO(body))
    return out.getvalue()


def _another_asset(files: dict[str, bytes]) -> None:
    files[next(name for name in files if name.startswith("assets/"))] = b"other"


SPOILT: dict[str, tuple[Callable[[dict[str, bytes]], object], str]] = {
    "no key": (lambda files: files.pop(keys.SIGNING_KEY), "has no signing-key.pem"),
    "no database": (lambda files: files.pop(backups.DATABASE), "has no afisier.db"),
    "way out": (lambda files: files.update({"../evil": b""}), "has '../evil' in it"),
    "absolute": (lambda files: files.update({"/etc/evil": b""}), "in it, expected files of a backup only"),
    "another file": (lambda files: files.update({"assets/aa/x": b""}), "has 'assets/aa/x' in it"),
    "another asset": (_another_asset, "has another asset than"),
    "an asset less": (
        lambda files: [files.pop(name) for name in list(files) if name.startswith("assets/")],
        "pictures that displays are told",
    ),
}


@pytest.mark.parametrize("what", SPOILT)
async def test_one_that_is_not_whole_is_refused(city: Simulated, tmp_path: Path, what: str) -> None:
    spoil, sentence = SPOILT[what]
    data = changed(await backed_up(tmp_path), spoil)  # type: ignore[arg-type]
    with pytest.raises(RefusedError, match=sentence):
        taken_out(data, tmp_path / "fresh")
    assert not (tmp_path / "evil").exists() and not Path("/etc/evil").exists()


@pytest.mark.parametrize("cut", [0, 1, 100, 5_000])
async def test_a_stream_that_is_cut_is_refused(city: Simulated, tmp_path: Path, cut: int) -> None:
    data = await backed_up(tmp_path)
    with pytest.raises(RefusedError):
        taken_out(data[:cut], tmp_path / "fresh")


async def test_a_folder_of_no_server_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="expected the data folder of a server"):
        await backed_up(tmp_path)


# --- PostgreSQL ------------------------------------------------------------------------------------------------------


async def test_servers_that_share_a_database_have_the_same_in_it(pair: Pair, tmp_path: Path) -> None:
    await pair.leader.server.enrolments.enrol("gara")
    await pair.leader.put_slide("anunt", slide("Altceva"))
    data = await backed_up(tmp_path / "one", pair.address)
    fresh = taken_out(data, tmp_path / "fresh")
    async with simulated(fresh, Clock()) as restored:
        assert restored.published.versions() == pair.leader.published.versions()
        assert restored.published.files == pair.leader.published.files
        for digest in restored.published.programme("gara").assets:
            assert restored.server.surroundings.blobs.path(digest).is_file()
