"""What is the same on all slides of a city, as template data: the frame, the ways on, the source line.

Decides how many rows a list may have. Leaves out the kinds' own content, and the geometry (`templates/page.typ`).
"""

from content import live
from content.pack.model import City, Pack
from content.pack.slide import Figured, Slide
from content.slides import nobreak, numerals, qr, sizes, wording
from content.slides.colours import Inks
from content.slides.job import Format
from content.slides.page_data import AnswerPanel, PageGround

MOST_ROWS, FEW_ROWS = 7, 5
"""Marks of a chart, the rest included: more are not taken in by someone passing."""
_LINES = 22
"""Of the least body type in the frame's short side: with fewer, seven rows and a headline have no room."""


def frame(city: City, inks: Inks, lang: str, fmt: Format) -> PageGround:
    """The frame of any page of the city, in a kind's colours."""
    return PageGround(
        width=fmt.width,
        height=fmt.height,
        minimum=sizes.minimum(fmt),
        wanted=sizes.wanted(fmt),
        steps=tuple(sizes.steps(fmt)),
        lang=lang,
        colors=inks.colours(fmt.theme),
        theme=fmt.theme,
        city=nobreak.glued(city.name),
        clock=live.widest("clock", lang, 0, 700) + 0.05,
    )


def rows(fmt: Format) -> int:
    """How many rows a list of figures may have at most, the rest as one of them: fewer in large text."""
    lines = min(fmt.width, fmt.height) / sizes.minimum(fmt).body
    return FEW_ROWS if fmt.theme == "large-text" or lines < _LINES else MOST_ROWS


def panel(pack: Pack, slide: Slide, lang: str, fmt: Format) -> AnswerPanel | None:
    """The panel of a slide that leads somewhere; without channels of its own it names the city hall's."""
    link = slide.address()
    if link is None:
        return None
    ways = slide.channels_to_answer() or pack.city.contact
    desk = pack.city.name_of(ways.desk, lang)
    return AnswerPanel(
        qr=qr.code(link.url, fmt),
        alt=wording.word("qr", lang, link.url),
        short=link.short,
        offline=wording.word("offline", lang, nobreak.nobreak(ways.phone)),
        desk=(nobreak.by_comma(desk), nobreak.glued(desk)),
    )


def source_line(pack: Pack, slide: Figured, lang: str, *more: str) -> str:
    """`Sursa: Bugetul local 2024 · date din februarie 2024 · licență`."""
    city, as_of = pack.city, pack.as_of(slide)
    parts = [
        f"{wording.word('source', lang)}: {city.name_of(slide.source.name, lang)}",
        *more,
        *([wording.word("as-of", lang, numerals.month(as_of, lang))] if as_of else []),
        city.name_of(slide.source.licence, lang),
    ]
    return " · ".join(part.replace(" ", "\u00a0") if len(part) < 28 else nobreak.glued(part) for part in parts)
