"""Secrets, keys and the data folder."""

import stat
from pathlib import Path

import pytest

from content.findings import RefusedError
from control_server.devices import credentials
from control_server.storage import keys


def test_a_secret_matches_its_line_and_no_other() -> None:
    secret, other = credentials.generated(), credentials.generated()
    line = credentials.hashed(secret)
    assert credentials.matches(secret, line)
    assert not credentials.matches(other, line)
    assert not credentials.matches("", line)
    assert secret not in line and line != credentials.hashed(secret)


def test_a_line_of_mosquitto_passwd_is_understood() -> None:
    """Made by mosquitto_passwd 2.0.11 for the password `parola`."""
    line = (
        "$7$101$KBYyH/tpz0twER0e$YwJNTrGz3J0wfrN0iEpZ8X3fC6NvEoCBi9iK"
        "/iDia9Cb4phbXpJBQ77N1sQgxu0OoPhlPip5Aj+vSc6gYDQlBg=="
    )
    assert credentials.matches("parola", line)
    assert not credentials.matches("Parola", line)


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
