"""What the screen sleeps on: the word of another thread or of a signal, something in its folders, and time.

Decides that a system without inotify is looked at sixteen times a second instead, as a clock would.
"""

import contextlib
import math
import os
import select
from pathlib import Path

from display_client.inotify import FolderEvents

LOOK_S = 1 / 16
"""The longest sleep where nothing tells of a change in a folder."""


class Waker:
    """`sleep` in the main thread; `wake` from any thread, and in a signal handler."""

    def __init__(self, *folders: Path) -> None:
        self._event = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        self._folders = FolderEvents(*folders)
        self._poll = select.poll()
        self._poll.register(self._event, select.POLLIN)
        if self._folders.descriptor is not None:
            self._poll.register(self._folders.descriptor, select.POLLIN)

    def wake(self, *_: object) -> None:
        """Ends this sleep, or the next one at once."""
        os.eventfd_write(self._event, 1)

    def sleep(self, seconds: float) -> None:
        """At most that long."""
        if self._folders.descriptor is None:
            seconds = min(seconds, LOOK_S)
        self._poll.poll(math.ceil(1000 * max(0.0, seconds)))
        with contextlib.suppress(BlockingIOError):
            os.eventfd_read(self._event)
        self._folders.drain()
