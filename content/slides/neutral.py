"""The neutral card: the city, its telephone and desk, and a large live clock. Shown when nothing is scheduled."""

from typing import Any

from content.pack.model import City
from content.slides import nobreak, page
from content.slides.job import Format

TEMPLATE = "neutral"


def compose(city: City, lang: str, fmt: Format) -> dict[str, Any]:
    """Total for every city: it must draw wherever a slide would not."""
    return {
        **page.base(city, "neutral", lang, fmt),
        "title": city.name,
        "phone": city.contact.phone,
        "desk": nobreak.glued(city.name_of(city.contact.desk, lang)),
    }
