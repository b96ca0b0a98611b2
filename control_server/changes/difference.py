"""The picture of what differs between two frames: the regions that do are boxed, the rest is paled.

Decides which pixels differ, and that regions close to each other are one. Frames are bounded by what a display may show
(`wire.limits`); two of different sizes differ everywhere.
"""

import io

from PIL import Image, ImageChops, ImageDraw

_CELL = 16
"""Pixels of a side of the squares in which differences are looked for, on a frame 1920 pixels wide."""
_STEP = 4
_THRESHOLD = 12
"""Of 255: what nobody sees is no difference."""
_PALED = 0.72
_INK = (178, 0, 96)
"""Of the boxes: in no slide's colours, dark enough on paper and bright enough on black."""


_NEAR = 3
"""Squares: what is not further apart is in one place."""
_Span = tuple[int, int, int, int]
"""From the first to the last square, both included: left, top, right, bottom."""


def boxed(before: bytes, after: bytes) -> bytes:
    """A PNG of `after` (PNG) with what is not as in `before` (PNG) boxed."""
    old, new = (_opened(data) for data in (before, after))
    cell = _STEP * max(_CELL // _STEP * max(new.size) // 1920, 1)
    boxes = [(0, 0, *new.size)] if old.size != new.size else _boxes(old, new, cell)
    white = Image.new("RGB", new.size, (255, 255, 255))
    picture = Image.blend(new, white, _PALED)
    for box in boxes:
        picture.paste(new.crop(box), box[:2])
    draw = ImageDraw.Draw(picture)
    for left, top, right, bottom in boxes:
        draw.rectangle((left, top, right - 1, bottom - 1), outline=_INK, width=max(cell // 4, 2))
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def _boxes(old: Image.Image, new: Image.Image, cell: int) -> list[tuple[int, int, int, int]]:
    """Around the squares that differ, those that touch or nearly do taken together."""
    differs = ImageChops.difference(old, new).convert("L").point(lambda value: 255 if value > _THRESHOLD else 0)
    columns, rows = -(-new.width // cell), -(-new.height // cell)
    whole = Image.new("L", (columns * cell, rows * cell))
    whole.paste(differs)
    # In two steps, so that the mean of a square's pixels is never rounded to nothing where one of them differs.
    squares = whole.reduce(_STEP).point(lambda value: 255 if value else 0).reduce(cell // _STEP)
    marked = {(at % columns, at // columns) for at, value in enumerate(squares.tobytes()) if value}
    spans = []
    while marked:
        spans.append(_together(marked))
    return [
        (left * cell, top * cell, min((right + 1) * cell, new.width), min((bottom + 1) * cell, new.height))
        for left, top, right, bottom in _framed(sorted(spans, key=lambda span: (span[1], span[0])))
    ]


def _framed(spans: list[_Span]) -> list[_Span]:
    """Those taken together that are the two ends of one thing, as a field that has moved: as wide, and one over the
    other."""
    whole: list[_Span] = []
    for left, top, right, bottom in spans:
        above = next(
            (
                number
                for number, span in enumerate(whole)
                if abs(span[0] - left) < _NEAR and abs(span[2] - right) < _NEAR and top - span[3] < 3 * _NEAR
            ),
            None,
        )
        if above is None:
            whole.append((left, top, right, bottom))
        else:
            span = whole[above]
            whole[above] = min(span[0], left), span[1], max(span[2], right), max(span[3], bottom)
    return whole


def _together(marked: set[tuple[int, int]]) -> _Span:
    """Takes a square and all that are joined to it, over one square between them; what they span."""
    reached = [marked.pop()]
    for x, y in reached:
        near = {(x + dx, y + dy) for dx in (-2, -1, 0, 1, 2) for dy in (-2, -1, 0, 1, 2)} & marked
        marked -= near
        reached += near
    columns, rows = zip(*reached, strict=True)
    return min(columns), min(rows), max(columns), max(rows)
