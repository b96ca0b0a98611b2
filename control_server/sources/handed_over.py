"""The files that a person hands over on the command line: those that were named, and no others of this machine.

Decides which: SOURCE, options that name a file, and the tables that a data package lists beside itself (Frictionless
Data Package §resource path: relative, never upwards, nothing hidden). A reader in its jail asks for them by these
names.
"""

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urljoin

import msgspec

from content.findings import refused
from control_server.sources.jail import MAX_GIVEN

MOST_TABLES = 50


class _Resource(msgspec.Struct):
    path: str | list[str] = []


class _Package(msgspec.Struct):
    resources: list[_Resource]


def is_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


def files(source: str, options: Iterable[str]) -> dict[str, bytes]:
    """Name → bytes. Raises RefusedError when SOURCE is neither a file nor an address, or a file is too large."""
    found = {name: data for name in (source, *options) if (data := _file(name)) is not None}
    if source not in found and not is_address(source):
        raise refused("file", source, "cannot be read, expected a file or an address that begins with https://")
    for name in list(found):
        found |= {urljoin(name, path): data for path, data in _tables(Path(name), found[name])}
    return found


def _file(name: str) -> bytes | None:
    if is_address(name):
        return None
    with contextlib.suppress(OSError, ValueError):  # a title is no name of a file
        return _read(Path(name))
    return None


def _read(path: Path) -> bytes | None:
    if not path.is_file():
        return None
    size = path.stat().st_size
    if size > MAX_GIVEN:
        raise refused("size", str(path), f"found {size:,} bytes, expected at most {MAX_GIVEN:,}")
    return path.read_bytes()


def _tables(package: Path, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The tables beside a data package: path as it says, and bytes."""
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return
    try:
        resources = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=_Package).resources
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return  # no data package; the reader says what it is
    folder = package.parent.resolve()
    paths = [path for each in resources for path in ([each.path] if isinstance(each.path, str) else each.path)]
    for path in paths[:MOST_TABLES]:
        if any(part.startswith(".") for part in Path(path).parts):
            continue  # neither upwards nor hidden: a package saved in a home folder must not list its keys
        with contextlib.suppress(OSError, ValueError):
            beside = (folder / path).resolve()
            if beside.is_relative_to(folder) and (found := _read(beside)) is not None:
                yield path, found
