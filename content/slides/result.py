"""What came of a call as template data: what people said, what the city did, how many took part."""

from datetime import timedelta
from typing import Any

from content.pack.model import Pack
from content.pack.slides import Consultation, Result
from content.slides import nobreak, numerals, page, wording
from content.slides.job import Format

TEMPLATE = "result"


def pictures(_slide: Result) -> tuple[str, ...]:
    """No files are placed on the slide."""
    return ()


def characters(pack: Pack, slide: Result, lang: str) -> int:
    """The finding, both answers with their headings, and the count."""
    texts = [pack.city.say(text, lang) or "" for text in slide.texts()]
    return sum(map(len, (*texts, wording.word("said", lang), wording.word("did", lang), _count(slide, lang) or "")))


def _count(slide: Result, lang: str) -> str | None:
    people = slide.outcome.participants
    return None if people is None else f"{numerals.took_part(people, lang)}."


def compose(pack: Pack, slide: Result, _where: str, lang: str, fmt: Format) -> dict[str, Any]:
    """The source line says when people were asked, and by what law; no day is parted."""
    call, outcome = slide.call, slide.outcome
    ways, count = call.channels, _count(slide, lang)
    held = wording.word("held", lang, nobreak.nobreak(_held(pack, call, lang)).replace("–\u00a0", "– "))
    return {
        **page.base(pack.city, "consultation", lang, fmt),
        "kicker": wording.word("result", lang),
        "title": nobreak.glued(pack.city.say(outcome.title, lang) or ""),
        "said": [wording.word("said", lang), nobreak.glued(pack.city.say(outcome.said, lang) or "")],
        "did": [wording.word("did", lang), nobreak.glued(pack.city.say(outcome.did, lang) or "")],
        "count": nobreak.glued(count) if count else None,
        "panel": page.panel(slide.address(), ways.phone, pack.city.name_of(ways.desk, lang), lang, fmt),
        "foot": " · ".join(part for part in (held, nobreak.nobreak(call.legal_basis or "")) if part),
    }


def _held(pack: Pack, call: Consultation, lang: str) -> str:
    zone = pack.city.zone
    first = call.opens.instant(zone).astimezone(zone)
    last = call.closes.instant(zone, ends=True).astimezone(zone) - timedelta(minutes=1)
    return numerals.days(first.date(), last.date(), lang)
