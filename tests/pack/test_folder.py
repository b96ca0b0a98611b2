"""A pack as files: which files of a folder belong to it, and what any pack may be at most."""

import os
from pathlib import Path

import pytest

from content.findings import RefusedError
from content.pack.folder import (
    MAX_FILE,
    MAX_FILES,
    MAX_PACK,
    MAX_YAML,
    read_folder,
    within_limits,
    yaml_within_limits,
)


def test_a_folder_is_read_without_hidden_files_and_links(tmp_path: Path) -> None:
    (tmp_path / "slides").mkdir()
    (tmp_path / "slides" / "a.yaml").write_bytes(b"a")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_bytes(b"x")
    (tmp_path / "slides" / ".a.yaml.swp").write_bytes(b"x")
    (tmp_path / "link").symlink_to("/etc/passwd")
    assert read_folder(tmp_path) == {"slides/a.yaml": b"a"}


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="is not a folder, expected a city pack"):
        read_folder(tmp_path / "no")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "film.mp4").open("wb") as file:
        os.truncate(file.fileno(), MAX_FILE + 1)
    with pytest.raises(RefusedError, match="found a file of 20,000,001 bytes, expected at most 20,000,000"):
        read_folder(tmp_path)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "city.yaml").write_bytes(b"id: a")

    def fail(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", fail)
    with pytest.raises(RefusedError, match=r"city\.yaml: cannot be read: Permission denied, expected a readable file"):
        read_folder(tmp_path)


def test_what_any_pack_may_be_at_most() -> None:
    within_limits({f"slides/{n}.yaml": b"" for n in range(MAX_FILES)})
    with pytest.raises(RefusedError, match=r"found more than 20,000 files or 500,000,000 bytes, expected a city pack"):
        within_limits({f"slides/{n}.yaml": b"" for n in range(MAX_FILES + 1)})
    film = bytes(MAX_FILE)
    with pytest.raises(RefusedError, match=r"upload: found more than 20,000 files or 500,000,000 bytes"):
        within_limits({f"{n}.mp4": film for n in range(MAX_PACK // MAX_FILE + 1)}, "upload")
    with pytest.raises(RefusedError, match=r"film\.mp4: found a file of 20,000,001 bytes, expected at most 20,000,000"):
        within_limits({"film.mp4": bytes(MAX_FILE + 1)})


def test_so_much_yaml_is_read_of_a_pack_at_most() -> None:
    half = bytes(MAX_YAML // 2)
    yaml_within_limits({"displays/a.yaml": half, "displays/b.yaml": half, "data/c.csv": half})
    with pytest.raises(RefusedError, match="the pack: found 32,000,001 bytes of YAML, expected at most 32,000,000"):
        yaml_within_limits({"displays/a.yaml": half, "displays/b.yaml": half + b"x"})
