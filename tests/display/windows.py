"""Real programs of a display, drawing off-screen, and what they say of their glass."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import psutil
from PIL import Image, ImageChops

from content.wire import Glass
from display_client import runtime_files
from display_client.bench.rehearsal import Rehearsal
from display_client.runtime_files import RuntimeFiles, glass_of

PATIENCE_S = 120.0
T = TypeVar("T")

SCREEN = ("-m", "display_client.screen")
DISPLAY = ("-c", "from config.commands.cli import main; main()", "display")


def until(ask: Callable[[], T | None], what: str) -> T:
    """The first true answer."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if answer := ask():
            return answer
        time.sleep(0.01)
    raise AssertionError(f"{what}: not within {PATIENCE_S:.0f} s")


def differs(image: Image.Image, other: Image.Image) -> bool:
    """By more than GL drivers round."""
    return max(high for _, high in ImageChops.difference(image, other).getextrema()) > 2  # type: ignore[misc]


class Window:
    """A running program of a display."""

    def __init__(self, process: subprocess.Popen[bytes], city: Rehearsal) -> None:
        self.process, self._began = process, time.time()
        self.notes = RuntimeFiles(runtime_files.folder(city.store.folder))

    def child(self, name: str) -> psutil.Process:
        """The process of that name, once there is one. What has ended is none."""

        def ask() -> psutil.Process | None:
            for process in psutil.Process(self.process.pid).children(recursive=True):
                with contextlib.suppress(psutil.NoSuchProcess):  # a zombie too
                    if process.name() == name and process.status() != psutil.STATUS_ZOMBIE:
                        return process
            return None

        return until(ask, name)

    def glass(self, wanted: Callable[[Glass], bool] = lambda glass: True) -> Glass:
        """The glass once it is as wanted; what an earlier program left behind does not count."""

        def ask() -> Glass | None:
            glass = glass_of(self.notes.glass.read())
            return glass if glass and glass.lit.timestamp() >= self._began and wanted(glass) else None

        return until(ask, "the glass")

    def slide(self) -> Glass:
        """The glass once a slide is on it: where the machine is busy, the nameplate may be there for a moment."""
        return self.glass(lambda glass: glass.slide is not None)

    def capture(self) -> Image.Image:
        """The glass as the screen reads it back."""
        self.notes.captured.clear()
        self.notes.capture.write(b"test")
        until(self.notes.captured.read, "the captured glass")
        with Image.open(self.notes.captured_png.path) as image:
            return image.convert("RGB")


@contextlib.contextmanager
def running(city: Rehearsal, program: tuple[str, ...], *flags: str, **environ: str) -> Iterator[Window]:
    """Starts it, after it was told the time; ends it as Ctrl-C would."""
    city.tell_time()
    environment = os.environ | {"SDL_VIDEODRIVER": "offscreen"} | environ
    process = subprocess.Popen([sys.executable, *program, str(city.path), *flags], env=environment)
    try:
        yield Window(process, city)
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
