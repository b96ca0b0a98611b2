"""What a frame is drawn from and for, and what drawing gives: `Format`, `Job`, `PlainJob`, `Rendered`.

Equal jobs give equal bytes, so `Job.key()` names the result.
"""

import functools
import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import Any, get_args

import msgspec

from content.pack.model import Display, Theme
from content.slides.page_data import PageData
from content.wire import LivePart


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """What a frame is drawn for: pixels as seen, their density, the distance (m) it is read from, and the theme."""

    width: int
    height: int
    pixels_per_mm: float
    viewing_distance_m: float
    theme: Theme = "standard"

    @classmethod
    def of(cls, display: Display) -> "Format":
        """In the display's own theme."""
        panel = display.panel
        return cls(
            width=panel.width,
            height=panel.height,
            pixels_per_mm=panel.pixels_per_mm,
            viewing_distance_m=display.viewing_distance_m,
            theme=display.theme,
        )

    @classmethod
    def alternatives(cls, display: Display) -> "tuple[Format, ...]":
        """In the other themes, for a display that is touched; none for the others."""
        own = cls.of(display)
        others = (theme for theme in get_args(Theme) if theme != own.theme)
        return tuple(msgspec.structs.replace(own, theme=theme) for theme in others) if display.touch else ()


class PlainJob(msgspec.Struct, frozen=True, kw_only=True):
    """A job in plain values: all that a worker process needs, which then need not know any kind of slide."""

    template: str
    source: str | None
    where: str
    lang: str
    format: Format
    data: dict[str, Any]
    files: dict[str, bytes]


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """All that one frame is drawn from: the template's data, and the bytes of the files that are placed.

    `template` is the name of a template of this package, or of the one whose text `source` is: a kind from elsewhere
    brings its own. `kind` is the kind of the slide, or the phase of one, and `neutral` for the neutral card.
    """

    kind: str
    template: str
    where: str
    lang: str
    format: Format
    data: PageData
    files: dict[str, bytes] = {}
    source: str | None = None

    def plain(self) -> PlainJob:
        """As it is sent to a worker and drawn."""
        return PlainJob(
            template=self.template,
            source=self.source,
            where=self.where,
            lang=self.lang,
            format=self.format,
            data=self.data.plain(),
            files=self.files,
        )

    def key(self) -> str:
        """SHA-256 (hex) of the job and of the templates: equal keys, equal bytes."""
        digest = hashlib.sha256(_recipe())
        digest.update(msgspec.json.encode(self, order="deterministic"))
        return digest.hexdigest()


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """A frame: the PNG, the live parts the player draws over it, and how large its text is.

    `arcmin` is what capitals of the body's type subtend at the viewing distance, in minutes of arc.
    """

    png: bytes
    live: tuple[LivePart, ...]
    arcmin: float = 0.0


@functools.cache
def _recipe() -> bytes:
    """What besides the job decides the bytes: the templates, the code of this package, the versions it draws with."""
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    live = folder.parent / "live.py"
    for path in sorted([live, *folder.glob("*.py"), *(folder / "templates").glob("*.typ")]):
        digest.update(path.read_bytes())
    for package in ("typst", "fontpkg-inter", "vl-convert-python", "pillow"):
        digest.update(f"{package} {version(package)}\n".encode())
    return digest.digest()
