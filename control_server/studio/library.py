"""The library: every slide as a picture, with its state, where it is shown, until when, and what is to be mended.

Decides that a slide that only an open change has is in the library too, and that filters stand in the address. Leaves
out which slides there are (`http.slide_list`) and the editor.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

import msgspec
from aiohttp import web
from babel.dates import format_datetime

from content.findings import RefusedError
from content.pack.model import Pack
from content.pack.slides import AUTHORED
from control_server.http import slide_filters
from control_server.http.slide_filters import Shown
from control_server.http.slide_list import edited, listed, with_words
from control_server.publishing.frame_words import FrameWords
from control_server.publishing.publisher import Publisher
from control_server.storage import changes
from control_server.storage.changes import Change
from control_server.storage.database import Database
from control_server.studio import catalogue, finding_words, page, slide_shape
from control_server.studio.library_airtime import LibraryAirtime


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
        slides = [
            *listed(published, now, partial(finding_words.sentence, lang=lang)),
            *_only_in_changes(pack, open_changes),
        ]
        words = await self.words.of(slide.asset for slide in slides if slide.asset)
        by_slide = edited(open_changes)
        slides = [with_words(slide, words, by_slide) for slide in slides]
        filters = slide_filters.asked(request.query)
        kept = slide_filters.kept(slides, filters)
        return page.answer(
            request,
            "slides.html",
            zone=pack.city.zone,
            slides=kept,
            total=len(slides),
            facets=slide_filters.facets(slides, filters, request.rel_url),
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


def _only_in_changes(pack: Pack, open_changes: Sequence[Change]) -> list[Shown]:
    """Slides that nothing published has yet."""
    city, slides = pack.city, {}
    for slide_id, change in edited(open_changes).items():
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
