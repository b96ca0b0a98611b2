"""What displays show at any time, over HTTP: timelines, explanations, calendars. All of the plan that was signed.

Decides requests and answers. Times without an offset are local to the display.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from aiohttp import web

from content import strict_yaml
from content.exchange.ical.feed import feed, today
from content.explain import explanation as explaining
from content.explain.explanation import Explanation
from content.explain.sentences import InterfaceLang
from content.findings import refused
from content.schedule.resolve import Schedule
from control_server.http import answers as common
from control_server.http import status_card
from control_server.service import ControlServer

LONGEST = timedelta(days=7)
"""Of a timeline in one answer."""
CALENDAR_DAYS = 60


async def timeline(request: web.Request) -> web.Response:
    """What the display shows from `from` (now) to `to` (an hour later), at most seven days."""
    server, display = common.server(request), request.match_info["display"]
    zone = server.pack().zone(server.display(display))
    start = instant(server, display, request.query.get("from"))
    end = instant(server, display, request.query["to"]) if "to" in request.query else start + timedelta(hours=1)
    if not start < end <= start + LONGEST:
        found = f"found {start.astimezone(zone):%Y-%m-%dT%H:%M} to {end.astimezone(zone):%Y-%m-%dT%H:%M}"
        raise refused("time", "from, to", f"{found}, expected an end after the start and at most {LONGEST.days} days")

    def rows(schedule: Schedule) -> list[dict[str, str | None]]:
        return [showing.plain(zone) for showing in schedule.timeline(start, end)]

    return common.json(await server.schedules.ask(display, rows))


async def explanation(request: web.Request) -> web.Response:
    """Why the display shows what it shows at `at` (now); sentences in `lang`, en or ro."""
    server, display = common.server(request), request.match_info["display"]
    lang = request.query.get("lang", "en")
    if lang not in ("en", "ro"):
        raise refused("language", "lang", f"found {lang!r}, expected en or ro")
    at = instant(server, display, request.query.get("at"))
    why = explained(server, display, at, "ro" if lang == "ro" else "en")
    return common.json(await server.schedules.ask(display, why))


async def calendar(request: web.Request) -> web.Response:
    """What plays on the display in the next 60 days, to subscribe to."""
    server, display = common.server(request), request.match_info["display"]
    found = server.display(display)
    pack, plan = server.pack(), server.schedules.plan(display)
    start = today(pack, found, server.now())

    def events(_: Schedule) -> bytes:
        return feed(pack, found, plan, start, CALENDAR_DAYS, headline=_headlines(server))

    data = await server.schedules.ask(display, events)
    headers = {"Cache-Control": "no-cache", "Content-Disposition": f'inline; filename="{display}.ics"'}
    return web.Response(body=data, content_type="text/calendar", charset="utf-8", headers=headers)


def explained(
    server: ControlServer, display: str, at: datetime, language: InterfaceLang
) -> Callable[[Schedule], Explanation]:
    """The question that `content.explain` answers, to be put to the display's schedule. Raises RefusedError."""
    pack, found = server.pack(), server.display(display)
    headline = _headlines(server)
    return lambda schedule: explaining.of_schedule(pack, found, schedule, at, language=language, headline=headline)


def _headlines(server: ControlServer) -> explaining.Headline:
    """As drawn, with their figures."""
    return lambda slide, lang: status_card.headline(server, slide, lang) or slide


def instant(server: ControlServer, display: str, text: str | None) -> datetime:
    """What a person asked for, in UTC; nothing is now. Raises RefusedError (`time`)."""
    zone = server.pack().zone(server.display(display))
    if not text:
        return server.now()
    try:
        return strict_yaml.moment(pasted(text)).instant(zone).astimezone(UTC)
    except ValueError as error:
        raise refused("time", "the time asked for", str(error)) from error


def pasted(text: str) -> str:
    """A time with its offset's `+`, of which a query that was pasted as it is makes a space."""
    return re.sub(r"(:\d\d\S*) (\d\d:?\d\d)\Z", r"\1+\2", text)
