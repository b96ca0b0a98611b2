"""What a rule of the gate is given to look at, and the fault it answers with.

Decides these shapes, and how the places of slides and texts are written. Leaves out the rules (`written`, `coming`),
and which code and level their faults get (`registry`).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

from content.checks.alike import AlikeDisplays, GroupedDisplays
from content.findings import RefusedError
from content.pack.model import City, Display, Pack
from content.pack.slide import Slide
from content.pack.values import Text
from content.publication.planner import CharacterCounter, languages, phases


class Fault(NamedTuple):
    """What a rule says: `where` a person can open, one sentence, what would mend it, and whom it concerns.

    `values` as of `findings.Finding`.
    """

    where: str
    message: str
    fix: str | None = None
    display: str | None = None
    lang: str | None = None
    values: Mapping[str, str | int | float] = {}


class Subject:
    """A pack to be judged at `now` (UTC). `counter` counts the characters that are read on a slide."""

    def __init__(self, pack: Pack, now: datetime, counter: CharacterCounter) -> None:
        self.pack, self.now, self.counter = pack, now, counter

    @cached_property
    def groups(self) -> list[AlikeDisplays]:
        """The displays, by what is written for them: which slides they play, in which languages and for whom."""
        return self.displays.by(lambda display: (display.languages, display.audience))

    @cached_property
    def displays(self) -> GroupedDisplays:
        """The displays, to be grouped by what else is true of them."""
        return GroupedDisplays(self.pack)

    def characters(self, name: str, lang: str) -> int | None:
        """None when the slide's data cannot be read: `figures.unreadable` says so."""
        try:
            return self.counter(self.pack, name, lang)
        except RefusedError:
            return None


NAMED = 8
"""So many displays are named one by one."""


def listed(names: Sequence[str]) -> str:
    """`gara`, `gara and piata`, and of more than a few how many more."""
    if len(names) > NAMED:
        return f"{', '.join(names[: NAMED - 2])} and {len(names) - NAMED + 2:,} more"
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def of_displays(pack: Pack, names: Sequence[str], fault: Fault) -> Iterator[Fault]:
    """What is true of each of these displays by itself: a fault at each of a few, or one that names the first of many.

    The `where` of the fault is what is added to the place of a display.
    """
    if len(names) <= NAMED:
        for name in names:
            yield fault._replace(where=pack.display_at(name) + fault.where, display=name)
    else:
        message = f"{fault.message}; the same on {listed(names[1:])}"
        yield fault._replace(where=pack.display_at(names[0]) + fault.where, message=message)


def file_of(name: str) -> str:
    """The file of a slide, also by the name of one of its phases."""
    return f"slides/{name.partition('.')[0]}.yaml"


def text_at(name: str, field: str, text: Text, lang: str) -> str:
    """Where a text is written: `slides/x.yaml:$.title.ro`, or `$.title` of one in the first language only."""
    return f"{file_of(name)}:$.{field}" + ("" if isinstance(text, str) else f".{lang}")


def played(pack: Pack, display: Display) -> list[str]:
    """The slides of the display's campaigns with their phases (`planner.phases`), each once, in order."""
    campaigns = (campaign for campaign in pack.bound().values() if campaign.on(display))
    listed = dict.fromkeys(slide for each in campaigns for slide in pack.listed(each))
    return [name for slide_id in listed for name in phases(pack, slide_id)]


def shown(pack: Pack, display: Display) -> Iterator[tuple[str, str]]:
    """What the display plays, with every language it plays in."""
    for name in played(pack, display):
        for lang in languages(pack, name, display):
            yield name, lang


class WrittenText(NamedTuple):
    """A text as authored: its path in the slide's file, its language, and the words."""

    path: str
    lang: str
    text: str


def prose(city: City, slide: Slide) -> Iterator[WrittenText]:
    """What people read as sentences in any phase of the slide's life, each text once."""
    passages = {passage.field: passage.text for phase in slide.phases().values() for passage in phase.prose()}
    for field, text in passages.items():
        if isinstance(text, str):
            yield WrittenText(f"$.{field}", city.languages[0], text)
        else:
            yield from (WrittenText(f"$.{field}.{lang}", lang, words) for lang, words in text.items())


def headlines(slide: Slide) -> set[str]:
    """What is read first, in every phase and language."""
    texts = [phase.headline() for phase in slide.phases().values()]
    return {words for text in texts for words in ([text] if isinstance(text, str) else text.values())}


def strings(value: Any, path: str = "$") -> Iterator[tuple[str, str]]:
    """Every text inside an authored value, with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, msgspec.Struct):
        for field in msgspec.structs.fields(value):
            yield from strings(getattr(value, field.name), f"{path}.{field.encode_name}")
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, f"{path}.{key}")
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from strings(inner, f"{path}[{index}]")
