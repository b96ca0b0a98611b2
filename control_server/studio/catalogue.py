"""The words of the studio in Romanian, over the English ones that stand in templates and code (gettext).

Decides which languages there are and which one a request gets. A catalogue is read as people write it (`.po`): there is
nothing to compile. What the rest of the program says has a catalogue of its own, by the patterns of its sentences.
"""

import io
from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from aiohttp import web
from babel import Locale
from babel.core import negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("ro", "en")
"""The first is what somebody gets whose browser asks for neither."""
COOKIE = "afisier-language"
_FOLDER = Path(__file__).parent / "locale"


def N_(text: str) -> str:
    """The text itself: it is a msgid, translated where it is shown."""
    return text


@cache
def translations(lang: str) -> NullTranslations:
    """The words of a language; English is what the code says."""
    if lang == "en":
        return NullTranslations()
    out = io.BytesIO()
    with (_FOLDER / f"{lang}.po").open("rb") as file:
        write_mo(out, read_po(file, locale=Locale.parse(lang), abort_invalid=True))
    out.seek(0)
    return GNUTranslations(out)


@cache
def phrases(lang: str) -> Mapping[str, str]:
    """Pattern of a sentence that readers, importers and the gate say → the same in that language; none for English."""
    if lang == "en":
        return {}
    with (_FOLDER / f"phrases.{lang}.po").open("rb") as file:
        known = read_po(file, locale=Locale.parse(lang), abort_invalid=True)
    return {str(each.id): str(each.string) for each in known if each.id and each.string}


def chosen(request: web.Request) -> bool:
    """Whether the request chooses a language for itself and those that follow."""
    return request.query.get("lang") in LANGUAGES


def language(request: web.Request) -> str:
    """What was chosen in this browser; else what it asks for first of those there are.

    RFC 9110 §12.5.4, without weights out of order.
    """
    for own in (request.query.get("lang"), request.cookies.get(COOKIE)):
        if own in LANGUAGES:
            return own
    asked = [part.partition(";")[0].strip() for part in request.headers.get("Accept-Language", "").split(",")[:20]]
    known = negotiate_locale([tag.partition("-")[0] for tag in asked if tag], LANGUAGES)
    return known or LANGUAGES[0]
