"""The picture of a display that has nothing to show yet: the city's name and the clock, in calm colours.

It says no error and no technical word, because the people who pass by can do nothing about them. Once there is a
manifest, its own neutral frame is shown instead.
"""

from PIL import Image

from content import live
from content.wire import LivePart

GROUND = "#f7f4ee"
INK = "#10151c"
QUIET = "#5b6470"
ACCENT = "#b3420e"
_LONGEST = 26
"""Letters of a city's name that fit one line at the nameplate's type size."""


def nameplate(city: str, size: tuple[int, int], lang: str = "ro") -> tuple[Image.Image, tuple[LivePart, ...]]:
    """The nameplate's frame and its live parts, in pixels of the glass."""
    width, height = size
    unit = min(width, height)
    margin, bar = round(width * 0.058), max(6, round(width * 0.0146))
    image = Image.new("RGB", size, GROUND)
    image.paste(ACCENT, (0, 0, bar, height))
    name_size = round(min(unit * 0.095, (width - 2 * margin) / max(len(city), _LONGEST) * 1.7))
    name = _part(margin, round(height * 0.40), width - 2 * margin, name_size, weight=700, color=INK)
    words = live.paint(name, city)
    image.paste(words, (name.x, name.y), words)
    clock = _part(margin, name.y + name.height, width - 2 * margin, round(unit * 0.055), color=QUIET, lang=lang)
    return image, (clock,)


def _part(x: int, y: int, width: int, size: int, **style: str | int) -> LivePart:
    return LivePart(part="clock", x=x, y=y, width=width, height=round(size * 1.5), size=size, **style)  # type: ignore[arg-type]
