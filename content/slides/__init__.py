"""How a slide looks: from authored values to a frame.

`compose` is pure and cheap: it turns a slide into a `Job`, plain data for one Typst template. `draw` is the heavy half,
made to run in a worker process. The same job always gives the same bytes, so `Job.key()` names the result.
"""

import functools
import hashlib
from pathlib import Path
from typing import Any, get_args

import msgspec

from content.model import City, Display, Pack, Theme
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
    from importlib.metadata import version  # noqa: PLC0415  30 ms the display need not spend

    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted([*folder.glob("*.py"), *(folder / "templates").glob("*.typ")]):
        digest.update(path.read_bytes())
    for package in ("typst", "fontpkg-inter", "vl-convert-python", "pillow"):
        digest.update(f"{package} {version(package)}\n".encode())
    return digest.digest()


def characters(pack: Pack, name: str, lang: str) -> int:
    """How many characters a passer-by reads on this slide (or phase) in that language: its duration follows from it.

    The headline and what the message needs; not the source line, the city or the way without the internet.
    """
    from content.slides.kinds import KINDS  # noqa: PLC0415  the display imports `live` beside this, and draws nothing

    slide = pack.shown(name)
    return int(KINDS[type(slide)].characters(pack, slide, lang))


def compose(pack: Pack, name: str, lang: str, fmt: Format) -> Job:
    """The job of a slide or of a phase of one (`plan.phases`).

    Raises RefusedError when the slide's data cannot be read or cannot be true.
    """
    from content.slides.kinds import KINDS  # noqa: PLC0415

    slide = pack.shown(name)
    where = f"slides/{name.partition('.')[0]}.yaml"
    kind = KINDS[type(slide)]
    files = {path: pack.files[path] for path in kind.pictures(slide)}
    data = kind.compose(pack, slide, where, lang, fmt)
    return Job(template=kind.TEMPLATE, where=where, lang=lang, format=fmt, data=data, files=files)


def compose_neutral(city: City, lang: str, fmt: Format) -> Job:
    """The card that shows when nothing is scheduled: city, contact, and the clock as a live part."""
    from content.slides import neutral  # noqa: PLC0415

    data = neutral.compose(city, lang, fmt)
    return Job(template=neutral.TEMPLATE, where="city.yaml", lang=lang, format=fmt, data=data)


def draw(job: Job) -> Rendered:
    """Raises RefusedError (code `fit`) when the slide does not fit one page at its smallest permitted size."""
    from content.slides import drawing  # noqa: PLC0415

    return drawing.draw(job)


def export(job: Job, kind: str) -> bytes:
    """The same page as `svg` or as `pdf` (tagged, PDF/UA-1). Raises RefusedError as `draw`."""
    from content.slides import drawing  # noqa: PLC0415

    return drawing.export(job, kind)


def warm() -> None:
    """Loads fonts and the chart engine (about a second), so that a worker's first frame is no slower than the next."""
    from content.slides import drawing  # noqa: PLC0415

    drawing.warm()
