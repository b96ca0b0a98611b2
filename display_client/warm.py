"""What a display's programs are copied from: a process in which their modules are imported, once.

Decides what is imported there: all that the screen needs short of a window, so that a screen that ended is followed by
one that has only its window to open. What only the agent needs it imports itself, beside the picture.
"""

import contextlib
import gc
import importlib
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path

from config.settings import Enrolment
from display_client import runtime_files
from display_client.screen import environment
from display_client.screen.memory import keep_flat

_BEFORE_A_WINDOW = ("kivy.base", "kivy.graphics", "kivy.graphics.opengl", "kivy.core.image", "kivy.uix.behaviors")
"""What `kivy.core.window` imports before it opens one."""

log = logging.getLogger(__name__)


def warm_up(enrolment: Enrolment, store: Path) -> None:
    """Imports what the screen needs. What cannot be imported here will not be there either, where it is told."""
    keep_flat()
    scale = environment.window_scale(os.environ)
    size = (round(enrolment.width * scale), round(enrolment.height * scale))
    with contextlib.suppress(Exception):
        environment.prepare(runtime_files.folder(store), size, framed=scale < 1)
        importlib.import_module("display_client.screen.__main__")
        for module in _BEFORE_A_WINDOW:
            importlib.import_module(module)
    gc.collect()
    gc.freeze()  # what is there for good is not written to by looking for garbage: it stays shared


def program(module: str, path: Path) -> Callable[[tuple[str, ...]], None]:
    """The `main` of that module for that enrolment file; call it, with flags, in a copy of this process."""

    def main(flags: tuple[str, ...]) -> None:
        sys.argv = [module, str(path), *flags]
        importlib.import_module(module).main()

    return main
