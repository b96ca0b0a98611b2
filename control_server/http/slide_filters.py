"""Which slides of the library are asked for: by words, state, kind, display, a language that lacks, and what is wrong.

Decides how a filter is written in the address, and how many slides each would keep. Leaves out what a slide's state is
(`slide_list`).
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec
from yarl import URL

from control_server.storage.changes import Change

_LONGEST = 100


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A slide of the library.

    `missing` are languages of the displays that show it, in which it is not complete; `findings` the code of each
    thing to be mended, with a sentence where there is one. `change` is the open change that has it.
    """

    id: str
    kind: str
    title: str
    text: str
    state: str
    displays: tuple[str, ...] = ()
    asset: str | None = None
    begins: datetime | None = None
    ends: datetime | None = None
    soon: bool = False
    there: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    findings: tuple[tuple[str, str], ...] = ()
    change: Change | None = None


class Filters(NamedTuple):
    """As they stand in the address; an empty one keeps everything."""

    q: str = ""
    state: str = ""
    kind: str = ""
    display: str = ""
    lacks: str = ""
    mend: str = ""
    sort: str = ""

    @property
    def any(self) -> bool:
        """Whether something is filtered."""
        return any(self._replace(sort=""))


class Facet(NamedTuple):
    """A value that a filter may have: how many slides it would keep, and the address that has it, or has it no more."""

    value: str
    number: int
    address: str
    chosen: bool


MENDS: dict[str, Callable[[Shown], bool]] = {
    "languages": lambda slide: bool(slide.missing),
    "ends": lambda slide: slide.soon,
    "findings": lambda slide: bool(slide.findings),
}
"""What may be to be mended, and which slides have it."""


def asked(query: Mapping[str, str]) -> Filters:
    """The filters of an address."""
    return Filters(**{name: query.get(name, "")[:_LONGEST].strip() for name in Filters._fields})


def kept(slides: Iterable[Shown], filters: Filters) -> list[Shown]:
    """The slides that all filters keep, in the order that was asked for."""
    those = [slide for slide in slides if all(_keeps(name, slide, filters) for name in Filters._fields)]
    if filters.sort == "title":
        those.sort(key=lambda slide: plain(slide.title))
    elif filters.sort == "ends":
        those.sort(key=lambda slide: (slide.state == "over", slide.ends is None, slide.ends or 0))
    return those


def _keeps(name: str, slide: Shown, filters: Filters) -> bool:
    value = getattr(filters, name)
    return not value or name == "sort" or _KEEPS[name](slide, value)


def _has_words(slide: Shown, words: str) -> bool:
    text = plain(f"{slide.title} {slide.text} {slide.id}")
    return all(word in text for word in plain(words).split())


_KEEPS: dict[str, Callable[[Shown, str], bool]] = {
    "q": _has_words,
    "state": lambda slide, value: value == slide.state or (value == "edited" and slide.change is not None),
    "kind": lambda slide, value: value == slide.kind,
    "display": lambda slide, value: value in slide.displays,
    "lacks": lambda slide, value: value in slide.missing,
    "mend": lambda slide, value: value in MENDS and MENDS[value](slide),
}
"""Filter → whether it keeps a slide with that value."""


def plain(text: str) -> str:
    """Without capitals and diacritics: who searches types neither."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(letter)
    )


def facets(slides: Sequence[Shown], filters: Filters, address: URL) -> dict[str, list[Facet]]:
    """For each filter that is chosen by a link, its values with how many slides each would keep beside the others."""
    values: dict[str, list[str]] = {
        "state": ["shown", "coming", "edited", "draft", "over", "nowhere"],
        "kind": list(dict.fromkeys(slide.kind for slide in slides)),
        "mend": list(MENDS),
    }
    return {name: list(_facets(name, each, slides, filters, address)) for name, each in values.items()}


def _facets(
    name: str, values: Iterable[str], slides: Sequence[Shown], filters: Filters, address: URL
) -> Iterable[Facet]:
    for value in values:
        count = len(kept(slides, filters._replace(**{name: value})))
        chosen = getattr(filters, name) == value
        if not (count or chosen):
            continue
        query = {key: each for key, each in address.query.items() if key in Filters._fields and key != name}
        yield Facet(value, count, str(address.with_query(query if chosen else {**query, name: value})), chosen)
