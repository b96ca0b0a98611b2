"""What a source says of a call to take part, and what of it may not be shown."""

from datetime import datetime
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from content.authored import Moment

Texts = dict[str, str]
"""A text by language."""


class Doubt(NamedTuple):
    """A field of the slide that a person must look at, and why, as the end of "`field`: …"."""

    field: str
    why: str


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """What a source says of one call. Empty and None are what it does not say.

    `key` names the call within its source and never changes there; `published` is the day periods of the law are
    counted from; `excerpts` lists what else the text holds, for the person who finishes it.
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
    doubts: tuple[Doubt, ...] = ()
    excerpts: tuple[str, ...] = ()


Reason = Literal["private", "withdrawn", "unpublished", "archived", "repeating", "not open to taking part"]


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
