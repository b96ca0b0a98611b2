"""Starting and ending the control server: every resource opens and closes here, in one order.

Decides that order, which endless tasks a server has, and that a server which cannot have its folder, port, broker or
database says so and leaves nothing running. Leaves out what the parts do, and which knows which (`service`).
"""

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import structlog

from config.settings import BrokerAddress, BrokerSettings, ServerSettings
from config.system import descriptors, tls
from content.findings import RefusedError, refused
from control_server import app, roles, service
from control_server.alarms.ways import ways
from control_server.assembly.surroundings import Surroundings
from control_server.devices import broker
from control_server.devices.link import Login, MqttLink
from control_server.http import connections, places
from control_server.http.doorway import Doorway
from control_server.metrics import Metrics
from control_server.people.issuer import Issuer
from control_server.publishing import workers
from control_server.publishing.collection import collect
from control_server.service import ControlServer
from control_server.sources.feeds import LOOK_S
from control_server.sources.importing import SourceAccess
from control_server.storage import database, displays, keys
from control_server.storage.blobs import Blobs
from control_server.storage.glasses import Glasses
from control_server.storage.ground import Ground
from control_server.storage.shared_blobs import SharedBlobs
from control_server.tasks import ended, for_ever

_KEEP_EVERY_S = 20
"""Less than displays are silent before they count as down, so that a standby does not think so."""
_COLLECT_EVERY_S = 24 * 3600
_LOOK_EVERY_S = 1
_RENEW_EVERY_S, _RENEW_AGAIN_S = 24 * 3600, 300
_FORGET_EVERY_S = 24 * 3600
_TIDY_EVERY_S = 3600
_FEED_PAUSE_S = 1
_LOOK_AT_CERTIFICATE_S = 60

log = structlog.get_logger()

Clock = Callable[[], datetime]


def _utc_now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def running(
    settings: ServerSettings,
    *,
    clock: Clock = _utc_now,
    outside: SourceAccess = SourceAccess(),  # noqa: B008  immutable
) -> AsyncIterator[ControlServer]:
    """A server that answers from the first line of the `with` block on and is gone after the last.

    Tests replace the clock and how sources are fetched (`outside`).

    Port 0 (HTTP and broker) takes a free one. Raises RefusedError with one sentence when it cannot start.
    """
    folder, metrics = Path(settings.data), Metrics()
    descriptors.raised()
    async with AsyncExitStack() as stack:
        stack.enter_context(keys.owned(folder))
        certificate = _certificate(settings)
        listening = stack.enter_context(_listening_socket(settings.host, settings.port))
        drawing = await stack.enter_async_context(workers.working(settings.workers))
        place = settings.database or folder / "afisier.db"
        opened = await stack.enter_async_context(database.opened(place))
        own = await _broker(stack, settings, folder, certificate)
        link = MqttLink(_login(settings, own), metrics)
        ground = Ground(opened, keys.signer(folder), metrics, clock)
        server = await service.assembled(
            Surroundings(
                ground=ground,
                blobs=_blobs(settings, _made(folder / "assets"), opened),
                glasses=await asyncio.to_thread(Glasses, _made(folder / "glasses")),
                draw=drawing.draw,
                sketch=drawing.sketch,
                cut=drawing.cut,
                workers_alive=drawing.alive,
                link=link,
                broker=own,
                broker_address=_broker_address(settings.broker, own),
                token=keys.token(folder),
                keep_plays_days=settings.keep_plays_days,
                keep_plays_most=settings.keep_plays_most,
                public_wall=settings.public_wall,
                issuer=Issuer(settings.oidc, settings.oidc.secret()) if settings.oidc else None,
                url=_url(settings, listening),
                authority=_authority(settings),
                outside=outside,
                alarm_ways=ways(settings.alarms),
                alarm_language=settings.alarms.language,
            )
        )
        server.enrolments.admit()
        await roles.lead_if_nobody_does(server)
        stack.push_async_callback(server.errands.close)
        doorway = Doorway(certificate.context if certificate else None, settings.proxies())
        await _serve(stack, server, listening, doorway)
        tasks = _endless(server, link)
        if certificate:
            tasks["renew the certificate"] = partial(renewing_certificate, certificate, own, metrics)
        for name, work in tasks.items():
            stack.push_async_callback(ended, asyncio.create_task(for_ever(name, work)))
        log.info("server started", url=server.url, broker=server.surroundings.broker_address)
        yield server


def _blobs(settings: ServerSettings, folder: Path, opened: database.Database) -> Blobs:
    return SharedBlobs(folder, opened) if settings.database else Blobs(folder)


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise refused("disk", str(folder), f"the folder cannot be made: {error.strerror}") from error
    return folder


@contextlib.contextmanager
def _listening_socket(host: str, port: int) -> Any:
    try:
        listening = socket.create_server((host, port), backlog=1024)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        message = f"the server cannot listen there: {reason}; choose another port with --port or in `port`"
        raise refused("port", f"{host}:{port}", message) from error
    with listening:
        yield listening


def _url(settings: ServerSettings, listening: socket.socket) -> str:
    """Where people and displays reach the server."""
    scheme = "https" if settings.tls else "http"
    return settings.public_url or f"{scheme}://{_reachable_host(settings.host)}:{listening.getsockname()[1]}"


def _certificate(settings: ServerSettings) -> tls.Certificate | None:
    return tls.Certificate(Path(settings.tls.certificate), Path(settings.tls.key)) if settings.tls else None


def _authority(settings: ServerSettings) -> str | None:
    """The PEM text that displays get. Raises RefusedError (`tls`)."""
    if settings.authority is None:
        return None
    try:
        text = Path(settings.authority).read_text("ascii")
        tls.believing(text)
    except OSError as error:
        raise refused("tls", settings.authority, f"cannot be read: {error.strerror}, expected a PEM file") from error
    except ValueError as error:
        raise refused("tls", settings.authority, "has no certificate in PEM, expected that of an authority") from error
    return text


def _reachable_host(host: str) -> str:
    """An address that can be gone to, for one that means "all of them"."""
    return {"0.0.0.0": socket.gethostname(), "::": socket.gethostname(), "": socket.gethostname()}.get(host, host)  # noqa: S104


async def _broker(
    stack: AsyncExitStack, settings: ServerSettings, folder: Path, certificate: tls.Certificate | None
) -> broker.Broker | None:
    if not settings.broker.managed:
        return None
    return await stack.enter_async_context(broker.managed(settings.broker, folder / "broker", certificate))


def _login(settings: ServerSettings, own: broker.Broker | None) -> Login:
    """Where the broker is for the server, and as whom it connects there."""
    if own:
        return Login(broker.SERVER_HOST, own.server_port, broker.SERVER_USER, own.password)
    outside = settings.broker
    believing = tls.believing(_authority(settings)) if outside.tls else None
    return Login(outside.host, outside.port, outside.user, outside.password, believing)


def _broker_address(chosen: BrokerSettings, own: broker.Broker | None) -> BrokerAddress:
    """Where the broker is for the displays: what is advertised, else where it listens."""
    host, port = _reachable_host(chosen.host), own.port if own else chosen.port
    encrypted = own.certificate is not None if own else chosen.tls
    if told := chosen.advertise:
        host, port = told.host, told.port or port
        encrypted = encrypted if told.tls is None else told.tls
    return BrokerAddress(host=host, port=port, tls=encrypted)


async def _serve(stack: AsyncExitStack, server: ControlServer, listening: socket.socket, doorway: Doorway) -> None:
    limits, metrics = places.fitting_limits(), server.ground.metrics
    application = app.application(server)
    await stack.enter_async_context(connections.listening(application, listening, limits, metrics, doorway))


# --- endless tasks ---------------------------------------------------------------------------------------------------


def _endless(server: ControlServer, link: MqttLink) -> dict[str, Callable[[], Awaitable[None]]]:
    """What a server does by itself, by name."""
    return {
        "look round": lambda: looking_round(server),
        "take turns": partial(roles.taking_turns, server, _of_the_leader(server, link)),
    }


def _of_the_leader(server: ControlServer, link: MqttLink) -> dict[str, Callable[[], Awaitable[None]]]:
    """What a server that leads does by itself, by name."""
    return {
        "link": lambda: linked(server, link),
        "keep plays": server.reception.plays.run,
        "forget plays": lambda: forgetting_plays(server),
        "collect": lambda: collecting(server),
        "keep statuses": lambda: keeping_statuses(server),
        "renew": lambda: renewing(server),
        "read feeds": lambda: reading_feeds(server),
        "tidy errands": lambda: tidying_errands(server),
        "watch for alarms": server.alarms.run,
        "tell of alarms": server.telling.run,
    }


async def linked(server: ControlServer, link: MqttLink) -> None:
    """The link to the broker, from when there is a pack: the site is in every topic."""
    await server.publisher.has_pack.wait()
    server.enrolments.admit()
    await link.run(server.publisher.published.city_pack().city.id, server.reception)


async def looking_round(server: ControlServer, every_s: float = _LOOK_EVERY_S) -> None:
    """Presence and pictures once a second: nobody says that they have gone."""
    while True:
        now = server.ground.clock()
        server.fleet.look_round(now)
        server.reception.ask_watched(now)
        server.enrolments.look_round(now)
        if server.surroundings.broker:
            server.ground.metrics.broker_restarts.set(server.surroundings.broker.restarts)
        await asyncio.sleep(every_s)


async def keeping_statuses(server: ControlServer, every_s: float = _KEEP_EVERY_S) -> None:
    """Statuses to the database every 20 s, and at the end: they are many, and the next one comes in 20 s anyway.

    Pictures of displays that left the pack are deleted then.
    """
    try:
        while True:
            await asyncio.sleep(every_s)
            await _keep(server)
            if pack := server.publisher.published.pack:
                await server.glasses.keep(pack.displays)
    finally:
        await _keep(server)


async def _keep(server: ControlServer) -> None:
    try:
        await displays.keep_statuses(server.ground.database, server.fleet.take_dirty())
    except RefusedError as error:
        log.error("statuses not kept", reason=str(error))


async def forgetting_plays(server: ControlServer, every_s: float = _FORGET_EVERY_S) -> None:
    """At start and once a day: plays that have been kept long enough."""
    while True:
        if forgotten := await server.reception.plays.forget():
            log.info("plays forgotten", plays=forgotten)
        await asyncio.sleep(every_s)


async def collecting(server: ControlServer, every_s: float = _COLLECT_EVERY_S) -> None:
    """At start and once a day: programmes and assets that nobody needs any more."""
    while True:
        deleted = await collect(server.ground, server.surroundings.blobs)
        log.info("collected", programmes=deleted.programmes, assets=deleted.assets)
        await asyncio.sleep(every_s)


async def renewing(server: ControlServer, every_s: float = _RENEW_EVERY_S, again_s: float = _RENEW_AGAIN_S) -> None:
    """At start and once a day (a failure: after 5 minutes): manifests that templates or time have made old."""
    while True:
        wait = every_s
        try:
            await server.publisher.renew()
        except RefusedError as error:
            wait = again_s
            log.error("manifests not renewed", reason=str(error)[:1000])
        await asyncio.sleep(wait)


async def renewing_certificate(
    certificate: tls.Certificate,
    own: broker.Broker | None,
    metrics: Metrics,
    every_s: float = _LOOK_AT_CERTIFICATE_S,
) -> None:
    """Once a minute: files of TLS that were replaced are shown from then on, by the broker too."""
    metrics.certificate_until.set(certificate.until.timestamp())
    while True:
        await asyncio.sleep(every_s)
        try:
            if certificate.renewed():
                metrics.certificate_until.set(certificate.until.timestamp())
                log.info("certificate taken up", file=str(certificate.chain), until=certificate.until)
                if own:
                    own.read_again()
        except RefusedError as error:
            log.error("certificate not taken up", reason=str(error))


async def reading_feeds(server: ControlServer, pause_s: float = _FEED_PAUSE_S) -> None:
    """The feeds of `sources.yaml`, when they are due; looked at once a minute, for the pack may have changed."""
    while True:
        wait = await server.feeds.step()
        await asyncio.sleep(min(max(wait, pause_s), LOOK_S))


async def tidying_errands(server: ControlServer, every_s: float = _TIDY_EVERY_S) -> None:
    """At start and once an hour: work of people that no server does any more, and what they left a day ago."""
    while True:
        await server.errands.tidy()
        await asyncio.sleep(every_s)
