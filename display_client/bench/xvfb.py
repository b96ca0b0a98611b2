"""An X server without a panel, whose glass is looked at from outside: its frame buffer, as it lies in memory."""

import contextlib
import mmap
import shutil
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import click
from PIL import Image

_HEAD = struct.Struct(">25I")
"""The head of an XWD file (XWDFile.h): its own length first, bytes a line thirteenth, colours of the map twentieth."""


class SeenScreen:
    """The frame buffer of a server of that size (pixels)."""

    def __init__(self, path: Path, name: str, size: tuple[int, int], pid: int = 0) -> None:
        """`name` is what DISPLAY says, `pid` the server's process."""
        self.name, self.pid, self._size = name, pid, size
        with path.open("rb") as file:
            self._memory = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        head = _HEAD.unpack_from(self._memory)
        self._line, self._at = head[12], head[0] + head[19] * 12
        self.samples: list[bytes] = []

    def sample(self) -> bytes:
        """RGB of nine points, none of them in the middle, where X draws its cursor."""
        points = b""
        for x, y in self._points():
            at = self._at + y * self._line + x * 4
            points += self._memory[at : at + 3][::-1]
        return points

    def sample_of(self, picture: Image.Image) -> bytes:
        """What a sample is while that picture is on it."""
        return b"".join(bytes(picture.getpixel(point)) for point in self._points())  # type: ignore[arg-type]

    def _points(self) -> list[tuple[int, int]]:
        width, height = self._size
        return [(column * width // 6, row * height // 6) for row in (1, 3, 5) for column in (1, 2, 5)]

    @contextlib.contextmanager
    def watched(self, each_s: float = 1 / 60) -> Iterator[None]:
        """Samples it all the time, as often as a panel would be drawn."""
        over = threading.Event()

        def look() -> None:
            while not over.wait(each_s):
                self.samples.append(self.sample())

        thread = threading.Thread(target=look)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


@contextlib.contextmanager
def xvfb(folder: Path, size: tuple[int, int]) -> Iterator[SeenScreen]:
    """An X server of that size. Raises ClickException when none is installed."""
    if not shutil.which("Xvfb"):
        raise click.ClickException("found no Xvfb, expected the Debian package xvfb (`make venv` brings it)")
    command = [
        "Xvfb",
        "-displayfd",
        "1",
        "-screen",
        "0",
        f"{size[0]}x{size[1]}x24",
        "-fbdir",
        str(folder),
        "-nolisten",
        "tcp",
        "-noreset",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            name = f":{server.stdout.readline().strip()}"
            while not (folder / "Xvfb_screen0").exists():
                time.sleep(0.01)
            yield SeenScreen(folder / "Xvfb_screen0", name, size, server.pid)
        finally:
            server.terminate()
