"""A short message as template data: what happens, what to do, and a picture when there is one."""

import re
from typing import Literal

import msgspec

from content.pack.model import Pack
from content.pack.slides import Notice
from content.slides import nobreak, page, wording
from content.slides.colours import Ink, Inks
from content.slides.job import Format
from content.slides.kind import Kind
from content.slides.page_data import PageData

INKS = Inks(day=Ink("#6b3fa0", "#9a78c4"), night=Ink("#dcb3f5", "#8a5fc0"))
LEAD = 40
"""Characters of a first line that stands out from the lines under it: a date, a place."""
_ITEM = re.compile(r"[-–•*]\s+")


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the message as it was written, and how it is set."""

    form: Literal["item", "lead", "text"]
    words: str


class PlacedPicture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture on the page, by its path in the pack; drawing adds its size."""

    path: str
    alt: str | None


class NoticeData(PageData, frozen=True, kw_only=True, rename="kebab"):
    """What `notice.typ` is given beside the page."""

    text: tuple[Paragraph, ...]
    picture: PlacedPicture | None


def characters(pack: Pack, slide: Notice, lang: str) -> int:
    """Headline and body."""
    return sum(len(pack.city.say(text, lang) or "") for text in (slide.title, slide.body))


def compose(pack: Pack, slide: Notice, _where: str, lang: str, fmt: Format) -> NoticeData:
    """Without a link the source line says how to ask at the city hall."""
    contact, title = pack.city.contact, pack.city.say(slide.title, lang)
    alt = pack.city.say(slide.alt, lang) if slide.alt else None
    desk = pack.city.name_of(contact.desk, lang)
    return NoticeData(
        frame=page.frame(pack.city, INKS, lang, fmt),
        kicker=wording.word("notice", lang),
        title=nobreak.glued(title or ""),
        text=tuple(paragraphs(pack.city.say(slide.body, lang) or "")),
        picture=PlacedPicture(path=slide.image, alt=alt or title) if slide.image else None,
        panel=page.panel(pack, slide, lang, fmt),
        foot=None if slide.link else nobreak.glued(f"{nobreak.nobreak(contact.phone)} · {desk}"),
    )


def paragraphs(body: str) -> list[Paragraph]:
    """The body's lines, each with its form: a list's item after a dash; a short first line of several leads."""
    lines: list[Paragraph] = []
    written = [line.strip() for line in body.splitlines() if line.strip()]
    for number, line in enumerate(written):
        item = _ITEM.match(line)
        lead = number == 0 and len(written) > 1 and len(line) <= LEAD
        words = nobreak.glued(line[item.end() :] if item else line)
        lines.append(Paragraph(form="item" if item else "lead" if lead else "text", words=words))
    return lines


KIND = Kind(slide=Notice, template="notice", inks=INKS, compose=compose, characters=characters)
