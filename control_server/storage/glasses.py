"""The last picture of each display's glass: one file a display, and in memory only what each is of.

Decides how much all of them may take, and that those which came longest ago go first. A picture carries what it is of
in a chunk of its own (PNG §5.4: private and ancillary), so that both are written at once and outlive a restart. Leaves
out whether a picture is one, and who may send it (`http`).
"""

import asyncio
import os
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from config.system import durable
from content import wire
from content.findings import refused
from control_server.tasks import uninterrupted

KEPT_BYTES = 500_000_000
"""Of all pictures together."""
_CHUNK = b"afIs"
_HEAD = 33
"""Bytes of the signature and of IHDR, which is the first chunk of every PNG."""
_LONGEST = 65_536
"""Bytes of the chunk."""


class GlassPicture(msgspec.Struct, frozen=True, kw_only=True):
    """The change of the glass that a picture shows, when it came, and its number among those of the display, from 1."""

    glass: wire.Glass | None
    at: datetime
    number: int


class Glasses:
    """The folder `root`, which must exist. `known` is what is known of the pictures that are kept, by display."""

    def __init__(self, root: Path, kept_bytes: int = KEPT_BYTES) -> None:
        """Takes up what is there, and deletes what is no whole picture."""
        self._root, self._most = root, kept_bytes
        self.known: dict[str, GlassPicture] = {}
        self._sizes: dict[str, int] = {}
        self._writing = asyncio.Lock()
        for display, picture, size in sorted(self._stored(), key=lambda each: each[1].at):
            self.known[display], self._sizes[display] = picture, size
        self._delete(self._too_much())

    def path(self, display: str) -> Path:
        """Where the display's picture is, or would be."""
        return self._root / f"{display}.png"

    async def bare(self, display: str) -> bytes:
        """The picture alone, without the chunk that says what it is of. Raises RefusedError (`unknown`)."""
        try:
            data = await asyncio.to_thread(self.path(display).read_bytes)
        except OSError as error:
            raise refused("unknown", "the picture", "is gone, expected one after the display's next change") from error
        size = int.from_bytes(data[_HEAD : _HEAD + 4], "big")
        return data[:_HEAD] + data[_HEAD + 12 + size :]

    @property
    def size(self) -> int:
        """Bytes of all pictures together."""
        return sum(self._sizes.values())

    @uninterrupted
    async def add(self, display: str, png: bytes, glass: wire.Glass | None, at: datetime) -> GlassPicture:
        """Keeps it in place of the display's former one. Raises RefusedError (`disk`)."""
        async with self._writing:
            before = self.known.get(display)
            picture = GlassPicture(glass=glass, at=at.astimezone(UTC), number=before.number + 1 if before else 1)
            data = _with_facts(png, picture)
            await asyncio.to_thread(self._write, display, data)
            for each in (self.known, self._sizes):
                each.pop(display, None)  # at the end, for the first is deleted first
            self.known[display], self._sizes[display] = picture, len(data)
            if oldest := self._too_much():
                await asyncio.to_thread(self._delete, oldest)
            return picture

    @uninterrupted
    async def keep(self, displays: Collection[str]) -> None:
        """Deletes the pictures of all others."""
        async with self._writing:
            if others := self.known.keys() - set(displays):
                await asyncio.to_thread(self._delete, self._forgotten(others))

    def _too_much(self) -> list[str]:
        """Forgets pictures until the rest is small enough; whose they were."""
        too_much, oldest = self.size - self._most, []
        for display, size in list(self._sizes.items())[:-1]:
            if too_much <= 0:
                break
            too_much -= size
            oldest.append(display)
        return self._forgotten(oldest)

    def _forgotten(self, displays: Iterable[str]) -> list[str]:
        forgotten = list(displays)
        for display in forgotten:
            del self.known[display], self._sizes[display]
        return forgotten

    def _delete(self, displays: Iterable[str]) -> None:
        for display in displays:
            with suppress(OSError):  # of one that stays it is known at the next start
                self.path(display).unlink()

    def _write(self, display: str, data: bytes) -> None:
        try:
            durable.write(self.path(display), data)
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else str(error)
            raise refused("disk", str(self.path(display)), f"the picture cannot be written: {reason}") from error

    def _stored(self) -> Iterator[tuple[str, GlassPicture, int]]:
        durable.sweep(self._root)
        for path in self._root.glob("*.png"):
            with path.open("rb") as file:
                picture = _facts(file.read(_HEAD + 8 + _LONGEST))
            if picture is None:
                path.unlink()
            else:
                yield path.stem, picture, path.stat().st_size


def _with_facts(png: bytes, picture: GlassPicture) -> bytes:
    facts = wire.encode(picture)
    checked = _CHUNK + facts
    chunk = len(facts).to_bytes(4, "big") + checked + zlib.crc32(checked).to_bytes(4, "big")
    return png[:_HEAD] + chunk + png[_HEAD:]


def _facts(head: bytes) -> GlassPicture | None:
    """What the first bytes of a file say of the picture; None when it is none of ours."""
    size, name = int.from_bytes(head[_HEAD : _HEAD + 4], "big"), head[_HEAD + 4 : _HEAD + 8]
    if name != _CHUNK:
        return None
    try:
        return msgspec.json.decode(head[_HEAD + 8 : _HEAD + 8 + size], type=GlassPicture)
    except msgspec.DecodeError:
        return None
