"""Assets on disk: files named by the SHA-256 of their bytes, written once, never changed.

Decides the names and that a file is whole or absent. Leaves out who refers to an asset (`publisher`).
"""

import asyncio
import os
from collections.abc import Mapping
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
        """Which of these assets (digest → bytes) are not kept in full length."""
        return {digest for digest, size in sizes.items() if not self.has(digest, size)}

    async def located(self, digest: str) -> Path:
        """Where the asset is, if it is kept at all. Raises RefusedError (`disk`, `database`)."""
        return self.path(digest)

    async def add(self, data: bytes) -> str:
        """Keeps the bytes durably; returns their name. Raises RefusedError (`disk`)."""
        return await asyncio.to_thread(self._add, data)

    def _add(self, data: bytes) -> str:
        digest = sha256(data).hexdigest()
        path = self.path(digest)
        if self.has(digest, len(data)):
            return digest
        try:
            if not path.parent.is_dir():
                path.parent.mkdir(exist_ok=True)
                durable.sync_folder(self._root)
            durable.write(path, data)
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else str(error)
            raise refused("disk", str(path), f"the asset cannot be written: {reason}; nothing was changed") from error
        return digest
