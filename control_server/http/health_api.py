"""Whether the server is well, and what it counts."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import msgspec
from aiohttp import web

from content.findings import RefusedError
from control_server.devices.fleet import Fleet
from control_server.http import answers, public
from control_server.metrics import Metrics
from control_server.publishing.publisher import Publisher
from control_server.publishing.renderer import Renderer
from control_server.sources.feeds import Feeds
from control_server.storage import alarms
from control_server.storage.database import Database

_HEALTH_S = 5
_MESSAGES = 100


class OpenAlarm(msgspec.Struct, frozen=True):
    """`display` is empty for the server's own link to its broker."""

    display: str
    raised: datetime


class MessageAnswer(msgspec.Struct, frozen=True):
    """`told` is when the mail server or webhook took it; `failure` why it did not when that was tried last."""

    id: str
    way: str
    at: datetime
    told: datetime | None
    failure: str


class AlarmsAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What `GET /api/alarms` answers, the newest message first."""

    open: list[OpenAlarm]
    messages: list[MessageAnswer]


class HealthApi(msgspec.Struct, frozen=True, kw_only=True):
    """The handlers of `/healthz`, `/metrics` and `/api/progress`.

    `workers` asks the render workers, `broker` says what it lacks.
    """

    publisher: Publisher
    renderer: Renderer
    fleet: Fleet
    feeds: Feeds
    broker: Callable[[], str]
    workers: Callable[[], Awaitable[object]]
    database: Database
    metrics: Metrics
    clock: Callable[[], datetime]

    async def healthz(self, request: web.Request) -> web.Response:
        """200 when database, broker and workers answer; 503 when one does not, and before there is a first pack.

        Which of them, and how far it is, is told to staff. A probe is told `ok`, `starting` or `failing`.
        """
        checks = {
            "database": await _well(self.database.check()),
            "broker": self.broker(),
            "workers": await _well(self.workers()),
        }
        if not self.database.leadership.leads:
            del checks["broker"]  # the leader's
        if self.publisher.published.pack is None:
            progress = self.renderer.progress
            checks["publishing"] = str(progress) if progress.needed else "waits for the first pack of the city"
        well = set(checks.values()) == {"ok"}
        if not self.database.leadership.leads:
            checks["role"] = "standby"
        if not public.is_staff(request):
            first = self.publisher.published.pack is None  # until then the broker is not needed
            parts = ("database", "workers") if first else ("database", "broker", "workers")
            failing = any(checks.get(part, "ok") != "ok" for part in parts)
            word = "ok" if well else "failing" if failing else "starting"
            return answers.json({"status": word}, 200 if well else 503)
        return answers.json(checks, 200 if well else 503)

    async def progress(self, request: web.Request) -> web.Response:
        """How many of the frames that are asked for now are drawn; 0 of 0 while nothing is."""
        return answers.json(self.renderer.progress._asdict())

    async def alarms(self, request: web.Request) -> web.Response:
        """The alarms that are open, and the last messages about alarms with how far they have come."""
        opened = await alarms.open_alarms(self.database)
        messages = await alarms.latest(self.database, _MESSAGES)
        answer = AlarmsAnswer(
            open=[OpenAlarm(display, raised) for display, raised in sorted(opened.items())],
            messages=[MessageAnswer(each.id, each.way, each.at, each.told, each.failure) for each in messages],
        )
        return answers.json(answer)

    async def exposition(self, request: web.Request) -> web.Response:
        """For Prometheus."""
        pack, now = self.publisher.published.pack, self.clock()
        displays = list(pack.displays) if pack else []
        online = sum(self.fleet.online(display, now) for display in displays)
        self.metrics.displays.labels("online").set(online)
        self.metrics.displays.labels("offline").set(len(displays) - online)
        self.feeds.observe()
        return web.Response(body=self.metrics.text(), content_type="text/plain", charset="utf-8")


async def _well(check: Awaitable[object]) -> str:
    try:
        async with asyncio.timeout(_HEALTH_S):
            await check
    except RefusedError as error:
        return str(error)
    except TimeoutError:
        return f"does not answer within {_HEALTH_S} s"
    return "ok"
