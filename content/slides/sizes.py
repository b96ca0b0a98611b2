"""How large things must be on a display to be read from where people stand.

Decides the smallest permitted type and QR code for a format, and the few steps a template may try. Leaves out
which step fits (the templates measure that). Type sizes are font sizes in pixels.
"""

import math
from typing import NamedTuple

from content.slides.job import Format
from content.slides.page_data import FontSizes

CAP = 0.727
"""Height of Inter's capitals in em."""


class Angles(NamedTuple):
    """What capitals must subtend at the viewing distance, in minutes of arc."""

    head: float
    body: float
    small: float


LEAST = Angles(head=42, body=22, small=16)
"""0.7 degrees (EN 301 549 §5.1.4); the preferred height of capitals and the least (ISO 9241-303). Small are the source
line and the city's name. Nothing is ever drawn smaller, in no theme."""

LARGE = Angles(head=54, body=30, small=20)
"""What the larger-text form is drawn at where the frame has the room."""

STEPS = 5
_LARGEST = 0.046
"""Of the frame's short side: body type is no larger, so that a short slide is not clumsy."""


def cap_height(arcmin: float, fmt: Format) -> float:
    """Pixels that subtend `arcmin` minutes of arc at the viewing distance."""
    mm = 2000 * fmt.viewing_distance_m * math.tan(math.radians(arcmin / 60) / 2)
    return mm * fmt.pixels_per_mm


def font_size(arcmin: float, fmt: Format) -> float:
    """Font size in pixels whose capitals subtend `arcmin`."""
    return cap_height(arcmin, fmt) / CAP


def arcmin(size: float, fmt: Format) -> float:
    """What capitals of a font size in pixels subtend at the viewing distance."""
    mm = size * CAP / fmt.pixels_per_mm
    return 60 * math.degrees(2 * math.atan(mm / 2000 / fmt.viewing_distance_m))


def minimum(fmt: Format) -> FontSizes:
    """The smallest permitted font sizes of headline, body and small text."""
    return _font_sizes(LEAST, fmt)


def wanted(fmt: Format) -> FontSizes:
    """The font sizes of the theme, which `steps` are factors of."""
    return _font_sizes(LARGE if fmt.theme == "large-text" else LEAST, fmt)


def _font_sizes(angles: Angles, fmt: Format) -> FontSizes:
    head, body, small = (font_size(arcmin, fmt) for arcmin in angles)
    return FontSizes(head=head, body=body, small=small)


def steps(fmt: Format) -> list[float]:
    """Factors over the theme's sizes to try, largest first; a template takes the first that fits.

    After 1 comes 0, the minimum in the templates' tight form. Large text goes down to it by steps: a slide that has no
    room for it is drawn as large as it can be, and what fits in the standard theme is never refused in this one.
    """
    large = fmt.theme == "large-text"
    bound = _LARGEST * (LARGE.body / LEAST.body if large else 1) * min(fmt.width, fmt.height)
    top = max(1.0, bound / wanted(fmt).body)
    larger = [round(top ** (1 - step / (STEPS - 1)), 4) for step in range(STEPS)]
    low = min(least / most for least, most in zip(LEAST, LARGE, strict=True))
    smaller = [round(low ** (step / (STEPS - 1)), 4) for step in range(1, STEPS - 1)] if large else []
    return [*larger, *smaller, 0]


def qr_side(fmt: Format) -> float:
    """The least side of a QR code's dark square in pixels: a tenth of the viewing distance, quiet zone outside it."""
    return max(fmt.viewing_distance_m * 100 * fmt.pixels_per_mm, 0.3 * min(fmt.width, fmt.height))
