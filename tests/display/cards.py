"""A card that really turns read-only: the store as a mount of its own, seen by one display only."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from display_client.bench.rehearsal import Rehearsal
from tests.display.windows import DISPLAY, PATIENCE_S, Window

_MOUNTED = 'mount --bind "$1" "$1" && { [ "$2" = rw ] || mount -o remount,bind,ro "$1"; } && shift 2 && exec "$@"'
_SMALL = (
    'held=$(mktemp -d) && mount -t tmpfs -o "size=$2" card "$held" && cp -a "$1/." "$held" && '
    'mount --move "$held" "$1" && rmdir "$held" && shift 2 && exec "$@"'
)
"""The same on a card of its own, of that size."""
_FILL = 'cat /dev/zero > "$1/filler" 2> /dev/null; sync'


class Card:
    """The store of a display that runs in a mount namespace of its own."""

    def __init__(self, window: Window, store: Path) -> None:
        self.window, self._store = window, store

    def turn_read_only(self) -> None:
        """As the kernel does after an error of the card."""
        self._within("mount", "-o", "remount,bind,ro", str(self._store))

    def fill(self) -> None:
        """Something else takes all the room that is left."""
        self._within("sh", "-c", _FILL, "sh", str(self._store))

    def empty(self) -> None:
        """What `fill` put there is deleted."""
        self._within("rm", str(self._store / "filler"))

    @property
    def store(self) -> Path:
        """The card as the display sees it."""
        return Path(f"/proc/{self.window.process.pid}/root{self._store}")

    def _within(self, *command: str) -> None:
        subprocess.run(["nsenter", "-t", str(self.window.process.pid), "-m", *command], check=True)


@contextlib.contextmanager
def playing_from_a_card(
    city: Rehearsal, *, read_only: bool = False, size: str | None = None, **environ: str
) -> Iterator[Card]:
    """The whole display, whose store is a mount, in memory when it has a `size`. Skips where nobody may mount."""
    if os.getuid() or not shutil.which("unshare") or subprocess.run(["unshare", "-m", "true"], check=False).returncode:
        pytest.skip("mounts need root and namespaces: sudo make test-faults")
    city.tell_time()
    store = city.store.folder
    mounted, mode = (_MOUNTED, "ro" if read_only else "rw") if size is None else (_SMALL, size)
    command = ["unshare", "-m", "sh", "-c", mounted, "sh", str(store), mode, sys.executable, *DISPLAY, str(city.path)]
    environment = os.environ | {"SDL_VIDEODRIVER": "offscreen"} | environ
    process = subprocess.Popen(command, env=environment)
    try:
        yield Card(Window(process, city), store)
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
