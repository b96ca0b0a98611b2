"""The handlers of the wall's pages.

Decides which pages there are and which values their templates get. Without JavaScript a page is a snapshot; with it,
its parts are fetched again when something has changed. Leaves out what is known of a display (`status_card`), the words
(`wording`) and how a template becomes a page (`html`).
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime
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
from control_server.devices.fleet import Fleet, Pictured
from control_server.devices.reception import Reception
from control_server.devices.schedules import Schedules
from control_server.http.schedule_questions import ScheduleQuestions
from control_server.http.status_card import StatusCards
from control_server.publishing.published import Published
from control_server.publishing.publisher import Publisher
from control_server.sources.feeds import Feeds
from control_server.storage.blobs import Blobs
from control_server.wall import html, preview, wording
from control_server.wall import instant as asking
from control_server.wall import next_hour as hours

_HERE = Path(__file__).parent
_PICTURES_S = 1.2
"""Seconds that displays get to send their glass before a page is made."""
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
    blobs: Blobs
    feeds: Feeds
    clock: Callable[[], datetime]
    previews: preview.Previews = msgspec.field(default_factory=preview.Previews)

    # --- pages -------------------------------------------------------------------------------------------------------

    async def page(self, request: web.Request) -> web.StreamResponse:
        """The page of all displays."""
        return await self._for_people(request, self._page)

    async def detail(self, request: web.Request) -> web.StreamResponse:
        """The page of one display: what it shows now, why, and its next hour; with `at`, the same at that instant."""
        if not request.query.get("at"):
            await self._ask_pictures()
        return await self._for_people(request, self._detail)

    async def live(self, request: web.Request) -> web.StreamResponse:
        """The same page without waiting for pictures: an open page takes from it what has changed."""
        return await self._for_people(request, self._detail)

    async def picture(self, request: web.Request) -> web.StreamResponse:
        """The picture of a display at `at` (now), with clock and countdown. Raises RefusedError while it is off."""
        published = self.publisher.published  # taken once: a publication may come in between
        display = published.display(request.match_info["display"])
        at = self.questions.instant(display.id, request.query.get("at"))
        showing = await self.schedules.ask(display.id, lambda schedule: schedule.resolve(at))
        frame = preview.frame(published.programme(display.id), showing)
        if frame is None:
            raise refused("unknown", "the picture", "the display is off then, expected a time in its hours")
        zone, path = published.city_pack().zone(display), self.blobs.path(frame.asset)
        tag = preview.tag(frame, at, zone)
        # Asked again each time: a publication changes what an address shows.
        headers = {"ETag": f'"{tag}"', "Cache-Control": "no-cache"}
        if any(known.value == tag for known in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        png = await self.previews.picture(tag, lambda: painting.composed(path.read_bytes(), frame.live, at, zone))
        return web.Response(body=png, content_type="image/png", headers=headers)

    async def fragment(self, request: web.Request) -> web.Response:
        """The card of one display, for an open page of all displays."""
        display = self.publisher.published.display(request.match_info["display"])
        return html.answer("card.html", **await self._card(display))

    async def static(self, request: web.Request) -> web.StreamResponse:
        """The style sheet, the script, the font or the icon."""
        file = STATIC.get(request.match_info["file"])
        if file is None:
            raise web.HTTPNotFound
        headers = {"Content-Type": file.content_type, "Cache-Control": "no-cache"}
        return web.FileResponse(file.path, headers=headers)

    # --- the values of the templates --------------------------------------------------------------------------------

    async def _page(self, request: web.Request) -> web.Response:
        await self._ask_pictures()
        published = self.publisher.published
        cards = [await self._card(display) for display in _displays(published)]
        online = sum(card["card"].online for card in cards)
        findings = [*published.findings, *self.feeds.findings()]
        return html.answer("page.html", city=_city(published), cards=cards, online=online, findings=findings)

    async def _detail(self, request: web.Request) -> web.Response:
        published = self.publisher.published
        display = published.display(request.match_info["display"])
        zone = published.city_pack().zone(display)
        asked = asking.asked_instant(self.questions, display.id, zone, request.query)
        explained = await self.questions.explained(display.id, asked.at, "ro")

        def answered(schedule: Schedule) -> tuple[Explanation, list[hours.ActiveShowing]]:
            return explained(schedule), hours.showings(schedule, asked.at)

        why, hour = await self.schedules.ask(display.id, answered)
        reasons = sorted(why.reasons, key=lambda reason: reason.state != "plays")
        values = {"why": why, "reasons": reasons, **await self._hour(display, hour, asked.at)}
        values |= await self._about(display, asked.at) if asked.given else await self._card(display)
        return html.answer("detail.html", city=_city(published), **_form(asked), **values)

    async def _card(self, display: Display) -> dict[str, Any]:
        card = await self.cards.card(display)
        return {"card": card, **await self._about(display, card.now)}

    async def _about(self, display: Display, at: datetime) -> dict[str, Any]:
        """What every part of a page knows of its display.

        `clock_zone` is None unless the display's clock differs from the city's. `plan` is the version of its manifest.
        """
        published = self.publisher.published
        zone, publication = published.city_pack().zone(display), published.latest.get(display.id)
        headline = await self.cards.headlines(display.id)
        return {
            "display": display,
            "zone": zone,
            "clock_zone": wording.zone_of_clock(at, zone) if zone.key != published.city_pack().city.zone.key else None,
            "plan": wording.version(publication.version if publication else None),
            "headline": lambda showing: headline(showing.slide, showing.lang),
        }

    async def _hour(self, display: Display, hour: list[hours.ActiveShowing], at: datetime) -> dict[str, Any]:
        """The values of the hour from `at` on."""
        published = self.publisher.published
        lang, headline = published.city_pack().city.languages[0], await self.cards.headlines(display.id)
        shares = hours.shares(hour, at)
        return {
            "shares": shares,
            "titles": {share.slide: headline(share.slide, lang) for share in shares if share.slide},
            "colours": hours.colours(shares, published.plan(display.id).items),
            "sections": hours.sections(hour),
            "ends": at + hours.LENGTH,
            "hour": hours.LENGTH.total_seconds(),
        }

    async def _ask_pictures(self) -> None:
        """Asks displays that nobody has looked at for a while for their pictures, and waits up to 1.2 s for them.

        A page without JavaScript would show old pictures otherwise.
        """
        now = self.clock()
        behind = {display for display in self.fleet.statuses if self.fleet.picture_behind(display, now)}
        if not behind:
            return
        with contextlib.suppress(TimeoutError), self.fleet.subscribed(pictures=True) as events:
            self.reception.ask_watched(now)
            async with asyncio.timeout(_PICTURES_S):
                async for event in events:
                    if isinstance(event, Pictured):
                        behind.discard(event.display)
                    if not behind:
                        return

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
        values: dict[str, Any] = {"finding": finding, "typed": typed[:_QUOTED], "displays": _displays(published)}
        if finding.code == "time":
            now = asking.AskedInstant(self.clock(), given=True, other=None, skipped=None)
            values |= {**_form(now), **await self._about(published.display(display), now.at)}
        return html.answer("refused.html", answer(error).status, city=_city(published), **values)


def _displays(published: Published) -> list[Display]:
    return list(published.pack.displays.values()) if published.pack else []


def _city(published: Published) -> str | None:
    return published.pack.city.name if published.pack else None


def _form(asked: asking.AskedInstant) -> dict[str, Any]:
    """The values of the form for another time, and of the words above it."""
    return {"at": asked.at, "asked": asked.given, "other": asked.other, "skipped": asked.skipped}
