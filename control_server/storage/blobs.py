"""Assets on disk: files named by the SHA-256 of their bytes, written once, never changed.

Decides the names, that a file is whole or absent, and that one which nobody has wanted for a while may go. The time of
its last change says when it was wanted last. Leaves out who refers to an asset (`publishing`).
"""

import asyncio
import contextlib
import os
from collections.abc import Collection, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from config.system import durable
from content.findings import refused


class Blobs:
    """The folder `root`, which must exist."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, digest: str) -> Path:
        """Where the asset is, or would be. `digest` is 64 hex digits; the caller has checked them."""
        return self._root / digest[:2] / digest

    def has(self, digest: str, size: int) -> bool:
        """Whether the asset is there in full length."""
        try:
            return self.path(digest).stat().st_size == size
        except OSError:
            return False

    async def lacking(self, sizes: Mapping[str, int]) -> set[str]:
        """Which of these assets (digest → bytes) are not kept in full length. The others are wanted at this time."""
        return await asyncio.to_thread(lambda: {each for each, size in sizes.items() if not self._wanted(each, size)})

    def _wanted(self, digest: str, size: int) -> bool:
        if not self.has(digest, size):
            return False
        try:
            os.utime(self.path(digest))
        except FileNotFoundError:  # it is deleted at this moment
            return False
        except OSError:
            pass  # a disk that takes nothing: it is there all the same
        return True

    async def sweep(self, named: Collection[str], before: datetime) -> set[str]:
        """Deletes the assets that are not `named` and were not wanted since then (aware); which."""
        return await asyncio.to_thread(self._sweep, named, before.timestamp())

    def _sweep(self, named: Collection[str], before: float) -> set[str]:
        gone = set()
        for path in self._root.glob("??/*"):
            with contextlib.suppress(OSError):
                if path.name not in named and path.stat().st_mtime < before:
                    aside = path.rename(path.with_name(f".{path.name}"))  # whoever wants it from now on has it not
                    if aside.stat().st_mtime < before:
                        aside.unlink()
                        gone.add(path.name)
                    else:
                        aside.rename(path)
        return gone

    async def located(self, digest: str) -> Path:
        """Where the asset is, if it is kept at all. Raises RefusedError (`disk`, `database`)."""
        return self.path(digest)

    async def add(self, data: bytes) -> str:
        """Keeps the bytes durably; returns their name. Raises RefusedError (`disk`)."""
        return await asyncio.to_thread(self._add, data)

    def _add(self, data: bytes) -> str:
        digest = sha256(data).hexdigest()
        path = self.path(digest)
        if self._wanted(digest, len(data)):
            return digest
        try:
            if not path.parent.is_dir():
                path.parent.mkdir(mode=0o700, exist_ok=True)
                durable.sync_folder(self._root)
            durable.write(path, data)
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else str(error)
            raise refused("disk", str(path), f"the asset cannot be written: {reason}; nothing was changed") from error
        return digest
