"""The wall: pages for people, every display live, Romanian.

Decides which pages there are and how the templates get their values. What is said of a display is `view`'s; the words
are `words`'. Without JavaScript a page is a snapshot; with it, single cards are fetched again when something changed.
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

from content.model import Display
from content.schedule import Showing
from control_server import plans, view
from control_server import web as common
from control_server.core import ControlServer
from control_server.fleet import Pictured
from control_server.wall import words

_HERE = Path(__file__).parent
_HOUR_S = 3600
_ROWS = 40
_PICTURES_S = 1.2
_COLOURS = 10


class _File(NamedTuple):
    path: Path
    content_type: str


STATIC = {
    "wall.css": _File(_HERE / "static" / "wall.css", "text/css"),
    "wall.js": _File(_HERE / "static" / "wall.js", "text/javascript"),
    "icon.svg": _File(_HERE / "static" / "icon.svg", "image/svg+xml"),
    "inter.ttf": _File(fontpkg_inter.ROOT / "files" / "Inter[opsz,wght].ttf", "font/ttf"),
}


async def page(request: web.Request) -> web.Response:
    """Every display."""
    server = common.server(request)
    await _pictures(server)
    cards = [_card(server, display) for display in _displays(server)]
    city = server.publisher.pack.city.name if server.publisher.pack else None
    online = sum(card["card"].online for card in cards)
    return _html("page.html", city=city, cards=cards, online=online, findings=server.findings())


async def detail(request: web.Request) -> web.Response:
    """One display, with its next hour; with `at`, what it shows and why at that instant, and the hour from then on."""
    server = common.server(request)
    display = server.display(request.match_info["display"])
    asked = request.query.get("at") or None
    at = plans.instant(server, display.id, asked)
    if asked is None:
        await _pictures(server)
    why = plans.explained(server, display.id, at, "ro")
    reasons = sorted(why.reasons, key=lambda reason: reason.state != "plays")
    values = {"at": at, "asked": asked is not None, "why": why, "reasons": reasons}
    values["frame"] = _frame(server, display, why.showing)
    return _html(
        "detail.html", city=server.pack().city.name, **values, **_hour(server, display, at), **_card(server, display)
    )


def _frame(server: ControlServer, display: Display, showing: Showing) -> str | None:
    """The digest of the picture that stands for a showing; None when the display is off."""
    told = server.publisher.manifests[display.id]
    if showing.state == "off":
        return None
    frame = told.frames.get(showing.slide or "", {}).get(showing.lang or "", told.neutral)
    return frame.asset


async def fragment(request: web.Request) -> web.Response:
    """One display's card, for the page that is open."""
    server = common.server(request)
    return _html("card.html", **_card(server, server.display(request.match_info["display"])))


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


def _card(server: ControlServer, display: Display) -> dict[str, Any]:
    return {
        "card": view.card(server, display),
        "zone": server.pack().zone(display),
        "headline": lambda showing: view.headline(server, showing.slide, showing.lang),
    }


def _hour(server: ControlServer, display: Display, now: datetime) -> dict[str, Any]:
    """What comes after `now`, in order (`rows`, the first 40), and each slide's seconds of that hour (`shares`)."""
    colours: dict[str | None, int] = {}
    shares: dict[str | None, dict[str, Any]] = {}
    rows = []
    for showing in server.showings(display.id, minutes=_HOUR_S // 60, start=now):
        colour = _colour(showing, colours)
        rows.append({"showing": showing, "colour": colour})
        share = shares.setdefault(showing.slide, {"state": showing.state, "colour": colour, "seconds": 0.0})
        share["seconds"] += min((showing.until - now).total_seconds(), _HOUR_S) - max(
            (showing.since - now).total_seconds(), 0
        )
    start = 0.0
    lang = server.pack().city.languages[0]
    for slide, share in shares.items():
        share["headline"] = view.headline(server, slide, lang) or words.WORDS[share["state"]]
        share["start"] = start
        start += share["seconds"]
    return {"rows": rows[:_ROWS], "shares": list(shares.values()), "hour": _HOUR_S}


def _colour(showing: Showing, colours: dict[str | None, int]) -> int:
    """1 … 10, in order of appearance; 0 for nothing scheduled."""
    if showing.slide is None:
        return 0
    return colours.setdefault(showing.slide, len(colours) % _COLOURS + 1)


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
        "words": words.WORDS,
        "kinds": words.KINDS,
        "languages": words.LANGUAGES,
        "clock": words.time_of_day,
        "moment": words.day_and_time,
        "field": words.field,
        "version": words.version,
        "number": words.number,
        "counted": words.counted,
        "checks": words.CHECKS,
        "warned": words.warned,
        "sentence": words.sentence,
        "minutes": words.minutes,
        "decimetres": words.decimetres,
    }
    return found


def _html(template: str, **values: Any) -> web.Response:
    text = _templates().get_template(template).render(values)
    return web.Response(text=text, content_type="text/html", headers={"Cache-Control": "no-store"})
