"""What displays show at any time, over HTTP: timelines, explanations, calendars.

Decides requests and answers. Staff are told of the plan that was signed, at any time; the public of what was shown, by
the plays. Times without an offset are local to the display.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
from aiohttp import web

from content.exchange.ical.feed import feed, today
from content.explain.sentences import InterfaceLang
from content.findings import refused
from content.schedule.resolve import Schedule
from control_server.devices.schedules import Schedules
from control_server.http import answers, public
from control_server.http.schedule_questions import ScheduleQuestions
from control_server.http.status_card import StatusCards
from control_server.publishing.publisher import Publisher

LONGEST = timedelta(days=7)
"""Of a timeline in one answer."""
LONGEST_PAST = timedelta(days=1)
"""Of what was shown, in one answer."""
_PLAYS = 20_000
"""The most of a day: a turn has some seconds."""
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
        """What the display shows from `from` (now) to `to` (an hour later), at most seven days.

        To the public: what it has shown, by default in the last hour, at most of a day.
        """
        if not public.is_staff(request):
            return await self._shown(request)
        display, query = request.match_info["display"], request.query
        zone = self._questions.zone(display)
        start = self._questions.instant(display, query.get("from"))
        end = self._questions.instant(display, query["to"]) if "to" in query else start + timedelta(hours=1)
        _bounded(start, end, zone, LONGEST)

        def rows(schedule: Schedule) -> msgspec.Raw:
            """As JSON: a week of a busy display has 7 MB."""
            return msgspec.Raw(msgspec.json.encode([showing.plain(zone) for showing in schedule.timeline(start, end)]))

        return answers.json(await self._schedules.ask(display, rows))

    async def _shown(self, request: web.Request) -> web.Response:
        display, query, now = request.match_info["display"], request.query, self._questions.now()
        zone = self._questions.zone(display)
        start, end = (self._questions.instant(display, query.get(name)) for name in ("from", "to"))
        public.until_now(request, max(start, end), now)
        if "from" not in query:
            start = end - timedelta(hours=1)
        elif "to" not in query:
            end = min(now, start + timedelta(hours=1))
        _bounded(start, end, zone, LONGEST_PAST)
        showed = await self._questions.past.between(display, start, end, _PLAYS)
        return answers.json([each.plain(zone) for each in showed])

    async def explanation(self, request: web.Request) -> web.Response:
        """Why the display shows what it shows at `at` (now); sentences in `lang`, en or ro.

        To the public: why it shows what it shows now, or what it showed at a former instant.
        """
        display, lang = request.match_info["display"], request.query.get("lang", "en")
        if lang not in ("en", "ro"):
            raise refused("language", "lang", f"found {lang!r}, expected en or ro")
        at = self._questions.instant(display, request.query.get("at"))
        language: InterfaceLang = "ro" if lang == "ro" else "en"
        staff, now = public.is_staff(request), self._questions.now()
        public.until_now(request, at, now)
        if not staff and at < now:
            showed, sentence = await self._questions.remembered(display, at, language)
            shows = showed.plain(self._questions.zone(display)) if showed else None
            return answers.json({"display": display, "at": at, "showing": shows, "sentence": sentence})
        why = await self._questions.explained(display, at, language, present=not staff)
        told = await self._schedules.ask(display, why)
        return answers.json(told if staff else public.of_explanation(told))

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


def _bounded(start: datetime, end: datetime, zone: ZoneInfo, longest: timedelta) -> None:
    """Raises RefusedError (`time`)."""
    if start < end <= start + longest:
        return
    bounds = f"found {start.astimezone(zone):%Y-%m-%dT%H:%M} to {end.astimezone(zone):%Y-%m-%dT%H:%M}"
    days = f"{longest.days} days" if longest.days > 1 else "a day"
    raise refused("time", "from, to", f"{bounds}, expected an end after the start and at most {days}")
