"""Starting and ending the control server: every resource opens and closes here, in one order.

Decides that order, and that a server which cannot have its folder, port, broker or database says so and leaves nothing
running. Leaves out what the parts do.
"""

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from aiohttp import web

from config.settings import ServerSettings
from content.findings import RefusedError, refused
from control_server import app
from control_server.devices import broker
from control_server.devices.fleet import Fleet
from control_server.devices.link import Address, MqttLink
from control_server.devices.reception import Reception
from control_server.metrics import Metrics
from control_server.publishing import workers
from control_server.publishing.publisher import Publisher
from control_server.publishing.renderer import Renderer
from control_server.service import ControlServer, Parts
from control_server.sources.feeds import LOOK_S
from control_server.storage import keys, store
from control_server.storage.blobs import Blobs
from control_server.tasks import ended

_KEEP_EVERY_S = 5
_LOOK_EVERY_S = 1
_RENEW_EVERY_S, _RENEW_AGAIN_S = 24 * 3600, 300
_BEGIN_AGAIN_S = 2
_DRAIN_S = 0.5
_FEED_PAUSE_S = 1

log = structlog.get_logger()

Clock = Callable[[], datetime]


def _utc_now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def running(settings: ServerSettings, *, clock: Clock = _utc_now) -> AsyncIterator[ControlServer]:
    """A server that answers from the first line of the `with` block on and is gone after the last.

    Port 0 (HTTP and broker) takes a free one. Raises RefusedError with one sentence when it cannot start.
    """
    folder = Path(settings.data)
    async with AsyncExitStack() as stack:
        stack.enter_context(keys.owned(folder))
        door = stack.enter_context(_door(settings.host, settings.port))
        drawing = await stack.enter_async_context(workers.working(settings.workers))
        database = await stack.enter_async_context(store.opened(folder / "afisier.db"))
        blobs = Blobs(_made(folder / "assets"))
        metrics = Metrics()
        renderer = Renderer(database, blobs, drawing.draw, metrics)
        publisher = Publisher(database, renderer, keys.signing_key(folder), metrics, clock)
        await publisher.load()
        fleet = Fleet()
        fleet.statuses = await database.statuses()
        own = await _broker(stack, settings, folder)
        server = ControlServer(
            Parts(
                settings=settings,
                store=database,
                blobs=blobs,
                publisher=publisher,
                fleet=fleet,
                reception=Reception(publisher, fleet),
                metrics=metrics,
                token=keys.token(folder),
                url=f"http://{_spoken(settings.host)}:{door.getsockname()[1]}",
                broker=own,
                broker_address=_address(settings, own),
                workers_alive=drawing.alive,
            )
        )
        server.credentials = await database.credentials()
        await server.refresher.load()
        await server.admit()
        await _serve(stack, server, door)
        for task in (_linked, _looking, _keeping, _renewing, _refreshing):
            stack.push_async_callback(ended, asyncio.create_task(_for_ever(task, server)))
        log.info("server started", url=server.url, broker=server.broker_address)
        yield server


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise refused("disk", str(folder), f"the folder cannot be made: {error.strerror}") from error
    return folder


@contextlib.contextmanager
def _door(host: str, port: int) -> Any:
    try:
        found = socket.create_server((host, port), backlog=1024)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        message = f"the server cannot listen there: {reason}; choose another port with --port or in `port`"
        raise refused("port", f"{host}:{port}", message) from error
    with found:
        yield found


def _spoken(host: str) -> str:
    """An address that can be gone to, for one that means "all of them"."""
    return {"0.0.0.0": socket.gethostname(), "::": socket.gethostname(), "": socket.gethostname()}.get(host, host)  # noqa: S104


async def _broker(stack: AsyncExitStack, settings: ServerSettings, folder: Path) -> broker.Broker | None:
    if not settings.broker.managed:
        return None
    return await stack.enter_async_context(broker.managed(settings.broker, folder / "broker"))


def _address(settings: ServerSettings, own: broker.Broker | None) -> Address:
    if own:
        return Address(_spoken(own.host), own.port, broker.SERVER_USER, own.password)
    outside = settings.broker
    return Address(outside.host, outside.port, outside.user, outside.password)


async def _serve(stack: AsyncExitStack, server: ControlServer, door: socket.socket) -> None:
    runner = web.AppRunner(app.application(server), access_log=None, shutdown_timeout=_DRAIN_S)
    stack.push_async_callback(runner.cleanup)
    await runner.setup()
    await web.SockSite(runner, door).start()


async def _for_ever(task: Callable[[ControlServer], Coroutine[Any, Any, None]], server: ControlServer) -> None:
    """A bug in one of these ends neither the server nor, silently, the task."""
    while True:
        try:
            await task(server)
        except Exception as error:
            log.error("task failed, begins again", task=task.__name__, reason=f"{type(error).__name__}: {error}"[:300])
        await asyncio.sleep(_BEGIN_AGAIN_S)


async def _linked(server: ControlServer) -> None:
    """The link to the broker, from when there is a pack: the site is in every topic."""
    while server.publisher.pack is None:
        await server.publisher.published.wait()
    parts = server.parts
    address = parts.broker_address
    if parts.broker:
        address = address._replace(host=parts.broker.host)
    link = MqttLink(address, server.publisher.pack.city.id, parts.reception, parts.metrics)
    parts.reception.link = link
    await link.run()


async def _looking(server: ControlServer) -> None:
    """Presence and pictures once a second: nobody says that they have gone."""
    while True:
        now = server.now()
        server.fleet.look_round(now)
        server.parts.reception.ask_watched(now)
        if server.parts.broker:
            server.parts.metrics.broker_restarts.set(server.parts.broker.restarts)
        await asyncio.sleep(_LOOK_EVERY_S)


async def _keeping(server: ControlServer) -> None:
    """Statuses to the database every 5 s, and at the end: they are many, and the next one comes in 20 s anyway."""
    try:
        while True:
            await asyncio.sleep(_KEEP_EVERY_S)
            await _keep(server)
    finally:
        await _keep(server)


async def _keep(server: ControlServer) -> None:
    try:
        await server.parts.store.keep_statuses(server.fleet.take_dirty())
    except RefusedError as error:
        log.error("statuses not kept", reason=str(error))


async def _renewing(server: ControlServer) -> None:
    """At start and once a day (a failure: after 5 minutes): manifests that templates or time have made old."""
    while True:
        wait = _RENEW_EVERY_S
        try:
            await server.publisher.renew()
        except RefusedError as error:
            wait = _RENEW_AGAIN_S
            log.error("manifests not renewed", reason=str(error)[:1000])
        await asyncio.sleep(wait)


async def _refreshing(server: ControlServer) -> None:
    """The feeds of `sources.yaml`, when they are due; looked at once a minute, for the pack may have changed."""
    while True:
        wait = await server.refresher.step()
        await asyncio.sleep(min(max(wait, _FEED_PAUSE_S), LOOK_S))
