"""The record of a disk: its form, and the end of those who write marks into it."""

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

WRITE, FLUSH, MARK = b"WFM"
_HEADER = struct.Struct("<BQI")
"""The kind, the offset on the disk, the bytes that follow."""


class Entry(NamedTuple):
    """A write at `offset`, a flush (without data), or a mark."""

    kind: int
    offset: int
    data: bytes

    def packed(self) -> bytes:
        return _HEADER.pack(self.kind, self.offset, len(self.data)) + self.data


def entries(record: Path) -> Iterator[Entry]:
    """The record in order; a last entry that is not whole is left out."""
    with record.open("rb") as file:
        while len(header := file.read(_HEADER.size)) == _HEADER.size:
            kind, offset, size = _HEADER.unpack(header)
            if len(data := file.read(size)) == size:
                yield Entry(kind, offset, data)


class Acknowledges(Protocol):
    """Takes marks: what was acknowledged to somebody."""

    def say(self, mark: str) -> None: ...


class Marks:
    """The end of whoever writes marks: a line each, in the record when `say` returns."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_WRONLY)

    def say(self, mark: str) -> None:
        os.pwrite(self._descriptor, mark.encode(), 0)
