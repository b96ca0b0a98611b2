"""The handlers of the wall's pages.

Decides which pages there are and which values their templates get. The public is shown what is on the glass and what
was, staff also how displays fare and what comes (`http.public`). Without JavaScript a page is a snapshot; with it, its
parts are fetched again when something has changed. Leaves out what is known of a display (`status_card`), the words
(`wording`) and how a template becomes a page (`html`).
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import fontpkg_inter
import msgspec
from aiohttp import web

from content import live as painting
from content.explain.explanation import Explanation
from content.findings import RefusedError, answer, refused
from content.pack.model import Display
from content.schedule.resolve import Schedule
from control_server.devices.fleet import Fleet
from control_server.devices.reception import Reception
from control_server.devices.schedules import Schedules
from control_server.http import instant as asking
from control_server.http import public
from control_server.http.display_list import DisplayLists, Listed, Wanted
from control_server.http.list_part import Part
from control_server.http.past import PastShowing
from control_server.http.schedule_questions import ScheduleQuestions
from control_server.http.status_card import StatusCards
from control_server.publishing.published import Published
from control_server.publishing.publisher import Publisher
from control_server.sources.feeds import Feeds
from control_server.storage.blobs import Blobs
from control_server.wall import html, preview, wording
from control_server.wall import next_hour as hours

_HERE = Path(__file__).parent
_PICTURES_S = 1.2
"""Seconds that displays get to send their glass before a page is made."""
MANY = 60
"""Displays on one page. A city that has more of them sees them as tiles, those in trouble first, and looks for them."""
_TAGS = 300
"""The most tags that are offered to choose from."""
_LATELY, _ROWS = timedelta(hours=1), 12
"""What was shown in so much time is listed, at most so many showings of it."""
_QUOTED = 60
"""Characters of what somebody typed that are shown again in a refusal."""


class _File(NamedTuple):
    path: Path
    content_type: str


STATIC = {
    "wall.css": _File(_HERE / "static" / "wall.css", "text/css"),
    "wall.js": _File(_HERE / "static" / "wall.js", "text/javascript"),
    "icon.svg": _File(_HERE / "static" / "icon.svg", "image/svg+xml"),
    "inter.ttf": _File(fontpkg_inter.ROOT / "files" / "Inter[opsz,wght].ttf", "font/ttf"),
}


class Wall(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests for pages, pictures and static files."""

    publisher: Publisher
    fleet: Fleet
    reception: Reception
    schedules: Schedules
    questions: ScheduleQuestions
    cards: StatusCards
    lists: DisplayLists
    blobs: Blobs
    feeds: Feeds
    clock: Callable[[], datetime]
    previews: preview.Previews = msgspec.field(default_factory=preview.Previews)

    # --- pages -------------------------------------------------------------------------------------------------------

    async def page(self, request: web.Request) -> web.StreamResponse:
        """The page of all displays, or one of the pages of many."""
        return await self._for_people(request, self._page)

    async def detail(self, request: web.Request) -> web.StreamResponse:
        """The page of one display: what it shows now, why, and its next hour; with `at`, the same at that instant."""
        if not request.query.get("at"):
            await self._ask_pictures([request.match_info["display"]])
        return await self._for_people(request, self._detail)

    async def live(self, request: web.Request) -> web.StreamResponse:
        """The same page without waiting for pictures: an open page takes from it what has changed."""
        return await self._for_people(request, self._detail)

    async def picture(self, request: web.Request) -> web.StreamResponse:
        """The picture of a display at `at` (now), with clock and countdown. Raises RefusedError while it is off.

        By the plan as it is now; to the public, and `by=plays`, of a former instant what was on the glass.
        """
        published = self.publisher.published  # taken once: a publication may come in between
        display = published.display(request.match_info["display"])
        at, now = self.questions.instant(display.id, request.query.get("at")), self.clock()
        public.until_now(request, at, now)
        if at < now and (request.query.get("by") == "plays" or not public.is_staff(request)):
            frame = await self.cards.frame_of(await self.questions.past.at(display.id, at))
        else:
            showing = await self.schedules.ask(display.id, lambda schedule: schedule.resolve(at))
            frame = preview.frame(published.programme(display.id), showing)
        if frame is None:
            raise refused("unknown", "the picture", "the display is off then, expected a time in its hours")
        zone, path = published.city_pack().zone(display), await self.blobs.located(frame.asset)
        tag = preview.tag(frame, at, zone)
        # Asked again each time: a publication changes what an address shows.
        headers = {"ETag": f'"{tag}"', "Cache-Control": "no-cache"}
        if any(known.value == tag for known in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        png = await self.previews.picture(tag, lambda: painting.composed(path.read_bytes(), frame.live, at, zone))
        return web.Response(body=png, content_type="image/png", headers=headers)

    async def fragment(self, request: web.Request) -> web.Response:
        """The card of one display, or its tile, for an open page of all displays."""
        display = self.publisher.published.display(request.match_info["display"])
        staff = public.is_staff(request)
        if "tile" in request.query:
            (values,) = await self._tiles([display])
            return html.answer("tile.html", staff=staff, **values)
        return html.answer("card.html", staff=staff, **await self._card(display, staff))

    async def static(self, request: web.Request) -> web.StreamResponse:
        """The style sheet, the script, the font or the icon."""
        file = STATIC.get(request.match_info["file"])
        if file is None:
            raise web.HTTPNotFound
        headers = {"Content-Type": file.content_type, "Cache-Control": "no-cache"}
        return web.FileResponse(file.path, headers=headers)

    # --- the values of the templates --------------------------------------------------------------------------------

    async def _page(self, request: web.Request) -> web.Response:
        published, wanted = self.publisher.published, Wanted.of(request.query)
        many, staff = len(_displays(published)) > MANY, public.is_staff(request)
        listed = self._listed(request, wanted, many)
        part = Part.of_page(request.query.get("page", ""), len(listed.displays), MANY)
        shown = listed.displays[part.first : part.last]
        await self._ask_pictures([display.id for display in shown])
        values: dict[str, Any] = {
            "city": _city(published),
            "mark": self.fleet.watches.mark,
            "many": many,
            "wanted": wanted,
            "tools": many or wanted != Wanted(),
            "tags": dict(list(self.lists.tags().items())[:_TAGS]),
            "listed": listed,
            "part": part,
            "findings": [*published.findings, *self.feeds.findings()] if staff else [],
            "staff": staff,
            "alerts": _alerts(published, self.clock()),
        }
        values["cards"] = await self._tiles(shown) if many else await self._cards(shown, staff)
        return html.answer("page.html", **values)

    def _listed(self, request: web.Request, wanted: Wanted, many: bool) -> Listed:
        """To staff those in trouble first. The public is not told who is, by the order neither."""
        if wanted.state is not None:
            public.for_staff(request, "how displays fare")
        if not public.is_staff(request):
            return self.lists.in_order(wanted)
        return self.lists.by_state(wanted) if many or wanted != Wanted() else self.lists.as_authored()

    async def _detail(self, request: web.Request) -> web.Response:
        return await (self._planned if public.is_staff(request) else self._seen)(request)

    async def _seen(self, request: web.Request) -> web.Response:
        """One display as the public is shown it: its glass now and why, or what was on it at a former instant."""
        published, mark = self.publisher.published, self.fleet.watches.mark
        display = published.display(request.match_info["display"])
        zone = published.city_pack().zone(display)
        asked = asking.asked_instant(self.questions, display.id, zone, request.query)
        public.until_now(request, asked.at, self.clock())
        showed: PastShowing | None = None
        if asked.given:
            showed, sentence = await self.questions.remembered(display.id, asked.at, "ro")
            reasons: list[str] = []
        else:
            explained = await self.questions.explained(display.id, asked.at, "ro", present=True)
            why = await self.schedules.ask(display.id, explained)
            sentence, reasons = why.sentence, [reason.sentence for reason in why.reasons]
        values = self._about(display, asked.at) if asked.given else await self._card(display, staff=False)
        values |= {"sentence": sentence, "reasons": reasons, "showed": showed, "mark": mark, "staff": False}
        values["lately"] = await self.questions.past.between(display.id, asked.at - _LATELY, asked.at, _ROWS)
        return html.answer("seen.html", city=_city(published), **_form(asked), **values)

    async def _planned(self, request: web.Request) -> web.Response:
        """One display as staff are shown it: with all reasons, and what comes."""
        published, mark = self.publisher.published, self.fleet.watches.mark
        display = published.display(request.match_info["display"])
        zone = published.city_pack().zone(display)
        asked = asking.asked_instant(self.questions, display.id, zone, request.query)
        explained = await self.questions.explained(display.id, asked.at, "ro")

        def answered(schedule: Schedule) -> tuple[Explanation, list[hours.ActiveShowing]]:
            return explained(schedule), hours.showings(schedule, asked.at)

        why, hour = await self.schedules.ask(display.id, answered)
        reasons = sorted(why.reasons, key=lambda reason: reason.state != "plays")
        values = {"why": why, "reasons": reasons, "mark": mark, **await self._hour(display, hour, asked.at)}
        values |= self._about(display, asked.at) if asked.given else await self._card(display, staff=True)
        return html.answer("detail.html", staff=True, city=_city(published), **_form(asked), **values)

    async def _card(self, display: Display, staff: bool) -> dict[str, Any]:
        (values,) = await self._cards([display], staff)
        return values

    async def _cards(self, displays: list[Display], staff: bool) -> list[dict[str, Any]]:
        """To staff with what comes next."""
        cards = await self.cards.cards(displays, coming=3 if staff else 0)
        return [{"card": card, **self._about(display, card.now)} for display, card in zip(displays, cards, strict=True)]

    async def _tiles(self, displays: list[Display]) -> list[dict[str, Any]]:
        """As cards, without what comes next."""
        cards = await self.cards.cards(displays, coming=0)
        return [
            {"card": card, "state": self.lists.state(display.id), **self._about(display, card.now)}
            for display, card in zip(displays, cards, strict=True)
        ]

    def _about(self, display: Display, at: datetime) -> dict[str, Any]:
        """What every part of a page knows of its display.

        `clock_zone` is None unless the display's clock differs from the city's. `plan` is the version of its manifest.
        """
        published = self.publisher.published
        zone, publication = published.city_pack().zone(display), published.latest.get(display.id)
        return {
            "display": display,
            "zone": zone,
            "clock_zone": wording.zone_of_clock(at, zone) if zone.key != published.city_pack().city.zone.key else None,
            "plan": wording.version(publication.version if publication else None),
        }

    async def _hour(self, display: Display, hour: list[hours.ActiveShowing], at: datetime) -> dict[str, Any]:
        """The values of the hour from `at` on."""
        published = self.publisher.published
        lang, headline = published.city_pack().city.languages[0], await self.cards.headlines(display.id)
        shares = hours.shares(hour, at)
        return {
            "headline": lambda showing: headline(showing.slide, showing.lang),
            "shares": shares,
            "titles": {share.slide: headline(share.slide, lang) for share in shares if share.slide},
            "colours": hours.colours(shares, published.plan(display.id).items),
            "campaigns": {
                name: published.city_pack().campaign_name(name, lang) for name in published.city_pack().campaigns
            },
            "sections": hours.sections(hour),
            "ends": at + hours.LENGTH,
            "hour": hours.LENGTH.total_seconds(),
        }

    async def _ask_pictures(self, displays: Collection[str]) -> None:
        """Asks those of the displays for pictures whose last one is behind, and waits up to 1.2 s for them.

        A page without JavaScript would show old pictures otherwise.
        """
        now, pictures = self.clock(), self.fleet.pictures
        behind = {display: pictures.get(display) for display in displays if self.fleet.picture_behind(display, now)}
        if not behind:
            return
        with contextlib.suppress(TimeoutError), self.fleet.watches.watching(behind) as watch:
            self.reception.ask_watched(now)
            async with asyncio.timeout(_PICTURES_S):
                while any(pictures.get(display) is before for display, before in behind.items()):
                    await watch.changes(_PICTURES_S)

    async def _for_people(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.Response]]
    ) -> web.Response:
        """The answer of the handler, or a page in Romanian that says why the request is refused."""
        try:
            return await handler(request)
        except RefusedError as error:
            return await self._refused(request, error)

    async def _refused(self, request: web.Request, error: RefusedError) -> web.Response:
        """The page for a request that is refused: what was asked for, and what may be asked for instead."""
        published, finding = self.publisher.published, error.findings[0]
        display = request.match_info.get("display", "")
        typed = {"time": request.query.get("at", ""), "unknown": display}.get(finding.code, "")
        values: dict[str, Any] = {"finding": finding, "typed": typed[:_QUOTED], "displays": _displays(published)[:MANY]}
        if finding.code == "time":
            now = asking.AskedInstant(self.clock(), given=True, other=None, skipped=None)
            values |= {**_form(now), **self._about(published.display(display), now.at)}
        return html.answer("refused.html", answer(error).status, city=_city(published), **values)


def _displays(published: Published) -> list[Display]:
    return list(published.pack.displays.values()) if published.pack else []


def _city(published: Published) -> str | None:
    return published.pack.city.name if published.pack else None


def _form(asked: asking.AskedInstant) -> dict[str, Any]:
    """The values of the form for another time, and of the words above it."""
    return {"at": asked.at, "asked": asked.given, "other": asked.other, "skipped": asked.skipped}


def _alerts(published: Published, now: datetime) -> list[str]:
    """What the alerts that are on say first, in the city's first language."""
    pack = published.pack
    on = [each for each in pack.alerts.values() if not each.over(now, pack.city.zone)] if pack else []
    return [pack.city.name_of(each.title, pack.city.languages[0]) for each in on if pack]
