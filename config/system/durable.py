"""Files written whole or not at all, and still there after a power cut.

Temporary file in the same folder, fsync, rename, fsync of the folder: rename without fsync survives every kill and
loses acknowledged data when the power goes. A temporary file is locked (flock) as long as it is written, and a lock
ends with its process. So one that nobody holds was left over by a kill or a power cut, and `sweep` may delete it.
"""

import contextlib
import fcntl
import os
import tempfile
from pathlib import Path

_UNFINISHED = ".unfinished"
"""How the name of a temporary file ends; it begins with a dot."""
FOR_PEOPLE = 0o644
"""The mode of what a command writes for whoever ran it: a picture, a slide of a pack."""


def sync_folder(folder: Path) -> None:
    """Makes renames and new names in `folder` durable. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Replaces `path` by `data` durably, for its owner alone unless told otherwise.

    On OSError (a full disk) the old content stays and nothing is left over.
    """
    descriptor, temporary = _locked_temporary(path)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
            temporary.rename(path)  # before the file is closed: closing ends the lock
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _locked_temporary(path: Path) -> tuple[int, Path]:
    """A new file beside `path` that no sweep deletes while its descriptor is open. Raises OSError."""
    while True:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_UNFINISHED)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if os.fstat(descriptor).st_nlink:
                return descriptor, Path(name)
        except BaseException:
            os.close(descriptor)
            Path(name).unlink(missing_ok=True)
            raise
        os.close(descriptor)  # a sweep came between making and locking it


def sweep(folder: Path) -> list[Path]:
    """Deletes what interrupted calls of `write` left in `folder` and the folders below it; what was deleted.

    It may run at any time: a file that any process is writing now stays. What cannot be deleted is left for next time.
    """
    deleted = []
    for parent, _, names in os.walk(folder):
        for name in names:
            if name.startswith(".") and name.endswith(_UNFINISHED):
                path = Path(parent, name)
                with contextlib.suppress(OSError):
                    _delete_unlocked(path)
                    deleted.append(path)
    return deleted


def _delete_unlocked(path: Path) -> None:
    """Raises OSError when a process holds the file, or it cannot be deleted."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()
    finally:
        os.close(descriptor)
