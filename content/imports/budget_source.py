"""Whose figures a budget's slides say they are: the source line, and where to read on.

Decides what is said when a person did not: the budget's own name, and that it is a public record. What cannot be known
(where it is published, of when it is) is left to a person, never made up.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from content.imports.budget_options import Budgeted, Options
from content.pack.values import Lang
from content.phrases import said
from content.questions import Choice, Question
from content.readers.budgets.columns import Stage

SOURCES: dict[Stage, dict[str, str]] = {
    "draft": {
        "ro": "proiectul bugetului local {}",
        "en": "draft local budget {}",
        "hu": "{}. évi helyi költségvetési tervezet",
        "de": "Entwurf des kommunalen Haushalts {}",
        "sr": "нацрт локалног буџета {}.",
    },
    "voted": {
        "ro": "bugetul local {}",
        "en": "local budget {}",
        "hu": "{}. évi helyi költségvetés",
        "de": "kommunaler Haushalt {}",
        "sr": "локални буџет {}.",
    },
    "executed": {
        "ro": "execuția bugetului local {}",
        "en": "execution of the local budget {}",
        "hu": "a {}. évi helyi költségvetés teljesítése",
        "de": "Vollzug des kommunalen Haushalts {}",
        "sr": "извршење локалног буџета {}.",
    },
}
PUBLIC = {"ro": "act public", "en": "public record", "hu": "közokirat", "de": "amtliches Werk", "sr": "јавни документ"}
"""Official texts have no copyright (law 8/1996 art. 9 b): the licence of a budget that names none."""


def source(
    known: Budgeted, options: Options, langs: Sequence[Lang], where: str
) -> tuple[dict[str, Any], list[Question]]:
    """The `source` of the slides, and what a person must still say of it. `where` are the slides, as questions name
    them."""
    url = options.source_url or options.web or (known.source if is_address(known.source) else None)
    until = max((side.until for side in known.sides.values()), default="")
    published = options.published if known.stage == "draft" else None
    as_of = until or next((moment.text for moment in (options.as_of, published) if moment), "")
    questions = []
    if not url:
        asks = said("where can this budget be read?")
        questions.append(Question(code="source", where=where, asks=asks, key="source.url", option="source-url"))
    if not as_of:
        asks = said("of when are these figures?")
        day = (
            (Choice(answer=known.decided.isoformat(), gives=said("the day of the decision")),) if known.decided else ()
        )
        key, option = "source.as_of", "as-of"
        questions.append(Question(code="as-of", where=where, asks=asks, key=key, option=option, choices=day))
    fields = {
        "name": options.source_name or {lang: SOURCES[known.stage][lang].format(known.year) for lang in langs},
        "url": url or "…",
        "licence": options.licence or {lang: PUBLIC[lang] for lang in langs},
        "as_of": as_of,
    }
    return {key: value for key, value in fields.items() if value}, questions


def link(options: Options) -> dict[str, str] | None:
    """Where to read on, when it can be typed (20 characters)."""
    url = options.web or options.source_url
    short = options.short or (urlsplit(url).hostname or "" if url else "")
    return {"url": url, "short": short} if url and 0 < len(short) <= 20 else None


def is_address(place: str) -> bool:
    return urlsplit(place).scheme in ("http", "https")
