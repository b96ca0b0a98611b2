"""What came of a call as template data: what people said, what the city did, how many took part."""

from datetime import timedelta
from typing import Any

from content.model import Pack
from content.slide import Consultation, Result
from content.slides import Format, lines, numerals, page, words

TEMPLATE = "result"


def pictures(_slide: Result) -> tuple[str, ...]:
    """No files are placed on the slide."""
    return ()


def characters(pack: Pack, slide: Result, lang: str) -> int:
    """The finding, both answers with their headings, and the count."""
    texts = [pack.city.say(text, lang) or "" for text in slide.texts()]
    return sum(map(len, (*texts, words.word("said", lang), words.word("did", lang), _count(slide, lang) or "")))


def _count(slide: Result, lang: str) -> str | None:
    people = slide.outcome.participants
    return None if people is None else f"{numerals.took_part(people, lang)}."


def compose(pack: Pack, slide: Result, _where: str, lang: str, fmt: Format) -> dict[str, Any]:
    """The source line says when people were asked, and by what law; no day is parted."""
    call, outcome = slide.call, slide.outcome
    ways, count = call.channels, _count(slide, lang)
    held = words.word("held", lang, lines.nobreak(_held(pack, call, lang)).replace("–\u00a0", "– "))
    return {
        **page.base(pack.city, "consultation", lang, fmt),
        "kicker": words.word("result", lang),
        "title": lines.glued(pack.city.say(outcome.title, lang) or ""),
        "said": [words.word("said", lang), lines.glued(pack.city.say(outcome.said, lang) or "")],
        "did": [words.word("did", lang), lines.glued(pack.city.say(outcome.did, lang) or "")],
        "count": lines.glued(count) if count else None,
        "panel": page.panel(slide.address(), ways.phone, pack.city.name_of(ways.desk, lang), lang, fmt),
        "foot": " · ".join(part for part in (held, lines.nobreak(call.legal_basis or "")) if part),
    }


def _held(pack: Pack, call: Consultation, lang: str) -> str:
    zone = pack.city.zone
    first = call.opens.instant(zone).astimezone(zone)
    last = call.closes.instant(zone, ends=True).astimezone(zone) - timedelta(minutes=1)
    return numerals.days(first.date(), last.date(), lang)
