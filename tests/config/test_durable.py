"""Files are written whole or not at all."""

import errno
import fcntl
import os
from pathlib import Path

import pytest

from config.system import durable
from tests.interrupted import interrupted_write


def test_replaces_whole(tmp_path: Path) -> None:
    target = tmp_path / "state"
    durable.write(target, b"one")
    durable.write(target, b"two", mode=0o600)
    assert target.read_bytes() == b"two"
    assert target.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["state"]


@pytest.mark.parametrize("call", ["fsync", "fchmod"])
def test_a_full_disk_leaves_the_old_content_and_no_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    target = tmp_path / "state"
    durable.write(target, b"old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, call, full)
    with pytest.raises(OSError, match="No space"):
        durable.write(target, b"new")
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["state"]


def test_the_order_is_data_then_rename_then_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """fsync of the data before the rename, fsync of the folder after it: what survives a power cut."""
    steps: list[str] = []
    real_fsync, real_rename = os.fsync, Path.rename

    def fsync(descriptor: int) -> None:
        steps.append("folder" if Path(f"/proc/self/fd/{descriptor}").is_dir() else "data")
        real_fsync(descriptor)

    def rename(self: Path, target: Path) -> Path:
        steps.append("rename")
        return real_rename(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "rename", rename)
    durable.write(tmp_path / "state", b"x")
    assert steps == ["data", "rename", "folder"]


def test_what_a_killed_process_left_is_swept_and_what_another_writes_now_stays(tmp_path: Path) -> None:
    below = tmp_path / "slots"
    below.mkdir()
    for target in (tmp_path / "state", below / "0"):
        durable.write(target, b"old")
    killed = interrupted_write(below / "0")
    killed.kill()
    killed.communicate()
    with interrupted_write(tmp_path / "state") as writing:
        (left,) = [path for path in below.iterdir() if path.name != "0"]
        assert durable.sweep(tmp_path) == [left]
        assert [path.name for path in below.iterdir()] == ["0"]
        writing.communicate()
    assert writing.returncode == 0
    assert ((tmp_path / "state").read_bytes(), (below / "0").read_bytes()) == (b"new", b"old")
    assert durable.sweep(tmp_path) == []


def test_nothing_else_is_swept(tmp_path: Path) -> None:
    for name in ("state", ".hidden", ".part-0", "a.unfinished"):
        (tmp_path / name).write_bytes(b"")
    assert durable.sweep(tmp_path) == []
    assert durable.sweep(tmp_path / "none") == []


def test_a_write_that_a_sweep_took_for_a_leftover_begins_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real_flock, swept = fcntl.flock, list[Path]()

    def flock(descriptor: int, operation: int) -> None:
        monkeypatch.setattr(fcntl, "flock", real_flock)
        swept.extend(durable.sweep(tmp_path))
        real_flock(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", flock)
    durable.write(tmp_path / "state", b"new")
    assert len(swept) == 1
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("state", b"new")]
