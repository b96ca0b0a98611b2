"""What happens in a folder is told by the kernel."""

import ctypes
import os
import select
from pathlib import Path

import pytest

from display_client.inotify import FolderEvents
from display_client.runtime_files import Note


def told(happenings: FolderEvents) -> bool:
    """Whether something happened since the last call."""
    assert happenings.descriptor is not None
    ready = bool(select.select([happenings.descriptor], [], [], 0)[0])
    happenings.drain()
    return ready


def test_what_is_made_renamed_deleted_or_touched_is_told_once(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    happenings = FolderEvents(one, other)
    assert not told(happenings)
    Note(one / "note").write(b"first")
    assert (told(happenings), told(happenings)) == (True, False)
    Note(other / "note").write(b"second")
    assert (told(happenings), told(happenings)) == (True, False)
    (other / "note").unlink()
    assert (told(happenings), told(happenings)) == (True, False)
    os.utime(one)
    assert (told(happenings), told(happenings)) == (True, False)
    (tmp_path / "elsewhere").touch()
    assert not told(happenings)
    happenings.close()
    assert happenings.descriptor is None
    happenings.close()


def test_a_folder_that_is_not_there_is_not_waited_for(tmp_path: Path) -> None:
    happenings = FolderEvents(tmp_path, tmp_path / "nowhere")
    assert happenings.descriptor is None
    happenings.drain()
    happenings.close()


@pytest.mark.parametrize("lacking", [OSError("no library"), AttributeError("no function")])
def test_a_system_without_it_tells_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lacking: Exception) -> None:
    def without(*_: object, **__: object) -> None:
        raise lacking

    monkeypatch.setattr(ctypes, "CDLL", without)
    assert FolderEvents(tmp_path).descriptor is None
