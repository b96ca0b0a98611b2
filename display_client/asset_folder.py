"""A folder of pictures, each named by its digest: what is gathered there, what counts, and what is deleted.

<sha256>          a picture
.part-<sha256>    as much of it as has arrived
"""

import contextlib
import errno
import hashlib
import os
import re
from collections.abc import Callable, Collection
from pathlib import Path

from config.system import durable

_DIGEST = re.compile(r"[0-9a-f]{64}")
_PART = ".part-"


class AssetFolder:
    """One folder. It takes no more than `most` bytes, where that is given."""

    def __init__(self, path: Path, most: int | None = None) -> None:
        self.path, self._most = path, most

    def asset(self, digest: str) -> bytes | None:
        """The bytes of an asset, verified; None when it is missing or a bit of it has changed."""
        if not _DIGEST.fullmatch(digest):
            return None
        try:
            data = (self.path / digest).read_bytes()
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest() == digest else None

    def partial(self, digest: str) -> Path:
        """Where an arriving asset is gathered. Raises ValueError when `digest` is no SHA-256."""
        if not _DIGEST.fullmatch(digest):
            raise ValueError(f"found {digest!r}, expected 64 hex digits")
        return self.path / f"{_PART}{digest}"

    def make_room(self, size: int) -> None:
        """The folder is there and takes so many bytes more. Raises OSError."""
        if self._most is None:
            return
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        if size + sum(path.stat().st_size for path in self.path.iterdir()) > self._most:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def keep(self, digest: str) -> bool:
        """The gathered file becomes the asset, durably; False (and it is thrown away) when the digest differs.

        Raises OSError.
        """
        part = self.partial(digest)
        with part.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                part.unlink()
                return False
            os.fsync(file.fileno())
        part.rename(self.path / digest)
        durable.sync_folder(self.path)
        return True

    def collect(self, keep: Collection[str]) -> int:
        """Deletes the assets (and gathered parts) that are not in `keep`; how many. Errors are left for next time."""
        gone = 0
        for path in self._files():
            if path.name.removeprefix(_PART) in keep:
                continue
            with contextlib.suppress(OSError):
                path.unlink()
                gone += 1
        return gone

    def move_to(self, other: "AssetFolder", is_meant: Callable[[str], bool] = lambda digest: True) -> None:
        """Every asset that is meant becomes one of the other folder, durably. Raises OSError: the rest stays here."""
        for path in self._files():
            if is_meant(path.name) and (data := self.asset(path.name)) is not None:
                other.partial(path.name).unlink(missing_ok=True)
                durable.write(other.path / path.name, data)
                path.unlink()

    def _files(self) -> list[Path]:
        try:
            return list(self.path.iterdir())
        except OSError:
            return []
