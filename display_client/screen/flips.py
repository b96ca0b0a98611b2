"""A log of what GL showed at each flip, for `afisier bench display` and tests; off unless asked for.

AFISIER_LOG_FLIPS=times writes `flips` among the runtime files: `# ` and the GL renderer, then a line a flip: seconds
(monotonic), 1 while fading. One pixel is read back at each flip, so that software GL really draws it off-screen.
AFISIER_LOG_FLIPS=samples adds a coarse grid of the pixels in hex, 3 bytes a point, rows from the bottom.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

from kivy.graphics.opengl import GL_RENDERER, glGetString

from display_client.runtime_files import FLIP_GRID


class FlipLog:
    """Reads back with `read(x, y, width, height) -> RGBA`."""

    def __init__(self, path: Path, size: tuple[int, int], read: Callable[[int, int, int, int], bytes]) -> None:
        mode = os.environ.get("AFISIER_LOG_FLIPS", "")
        self._samples = mode == "samples"
        self._file = path.open("w", buffering=1) if mode else None
        self._size, self._read = size, read
        if self._file is not None:
            self._file.write(f"# {glGetString(GL_RENDERER).decode()}\n")

    def flipped(self, fading: bool) -> None:
        if self._file is not None:
            self._read(0, 0, 1, 1)
            grid = self._grid() if self._samples else ""
            self._file.write(f"{time.monotonic():.4f} {int(fading)} {grid}\n")

    def _grid(self) -> str:
        (columns, rows), (width, height) = FLIP_GRID, self._size
        samples = b""
        for row in range(rows):
            line = self._read(0, (2 * row + 1) * height // (2 * rows), width, 1)
            for column in range(columns):
                at = (2 * column + 1) * width // (2 * columns) * 4
                samples += line[at : at + 3]
        return samples.hex()
