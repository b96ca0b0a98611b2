"""A city pack as files: a folder is read, and limits bound what any pack may be, however it came.

Leaves out what the files say (`parse`).
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from content.findings import refused
from content.phrases import said

MAX_FILE = 20_000_000
"""The most bytes of one file of a pack."""

MAX_FILES = 20_000
"""As many files as a city has displays and slides, if each stands in a file of its own."""

MAX_YAML = 32_000_000
"""The most bytes of all YAML files of a pack together: they are read whole. 10,000 displays take 4 MB."""

MAX_PACK = 500_000_000
"""The most bytes of all files of a pack together."""


def within_limits(files: Mapping[str, bytes], where: str = "the pack") -> None:
    """Raises RefusedError when the files are more, or larger, than those of a city pack may be."""
    for name, data in files.items():
        if len(data) > MAX_FILE:
            raise refused(
                "size",
                name[:200],
                said(
                    "found a file of {data:,} bytes, expected at most {max_file:,}", data=len(data), max_file=MAX_FILE
                ),
            )
    if len(files) > MAX_FILES or sum(map(len, files.values())) > MAX_PACK:
        raise refused(
            "size",
            where,
            said(
                "found more than {max_files:,} files or {max_pack:,} bytes, expected a city pack",
                max_files=MAX_FILES,
                max_pack=MAX_PACK,
            ),
        )


def yaml_within_limits(files: Mapping[str, bytes]) -> None:
    """Raises RefusedError when the YAML of a pack is more than is read."""
    size = sum(len(data) for name, data in files.items() if name.endswith(".yaml"))
    if size > MAX_YAML:
        raise refused(
            "size",
            "the pack",
            said("found {size:,} bytes of YAML, expected at most {max_yaml:,}", size=size, max_yaml=MAX_YAML),
        )


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files of a pack folder by their paths. Hidden files and links are left out. Raises RefusedError."""
    if not folder.is_dir():
        raise refused("file", str(folder), "is not a folder, expected a city pack (a folder with city.yaml)")
    files: dict[str, bytes] = {}
    total = 0
    try:
        for name, path in _paths(folder):
            size = path.stat().st_size
            if size > MAX_FILE:
                message = said(
                    "found a file of {size:,} bytes, expected at most {max_file:,}", size=size, max_file=MAX_FILE
                )
                raise refused("size", str(path), message)
            files[name] = path.read_bytes()
            total += len(files[name])
            if len(files) > MAX_FILES or total > MAX_PACK:
                message = said(
                    "found more than {max_files:,} files or {max_pack:,} bytes, expected a city pack",
                    max_files=MAX_FILES,
                    max_pack=MAX_PACK,
                )
                raise refused("size", str(folder), message)
    except OSError as error:
        place = str(error.filename or folder)
        raise refused(
            "file", place, said("cannot be read: {strerror}, expected a readable file", strerror=error.strerror)
        ) from error
    return files


def _paths(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files that belong to a pack, by their names in it."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if not any(part.startswith(".") for part in name.parts) and not path.is_symlink() and path.is_file():
            yield name.as_posix(), path
