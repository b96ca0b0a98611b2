"""What a source says of a call to take part, and what of it may not be shown."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from content.authored import Moment
from content.questions import MOST_CHOICES, Choice, Question

Texts = dict[str, str]
"""A text by language."""


OPTIONS = {
    "who": "who",
    "takes_minutes": "takes-minutes",
    "channels.short": "short",
    "channels.phone": "phone",
    "channels.desk": "desk",
    "legal_basis": "legal-basis",
}
"""Value of a call's slide → the option of the import that answers it. The others are answered in the draft."""
_DATES = ("closes", "opens", "expires", "not_before")


def open_value(key: str, asks: str, seen: str = "", choices: Iterable[Choice] = (), where: str = "") -> Question:
    """The question about one value of a slide. Without a place it is about the whole source; the importer names it."""
    return Question(
        code="date" if key in _DATES else "question",
        where=where,
        seen=seen,
        asks=asks,
        option=OPTIONS.get(key, ""),
        key=key,
        choices=tuple(choices)[:MOST_CHOICES],
    )


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """What a source says of one call. Empty and None are what it does not say.

    `key` names the call within its source and never changes there; `published` is the day periods of the law are
    counted from; `questions` are what a person must say or compare, `excerpts` what else the text holds.
    """

    key: str
    title: Texts
    published: Moment | None = None
    ask: Texts = {}
    who: Texts = {}
    opens: Moment | None = None
    closes: Moment | None = None
    link: str = ""
    short: str = ""
    place: str = ""
    phone: str = ""
    takes_minutes: int | None = None
    legal_basis: str = ""
    questions: tuple[Question, ...] = ()
    excerpts: tuple[str, ...] = ()


Reason = Literal[
    "private", "withdrawn", "unpublished", "archived", "repeating", "not open to taking part", "without a day", "over"
]


class Skipped(NamedTuple):
    """What a source holds and a public screen must not show."""

    key: str
    name: str
    link: str
    why: Reason


class Origin(NamedTuple):
    """What a reader must know beside the bytes.

    `where` names them for people; `base` is the address of the site they came from without its last /, empty for a
    file; `zone` is the
    city's, in which dates without an offset are read; `lang` is the language of texts that do not say theirs.
    """

    where: str
    base: str
    zone: ZoneInfo
    now: datetime
    lang: str


class CallPage(NamedTuple):
    """The calls of one answer of a source; `after` is what to ask for next, by the source's own way of paging."""

    calls: tuple[Call, ...]
    skipped: tuple[Skipped, ...] = ()
    after: str | None = None


def language(locale: str) -> str:
    """`ro` for `ro`, `ro-RO` and `ro_RO.UTF-8`."""
    return locale.replace("_", "-").partition("-")[0].lower()
