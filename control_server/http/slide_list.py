"""The slides of the published pack: each with its state, where it is shown, until when, and what is to be mended.

Decides what a slide's state is called. Leaves out which of them are asked for (`slide_filters`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from content.findings import Finding
from content.pack.model import Pack
from content.pack.slide import Slide
from control_server.http.slide_filters import Shown
from control_server.publishing.published import Published
from control_server.storage.changes import Change

SOON = timedelta(days=7)
"""What ends within this time is said to end soon."""


def listed(published: Published, now: datetime, say: Callable[[Finding], str]) -> list[Shown]:
    """Every slide of the published pack, in its order; `say` has the sentence of a finding."""
    pack = published.city_pack()
    places = _places(published, pack)
    told: dict[str, dict[str, str]] = {}
    for finding in published.findings:
        name = finding.where.partition(":")[0]
        told.setdefault(name, {}).setdefault(finding.code, say(finding))
    return [
        _one(pack, slide_id, places.get(slide_id, _Place()), told.get(f"slides/{slide_id}.yaml", {}), now)
        for slide_id in pack.slides
    ]


class _Place(msgspec.Struct):
    """Where a slide is shown: the displays, and one picture of it, of a landscape display where there is one."""

    displays: dict[str, None] = {}
    asset: str | None = None
    wide: bool = False


def _places(published: Published, pack: Pack) -> dict[str, _Place]:
    """By slide. What displays share is looked at once."""
    together: dict[str, list[str]] = {}
    for display, publication in published.latest.items():
        if display in pack.displays:
            together.setdefault(publication.manifest.programme, []).append(display)
    places: dict[str, _Place] = {}
    for digest, displays in together.items():
        programme = published.programmes[digest].programme
        wide = programme.width > programme.height
        for name, turns in programme.frames.items():
            place = places.setdefault(name.partition(".")[0], _Place())
            place.displays |= dict.fromkeys(displays)
            if place.asset is None or (wide and not place.wide and "." not in name):
                own = turns.get(pack.city.languages[0], next(iter(turns.values())))
                place.asset, place.wide = own.asset, wide
    return places


def _one(pack: Pack, slide_id: str, place: _Place, told: Mapping[str, str], now: datetime) -> Shown:
    slide = pack.slides[slide_id]
    zone, city = pack.city.zone, pack.city
    ends = [moment.instant(zone, ends=True) for each in slide.phases().values() for moment in each.ends()]
    own_ends = [moment.instant(zone, ends=True) for moment in slide.ends()]
    end = min(own_ends, default=None)
    begins = max((moment.instant(zone) for moment in slide.begins()), default=None)
    there = pack.languages(slide)
    wanted = [lang for lang in city.languages if any(lang in pack.displays[each].languages for each in place.displays)]
    over = bool(ends) and max(ends) <= now
    state = "over" if over else "nowhere" if not place.displays else "coming" if begins and begins > now else "shown"
    return Shown(
        id=slide_id,
        kind=slide.kind,
        title=city.name_of(slide.headline(), city.languages[0]) if slide.texts() else slide_id,
        text=" ".join(_texts(slide)),
        state=state,
        displays=tuple(place.displays),
        asset=place.asset,
        begins=begins,
        ends=end,
        soon=bool(end and now < end <= now + SOON),
        there=there,
        missing=tuple(lang for lang in wanted or city.languages if lang not in there),
        findings=tuple(told.items()),
    )


def _texts(slide: Slide) -> Iterable[str]:
    for phase in slide.phases().values():
        for text in phase.texts():
            yield from (text,) if isinstance(text, str) else text.values()


def edited(open_changes: Sequence[Change]) -> dict[str, Change]:
    """The newest open change of each slide."""
    newest: dict[str, Change] = {}
    for change in sorted(open_changes, key=lambda each: each.save.at):
        for path in change.files:
            if path.startswith("slides/"):
                newest[path.removeprefix("slides/").removesuffix(".yaml")] = change
    return newest


def with_words(slide: Shown, words: Mapping[str, Any], edited: Mapping[str, Change]) -> Shown:
    """With what its frame says first, figures filled in, and the open change that has it."""
    title = words[slide.asset].title if slide.asset in words and slide.asset else slide.title
    return msgspec.structs.replace(slide, title=title, change=edited.get(slide.id))
