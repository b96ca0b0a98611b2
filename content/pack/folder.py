"""A city pack as a folder of files, read within limits that bound what any pack may be, however it came.

Leaves out what the files say (`parse`).
"""

from collections.abc import Mapping
from pathlib import Path

from content.findings import refused

MAX_FILE = 20_000_000
"""Bytes of one file of a pack."""


MAX_FILES = 5_000


MAX_PACK = 500_000_000
"""Bytes of all its files."""


def within_limits(files: Mapping[str, bytes], where: str = "the pack") -> None:
    """Raises RefusedError when it is more than a city pack may be, however it came."""
    for name, data in files.items():
        if len(data) > MAX_FILE:
            raise refused("size", name[:200], f"found a file of {len(data):,} bytes, expected at most {MAX_FILE:,}")
    if len(files) > MAX_FILES or sum(map(len, files.values())) > MAX_PACK:
        raise refused("size", where, f"found more than {MAX_FILES:,} files or {MAX_PACK:,} bytes, expected a city pack")


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files of a pack folder, hidden ones and links left out. Raises RefusedError."""
    if not folder.is_dir():
        raise refused("file", str(folder), "is not a folder, expected a city pack (a folder with city.yaml)")
    found: dict[str, bytes] = {}
    total = 0
    try:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder)
            if any(part.startswith(".") for part in name.parts) or path.is_symlink() or not path.is_file():
                continue
            if path.stat().st_size > MAX_FILE:
                size = f"{path.stat().st_size:,} bytes"
                raise refused("size", str(path), f"found a file of {size}, expected at most {MAX_FILE:,}")
            found[name.as_posix()] = path.read_bytes()
            total += len(found[name.as_posix()])
            if len(found) > MAX_FILES or total > MAX_PACK:
                message = f"found more than {MAX_FILES:,} files or {MAX_PACK:,} bytes, expected a city pack"
                raise refused("size", str(folder), message)
    except OSError as error:
        place = str(error.filename or folder)
        raise refused("file", place, f"cannot be read: {error.strerror}, expected a readable file") from error
    return found
