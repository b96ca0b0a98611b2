"""What a passer-by sees while there is no window: the last picture, kept where the window stands.

Decides who keeps it: nobody of ours. On KMSDRM it is painted into the kernel's own frame buffer, which the kernel shows
when the process that had the panel ends; under X it is the background of the root window, which the X server shows. So
every end of the screen, however it comes, uncovers a picture. Leaves out which picture that is. On a desktop, where the
window covers a part of the screen only, nothing is painted.
"""

import ctypes
import fcntl
import logging
import mmap
import os
import struct
from pathlib import Path
from typing import Protocol

from PIL import Image, ImageChops

FRAME_BUFFER = Path("/dev/fb0")
_VSCREENINFO, _FSCREENINFO = 0x4600, 0x4602
"""FBIOGET_VSCREENINFO and FBIOGET_FSCREENINFO of linux/fb.h."""
_Z_PIXMAP = 2

log = logging.getLogger(__name__)


class Behind(Protocol):
    """Where the last picture is kept."""

    def keep(self, image: Image.Image) -> None:
        """It is behind the window from now on. May raise whatever the machine provokes."""


class NothingBehind:
    """A window on a desktop, or drawing off-screen."""

    def keep(self, image: Image.Image) -> None:
        del image


class FrameBufferBehind:
    """The kernel's frame buffer of a panel (Documentation/fb/api.rst), 16 or 32 bits a pixel."""

    def __init__(self, device: Path = FRAME_BUFFER) -> None:
        self._device = device

    def keep(self, image: Image.Image) -> None:
        with self._device.open("r+b") as file:
            variable = fcntl.ioctl(file, _VSCREENINFO, bytes(160))
            width, height, _, virtual, _, top, bits = struct.unpack_from("7I", variable)
            fixed = fcntl.ioctl(file, _FSCREENINFO, bytes(80))
            (line,) = struct.unpack_from("I", fixed, 48)
            rows = rows_of(image, (width, height), bits)
            with mmap.mmap(file.fileno(), line * max(virtual, height)) as memory:
                for number, row in enumerate(rows):
                    at = (top + number) * line
                    memory[at : at + len(row)] = row


class RootWindowBehind:
    """The root window of an X server, through a connection of its own."""

    def __init__(self, size: tuple[int, int]) -> None:
        """Raises OSError without an X server, or when the window of that size (pixels) does not cover its screen."""
        x = ctypes.CDLL("libX11.so.6")
        for name in ("XOpenDisplay", "XDefaultVisual", "XDefaultGC", "XCreateImage"):
            getattr(x, name).restype = ctypes.c_void_p
        for name in ("XRootWindow", "XCreatePixmap"):
            getattr(x, name).restype = ctypes.c_ulong
        self._x = x
        self._display = ctypes.c_void_p(x.XOpenDisplay(None))
        if not self._display:
            raise OSError("no X server")
        if (x.XDisplayWidth(self._display, 0), x.XDisplayHeight(self._display, 0)) != size:
            x.XCloseDisplay(self._display)
            raise OSError("the window does not cover the screen")
        self._depth = x.XDefaultDepth(self._display, 0)
        self._root = ctypes.c_ulong(x.XRootWindow(self._display, 0))
        self._visual = ctypes.c_void_p(x.XDefaultVisual(self._display, 0))
        self._context = ctypes.c_void_p(x.XDefaultGC(self._display, 0))

    def keep(self, image: Image.Image) -> None:
        x, (width, height) = self._x, image.size
        data = image.tobytes("raw", "BGRX")
        pixmap = ctypes.c_ulong(x.XCreatePixmap(self._display, self._root, width, height, self._depth))
        described = x.XCreateImage(self._display, self._visual, self._depth, _Z_PIXMAP, 0, data, width, height, 32, 0)
        x.XPutImage(self._display, pixmap, self._context, ctypes.c_void_p(described), 0, 0, 0, 0, width, height)
        x.XSetWindowBackgroundPixmap(self._display, self._root, pixmap)
        x.XFreePixmap(self._display, pixmap)  # the server keeps it as long as it is the background
        x.XClearWindow(self._display, self._root)
        x.XSync(self._display, 0)
        x.XFree(ctypes.c_void_p(described))  # the description alone: the pixels are Python's


def behind_for(driver: str | None, size: tuple[int, int], device: Path = FRAME_BUFFER) -> Behind:
    """Where the last picture is kept behind a window of SDL's video driver of that size (pixels)."""
    if driver == "KMSDRM" and os.access(device, os.W_OK):
        return FrameBufferBehind(device)
    if driver in {None, "x11"} and os.environ.get("DISPLAY"):
        try:
            return RootWindowBehind(size)
        except (OSError, AttributeError) as error:
            log.info("nothing is kept behind the window: %s", error)
    return NothingBehind()


def rows_of(image: Image.Image, size: tuple[int, int], bits: int) -> list[bytes]:
    """The picture as rows of pixels of a frame buffer of that size. Raises ValueError for other than 16 or 32 bits."""
    if image.size != size:
        image = image.resize(size)
    if bits == 32:
        data, each = image.tobytes("raw", "BGRX"), 4
    elif bits == 16:
        data, each = _rgb565(image), 2
    else:
        raise ValueError(f"found {bits} bits a pixel, expected 16 or 32")
    line = size[0] * each
    return [data[at : at + line] for at in range(0, len(data), line)]


def _rgb565(image: Image.Image) -> bytes:
    """Five bits of red, six of green, five of blue; the low byte first."""
    red, green, blue = image.split()
    high = ImageChops.add(red.point(lambda value: value & 0xF8), green.point(lambda value: value >> 5))
    low = ImageChops.add(green.point(lambda value: value << 3 & 0xE0), blue.point(lambda value: value >> 3))
    return Image.merge("LA", (low, high)).tobytes()
