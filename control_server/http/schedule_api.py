"""What displays show at any time, over HTTP: timelines, explanations, calendars. All of the plan that was signed.

Decides requests and answers. Times without an offset are local to the display.
"""

from datetime import timedelta

import msgspec
from aiohttp import web

from content.exchange.ical.feed import feed, today
from content.findings import refused
from content.schedule.resolve import Schedule
from control_server.devices.schedules import Schedules
from control_server.http import answers
from control_server.http.schedule_questions import ScheduleQuestions
from control_server.http.status_card import StatusCards
from control_server.publishing.publisher import Publisher

LONGEST = timedelta(days=7)
"""Of a timeline in one answer."""
CALENDAR_DAYS = 60
KEPT_BYTES = 32_000_000
"""The most that all kept calendars have together."""


class ScheduleApi:
    """The handlers of a display's timeline, explanation and calendar."""

    def __init__(
        self, publisher: Publisher, schedules: Schedules, questions: ScheduleQuestions, cards: StatusCards
    ) -> None:
        self._publisher, self._schedules, self._questions, self._cards = publisher, schedules, questions, cards
        self._calendars: dict[str, tuple[object, bytes]] = {}

    async def timeline(self, request: web.Request) -> web.Response:
        """What the display shows from `from` (now) to `to` (an hour later), at most seven days."""
        display, query = request.match_info["display"], request.query
        zone = self._questions.zone(display)
        start = self._questions.instant(display, query.get("from"))
        end = self._questions.instant(display, query["to"]) if "to" in query else start + timedelta(hours=1)
        if not start < end <= start + LONGEST:
            bounds = f"found {start.astimezone(zone):%Y-%m-%dT%H:%M} to {end.astimezone(zone):%Y-%m-%dT%H:%M}"
            expected = f"expected an end after the start and at most {LONGEST.days} days"
            raise refused("time", "from, to", f"{bounds}, {expected}")

        def rows(schedule: Schedule) -> msgspec.Raw:
            """As JSON: a week of a busy display has 7 MB."""
            return msgspec.Raw(msgspec.json.encode([showing.plain(zone) for showing in schedule.timeline(start, end)]))

        return answers.json(await self._schedules.ask(display, rows))

    async def explanation(self, request: web.Request) -> web.Response:
        """Why the display shows what it shows at `at` (now); sentences in `lang`, en or ro."""
        display, lang = request.match_info["display"], request.query.get("lang", "en")
        if lang not in ("en", "ro"):
            raise refused("language", "lang", f"found {lang!r}, expected en or ro")
        at = self._questions.instant(display, request.query.get("at"))
        why = await self._questions.explained(display, at, "ro" if lang == "ro" else "en")
        return answers.json(await self._schedules.ask(display, why))

    async def calendar(self, request: web.Request) -> web.Response:
        """What plays on the display in the next 60 days, to subscribe to."""
        published = self._publisher.published
        display = published.display(request.match_info["display"])
        pack, plan = published.city_pack(), published.plan(display.id)
        start = today(pack, display, self._questions.instant(display.id, None))
        headline = await self._cards.headlines(display.id)
        version = (published.revision, published.manifest(display.id).version, start)

        def events(_: Schedule) -> bytes:
            """Only in the queue. All that day one plan makes the same file."""
            known, data = self._calendars.pop(display.id, (None, b""))
            if known != version:
                data = feed(pack, display, plan, start, CALENDAR_DAYS, headline=headline)
            self._calendars[display.id] = version, data
            while sum(len(kept) for _, kept in self._calendars.values()) > KEPT_BYTES and len(self._calendars) > 1:
                del self._calendars[next(iter(self._calendars))]
            return data

        data = await self._schedules.ask(display.id, events)
        headers = {"Cache-Control": "no-cache", "Content-Disposition": f'inline; filename="{display.id}.ics"'}
        return web.Response(body=data, content_type="text/calendar", charset="utf-8", headers=headers)
