"""The window that opened, and the loop that draws it. Importing this opens it.

Decides what a frame costs where GL is software: the glass is one opaque rectangle, so nothing is blended, and no depth
or stencil is cleared (16.5 instead of 20.5 ms of processor time a frame at 1080p, llvmpipe). Between frames the loop
sleeps as long as it is told.
"""

import os
from collections.abc import Callable

from kivy.base import EventLoop, runTouchApp, stopTouchApp
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.graphics.opengl import (
    GL_BLEND,
    GL_COLOR_BUFFER_BIT,
    GL_RGBA,
    GL_SCISSOR_TEST,
    GL_UNSIGNED_BYTE,
    glClear,
    glClearColor,
    glDisable,
    glEnable,
    glReadPixels,
    glScissor,
)

from content.findings import refused


def window_size() -> tuple[int, int]:
    """Pixels of the window that opened (a panel may not give what was asked for). Raises RefusedError without one."""
    if Window is None:
        driver = os.environ.get("SDL_VIDEODRIVER", "a desktop")
        raise refused("window", driver, "opens no window, expected SDL_VIDEODRIVER=KMSDRM, x11, wayland or offscreen")
    return Window.system_size[0], Window.system_size[1]


def dress(title: str, rgb: tuple[int, int, int]) -> None:
    """The window's title, and what it is cleared to, so that not even its first moment is black."""
    Window.set_title(title)
    Window.clearcolor = (*(value / 255 for value in rgb), 1.0)
    Window.clear = _clear


def read_pixels(x: int, y: int, width: int, height: int) -> bytes:
    """RGBA, rows from the bottom; right only between drawing and the flip."""
    pixels: bytes = glReadPixels(x, y, width, height, GL_RGBA, GL_UNSIGNED_BYTE)
    return pixels


def drawn_row(y: int) -> bytes | None:
    """RGBA of one row (from the bottom), drawn for this look and no flip: a thousandth of the work of a frame.

    None when a frame is about to be drawn.
    """
    if Window.canvas.needs_redraw:
        return None
    width = Window.system_size[0]
    glEnable(GL_SCISSOR_TEST)
    glScissor(0, y, width, 1)
    Window.dispatch("on_draw")
    glDisable(GL_SCISSOR_TEST)
    return read_pixels(0, y, width, 1)


def loop(sleep: Callable[[], None]) -> None:
    """Draws what asks for it, then sleeps, until `stop`."""
    EventLoop.ensure_window()
    runTouchApp(embedded=True)
    Clock._max_fps = 0  # Kivy's own sleep is none
    try:
        while not EventLoop.quit:
            EventLoop.idle()
            Window.mainloop()  # what the system has to say to the window
            sleep()
    finally:
        stopTouchApp()


def stop() -> None:
    """The loop ends after this frame."""
    EventLoop.quit = True


def _clear() -> None:
    glDisable(GL_BLEND)
    glClearColor(*Window.clearcolor)
    glClear(GL_COLOR_BUFFER_BIT)
