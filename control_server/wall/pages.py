"""The wall: pages for people, every display live, Romanian.

Decides which pages there are and how the templates get their values. What is said of a display is `view`'s; the words
are `words`'. Without JavaScript a page is a snapshot; with it, its parts are fetched again when something changed.
"""

import asyncio
import contextlib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import fontpkg_inter
import jinja2
from aiohttp import web

from content import live as painting
from content.explain.explanation import Explanation
from content.findings import RefusedError, refused
from content.pack.model import Display
from content.schedule.resolve import Schedule
from control_server.devices.fleet import Pictured
from control_server.http import answers as common
from control_server.http import schedule_api, status_card
from control_server.service import ControlServer
from control_server.wall import instant as asking
from control_server.wall import next_hour as hours
from control_server.wall import nobreak, preview, wording

_HERE = Path(__file__).parent
_PICTURES_S = 1.2
_QUOTED = 60
"""Letters of what somebody typed that are said back."""


class _File(NamedTuple):
    path: Path
    content_type: str


STATIC = {
    "wall.css": _File(_HERE / "static" / "wall.css", "text/css"),
    "wall.js": _File(_HERE / "static" / "wall.js", "text/javascript"),
    "icon.svg": _File(_HERE / "static" / "icon.svg", "image/svg+xml"),
    "inter.ttf": _File(fontpkg_inter.ROOT / "files" / "Inter[opsz,wght].ttf", "font/ttf"),
}


def _for_people(handler: common.Handler) -> common.Handler:
    """A page that says what is wrong, in the wall's language, where a request is refused."""

    async def answered(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except RefusedError as error:
            return _refused(request, error)

    return answered


@_for_people
async def page(request: web.Request) -> web.Response:
    """Every display."""
    server = common.server(request)
    await _pictures(server)
    cards = [await _card(server, display) for display in _displays(server)]
    city = server.publisher.pack.city.name if server.publisher.pack else None
    online = sum(card["card"].online for card in cards)
    return _html("page.html", city=city, cards=cards, online=online, findings=server.findings())


@_for_people
async def detail(request: web.Request) -> web.Response:
    """One display, and its next hour; with `at`, what it shows and why at that instant, and the hour from then on."""
    if not request.query.get("at"):
        await _pictures(common.server(request))
    return await _detail(request)


@_for_people
async def live(request: web.Request) -> web.Response:
    """The same at once, for the page that is open: it takes from it what changed."""
    return await _detail(request)


async def _detail(request: web.Request) -> web.Response:
    server = common.server(request)
    display = server.display(request.match_info["display"])
    asked = asking.asked(server, display.id, request.query)
    explained = schedule_api.explained(server, display.id, asked.at, "ro")

    def found(schedule: Schedule) -> tuple[Explanation, list[hours.Shown]]:
        return explained(schedule), hours.shown(schedule, asked.at)

    why, hour = await server.schedules.ask(display.id, found)
    reasons = sorted(why.reasons, key=lambda reason: reason.state != "plays")
    values = {"why": why, "reasons": reasons, **_hour(server, display, hour, asked.at)}
    values |= _about(server, display, asked.at) if asked.given else await _card(server, display)
    return _html("detail.html", city=server.pack().city.name, **_asked(asked), **values)


def _asked(asked: asking.Asked) -> dict[str, Any]:
    """What the form and the words above it are made of."""
    return {"at": asked.at, "asked": asked.given, "other": asked.other, "skipped": asked.skipped}


async def picture(request: web.Request) -> web.StreamResponse:
    """What a display shows at `at` (now), clock and countdown included. Raises RefusedError when it is off."""
    server = common.server(request)
    display = server.display(request.match_info["display"])
    at = schedule_api.instant(server, display.id, request.query.get("at"))
    told = server.publisher.manifests[display.id]  # as it is asked: a publication may come in between
    showing = await server.schedules.ask(display.id, lambda schedule: schedule.resolve(at))
    frame = preview.frame(told, showing)
    if frame is None:
        raise refused("unknown", "the picture", "the display is off then, expected a time in its hours")
    zone, path = server.pack().zone(display), server.parts.blobs.path(frame.asset)
    tag = preview.tag(frame, at, zone)
    # Asked again each time: a publication changes what an address shows.
    headers = {"ETag": f'"{tag}"', "Cache-Control": "no-cache"}
    if any(known.value == tag for known in request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    previews = request.app[preview.PREVIEWS]
    png = await previews.picture(tag, lambda: painting.composed(path.read_bytes(), frame.live, at, zone))
    return web.Response(body=png, content_type="image/png", headers=headers)


async def fragment(request: web.Request) -> web.Response:
    """One display's card, for the page that is open."""
    server = common.server(request)
    return _html("card.html", **await _card(server, server.display(request.match_info["display"])))


async def static(request: web.Request) -> web.StreamResponse:
    """Style, script, font, icon."""
    found = STATIC.get(request.match_info["file"])
    if found is None:
        raise web.HTTPNotFound
    headers = {"Content-Type": found.content_type, "Cache-Control": "no-cache"}
    return web.FileResponse(found.path, headers=headers)


async def _pictures(server: ControlServer) -> None:
    """Displays nobody has looked at for a while get 1.2 s to send their glass: a page without script shows it too."""
    now = server.now()
    behind = {display for display in server.fleet.statuses if server.fleet.picture_behind(display, now)}
    if not behind:
        return
    with contextlib.suppress(TimeoutError), server.subscribe() as events:
        server.parts.reception.ask_watched(now)
        async with asyncio.timeout(_PICTURES_S):
            async for event in events:
                if isinstance(event, Pictured):
                    behind.discard(event.display)
                if not behind:
                    return


def _displays(server: ControlServer) -> list[Display]:
    return list(server.publisher.pack.displays.values()) if server.publisher.pack else []


async def _card(server: ControlServer, display: Display) -> dict[str, Any]:
    card = await status_card.card(server, display)
    return {"card": card, **_about(server, display, card.now)}


def _about(server: ControlServer, display: Display, at: datetime) -> dict[str, Any]:
    """`place` is said where the display's clock is not the city's. `plan` is the version that is shown."""
    zone, publication = server.pack().zone(display), server.publisher.latest.get(display.id)
    return {
        "display": display,
        "zone": zone,
        "place": wording.place(at, zone) if zone.key != server.pack().city.zone.key else None,
        "plan": wording.version(publication.version if publication else None),
        "headline": lambda showing: status_card.headline(server, showing.slide, showing.lang),
    }


def _hour(server: ControlServer, display: Display, hour: list[hours.Shown], at: datetime) -> dict[str, Any]:
    """What the hour from `at` on brings, as the template has it."""
    lang = server.pack().city.languages[0]
    shares = hours.shares(hour, at)
    return {
        "shares": shares,
        "titles": {share.slide: status_card.headline(server, share.slide, lang) for share in shares if share.slide},
        "colours": hours.colours(shares, server.schedules.plan(display.id).items),
        "stretches": hours.stretches(hour),
        "ends": at + hours.LENGTH,
        "hour": hours.LENGTH.total_seconds(),
    }


def _refused(request: web.Request, error: RefusedError) -> web.Response:
    """What a person reads who asked for something that is not there, or not to be read."""
    server, finding = common.server(request), error.findings[0]
    asked = request.match_info.get("display", "")
    found = {"time": request.query.get("at", ""), "unknown": asked}.get(finding.code, "")
    values: dict[str, Any] = {"finding": finding, "found": found[:_QUOTED], "displays": _displays(server)}
    if finding.code == "time":
        now = asking.Asked(server.now(), given=True, other=None, skipped=None)
        values |= {**_asked(now), **_about(server, server.display(asked), now.at)}
    city = server.publisher.pack.city.name if server.publisher.pack else None
    return _html("refused.html", common.status(error), city=city, **values)


@cache
def _templates() -> jinja2.Environment:
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals |= {
        "words": wording.WORDS,
        "kind_label": wording.kind_label,
        "languages": wording.LANGUAGES,
        "clock": wording.time_of_day,
        "minute": wording.minute_of_day,
        "moment": wording.day_and_time,
        "date": wording.date_and_time,
        "field": asking.field,
        "address": asking.address,
        "second": asking.second,
        "kept": nobreak.kept,
        "version": wording.version,
        "number": wording.number,
        "counted": wording.counted,
        "checks": wording.CHECKS,
        "warned": wording.warned,
        "sentence": wording.sentence,
        "minutes": wording.minutes,
        "decimetres": wording.decimetres,
    }
    return found


def _html(template: str, status: int = 200, **values: Any) -> web.Response:
    text = _templates().get_template(template).render(values)
    return web.Response(text=text, status=status, content_type="text/html", headers={"Cache-Control": "no-store"})
