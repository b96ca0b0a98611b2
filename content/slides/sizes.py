"""How large things must be on a display to be read from where people stand.

Decides the smallest permitted type and QR code for a format, and the few larger steps a template may try. Leaves out
which step fits (the templates measure that). Type sizes are font sizes in pixels.
"""

import math
from typing import NamedTuple

from content.model import Theme
from content.slides import Format

CAP = 0.727
"""Height of Inter's capitals in em."""
STEPS = 5


class Angles(NamedTuple):
    """What capitals must subtend at the viewing distance, in minutes of arc."""

    head: float
    body: float
    small: float


_PREFERRED = Angles(head=42, body=22, small=16)
"""0.7 degrees (EN 301 549 §5.1.4); the preferred height of capitals and the least (ISO 9241-303)."""

ANGLES: dict[Theme, Angles] = {
    "standard": _PREFERRED,
    "high-contrast": _PREFERRED,
    "large-text": Angles(head=54, body=30, small=20),
}
"""Headline; body; source line and city name."""


def cap_height(arcmin: float, fmt: Format) -> float:
    """Pixels that subtend `arcmin` minutes of arc at the viewing distance."""
    mm = 2000 * fmt.viewing_distance_m * math.tan(math.radians(arcmin / 60) / 2)
    return mm * fmt.pixels_per_mm


def font_size(arcmin: float, fmt: Format) -> float:
    """Font size in pixels whose capitals subtend `arcmin`."""
    return cap_height(arcmin, fmt) / CAP


def minimum(fmt: Format) -> dict[str, float]:
    """The smallest permitted font sizes of headline, body and small text."""
    angles = ANGLES[fmt.theme]
    return {
        "head": font_size(angles.head, fmt),
        "body": font_size(angles.body, fmt),
        "small": font_size(angles.small, fmt),
    }


def steps(fmt: Format) -> list[float]:
    """Factors over the minimum to try, largest first, the last exactly 1.

    The largest is bound by the frame (body type 4.6 % of its short side), so that a short slide is not clumsy and a
    near display is not filled with tiny type.
    """
    top = max(1.0, 0.046 * min(fmt.width, fmt.height) / minimum(fmt)["body"])
    return [round(top ** (1 - step / (STEPS - 1)), 4) for step in range(STEPS)]


def qr_side(fmt: Format) -> float:
    """The least side of a QR code's dark square in pixels: a tenth of the viewing distance, quiet zone outside it."""
    return max(fmt.viewing_distance_m * 100 * fmt.pixels_per_mm, 0.3 * min(fmt.width, fmt.height))
