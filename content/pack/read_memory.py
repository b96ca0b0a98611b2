"""What the files of packs were read to, kept by the digest of their bytes: of a changed pack only the change is read.

Decides how much is kept. Leaves out what a file is read to (`parse`).
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from hashlib import sha256
from threading import Lock
from typing import Any, TypeVar

from content.pack.folder import MAX_YAML

T = TypeVar("T")


class ReadMemory:
    """Values by what they were read as, and from which bytes. Several threads may use it at once.

    What was used last is kept: values of `most` bytes of files together, by default those of two packs. They are
    shared and must never be altered.
    """

    def __init__(self, most: int = 2 * MAX_YAML) -> None:
        self.reads = 0
        """How often a file was read because its value was not kept."""
        self._left, self._lock = most, Lock()
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()

    def value(self, role: Hashable, data: bytes, read: Callable[[], T]) -> T:
        """What `read` makes of these bytes in that role. What it raises is raised, and not kept."""
        key = role, sha256(data).digest()
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                value: T = self._kept[key][0]
                return value
        value = read()
        with self._lock:
            self.reads += 1
            if key not in self._kept:
                self._kept[key] = value, len(data)
                self._left -= len(data)
            while self._left < 0:
                _, (_, size) = self._kept.popitem(last=False)
                self._left += size
        return value
