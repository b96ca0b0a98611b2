"""The live parts of a frame as pictures: the very code the player draws with and the preview composes with."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PIL import Image

from content.wire import LivePart


def text(part: LivePart, now: datetime, zone: ZoneInfo) -> str:
    """What the part says at `now`: "14:05", "mai sunt 6 zile"; hours in the last 48; empty once a countdown is over."""
    raise NotImplementedError


def changes(part: LivePart, now: datetime, zone: ZoneInfo) -> datetime:
    """The first instant after `now` at which `text` may differ."""
    raise NotImplementedError


def paint(part: LivePart, words: str) -> Image.Image:
    """RGBA, transparent ground, part.width × part.height pixels."""
    raise NotImplementedError
