"""The library: every slide as a picture, with its state, where it is shown, until when, and what is to be mended.

Decides what a slide's state is called and which slides a filter keeps; filters stand in the address. A slide that only
an open change has is in the library too. Leaves out the editor.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from aiohttp import web
from babel.dates import format_datetime

from content.findings import RefusedError
from content.pack.model import Pack
from content.pack.slide import Slide
from content.pack.slides import AUTHORED
from control_server.publishing.frame_words import FrameWords
from control_server.publishing.published import Published
from control_server.publishing.publisher import Publisher
from control_server.storage import changes
from control_server.storage.changes import Change
from control_server.storage.database import Database
from control_server.studio import catalogue, finding_words, library_filters, page, slide_shape
from control_server.studio.library_airtime import LibraryAirtime
from control_server.studio.library_filters import Shown

SOON = timedelta(days=7)
"""What ends within this time is said to end soon."""


class Library(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests for the library."""

    publisher: Publisher
    database: Database
    words: FrameWords
    airtime: LibraryAirtime
    clock: Callable[[], datetime]

    async def show(self, request: web.Request) -> web.Response:
        """All slides, or those that the filters of the address keep."""
        published, lang, now = self.publisher.published, catalogue.language(request), self.clock()
        pack = published.city_pack()
        open_changes = await changes.listed(self.database, changes.OPEN)
        slides = [*listed(published, now, lang), *_only_in_changes(pack, open_changes)]
        words = await self.words.of(slide.asset for slide in slides if slide.asset)
        edited = _edited(open_changes)
        slides = [_with_words(slide, words, edited) for slide in slides]
        filters = library_filters.asked(request.query)
        kept = library_filters.kept(slides, filters)
        return page.answer(
            request,
            "slides.html",
            zone=pack.city.zone,
            slides=kept,
            total=len(slides),
            facets=library_filters.facets(slides, filters, request.rel_url),
            filters=filters,
            kinds={kind: type_.names.several.get(lang, kind) for kind, type_ in AUTHORED.items()},
            displays={display.id: display.name for display in pack.displays.values()},
            langs=pack.city.languages,
            airtime=await self.airtime.of(published),
            on_day=lambda at: _day(at.astimezone(pack.city.zone), now.astimezone(pack.city.zone), lang),
        )


def _day(at: datetime, now: datetime, lang: str) -> str:
    """`duminică 6 dec., 23:59`; the year only where it is another one."""
    pattern = "EEEE d MMM" if at.year == now.year else "EEEE d MMM y"
    return format_datetime(at, f"{pattern}, H:mm", locale=lang)


def listed(published: Published, now: datetime, lang: str) -> list[Shown]:
    """Every slide of the published pack, in its order."""
    pack = published.city_pack()
    places = _places(published, pack)
    told: dict[str, dict[str, str]] = {}
    for finding in published.findings:
        name = finding.where.partition(":")[0]
        told.setdefault(name, {}).setdefault(finding.code, finding_words.sentence(finding, lang))
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


def _edited(open_changes: Sequence[Change]) -> dict[str, Change]:
    """The newest open change of each slide."""
    newest: dict[str, Change] = {}
    for change in sorted(open_changes, key=lambda each: each.save.at):
        for path in change.files:
            if path.startswith("slides/"):
                newest[path.removeprefix("slides/").removesuffix(".yaml")] = change
    return newest


def _only_in_changes(pack: Pack, open_changes: Sequence[Change]) -> list[Shown]:
    """Slides that nothing published has yet."""
    city, slides = pack.city, {}
    for slide_id, change in _edited(open_changes).items():
        body = change.files.get(f"slides/{slide_id}.yaml")
        if body is None or slide_id in pack.slides:
            continue
        try:
            values = slide_shape.read(body, slide_id)
        except RefusedError:
            continue
        texts = [place.value for place in slide_shape.places(values) if place.holds == "text" and place.value]
        there = tuple(
            lang for lang in city.languages if texts and all(city.say(text, lang) is not None for text in texts)
        )
        slides[slide_id] = Shown(
            id=slide_id,
            kind=values["kind"],
            title=city.name_of(texts[0], city.languages[0]) if texts else slide_id,
            text=" ".join(str(each) for text in texts for each in ([text] if isinstance(text, str) else text.values())),
            state="draft",
            there=there,
            missing=tuple(lang for lang in city.languages if lang not in there),
        )
    return list(slides.values())


def _with_words(slide: Shown, words: Mapping[str, Any], edited: Mapping[str, Change]) -> Shown:
    """With what its frame says first, figures filled in, and the open change that has it."""
    title = words[slide.asset].title if slide.asset in words and slide.asset else slide.title
    return msgspec.structs.replace(slide, title=title, change=edited.get(slide.id))
