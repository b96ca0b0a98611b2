"""The streams inside an OLE2 file, the container of the Office programs before 2007 ([MS-CFB]).

Decides which bytes belong to a stream, by the file's own table of sectors. Bounded by the length of the file: no chain
of sectors is longer than there are sectors, whatever the file says. Leaves out what a stream holds (`biff`).
"""

import struct
from typing import NamedTuple

from content.phrases import said

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
_NO_SECTOR = 0xFFFFFFFA
"""Numbers from here on are marks: the end of a chain, a free sector, a sector of the table itself."""
_DIRECT = 109
"""Sectors of the table that the header itself names."""
_STREAM, _ROOT = 2, 5


class DamagedError(Exception):
    """Bytes that break the format; says where and how."""


class _Entry(NamedTuple):
    """A line of the directory: where the stream of a name begins, and its bytes."""

    name: str
    kind: int
    start: int
    size: int


class Container:
    """An OLE2 file. Raises DamagedError, here and in `stream`."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        version, mini_shift, shift = 0, 0, 0
        if len(data) >= 512 and data.startswith(MAGIC):
            version, _, shift, mini_shift = struct.unpack_from("<HHHH", data, 26)
        if shift not in (9, 12) or mini_shift != 6:
            raise DamagedError("its header is no OLE2 header")
        self.sector = 1 << shift
        self.count = -(-len(data) // self.sector) - 1
        self.limit, mini_table, _, more, _ = struct.unpack_from("<5I", data, 56)
        self.table = self._table(more)
        (directory,) = struct.unpack_from("<I", data, 48)
        self.entries = list(self._directory(self._chain(directory, self.table, self.count), version))
        root = next((each for each in self.entries if each.kind == _ROOT), None)
        self.small = self._content(root.start, root.size) if root and root.size else b""
        self.small_table = _numbers(b"".join(map(self._sector, self._chain(mini_table, self.table, self.count))))

    @property
    def names(self) -> frozenset[str]:
        """What the streams are called."""
        return frozenset(each.name for each in self.entries if each.kind == _STREAM)

    def stream(self, name: str) -> bytes:
        """All of a stream. Raises DamagedError when the file ends before it, or has none of this name."""
        entry = next((each for each in self.entries if each.kind == _STREAM and each.name == name), None)
        if entry is None:
            raise DamagedError(said("it has no stream {name!r}", name=name))
        if entry.size >= self.limit:
            return self._content(entry.start, entry.size)
        chain = self._chain(entry.start, self.small_table, -(-len(self.small) // 64))
        return _whole(b"".join(self.small[64 * each : 64 * each + 64] for each in chain), entry.size)

    def _content(self, start: int, size: int) -> bytes:
        return _whole(b"".join(map(self._sector, self._chain(start, self.table, self.count))), size)

    def _sector(self, number: int) -> bytes:
        return self.data[(number + 1) * self.sector : (number + 2) * self.sector]

    def _table(self, more: int) -> tuple[int, ...]:
        """The sector that follows each sector. No more of them is read than the file has sectors."""
        numbers = list(struct.unpack_from(f"<{_DIRECT}I", self.data, 76))
        each_holds = self.sector // 4
        needed = -(-self.count // each_holds)
        for _ in range(self.count):
            if more >= _NO_SECTOR or len(numbers) >= needed:
                break
            *named, more = _numbers(self._sector(more)) or (_NO_SECTOR,)
            numbers += named
        sectors = [each for each in numbers if each < _NO_SECTOR][:needed]
        return _numbers(b"".join(map(self._sector, sectors)))

    def _chain(self, start: int, table: tuple[int, ...], most: int) -> list[int]:
        chain: list[int] = []
        while start < _NO_SECTOR:
            if start >= min(len(table), most) or len(chain) >= most:
                raise DamagedError(said("its sector {start:,} lies outside the file or is used twice", start=start))
            chain.append(start)
            start = table[start]
        return chain

    def _directory(self, chain: list[int], version: int) -> "list[_Entry]":
        content = b"".join(map(self._sector, chain))
        entries = []
        for at in range(0, len(content) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", content, at + 64)
            start, size = struct.unpack_from("<IQ", content, at + 116)
            name = content[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            entries.append(_Entry(name, kind, start, size if version > 3 else size & 0xFFFFFFFF))
        return entries


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def _whole(content: bytes, size: int) -> bytes:
    if len(content) < size:
        raise DamagedError(
            said("a stream ends after {content:,} of its {size:,} bytes", content=len(content), size=size)
        )
    return content[:size]
