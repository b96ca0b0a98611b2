"""A kind of slide from outside the package: a post that the city hall has to fill, until when people can apply.

It is what a kind needs and no more: an authored type, what it answers, its template's data, how it looks. Its template
is the file beside this one.
"""

from datetime import UTC
from pathlib import Path
from typing import ClassVar

from content import live
from content.authored import Moment
from content.pack.model import Pack
from content.pack.slide import Bound, Channels, KindNames, Link, Passage, Slide
from content.pack.values import Text
from content.slides import nobreak, numerals, page
from content.slides.colours import Ink, Inks
from content.slides.job import Format
from content.slides.kind import Kind
from content.slides.page_data import PageData

INKS = Inks(day=Ink("#8a1c5b", "#b0578c"), night=Ink("#ff9ad5", "#b34d8c"))


class Vacancy(Slide, tag="vacancy", frozen=True, kw_only=True):
    """A post, what there is to do in it, and how to apply."""

    names: ClassVar[KindNames] = KindNames("a vacancy", {"en": "vacancies", "ro": "posturi vacante"}, "Post vacant")
    each_is_a_call: ClassVar[bool] = True

    post: Text
    tasks: Text
    apply_until: Moment
    channels: Channels

    def prose(self) -> tuple[Passage, ...]:
        return Passage("post", self.post), Passage("tasks", self.tasks)

    def running_text(self) -> Passage | None:
        return Passage("tasks", self.tasks)

    def address(self) -> Link | None:
        return self.channels.link()

    def address_field(self) -> str:
        return "channels"

    def channels_to_answer(self) -> Channels | None:
        return self.channels

    def closing(self) -> tuple[Bound, ...]:
        return (*super().closing(), Bound("apply_until", self.apply_until))

    def deadline(self) -> Moment | None:
        return self.apply_until


class VacancyData(PageData, frozen=True, kw_only=True, rename="kebab"):
    """What `vacancy.typ` is given beside the page."""

    tasks: str
    closes: str
    countdown: float


def characters(pack: Pack, slide: Vacancy, lang: str) -> int:
    return sum(len(pack.city.say(text, lang) or "") for text in slide.texts())


def compose(pack: Pack, slide: Vacancy, _where: str, lang: str, fmt: Format) -> VacancyData:
    closes = slide.apply_until.instant(pack.city.zone, ends=True)
    return VacancyData(
        frame=page.frame(pack.city, INKS, lang, fmt),
        kicker="Post vacant",
        title=nobreak.glued(pack.city.say(slide.post, lang) or ""),
        tasks=nobreak.glued(pack.city.say(slide.tasks, lang) or ""),
        closes=nobreak.glued(numerals.until(closes.astimezone(pack.city.zone), lang)),
        until=closes.astimezone(UTC).isoformat(),
        countdown=live.widest("countdown", lang, 30, 800),
        panel=page.panel(pack, slide, lang, fmt),
    )


KIND = Kind(
    slide=Vacancy,
    template=Path(__file__).with_name("vacancy.typ"),
    inks=INKS,
    compose=compose,
    characters=characters,
)
