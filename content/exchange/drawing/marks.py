"""The marks a drawn plan is made of, as SVG: bars, cells, lines, words.

Decides colours, sizes and what a bar looks like; `plan_drawing` decides where they stand. Every mark has 3 : 1 on its
ground, every text 4.5 : 1 (WCAG 2.2 §1.4.11, §1.4.3).
"""

from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from content import live

INK, MUTED, PLAYS, MASKED = "#10151c", "#4a5361", "#0067a5", "#5f6b7a"
GROUND, OFF, TRACK = "#ffffff", "#e6e2d8", "#eff2f5"
FAINT, STRONG = "#e6e2d8", "#b4ac9c"
"""Lines that only help the eye."""
LOWEST, THIN = 1.5, 4.0
"""Pixels: of the lowest bar in a cell, which is there to be seen at all, and of a bar where the display is off."""
_STROKE = 1.5


class Face(NamedTuple):
    """Pixels of the type, and its colour."""

    size: int
    colour: str

    def width(self, text: str) -> float:
        """Pixels the words take in Inter."""
        return live.font(self.size, 400).getlength(text)


TITLE, NAME, WORD, QUIET, SMALL, NOTE = (
    Face(24, INK),
    Face(14, INK),
    Face(13, INK),
    Face(13, MUTED),
    Face(12, MUTED),
    Face(12, INK),
)


class Box(NamedTuple):
    """Pixels from the left and from the top, and the size."""

    x: float
    y: float
    width: float
    height: float


def full(box: Box) -> str:
    """The bar of a campaign that plays."""
    return area(box, PLAYS, rx=1.5)


def hollow(box: Box) -> str:
    """The bar of a campaign that is masked: an outline within the box, or the whole box where it has no room inside."""
    half = _STROKE / 2
    if box.height <= 2 * _STROKE:
        return area(box, MASKED)
    inside = Box(box.x + half, box.y + half, max(box.width - _STROKE, 1), max(box.height - _STROKE, 1))
    return area(inside, GROUND, rx=1.5, stroke=MASKED, stroke_width=_STROKE)


def thin(box: Box, plays: bool) -> str:
    """The bar of a campaign that would play, or be masked, while the display is off."""
    middle = box.y + (box.height - THIN) / 2
    return area(Box(box.x, middle, box.width, THIN), PLAYS if plays else MASKED, rx=1.5)


def cell(box: Box, ran: float, played: float) -> str:
    """A day or a week from the ground up: as high as `ran` of the box, of which `played` (of the box) is full.

    True to scale but for what would be too low to be seen.
    """
    hidden = max(LOWEST, (ran - played) * box.height) if played < ran else 0.0
    plays = min(max(LOWEST, played * box.height), box.height - hidden) if played else 0.0
    ground = box.y + box.height
    svg = area(box, TRACK)
    if hidden:
        tall = hidden + plays
        svg += hollow(box._replace(y=ground - tall, height=tall))
    if plays:
        svg += area(box._replace(y=ground - plays, height=plays), PLAYS, rx=min(1.5, plays / 2))
    return svg


def area(box: Box, fill: str, **more: object) -> str:
    x, y, width, height = (round(value, 2) for value in box)
    return tag("rect", x=x, y=y, width=width, height=height, fill=fill, **more)


def path(line: str, stroke: str, **more: object) -> str:
    """`line` as SVG writes it: `M0 0V20`."""
    return tag("path", d=line, fill="none", stroke=stroke, **more)


def words(x: float, y: float, text: str, face: Face, anchor: str = "start") -> str:
    """On the line `y`; `anchor` says what of them stands at `x`: start, middle or end."""
    more = {"text_anchor": anchor, "font_size": face.size, "fill": face.colour}
    return _written("text", escape(text), {"x": round(x, 2), "y": round(y, 2)} | more)


def group(inside: str, x: float, y: float) -> str:
    """The marks, moved to the pixel x, y."""
    return _written("g", inside, {"transform": f"translate({x:.2f} {y:.2f})"})


def page(title: str, width: int, height: int, inside: str) -> str:
    """The whole SVG document: `inside` on its ground."""
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "width": width,
        "height": height,
        "viewBox": f"0 0 {width} {height}",
        "font_family": "Inter, sans-serif",
        "role": "img",
    }
    ground = area(Box(0, 0, width, height), GROUND)
    return _written("svg", f"<title>{escape(title)}</title>{ground}{inside}", attributes)


def tag(name: str, **attributes: object) -> str:
    """An element with nothing in it."""
    return _written(name, "", attributes)


def _written(name: str, inside: str, attributes: dict[str, object]) -> str:
    written = "".join(f" {key.replace('_', '-')}={quoteattr(str(value))}" for key, value in attributes.items())
    return f"<{name}{written}>{inside}</{name}>"
