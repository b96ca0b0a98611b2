"""What is really on the glass: pixels read back from GL, compared with what was meant.

Decides when a read-back equals the picture. It proves that GL drew, not that the panel is lit.
"""

import hashlib
import io
from collections.abc import Iterable

import msgspec
from PIL import Image, ImageChops

TOLERANCE = 2
"""Steps of 255 a channel may differ: GL drivers round."""
_SAMPLE = (96, 54)


class Seen(msgspec.Struct, frozen=True):
    """What a read-back shows: SHA-256 of its RGB rows from the top, distinct colours in a coarse sample."""

    digest: str
    colours: int
    matches: bool


def image_of(rgba: bytes, size: tuple[int, int]) -> Image.Image:
    """GL's pixels (RGBA, rows from the bottom) as an RGB picture."""
    return Image.frombytes("RGB", size, rgba, "raw", "RGBX", 0, -1)


def inspect(image: Image.Image, meant: Image.Image, masks: Iterable[tuple[int, int, int, int]]) -> Seen:
    """`masks` (left, top, right, bottom) are the live parts, left out of the comparison."""
    difference = ImageChops.difference(image, meant)
    for mask in masks:
        difference.paste(0, mask)
    worst = max(high for _, high in difference.getextrema())  # type: ignore[misc]
    colours = image.resize(_SAMPLE, Image.Resampling.NEAREST).getcolors(_SAMPLE[0] * _SAMPLE[1]) or []
    return Seen(hashlib.sha256(image.tobytes()).hexdigest(), len(colours), bool(worst <= TOLERANCE))


def png(image: Image.Image) -> bytes:
    """Fast rather than small: it is sent once."""
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()
