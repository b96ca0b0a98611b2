"""What every kind of slide shares as template data: sizes, city, headline, the way on, the source line.

Decides colours and what stands where the same on all slides. Leaves out the kinds' own content, and the geometry
(`templates/page.typ`).
"""

from typing import Any, NamedTuple

from content.model import City, Pack
from content.slide import Figured, Link
from content.slides import Format, lines, live, numerals, qr, sizes, words


class Ink(NamedTuple):
    """A kind's colour: at least 4.5 : 1 on the ground (WCAG 1.4.3), and its light companion for lesser marks."""

    accent: str
    tint: str


INKS = {
    "budget": Ink("#0067a5", "#5a92b6"),
    "consultation": Ink("#ad3d0e", "#f0c9b4"),
    "dataset": Ink("#00704f", "#479781"),
    "notice": Ink("#6b3fa0", "#d3c3e6"),
    "neutral": Ink("#2b3a4d", "#c3cad3"),
}


def base(city: City, kind: str, lang: str, fmt: Format) -> dict[str, Any]:
    """Frame, sizes, colours and city."""
    ink = INKS[kind]
    return {
        "width": fmt.width,
        "height": fmt.height,
        "min": sizes.minimum(fmt),
        "steps": sizes.steps(fmt),
        "lang": lang,
        "accent": ink.accent,
        "tint": ink.tint,
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
        "alt": words.word("qr", lang, link.url),
        "short": link.short,
        "offline": words.word("offline", lang, lines.nobreak(phone)),
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
        f"{words.word('source', lang)}: {city.name_of(slide.source.name, lang)}",
        *more,
        *([words.word("as-of", lang, numerals.month(as_of, lang))] if as_of else []),
        city.name_of(slide.source.licence, lang),
    ]
    return " · ".join(part.replace(" ", "\u00a0") if len(part) < 28 else lines.glued(part) for part in parts)
