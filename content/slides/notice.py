"""A short message as template data: what happens, what to do, and a picture when there is one."""

import re
from typing import Any

from content.pack.model import Pack
from content.pack.slides import Notice
from content.slides import nobreak, page, wording
from content.slides.job import Format

TEMPLATE = "notice"
LEAD = 40
"""Characters of a first line that stands out from the lines under it: a date, a place."""
_ITEM = re.compile(r"[-–•*]\s+")


def pictures(slide: Notice) -> tuple[str, ...]:
    """The picture placed on the slide."""
    return (slide.image,) if slide.image else ()


def characters(pack: Pack, slide: Notice, lang: str) -> int:
    """Headline and body."""
    return sum(len(pack.city.say(text, lang) or "") for text in (slide.title, slide.body))


def compose(pack: Pack, slide: Notice, _where: str, lang: str, fmt: Format) -> dict[str, Any]:
    """Without a link the source line says how to ask at the city hall."""
    contact = pack.city.contact
    alt = pack.city.say(slide.alt, lang) if slide.alt else None
    desk = pack.city.name_of(contact.desk, lang)
    return {
        **page.base(pack.city, "notice", lang, fmt),
        "kicker": wording.word("notice", lang),
        "title": nobreak.glued(pack.city.say(slide.title, lang) or ""),
        "text": _parts(pack.city.say(slide.body, lang) or ""),
        "picture": {"path": slide.image, "alt": alt or pack.city.say(slide.title, lang)} if slide.image else None,
        "panel": page.city_panel(pack, slide.link, lang, fmt),
        "foot": None if slide.link else nobreak.glued(f"{nobreak.nobreak(contact.phone)} · {desk}"),
    }


def _parts(body: str) -> list[dict[str, str]]:
    """The body's lines, each with its form: a list's item after a dash; a short first line of several leads."""
    found = []
    written = [line.strip() for line in body.splitlines() if line.strip()]
    for number, line in enumerate(written):
        item = _ITEM.match(line)
        lead = number == 0 and len(written) > 1 and len(line) <= LEAD
        form = "item" if item else "lead" if lead else "text"
        found.append({"form": form, "words": nobreak.glued(line[item.end() :] if item else line)})
    return found
