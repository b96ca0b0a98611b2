"""Figures that a change moves: what a slide says beside a name, before and after.

Decides that figures are compared as they are written on the slide, by the name they stand beside. Leaves out whether
they are true (`content.readers`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from content.findings import RefusedError
from content.pack.model import Pack
from content.slides.compose import compose
from content.slides.job import Format
from content.slides.page_data import Mark
from control_server.changes.effect import ChangeEffect
from control_server.publishing.candidate import Candidate

MOST = 40
"""So many slides are compared: each is composed once more, as it was."""


class MovedFigure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure by its name on the slide; None where the slide does not have it."""

    name: str
    before: str | None
    after: str | None


class MovedFigures(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of a slide that moved, in one language; so many others `stay`."""

    slide: str
    lang: str
    figures: tuple[MovedFigure, ...]
    stay: int


def of(candidate: Candidate, effect: ChangeEffect) -> tuple[MovedFigures, ...]:
    """Of every slide whose frames would be others, in its first language, on its largest format."""
    compared: dict[str, tuple[str, str]] = {}
    for frame in effect.frames:
        if frame.before and frame.after:
            compared.setdefault(frame.slide, (frame.lang, frame.displays[0]))
    moved = (_moved(candidate, slide, *where) for slide, where in list(compared.items())[:MOST])
    return tuple(each for each in moved if each is not None and each.figures)


def _moved(candidate: Candidate, slide: str, lang: str, display: str) -> MovedFigures | None:
    base = candidate.base.pack
    if base is None or display not in base.displays or display not in candidate.pack.displays:
        return None
    before, after = (_marks(pack, slide, lang, display) for pack in (base, candidate.pack))
    figures = tuple(_compared(before, after))
    return MovedFigures(slide=slide, lang=lang, figures=figures, stay=len(after.items() & before.items()))


def _compared(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[MovedFigure]:
    """In the order in which the slide has them now; those that it had last."""
    for name in [*after, *(name for name in before if name not in after)]:
        if before.get(name) != after.get(name):
            yield MovedFigure(name=name, before=before.get(name), after=after.get(name))


def _marks(pack: Pack, slide: str, lang: str, display: str) -> Mapping[str, str]:
    try:
        return _by_name(compose(pack, slide, lang, Format.of(pack.displays[display])).data.marks())
    except (RefusedError, KeyError):  # a phase that there was not before, or data that can no longer be read
        return {}


def _by_name(marks: Iterable[Mark]) -> dict[str, str]:
    """Name → figure, without those that stand beside no name, or beside the same one twice."""
    listed = [(" ".join(mark.name.split()), " ".join(mark.figure.split())) for mark in marks]
    count = Counter(name for name, _ in listed)
    return {name: figure for name, figure in listed if name and count[name] == 1}
