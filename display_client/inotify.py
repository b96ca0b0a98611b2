"""What happens in a folder wakes who waits for it: inotify(7), by the C library.

Decides which happenings count: something was made, renamed, deleted or touched. It says that one was, not which: who is
woken looks for itself. Where the kernel gives no watch (none left, another system), there is nothing to wait on.
"""

import contextlib
import ctypes
import os
from pathlib import Path

_ATTRIB, _MOVED_TO, _CREATE, _DELETE = 0x4, 0x80, 0x100, 0x200
_LARGEST = 64 * 1024


class FolderEvents:
    """`descriptor` is readable when something happened in one of the folders; None when the kernel tells nothing."""

    def __init__(self, *folders: Path) -> None:
        self.descriptor: int | None = None
        try:
            libc = ctypes.CDLL(None, use_errno=True)
            descriptor = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
            watch = libc.inotify_add_watch
        except (OSError, AttributeError):
            return
        if descriptor < 0:
            return
        happenings = ctypes.c_uint32(_ATTRIB | _MOVED_TO | _CREATE | _DELETE)
        if any(watch(descriptor, os.fsencode(folder), happenings) < 0 for folder in folders):
            os.close(descriptor)
            return
        self.descriptor = descriptor

    def drain(self) -> None:
        """Takes up what happened; the descriptor waits for what comes next."""
        if self.descriptor is not None:
            with contextlib.suppress(OSError):
                os.read(self.descriptor, _LARGEST)

    def close(self) -> None:
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None
