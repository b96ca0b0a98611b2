"""Whether this server leads or stands by, and what it does then.

The leader takes changes, keeps the link to the broker, renews and reads feeds. A standby serves everything that can be
read, from what the leader has stored, and leads as soon as nobody does. Leaves out who may lead (`storage.dialect`) and
what a leader does (`server`).
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

import structlog

from content.findings import RefusedError
from control_server.service import ControlServer
from control_server.storage import displays, feeds
from control_server.tasks import ended, finished, for_ever

_TRY_EVERY_S = 0.5
"""How often a standby asks whether nobody leads."""
_LOOK_EVERY_S = 5.0
"""How often a standby looks at everything that is stored, also at what nobody tells it of: statuses."""
_PAUSE_S = 0.2
"""Between two looks."""

log = structlog.get_logger()

Work = Mapping[str, Callable[[], Awaitable[None]]]
"""Endless tasks by name."""


async def take_up(server: ControlServer) -> None:
    """What other servers have stored is what this one knows. Raises RefusedError."""
    await _take_up_what_is_told(server)
    server.fleet.take_up(await displays.statuses(server.ground.database), server.ground.clock())


async def _take_up_what_is_told(server: ControlServer) -> None:
    await server.publisher.take_up()
    server.enrolments.take_up(await displays.credentials(server.ground.database))
    server.feeds.take_up(await feeds.records(server.ground.database))


async def lead_if_nobody_does(server: ControlServer) -> bool:
    """Whether this server leads now. Raises RefusedError."""
    return await server.ground.database.take_the_lead(partial(take_up, server))


async def taking_turns(server: ControlServer, work: Work) -> None:
    """Does the work of a leader while this server leads, and stands by while it does not. Runs until cancelled."""
    while True:
        if server.ground.database.leadership.leads:
            await _leading(server, work)
        await _standing_by(server)


async def _leading(server: ControlServer, work: Work) -> None:
    leads = server.ground.metrics.leads
    leads.set(1)
    tasks = [asyncio.create_task(for_ever(name, each)) for name, each in work.items()]
    try:
        await server.ground.database.leadership.lost()
    finally:
        leads.set(0)
        await finished(_ended(tasks))


async def _ended(tasks: list[asyncio.Task[None]]) -> None:
    """The last that was begun first."""
    for task in reversed(tasks):
        await ended(task)


async def _standing_by(server: ControlServer) -> None:
    """Until this server leads."""
    reviewing = asyncio.create_task(for_ever("review", lambda: _reviewing(server)))
    loop = asyncio.get_running_loop()
    looked, trouble = loop.time() - _LOOK_EVERY_S, ""
    try:
        while True:
            try:
                if await lead_if_nobody_does(server):
                    return
                told = await server.ground.database.leadership.told(_TRY_EVERY_S)
                if loop.time() - looked >= _LOOK_EVERY_S:
                    await take_up(server)
                    looked = loop.time()
                elif told:
                    await _take_up_what_is_told(server)
                    await asyncio.sleep(_PAUSE_S)
                trouble = ""
            except RefusedError as error:  # the database is away: everything that is known is served on
                if str(error) != trouble:
                    log.error("standby cannot follow", reason=str(error)[:300])
                trouble = str(error)
                await asyncio.sleep(_TRY_EVERY_S)
    finally:
        await finished(ended(reviewing))


async def _reviewing(server: ControlServer) -> None:
    """Counts the gate's warnings of what was taken up, beside following: it may take seconds."""
    reviewed = None
    while True:
        published = server.publisher.published
        if published is not reviewed:
            await server.publisher.review()
            reviewed = server.publisher.published
        await asyncio.sleep(_TRY_EVERY_S)
