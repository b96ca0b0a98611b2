"""What came of a call as template data: what people said, what the city did, how many took part."""

from datetime import timedelta

from content.pack.consultation import Consultation, Result
from content.pack.model import Pack
from content.slides import nobreak, numerals, page, wording
from content.slides.consultation import INKS
from content.slides.job import Format
from content.slides.kind import Kind
from content.slides.page_data import PageData


class ResultData(PageData, frozen=True, kw_only=True, rename="kebab"):
    """What `result.typ` is given beside the page. `said` and `did` are a heading and the text under it."""

    said: tuple[str, str]
    did: tuple[str, str]
    count: str | None


def characters(pack: Pack, slide: Result, lang: str) -> int:
    """The headline, both answers with their headings, and the count."""
    texts = [pack.city.say(text, lang) or "" for text in slide.texts()]
    return sum(map(len, (*texts, wording.word("said", lang), wording.word("did", lang), _count(slide, lang) or "")))


def _count(slide: Result, lang: str) -> str | None:
    people = slide.outcome.participants
    return None if people is None else f"{numerals.took_part(people, lang)}."


def compose(pack: Pack, slide: Result, _where: str, lang: str, fmt: Format) -> ResultData:
    """The source line says when people were asked, and by what law; no day is parted."""
    call, outcome, count = slide.call, slide.outcome, _count(slide, lang)
    held = wording.word("held", lang, nobreak.nobreak(_held(pack, call, lang)).replace("–\u00a0", "– "))
    return ResultData(
        frame=page.frame(pack.city, INKS, lang, fmt),
        kicker=wording.word("result", lang),
        title=nobreak.glued(pack.city.say(outcome.title, lang) or ""),
        said=(wording.word("said", lang), nobreak.glued(pack.city.say(outcome.said, lang) or "")),
        did=(wording.word("did", lang), nobreak.glued(pack.city.say(outcome.did, lang) or "")),
        count=nobreak.glued(count) if count else None,
        panel=page.panel(pack, slide, lang, fmt),
        foot=" · ".join(part for part in (held, nobreak.nobreak(call.legal_basis or "")) if part),
    )


def _held(pack: Pack, call: Consultation, lang: str) -> str:
    zone = pack.city.zone
    first = call.opens.instant(zone).astimezone(zone)
    last = call.closes.instant(zone, ends=True).astimezone(zone) - timedelta(minutes=1)
    return numerals.days(first.date(), last.date(), lang)


KIND = Kind(slide=Result, template="result", inks=INKS, compose=compose, characters=characters)
