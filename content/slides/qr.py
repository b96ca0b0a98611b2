"""The QR code of a slide as a matrix the template draws: level Q, whole pixels a module.

Leaves out the quiet zone: the template keeps four modules free on every side (ISO/IEC 18004 §5.3.8).
"""

import math
from typing import Any

import segno

from content.slides import Format
from content.slides.sizes import qr_side

QUIET = 4
"""Modules left free on every side."""


def matrix(url: str, fmt: Format) -> dict[str, Any]:
    """`rows`: runs of dark modules as [row, first column, length]; `count` modules a side; `module` pixels each."""
    code = segno.make(url, error="q", micro=False, boost_error=False)
    lines = [bytes(line) for line in code.matrix]
    runs: list[list[int]] = []
    for number, line in enumerate(lines):
        start = None
        for column, dark in enumerate([*line, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                runs.append([number, start, column - start])
                start = None
    return {"runs": runs, "count": len(lines), "module": math.ceil(qr_side(fmt) / len(lines)), "quiet": QUIET}
