"""Uploaded pictures made safe to place: decoded with caps, turned upright, sized to the frame, encoded anew.

Decides which files are pictures (PNG, JPEG, WebP) and how large they may be. Leaves out where they stand.
"""

import io
from typing import NamedTuple

from PIL import Image, ImageOps

from content.findings import refused
from content.phrases import said
from content.slides.job import Format

FORMATS = ("PNG", "JPEG", "WEBP")
MAX_BYTES = 20_000_000
MAX_PIXELS = 40_000_000
LONGEST_SIDE = 2_560
"""Pixels of a picture that is kept: no panel shows more of one."""
LEAST_SIDE = 40
_QUALITY = 88


class Crop(NamedTuple):
    """What is seen of a picture: its edges in per cent of the width and the height, from the left and from the top."""

    left: float = 0
    top: float = 0
    right: float = 100
    bottom: float = 100


def cut(data: bytes, crop: Crop, where: str = "the picture") -> bytes:
    """That part of the picture, upright, no larger than is shown, as JPEG or PNG without anything but its pixels.

    Raises RefusedError: it is no picture, too large, or what is left of it is too small.
    """
    image = _upright(data, where)
    width, height = image.size
    box = (
        round(width * crop.left / 100),
        round(height * crop.top / 100),
        round(width * crop.right / 100),
        round(height * crop.bottom / 100),
    )
    across, down = box[2] - box[0], box[3] - box[1]
    if min(box) < 0 or box[2] > width or box[3] > height or min(across, down) < LEAST_SIDE:
        size = said(
            "{across} × {down} of {width} × {height} pixels", across=across, down=down, width=width, height=height
        )
        message = said(
            "found a part of {size}, expected {least_side} pixels or more of the picture",
            size=size,
            least_side=LEAST_SIDE,
        )
        raise refused("picture", where, message, form="part")
    part = image.crop(box)
    part.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    if part.getcolors(256) is not None:  # drawn, not photographed: JPEG would blur its edges
        part.save(out, "PNG", optimize=True)
    else:
        part.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def placed(data: bytes, where: str, fmt: Format) -> tuple[bytes, int, int]:
    """The picture as PNG with its width and height in pixels, no larger than the frame. Raises RefusedError."""
    upright = _upright(data, where)
    upright.thumbnail((fmt.width, fmt.height), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    upright.save(out, "PNG", compress_level=1)
    return out.getvalue(), upright.width, upright.height


def _upright(data: bytes, where: str) -> Image.Image:
    """The pixels as a person sees them. What its header says is judged before it is decoded."""
    if len(data) > MAX_BYTES:
        raise refused(
            "picture",
            where,
            said("found {data:,} bytes, expected at most {max_bytes:,}", data=len(data), max_bytes=MAX_BYTES),
        )
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as source:
            if source.width * source.height > MAX_PIXELS:
                size = said("{width} × {height} pixels", width=source.width, height=source.height)
                raise refused(
                    "picture",
                    where,
                    said("found {size}, expected at most {max_pixels:,} in all", size=size, max_pixels=MAX_PIXELS),
                )
            return ImageOps.exif_transpose(source).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise refused("picture", where, "is not a picture that can be read, expected PNG, JPEG or WebP") from error
