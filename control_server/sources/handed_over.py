"""The files that a person hands over on the command line: those that were named, and no others of this machine.

Decides which: SOURCE, options that name a file, and the tables that a data package lists beside itself (Frictionless
Data Package §resource path: relative, never upwards, nothing hidden). A reader in its jail asks for a file by the name
that the person used.
"""

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urljoin

import msgspec

from content.findings import refused
from content.phrases import said
from control_server.sources.jail import MAX_HANDED_OVER

MAX_TABLES = 50


class _DataResource(msgspec.Struct):
    """A resource of a data package: the path of its table, or of the parts of it."""

    path: str | list[str] = []


class _DataPackage(msgspec.Struct):
    """The descriptor of a Frictionless Data Package, as far as it names files."""

    resources: list[_DataResource]


def is_address(text: str) -> bool:
    """Whether the text is an address of the web, not the name of a file."""
    return text.lower().startswith(("http://", "https://"))


def files(source: str, options: Iterable[str]) -> dict[str, bytes]:
    """The files handed over, by the name that was used for each.

    Raises RefusedError when SOURCE is neither a file nor an address, or a file is too large.
    """
    contents = {name: data for name in (source, *options) if (data := _file(name)) is not None}
    if source not in contents and not is_address(source):
        raise refused("file", source, "cannot be read, expected a file or an address that begins with https://")
    for name in list(contents):
        contents |= {urljoin(name, path): data for path, data in _tables(Path(name), contents[name])}
    return contents


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
    if size > MAX_HANDED_OVER:
        raise refused(
            "size",
            str(path),
            said(
                "found {size:,} bytes, expected at most {max_handed_over:,}", size=size, max_handed_over=MAX_HANDED_OVER
            ),
        )
    return path.read_bytes()


def _tables(package: Path, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The tables that a data package lists beside itself: the path as it is listed, and the bytes."""
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return
    try:
        resources = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=_DataPackage).resources
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return  # no data package; the reader says what it is
    folder = package.parent.resolve()
    paths = [path for each in resources for path in ([each.path] if isinstance(each.path, str) else each.path)]
    for path in paths[:MAX_TABLES]:
        if any(part.startswith(".") for part in Path(path).parts):
            continue  # neither upwards nor hidden: a package saved in a home folder must not list its keys
        with contextlib.suppress(OSError, ValueError):
            beside = (folder / path).resolve()
            if beside.is_relative_to(folder) and (table := _read(beside)) is not None:
                yield path, table
