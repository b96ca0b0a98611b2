"""The QR code of a slide as the template places it: level Q, whole pixels a module.

Leaves out the quiet zone: the template keeps four modules free on every side (ISO/IEC 18004 §5.3.8).
"""

import functools
import itertools
import math
from collections.abc import Iterator

import segno

from content.findings import refused
from content.phrases import said
from content.slides.job import Format
from content.slides.page_data import QrCode
from content.slides.sizes import qr_side

QUIET = 4
"""Modules left free on every side."""


def code(url: str, fmt: Format) -> QrCode:
    """As large as the format's distance asks for."""
    svg, count = _drawn(url)
    return QrCode(svg=svg, count=count, module=math.ceil(qr_side(fmt) / count), quiet=QUIET)


@functools.lru_cache(maxsize=512)
def _drawn(url: str) -> tuple[str, int]:
    """Kept, because choosing the mask takes longer than all the rest of composing a slide.

    Raises RefusedError for an address no QR code can hold (a pack has none: `slide.Url`).
    """
    try:
        made = segno.make(url, error="q", micro=False, boost_error=False)
    except segno.DataOverflowError as error:
        message = said("found {url:,} characters, expected an address short enough for a QR code", url=len(url))
        raise refused("qr", f"the address {url[:40]}…", message) from error
    rows = [bytes(row) for row in made.matrix]
    runs = "".join(
        f"M{column} {number}h{length}v1h-{length}z" for number, row in enumerate(rows) for column, length in _dark(row)
    )
    count = len(rows)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {count} {count}"><path d="{runs}" fill="#000"/></svg>'
    return svg, count


def _dark(row: bytes) -> Iterator[tuple[int, int]]:
    """Runs of dark modules as (first column, length)."""
    column = 0
    for dark, group in itertools.groupby(row):
        length = len(list(group))
        if dark:
            yield column, length
        column += length
