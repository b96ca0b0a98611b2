"""Files written whole or not at all, and still there after a power cut.

Temporary file in the same folder, fsync, rename, fsync of the folder: rename without fsync survives every kill and
loses acknowledged data when the power goes.
"""

import os
import tempfile
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Makes renames and new names in `folder` durable. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Replaces `path` by `data` durably. On OSError (a full disk) the old content stays and nothing is left over."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        Path(temporary).rename(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
