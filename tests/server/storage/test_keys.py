"""The data folder, its owner, and the secrets in it."""

import stat
from pathlib import Path

import pytest

from content.findings import RefusedError
from control_server.storage import keys
from tests.interrupted import interrupted_write


@pytest.mark.parametrize("name", [keys.TOKEN, keys.SIGNING_KEY])
def test_secrets_are_made_once_and_their_owners_alone(tmp_path: Path, name: str) -> None:
    first = (keys.token(tmp_path), keys.signer(tmp_path).key_id)
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert (keys.token(tmp_path), keys.signer(tmp_path).key_id) == first


def test_a_damaged_key_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / keys.SIGNING_KEY).write_text("no key")
    with pytest.raises(RefusedError, match="restore the file from a backup"):
        keys.signer(tmp_path)
    assert (tmp_path / keys.SIGNING_KEY).read_text() == "no key"


def test_a_weak_token_is_refused(tmp_path: Path) -> None:
    (tmp_path / keys.TOKEN).write_text("1234\n")
    with pytest.raises(RefusedError, match="4 characters"):
        keys.token(tmp_path)


def test_a_folder_has_one_server(tmp_path: Path) -> None:
    with keys.owned(tmp_path / "data"):
        assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
        with pytest.raises(RefusedError, match="another server"), keys.owned(tmp_path / "data"):
            pass
    with keys.owned(tmp_path / "data"):
        pass


def test_a_folder_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RefusedError, match="cannot be written"), keys.owned(tmp_path / "file" / "data"):
        pass


def test_what_an_interrupted_write_left_in_the_folder_is_swept_when_a_server_starts(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "assets").mkdir(parents=True)
    killed = interrupted_write(folder / "assets" / "a")
    killed.kill()
    killed.wait()
    under_way = interrupted_write(folder / "b")
    assert len(list(folder.rglob(".*"))) == 2
    with keys.owned(folder):
        (left,) = folder.rglob(".*")
        assert left.name.startswith(".b.")
        under_way.communicate()
        assert (folder / "b").read_bytes() == b"new"
        assert list(folder.rglob(".*")) == []


def test_a_folder_that_others_could_read_is_its_owners_alone_from_then_on(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    with keys.owned(tmp_path / "data"):
        assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
