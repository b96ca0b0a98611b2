"""A call to take part as template data: what is asked, of whom, until when, and the ways to answer."""

from datetime import UTC
from typing import NamedTuple

from content import live
from content.pack.consultation import Consultation
from content.pack.model import Pack
from content.slides import nobreak, numerals, page, wording
from content.slides.colours import Ink, Inks
from content.slides.job import Format
from content.slides.kind import Kind
from content.slides.page_data import PageData

INKS = Inks(day=Ink("#ad3d0e", "#c9683d"), night=Ink("#ffb454", "#b36b00"))
"""Of a call in all its phases."""
COUNTDOWN_WEIGHT = 800


class ConsultationData(PageData, frozen=True, kw_only=True, rename="kebab"):
    """What `consultation.typ` is given beside the page. `countdown` is the width of its place in em."""

    who: tuple[str, str]
    closes: str
    countdown: float


class _Texts(NamedTuple):
    """What is read: the question, who is asked and how long it takes, until when."""

    ask: str
    who: tuple[str, str]
    until: str


def _texts(pack: Pack, slide: Consultation, lang: str) -> _Texts:
    who = (pack.city.say(slide.who, lang) or "").rstrip(". ")
    closes = slide.closes.instant(pack.city.zone, ends=True).astimezone(pack.city.zone)
    return _Texts(
        pack.city.say(slide.ask, lang) or "",
        (f"{who}.", f"{numerals.takes(slide.takes_minutes, lang)}."),
        numerals.until(closes, lang),
    )


def characters(pack: Pack, slide: Consultation, lang: str) -> int:
    """The question, who is asked, the closing date and the days left."""
    texts = _texts(pack, slide, lang)
    return sum(map(len, (texts.ask, *texts.who, texts.until, live.remaining(13, "day", lang))))


def compose(pack: Pack, slide: Consultation, _where: str, lang: str, fmt: Format) -> ConsultationData:
    """The countdown's place is wide enough for anything it may say between opening and closing."""
    texts = _texts(pack, slide, lang)
    opens, closes = (
        moment.instant(pack.city.zone, ends=ends) for moment, ends in ((slide.opens, False), (slide.closes, True))
    )
    return ConsultationData(
        frame=page.frame(pack.city, INKS, lang, fmt),
        kicker=wording.word("consultation", lang),
        title=nobreak.glued(texts.ask),
        who=(nobreak.glued(texts.who[0]), nobreak.glued(texts.who[1])),
        closes=nobreak.glued(texts.until),
        until=closes.astimezone(UTC).isoformat(),
        countdown=live.widest("countdown", lang, (closes - opens).days, COUNTDOWN_WEIGHT),
        panel=page.panel(pack, slide, lang, fmt),
        foot=nobreak.glued(slide.legal_basis) if slide.legal_basis else None,
    )


KIND = Kind(slide=Consultation, template="consultation", inks=INKS, compose=compose, characters=characters)
