"""A call that has not opened yet as template data: what will be asked, of whom, and from when until when."""

from datetime import timedelta

from content.pack.consultation import Announced
from content.pack.model import Pack
from content.slides import nobreak, numerals, page, wording
from content.slides.consultation import INKS
from content.slides.job import Format
from content.slides.kind import Kind
from content.slides.page_data import PageData


class AnnouncedData(PageData, frozen=True, kw_only=True, rename="kebab"):
    """What `announced.typ` is given beside the page. `dates` are two labels, each with its day."""

    who: str
    dates: tuple[tuple[str, str], ...]


def characters(pack: Pack, slide: Announced, lang: str) -> int:
    """The question, who is asked, and both dates."""
    texts = [pack.city.say(text, lang) or "" for text in slide.texts()]
    return sum(map(len, (*texts, *(part for row in _dates(pack, slide, lang) for part in row))))


def _dates(pack: Pack, slide: Announced, lang: str) -> tuple[tuple[str, str], tuple[str, str]]:
    zone = pack.city.zone
    opens = slide.call.opens.instant(zone).astimezone(zone)
    closes = slide.call.closes.instant(zone, ends=True).astimezone(zone)
    if closes.strftime("%H:%M") == "00:00":
        closes -= timedelta(minutes=1)  # the midnight that ends a day belongs to that day
    return (
        (wording.word("opens", lang), numerals.day(opens, lang)),
        (wording.word("closes", lang), numerals.day(closes, lang)),
    )


def compose(pack: Pack, slide: Announced, _where: str, lang: str, fmt: Format) -> AnnouncedData:
    """Without a countdown: nobody can act yet, and the day is what is to be remembered."""
    call = slide.call
    who = (pack.city.say(call.who, lang) or "").rstrip(". ")
    return AnnouncedData(
        frame=page.frame(pack.city, INKS, lang, fmt),
        kicker=wording.word("announced", lang),
        title=nobreak.glued(pack.city.say(call.ask, lang) or ""),
        who=nobreak.glued(f"{who}."),
        dates=tuple((nobreak.nobreak(label), nobreak.glued(when)) for label, when in _dates(pack, slide, lang)),
        panel=page.panel(pack, slide, lang, fmt),
        foot=nobreak.glued(call.legal_basis) if call.legal_basis else None,
    )


KIND = Kind(slide=Announced, template="announced", inks=INKS, compose=compose, characters=characters)
