"""How a slide looks: from authored values to a frame.

`compose` is pure and cheap: it turns a slide into a `Job`, plain data for one Typst template. `draw` is the heavy half,
made to run in a worker process. The same job always gives the same bytes, so `Job.key()` names the result.
"""

from typing import Any

import msgspec

from content.model import City, Display, Pack
from content.wire import LivePart


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """What a frame is drawn for: pixels as seen, their density, and the distance (m) it is read from."""

    width: int
    height: int
    pixels_per_mm: float
    viewing_distance_m: float

    @classmethod
    def of(cls, display: Display) -> "Format":
        panel = display.panel
        return cls(
            width=panel.width,
            height=panel.height,
            pixels_per_mm=panel.pixels_per_mm,
            viewing_distance_m=display.viewing_distance_m,
        )


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """All a worker needs to draw one frame: plain JSON data, and the bytes of files the template places."""

    template: str
    where: str
    lang: str
    format: Format
    data: dict[str, Any]
    files: dict[str, bytes] = {}

    def key(self) -> str:
        """SHA-256 (hex) of the job and of the templates: equal keys, equal bytes."""
        raise NotImplementedError


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """A frame: the PNG, and the live parts the player draws over it."""

    png: bytes
    live: tuple[LivePart, ...]


def characters(pack: Pack, slide_id: str, lang: str) -> int:
    """How many characters a passer-by reads on this slide in that language: what its duration follows from."""
    raise NotImplementedError


def compose(pack: Pack, slide_id: str, lang: str, fmt: Format) -> Job:
    """Raises RefusedError when the slide's data cannot be read or cannot be true."""
    raise NotImplementedError


def compose_neutral(city: City, lang: str, fmt: Format) -> Job:
    """The card that shows when nothing is scheduled: city, contact, and the clock as a live part."""
    raise NotImplementedError


def draw(job: Job) -> Rendered:
    """Raises RefusedError (code `fit`) when the slide does not fit one page at its smallest permitted size."""
    raise NotImplementedError


def export(job: Job, kind: str) -> bytes:
    """The same page as `svg` or as `pdf` (tagged, PDF/UA-1). Raises RefusedError as `draw`."""
    raise NotImplementedError
