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


class Card:
    """The store of a display that runs in a mount namespace of its own."""

    def __init__(self, window: Window, store: Path) -> None:
        self.window, self._store = window, store

    def turn_read_only(self) -> None:
        """As the kernel does after an error of the card."""
        command = ["nsenter", "-t", str(self.window.process.pid), "-m", "mount", "-o", "remount,bind,ro"]
        subprocess.run([*command, str(self._store)], check=True)


@contextlib.contextmanager
def playing_from_a_card(city: Rehearsal, *, read_only: bool = False, **environ: str) -> Iterator[Card]:
    """The whole display, whose store is a mount. Skips where nobody may mount."""
    if os.getuid() or not shutil.which("unshare") or subprocess.run(["unshare", "-m", "true"], check=False).returncode:
        pytest.skip("mounts need root and namespaces: sudo make test-faults")
    city.tell_time()
    store = city.store.folder
    mode = "ro" if read_only else "rw"
    command = ["unshare", "-m", "sh", "-c", _MOUNTED, "sh", str(store), mode, sys.executable, *DISPLAY, str(city.path)]
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
