"""The frames that displays show, each once, however many displays show it.

Decides which display a frame is said to be of. Leaves out what is wrong with a frame (`written`), and drawing.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from content.checks.alike import AlikeDisplays, GroupedDisplays
from content.checks.subject import shown
from content.findings import Finding, RefusedError
from content.pack.model import Display, Pack
from content.publication.edition import Edition
from content.publication.planner import languages
from content.slides.compose import compose, compose_neutral
from content.slides.job import Format, Job


class ShownFrame(NamedTuple):
    """One frame, and the display that shows it; None when several do.

    `slide` is a slide or a phase of one; None means the neutral card. `key` is the job's, where it is known.
    """

    display: str | None
    slide: str | None
    lang: str
    job: Job
    key: str = ""


def of_edition(edition: Edition) -> list[ShownFrame]:
    """Every frame of a compiled pack. Displays that share their frames are looked at together."""
    cards: dict[tuple[str | None, str, str], str | None] = {}
    by_key: dict[tuple[str | None, str, str], str | None] = {}
    for group, names in edition.groups().items():
        only = names[0] if len(names) == 1 else None
        card = None, edition.displays[names[0]].display.languages[0], group.neutral
        cards[card] = None if card in cards else only
        for frames in group.themes():
            for slide, turns in frames.items():
                for lang, key in turns.items():
                    place = slide, lang, key
                    by_key[place] = None if place in by_key else only
    shown = (cards | by_key).items()
    return [ShownFrame(only, slide, lang, edition.jobs[key], key) for (slide, lang, key), only in shown]


_Wanted = dict[tuple[str | None, str, Format], str | None]
"""Slide, language and format → the display that shows it, None for several."""


def of_pack(pack: Pack) -> tuple[list[ShownFrame], list[Finding]]:
    """Every frame the pack's displays would show, in the other themes too where a display is touched; and the faults
    that kept slides from being composed.
    """
    wanted: _Wanted = {}
    for group in GroupedDisplays(pack).by(lambda display: (display.languages, _formats(display))):
        own, *_ = _formats(group.display)
        _want(wanted, group, [(None, group.display.languages[0])], (own,))
        _want(wanted, group, shown(pack, group.display), _formats(group.display))
    return _composed(pack, wanted)


def of_slides(pack: Pack, slides: Iterable[str]) -> tuple[list[ShownFrame], list[Finding]]:
    """As `of_pack`, of these slides alone, in the displays' own themes; also on displays that do not play them."""
    wanted: _Wanted = {}
    groups = GroupedDisplays(pack).by(lambda display: (display.languages, Format.of(display)))
    for slide in slides:
        for group in groups:
            turns = ((slide, lang) for lang in languages(pack, slide, group.display))
            _want(wanted, group, turns, (Format.of(group.display),))
    return _composed(pack, wanted)


def _formats(display: Display) -> tuple[Format, ...]:
    return Format.of(display), *Format.alternatives(display)


def _want(
    wanted: _Wanted, group: AlikeDisplays, turns: Iterable[tuple[str | None, str]], formats: tuple[Format, ...]
) -> None:
    for slide, lang in turns:
        for fmt in formats:
            place = slide, lang, fmt
            wanted[place] = None if place in wanted else group.only


def _composed(pack: Pack, wanted: _Wanted) -> tuple[list[ShownFrame], list[Finding]]:
    frames: list[ShownFrame] = []
    faults: list[Finding] = []
    for (slide, lang, fmt), only in wanted.items():
        try:
            job = compose(pack, slide, lang, fmt) if slide else compose_neutral(pack.city, lang, fmt)
            frames.append(ShownFrame(only, slide, lang, job))
        except RefusedError as error:
            faults += about(error.findings, only, lang)
    return frames, faults


def about(findings: Iterable[Finding], display: str | None, lang: str) -> Iterator[Finding]:
    """The findings of a frame, with its display and language."""
    return (msgspec.structs.replace(finding, display=display, lang=lang) for finding in findings)
