"""A call to take part as template data: what is asked, of whom, until when, and the ways to answer."""

from datetime import UTC
from typing import Any

from content import live
from content.pack.model import Pack
from content.pack.slides import Consultation
from content.slides import nobreak, numerals, page, wording
from content.slides.job import Format

TEMPLATE = "consultation"
COUNTDOWN_WEIGHT = 800


def pictures(_slide: Consultation) -> tuple[str, ...]:
    """No files are placed on the slide."""
    return ()


def characters(pack: Pack, slide: Consultation, lang: str) -> int:
    """The question, who is asked, the closing date and the days left."""
    ask, who, until = _said(pack, slide, lang)
    return sum(map(len, (ask, *who, until, live.remaining(13, "day", lang))))


def _said(pack: Pack, slide: Consultation, lang: str) -> tuple[str, tuple[str, str], str]:
    who = (pack.city.say(slide.who, lang) or "").rstrip(". ")
    closes = slide.closes.instant(pack.city.zone, ends=True).astimezone(pack.city.zone)
    return (
        pack.city.say(slide.ask, lang) or "",
        (f"{who}.", f"{numerals.takes(slide.takes_minutes, lang)}."),
        numerals.until(closes, lang),
    )


def compose(pack: Pack, slide: Consultation, _where: str, lang: str, fmt: Format) -> dict[str, Any]:
    """The countdown's place is wide enough for anything it may say between opening and closing."""
    ask, who, until = _said(pack, slide, lang)
    opens, closes = (
        moment.instant(pack.city.zone, ends=ends) for moment, ends in ((slide.opens, False), (slide.closes, True))
    )
    ways = slide.channels
    return {
        **page.base(pack.city, "consultation", lang, fmt),
        "kicker": wording.word("consultation", lang),
        "title": nobreak.glued(ask),
        "who": [nobreak.glued(sentence) for sentence in who],
        "closes": nobreak.glued(until),
        "until": closes.astimezone(UTC).isoformat(),
        "countdown": live.widest("countdown", lang, (closes - opens).days, COUNTDOWN_WEIGHT),
        "panel": page.panel(slide.address(), ways.phone, pack.city.name_of(ways.desk, lang), lang, fmt),
        "foot": nobreak.glued(slide.legal_basis) if slide.legal_basis else None,
    }
