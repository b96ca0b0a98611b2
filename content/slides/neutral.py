"""The neutral card: the city, its telephone and desk, and a large live clock. Shown when nothing is scheduled."""

from content.pack.model import City
from content.slides import nobreak, page
from content.slides.colours import Ink, Inks
from content.slides.job import Format
from content.slides.page_data import PageData

TEMPLATE = "neutral"
INKS = Inks(day=Ink("#2b3a4d", "#7f8da1"), night=Ink("#ffe14d", "#9c8f1f"))


class NeutralData(PageData, frozen=True, kw_only=True, rename="kebab"):
    """Without a line above the headline, which is the city's name."""

    phone: str
    desk: str


def compose(city: City, lang: str, fmt: Format) -> NeutralData:
    """Total for every city: it must draw wherever a slide would not."""
    return NeutralData(
        frame=page.frame(city, INKS, lang, fmt),
        title=city.name,
        phone=city.contact.phone,
        desk=nobreak.glued(city.name_of(city.contact.desk, lang)),
    )
