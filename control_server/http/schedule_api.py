"""What displays show at any time, over HTTP: timelines, explanations, calendars. All of the plan that was signed.

Decides requests and answers. Times without an offset are local to the display.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from content import strict_yaml
from content.exchange.ical.feed import feed, today
from content.explain import explanation as explaining
from content.explain.explanation import Explanation
from content.explain.sentences import InterfaceLang
from content.findings import refused
from content.schedule.resolve import Schedule
from control_server.devices.schedules import Schedules
from control_server.http import answers
from control_server.http.status_card import StatusCards
from control_server.publishing.publisher import Publisher

LONGEST = timedelta(days=7)
"""Of a timeline in one answer."""
CALENDAR_DAYS = 60


class ScheduleApi:
    """The handlers of a display's timeline, explanation and calendar."""

    def __init__(
        self, publisher: Publisher, schedules: Schedules, cards: StatusCards, clock: Callable[[], datetime]
    ) -> None:
        self._publisher, self._schedules, self._cards, self._clock = publisher, schedules, cards, clock

    async def timeline(self, request: web.Request) -> web.Response:
        """What the display shows from `from` (now) to `to` (an hour later), at most seven days."""
        display, query = request.match_info["display"], request.query
        zone = self._zone(display)
        start = self.instant(display, query.get("from"))
        end = self.instant(display, query["to"]) if "to" in query else start + timedelta(hours=1)
        if not start < end <= start + LONGEST:
            bounds = f"found {start.astimezone(zone):%Y-%m-%dT%H:%M} to {end.astimezone(zone):%Y-%m-%dT%H:%M}"
            expected = f"expected an end after the start and at most {LONGEST.days} days"
            raise refused("time", "from, to", f"{bounds}, {expected}")

        def rows(schedule: Schedule) -> list[dict[str, str | None]]:
            return [showing.plain(zone) for showing in schedule.timeline(start, end)]

        return answers.json(await self._schedules.ask(display, rows))

    async def explanation(self, request: web.Request) -> web.Response:
        """Why the display shows what it shows at `at` (now); sentences in `lang`, en or ro."""
        display, lang = request.match_info["display"], request.query.get("lang", "en")
        if lang not in ("en", "ro"):
            raise refused("language", "lang", f"found {lang!r}, expected en or ro")
        at = self.instant(display, request.query.get("at"))
        why = await self.explained(display, at, "ro" if lang == "ro" else "en")
        return answers.json(await self._schedules.ask(display, why))

    async def calendar(self, request: web.Request) -> web.Response:
        """What plays on the display in the next 60 days, to subscribe to."""
        published = self._publisher.published
        display = published.display(request.match_info["display"])
        pack, plan = published.city_pack(), published.plan(display.id)
        start = today(pack, display, self._clock())
        headline = await self._cards.headlines(display.id)

        def events(_: Schedule) -> bytes:
            return feed(pack, display, plan, start, CALENDAR_DAYS, headline=headline)

        data = await self._schedules.ask(display.id, events)
        headers = {"Cache-Control": "no-cache", "Content-Disposition": f'inline; filename="{display.id}.ics"'}
        return web.Response(body=data, content_type="text/calendar", charset="utf-8", headers=headers)

    async def explained(self, display: str, at: datetime, language: InterfaceLang) -> Callable[[Schedule], Explanation]:
        """The question that `content.explain` answers, to be put to the display's schedule. Raises RefusedError."""
        published = self._publisher.published
        pack, known = published.city_pack(), published.display(display)
        headline = await self._cards.headlines(display)
        return lambda schedule: explaining.of_schedule(pack, known, schedule, at, language=language, headline=headline)

    def instant(self, display: str, text: str | None) -> datetime:
        """What a person asked for, in UTC; nothing is now. Raises RefusedError (`time`, `unknown`)."""
        zone = self._zone(display)
        if not text:
            return self._clock()
        try:
            return strict_yaml.moment(pasted(text)).instant(zone).astimezone(UTC)
        except ValueError as error:
            raise refused("time", "the time asked for", str(error)) from error

    def _zone(self, display: str) -> ZoneInfo:
        published = self._publisher.published
        return published.city_pack().zone(published.display(display))


def pasted(text: str) -> str:
    """A time with its offset's `+`, of which a query that was pasted as it is makes a space."""
    return re.sub(r"(:\d\d\S*) (\d\d:?\d\d)\Z", r"\1+\2", text)
