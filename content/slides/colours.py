"""The colours of a frame: those of the paper, which every kind of slide shares, and the two inks that are a kind's own.

Decides which paper and which ink each theme takes. Leaves out what is painted with them (the templates), and whether
they can be told apart (`checks.written.looks`). A colour is written as #rrggbb.
"""

from typing import NamedTuple

import msgspec

from content.pack.model import Theme


class Colours(msgspec.Struct, frozen=True, rename="kebab"):
    """Every colour of a page. The QR code is not among them: it is black on white in every theme.

    Text (`ink`, `muted`, `accent`) stands on `ground` or on `card`, the panel with the ways on; `on_accent` is text on
    a box of the accent; `grey` and `tint` are marks. At least 4.5 : 1 for text and 3 : 1 for marks (WCAG 2.2, 1.4.3 and
    1.4.11), in high contrast 7 : 1 for text (1.4.6).
    """

    ground: str
    card: str
    ink: str
    muted: str
    grey: str
    accent: str
    tint: str
    on_accent: str


class Ink(NamedTuple):
    """The strong colour of a kind of slide, and the weaker one beside it."""

    accent: str
    tint: str


class Inks(NamedTuple):
    """The inks of a kind: `day` stands on light paper, `night` on black."""

    day: Ink
    night: Ink

    def colours(self, theme: Theme) -> Colours:
        """All colours of a slide of the kind in that theme."""
        ink = self.night if theme == "high-contrast" else self.day
        return msgspec.structs.replace(PAPERS[theme], accent=ink.accent, tint=ink.tint)


_DAY = Colours(
    ground="#f7f4ed",
    card="#ffffff",
    ink="#10151c",
    muted="#4a5361",
    grey="#7f8894",
    accent="#10151c",
    tint="#7f8894",
    on_accent="#ffffff",
)
_NIGHT = Colours(
    ground="#000000",
    card="#161c24",
    ink="#ffffff",
    muted="#dfe4ea",
    grey="#8f99a6",
    accent="#ffffff",
    tint="#8f99a6",
    on_accent="#000000",
)

PAPERS: dict[Theme, Colours] = {"standard": _DAY, "high-contrast": _NIGHT, "large-text": _DAY}
"""Theme → the colours before a kind adds its inks: `accent` and `tint` are those of plain print."""
