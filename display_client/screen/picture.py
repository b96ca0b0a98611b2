"""A picture ready for the glass: the decoded frame in the window's size, with its live parts drawn in.

Decides how a frame fits the window and which small areas change with time. Works in any thread, knows no GL. Live
parts are painted into the picture itself by `content.live`, the code the preview uses, so a fade carries them
and the glass is one texture.
"""

import io
import math
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from PIL import Image

from content import live
from content.wire import LivePart

MAX_SIDE = 4096
"""Pixels; what a programme may ask for as well (`content.wire.limits`)."""


class UnreadableError(Exception):
    """The bytes are no picture this display can show."""


class Patch(msgspec.Struct, frozen=True):
    """An area that changed: top left in window pixels, and RGB rows from the top."""

    x: int
    y: int
    width: int
    height: int
    rgb: bytes


class _Live:
    """One live part: its ground (the frame under it), and where it lands in the window."""

    def __init__(self, part: LivePart, ground: Image.Image, source: tuple[int, int], box: tuple[int, int, int, int]):
        self.part, self.ground, self.source, self.box = part, ground, source, box
        self.words: str | None = None


class WindowPicture:
    """`image` is what the glass has to look like, in RGB at the window's size."""

    def __init__(self, frame: Image.Image, parts: tuple[LivePart, ...], size: tuple[int, int], zone: ZoneInfo) -> None:
        self._zone = zone
        self._scale = min(size[0] / frame.width, size[1] / frame.height)
        width, height = round(frame.width * self._scale), round(frame.height * self._scale)
        self._left, self._top = (size[0] - width) // 2, (size[1] - height) // 2
        if frame.size == size:
            self.image = frame.copy() if parts else frame
        else:
            self.image = Image.new("RGB", size, frame.getpixel((0, 0)))
            self.image.paste(frame.resize((width, height), Image.Resampling.LANCZOS), (self._left, self._top))
        self._live = [self._placed(part, frame) for part in parts]
        self._drawn: datetime | None = None
        self._next: datetime | None = None

    def _placed(self, part: LivePart, frame: Image.Image) -> _Live:
        """The part's ground is cut so that whole window pixels can be resized from it alone."""
        scale = self._scale
        left, top = math.floor(part.x * scale), math.floor(part.y * scale)
        right, bottom = math.ceil((part.x + part.width) * scale), math.ceil((part.y + part.height) * scale)
        cut = (
            max(0, math.floor(left / scale)),
            max(0, math.floor(top / scale)),
            min(frame.width, math.ceil(right / scale)),
            min(frame.height, math.ceil(bottom / scale)),
        )
        return _Live(part, frame.crop(cut), (cut[0], cut[1]), (left, top, right, bottom))

    @property
    def masks(self) -> list[tuple[int, int, int, int]]:
        """The areas of the live parts in the window (left, top, right, bottom): they may differ from the frame."""
        return [self._in_window(each) for each in self._live]

    def _in_window(self, each: _Live) -> tuple[int, int, int, int]:
        left, top, right, bottom = each.box
        return (
            max(0, left + self._left),
            max(0, top + self._top),
            min(self.image.width, right + self._left),
            min(self.image.height, bottom + self._top),
        )

    def refresh(self, now: datetime) -> list[Patch]:
        """Draws the live parts as they are at `now`; the areas whose words changed. A clock may be set either way."""
        if not self._live or (self._drawn is not None and self._next is not None and self._drawn <= now < self._next):
            return []
        self._drawn = now
        patches = []
        for each in self._live:
            words = live.text(each.part, now, self._zone)
            if words != each.words:
                each.words = words
                patches.append(self._draw(each, words))
        self._next = min(live.changes(each.part, now, self._zone) for each in self._live)
        return patches

    @property
    def next(self) -> datetime | None:
        """When a live part says something else; None before the first `refresh`, and without live parts."""
        return self._next

    @property
    def words(self) -> list[str]:
        """What the live parts say."""
        return [each.words or "" for each in self._live]

    def _draw(self, each: _Live, words: str) -> Patch:
        area = each.ground.convert("RGBA")
        overlay = live.paint(each.part, words)
        area.alpha_composite(overlay, (each.part.x - each.source[0], each.part.y - each.source[1]))
        left, top, right, bottom = self._in_window(each)
        rgb = area.convert("RGB")
        if self._scale != 1.0:
            source = tuple(
                (value - self._offset(i)) / self._scale for i, value in enumerate((left, top, right, bottom))
            )
            inside = (
                max(0.0, source[0] - each.source[0]),
                max(0.0, source[1] - each.source[1]),
                min(float(rgb.width), source[2] - each.source[0]),
                min(float(rgb.height), source[3] - each.source[1]),
            )
            rgb = rgb.resize((right - left, bottom - top), Image.Resampling.LANCZOS, box=inside)
        else:
            x, y = left - self._left - each.source[0], top - self._top - each.source[1]
            rgb = rgb.crop((x, y, x + right - left, y + bottom - top))
        self.image.paste(rgb, (left, top))
        return Patch(left, top, rgb.width, rgb.height, rgb.tobytes())

    def _offset(self, index: int) -> int:
        return self._top if index % 2 else self._left


def decode(png: bytes) -> Image.Image:
    """The frame as RGB pixels. Raises UnreadableError."""
    try:
        with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
            if max(image.size) > MAX_SIDE:
                raise UnreadableError(f"{image.width} × {image.height} pixels, expected at most {MAX_SIDE} a side")
            return image.convert("RGB")
    except UnreadableError:
        raise
    except Exception as error:  # whatever bytes from outside provoke in the decoder
        raise UnreadableError(f"{type(error).__name__}: {error}") from error
