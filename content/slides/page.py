"""What every kind of slide shares as template data: sizes, city, headline, the way on, the source line.

Decides the colours of each theme, and what is the same on all slides. Leaves out the kinds' own content, and the
geometry (`templates/page.typ`).
"""

from typing import Any

import msgspec

from content import live
from content.pack.model import City, Pack, Theme
from content.pack.slide import Figured, Link
from content.slides import nobreak as lines
from content.slides import numerals, qr, sizes, wording
from content.slides.job import Format


class Colours(msgspec.Struct, frozen=True, rename="kebab"):
    """Every colour of a page, as #rrggbb. The QR code is not among them: it is black on white in every theme.

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


def _themed(paper: dict[str, str], inks: dict[str, tuple[str, str]]) -> dict[str, Colours]:
    return {kind: Colours(**paper, accent=accent, tint=tint) for kind, (accent, tint) in inks.items()}


_DAY = _themed(
    {
        "ground": "#f7f4ed",
        "card": "#ffffff",
        "ink": "#10151c",
        "muted": "#4a5361",
        "grey": "#7f8894",
        "on_accent": "#ffffff",
    },
    {
        "budget": ("#0067a5", "#5a92b6"),
        "consultation": ("#ad3d0e", "#c9683d"),
        "dataset": ("#00704f", "#479781"),
        "notice": ("#6b3fa0", "#9a78c4"),
        "neutral": ("#2b3a4d", "#7f8da1"),
    },
)
_NIGHT = _themed(
    {
        "ground": "#000000",
        "card": "#161c24",
        "ink": "#ffffff",
        "muted": "#dfe4ea",
        "grey": "#8f99a6",
        "on_accent": "#000000",
    },
    {
        "budget": ("#7cc4f2", "#2e86bd"),
        "consultation": ("#ffb454", "#b36b00"),
        "dataset": ("#4fdca6", "#1f8a66"),
        "notice": ("#dcb3f5", "#8a5fc0"),
        "neutral": ("#ffe14d", "#9c8f1f"),
    },
)

COLOURS: dict[Theme, dict[str, Colours]] = {"standard": _DAY, "high-contrast": _NIGHT, "large-text": _DAY}
"""Theme → kind → colours."""

MOST_ROWS, FEW_ROWS = 7, 5
"""Marks of a chart, the rest included : more are not taken in by someone passing."""
_LINES = 22
"""Of the least body type in the frame's short side: with fewer, seven rows and a headline have no room."""


def rows(fmt: Format) -> int:
    """How many rows a list of figures may have at most, the rest as one of them: fewer in large text."""
    lines = min(fmt.width, fmt.height) / sizes.minimum(fmt)["body"]
    return FEW_ROWS if fmt.theme == "large-text" or lines < _LINES else MOST_ROWS


def base(city: City, kind: str, lang: str, fmt: Format) -> dict[str, Any]:
    """Frame, sizes, colours and city."""
    return {
        "width": fmt.width,
        "height": fmt.height,
        "min": sizes.minimum(fmt),
        "want": sizes.wanted(fmt),
        "steps": sizes.steps(fmt),
        "lang": lang,
        "colors": msgspec.to_builtins(COLOURS[fmt.theme][kind]),
        "theme": fmt.theme,
        "city": lines.glued(city.name),
        "panel": None,
        "foot": None,
        "clock": live.widest("clock", lang, 0, 700) + 0.05,
        "live": True,
    }


def panel(link: Link | None, phone: str, desk: str, lang: str, fmt: Format) -> dict[str, Any] | None:
    """The QR code's card: the code, the address to type, and the way without the internet."""
    if link is None:
        return None
    return {
        "qr": qr.code(link.url, fmt),
        "alt": wording.word("qr", lang, link.url),
        "short": link.short,
        "offline": wording.word("offline", lang, lines.nobreak(phone)),
        "desk": [lines.by_comma(desk), lines.glued(desk)],
    }


def city_panel(pack: Pack, link: Link | None, lang: str, fmt: Format) -> dict[str, Any] | None:
    """As `panel`, with the city hall's own telephone and desk."""
    contact = pack.city.contact
    return panel(link, contact.phone, pack.city.name_of(contact.desk, lang), lang, fmt)


def source_line(pack: Pack, slide: Figured, lang: str, *more: str) -> str:
    """`Sursa: Bugetul local 2024 · date din februarie 2024 · licență`."""
    city, as_of = pack.city, pack.as_of(slide)
    parts = [
        f"{wording.word('source', lang)}: {city.name_of(slide.source.name, lang)}",
        *more,
        *([wording.word("as-of", lang, numerals.month(as_of, lang))] if as_of else []),
        city.name_of(slide.source.licence, lang),
    ]
    return " · ".join(part.replace(" ", "\u00a0") if len(part) < 28 else lines.glued(part) for part in parts)
