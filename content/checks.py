"""What is wrong with a pack that reads well: dates that never come, things nobody shows, letters, pages that overflow.

Decides the findings of the publish gate so far. `check` looks at the values only; `fits` draws every page that some
display would show. Leaves out what cannot be read at all (`pack`) and who draws (the caller: here or in worker
processes). Times are judged at `now`.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from content import plan, slides
from content.authored import Moment
from content.findings import Finding, RefusedError
from content.model import Display, Pack
from content.slide import AnySlide, Consultation, Notice
from content.slides import Format, Job

CEDILLA = {"ş": "ș", "ţ": "ț", "Ş": "Ș", "Ţ": "Ț"}
"""Turkish letters that old keyboards wrote for the Romanian ones with a comma below (U+0218–U+021B)."""


def check(pack: Pack, now: datetime) -> list[Finding]:
    """Every finding that needs no drawing, errors first."""
    found = [finding for rule in RULES for finding in rule(pack, now)]
    return sorted(found, key=lambda finding: finding.level)


# --- letters -------------------------------------------------------------------------------------------------------


def _cedillas(pack: Pack, now: datetime) -> Iterator[Finding]:
    """Passers-by see the wrong letter, screen readers and search do not find the word."""
    written: list[tuple[str, Any]] = [("city.yaml", pack.city), ("names.yaml", pack.names)]
    written += [(f"slides/{slide_id}.yaml", slide) for slide_id, slide in pack.slides.items()]
    written += [(f"displays.yaml:{display.id}", display) for display in pack.displays.values()]
    for where, value in written:
        for path, text in _texts(value, "$"):
            if wrong := [letter for letter in CEDILLA if letter in text]:
                right = "".join(CEDILLA[letter] for letter in wrong)
                message = f"found {''.join(wrong)!r} with a cedilla, expected {right!r} with a comma below"
                yield Finding(code="cedilla", where=f"{where}:{path}", message=message)


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, msgspec.Struct):
        for field in msgspec.structs.fields(value):
            yield from _texts(getattr(value, field.name), f"{path}.{field.encode_name}")
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, f"{path}.{key}")
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _texts(inner, f"{path}[{index}]")


# --- dates ---------------------------------------------------------------------------------------------------------


def _dates(pack: Pack, now: datetime) -> Iterator[Finding]:
    for slide_id, slide in pack.slides.items():
        yield from _bounds(f"slides/{slide_id}.yaml", _moments(slide), pack, now)
    for campaign in pack.campaigns.values():
        bounds: tuple[Moments, Moments] = ([("from", campaign.first)], [("to", campaign.last)])
        yield from _bounds(f"campaigns.yaml:{campaign.id}", bounds, pack, now)


Moments = list[tuple[str, Moment | None]]


def _moments(slide: AnySlide) -> tuple[Moments, Moments]:
    first: Moments = [("not_before", slide.not_before)]
    last: Moments = [("expires", slide.expires)]
    if isinstance(slide, Consultation):
        first.append(("opens", slide.opens))
        last.append(("closes", slide.closes))
    return first, last


def _bounds(where: str, moments: tuple[Moments, Moments], pack: Pack, now: datetime) -> Iterator[Finding]:
    """A first moment after the last is a mistake; a last moment that is past may be meant."""
    zone = pack.city.zone
    first, last = moments
    for begins, start in first:
        for ends, end in last:
            if start and end and start.instant(zone) >= end.instant(zone, ends=True):
                message = f"found {ends} {end.text} not after {begins} {start.text}, expected it later"
                yield Finding(code="dates", where=f"{where}:$.{ends}", message=message)
    for ends, end in last:
        if end and end.instant(zone, ends=True) <= now:
            message = f"ended with {ends} {end.text}, no display shows it any more"
            yield Finding(level="warning", code="over", where=f"{where}:$.{ends}", message=message)


# --- pictures without words ----------------------------------------------------------------------------------------


def _alts(pack: Pack, now: datetime) -> Iterator[Finding]:
    """WCAG 2.2 §1.1.1, and the tagged PDF needs it."""
    for slide_id, slide in pack.slides.items():
        if isinstance(slide, Notice) and slide.image and slide.alt is None:
            message = f"shows {slide.image!r} without `alt`, expected what the picture says, in words"
            yield Finding(code="alt", where=f"slides/{slide_id}.yaml", message=message)


# --- what nobody shows ---------------------------------------------------------------------------------------------


def _unused(pack: Pack, now: datetime) -> Iterator[Finding]:
    listed = {slide for playlist in pack.playlists.values() for slide in playlist.slides}
    played = {campaign.playlist for campaign in pack.campaigns.values()}
    displays, campaigns = pack.displays.values(), pack.campaigns.values()
    loose = [(f"slides/{slide}.yaml", "is in no playlist") for slide in pack.slides if slide not in listed]
    loose += [(f"playlists.yaml:{name}", "is in no campaign") for name in pack.playlists if name not in played]
    loose += [
        (f"campaigns.yaml:{campaign.id}", "has no display: no display carries any of its tags")
        for campaign in campaigns
        if not any(campaign.on(display) for display in displays)
    ]
    for where, message in loose:
        yield Finding(level="warning", code="unused", where=where, message=f"{message}, expected it to be shown")
    for display in displays:
        if not any(campaign.on(display) for campaign in campaigns):
            message = "has no campaign, it shows only the neutral card"
            yield Finding(
                level="warning",
                code="idle",
                where=f"displays.yaml:{display.id}",
                message=message,
                display=display.id,
            )


RULES: tuple[Callable[[Pack, datetime], Iterator[Finding]], ...] = (_cedillas, _dates, _alts, _unused)


# --- pages ---------------------------------------------------------------------------------------------------------


class Page(NamedTuple):
    """One frame some display needs. `slide` is None for the neutral card."""

    display: str
    slide: str | None
    lang: str
    job: Job


def pages(pack: Pack) -> tuple[list[Page], list[Finding]]:
    """Every page the pack's displays would show, and what kept others from being composed."""
    found: list[Page] = []
    faults: list[Finding] = []
    for display in pack.displays.values():
        fmt = Format.of(display)
        for slide, lang in _shown(pack, display):
            try:
                if slide is None:
                    job = slides.compose_neutral(pack.city, lang, fmt)
                else:
                    job = slides.compose(pack, slide, lang, fmt)
            except RefusedError as error:
                faults += _about(error, display.id, lang)
            else:
                found.append(Page(display.id, slide, lang, job))
    return found, faults


def _shown(pack: Pack, display: Display) -> Iterator[tuple[str | None, str]]:
    yield None, display.languages[0]
    named = (
        slide
        for campaign in pack.campaigns.values()
        if campaign.on(display)
        for slide in pack.playlists[campaign.playlist].slides
    )
    for slide in dict.fromkeys(named):
        for lang in plan.languages(pack, slide, display):
            yield slide, lang


def fits(pack: Pack, draw: Callable[[Job], object] = slides.draw) -> list[Finding]:
    """Findings of composing and drawing every page; equal pages are drawn once. `draw` raises RefusedError."""
    found, faults = pages(pack)
    drawn: dict[str, tuple[Finding, ...]] = {}
    for page in found:
        key = page.job.key()
        if key not in drawn:
            try:
                draw(page.job)
                drawn[key] = ()
            except RefusedError as error:
                drawn[key] = error.findings
        faults += _about(RefusedError(*drawn[key]), page.display, page.lang)
    return _merged(faults)


def _about(error: RefusedError, display: str, lang: str) -> list[Finding]:
    return [msgspec.structs.replace(finding, display=display, lang=lang) for finding in error.findings]


def _merged(faults: list[Finding]) -> list[Finding]:
    """One fault seen on several displays or in several languages is one finding that names neither."""
    groups: dict[tuple[str, str, str, str], list[Finding]] = {}
    for fault in faults:
        groups.setdefault((fault.level, fault.code, fault.where, fault.message), []).append(fault)
    merged = []
    for same in groups.values():
        displays, langs = {fault.display for fault in same}, {fault.lang for fault in same}
        merged.append(
            msgspec.structs.replace(
                same[0],
                display=same[0].display if len(displays) == 1 else None,
                lang=same[0].lang if len(langs) == 1 else None,
            )
        )
    return merged
