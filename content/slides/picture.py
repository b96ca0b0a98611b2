"""Uploaded pictures made safe to place: decoded with caps, turned upright, sized to the frame, encoded anew.

Decides which files are pictures (PNG, JPEG, WebP) and how large they may be. Leaves out where they stand.
"""

import io

from PIL import Image, ImageOps

from content.findings import refused
from content.slides.job import Format

FORMATS = ("PNG", "JPEG", "WEBP")
MAX_BYTES = 20_000_000
MAX_PIXELS = 40_000_000


def placed(data: bytes, where: str, fmt: Format) -> tuple[bytes, int, int]:
    """The picture as PNG with its width and height in pixels, no larger than the frame. Raises RefusedError."""
    if len(data) > MAX_BYTES:
        raise refused("picture", where, f"found {len(data):,} bytes, expected at most {MAX_BYTES:,}")
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as source:
            if source.width * source.height > MAX_PIXELS:
                size = f"{source.width} × {source.height} pixels"
                raise refused("picture", where, f"found {size}, expected at most {MAX_PIXELS:,} in all")
            upright = ImageOps.exif_transpose(source).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise refused("picture", where, "is not a picture that can be read, expected PNG, JPEG or WebP") from error
    upright.thumbnail((fmt.width, fmt.height), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    upright.save(out, "PNG", compress_level=1)
    return out.getvalue(), upright.width, upright.height
