"""The endless tasks of a server: each does its work again, and survives what fails."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from content import wire
from content.findings import refused
from control_server import server as servers
from control_server.devices.fleet import Presence
from control_server.devices.link import Login, MqttLink
from control_server.storage import causes, displays, programmes
from control_server.tasks import ended
from tests.mqtt_broker import SimulatedBroker
from tests.server.simulator import PACK, Clock, Simulated, picture, simulated, slide


@asynccontextmanager
async def running(work: Awaitable[None]) -> AsyncIterator[None]:
    task = asyncio.ensure_future(work)
    try:
        yield
    finally:
        await ended(task)  # type: ignore[arg-type]


async def until(condition: Callable[[], object]) -> None:
    """Lets the other tasks run until it is true. Raises TimeoutError."""
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110  what is waited for is state, which has no event of its own
            await asyncio.sleep(0)


async def test_the_link_waits_for_the_first_pack_and_then_speaks_of_its_city(tmp_path: Path, clock: Clock) -> None:
    async with simulated(tmp_path, clock) as city, SimulatedBroker() as broker:
        link = MqttLink(Login(broker.host, broker.port, "@server", ""), city.server.ground.metrics)
        async with running(servers.linked(city.server, link)):
            await city.publish(PACK)
            await broker.until(lambda: len(broker.published) == 2)
            assert broker.logins[0].client == "Server-oras"
            city.server.fleet.look_round(clock.now)
            broker.publish(
                wire.TOPICS["status"].of("oras", "gara"), wire.encode(wire.Status(display="gara", online=True))
            )
            await until(lambda: city.server.fleet.online("gara", clock.now))


async def test_who_went_silent_is_noticed(city: Simulated, clock: Clock) -> None:
    await city.says(wire.Status(display="gara", online=True))
    with city.server.fleet.subscribed() as listener:
        async with running(servers.looking_round(city.server, every_s=0)):
            clock.forward(seconds=61)
            async with asyncio.timeout(20):
                async for event in listener:
                    if event == Presence("gara", False):
                        break


async def test_statuses_are_kept_again_and_again_and_at_the_end(city: Simulated, clock: Clock) -> None:
    database = city.server.ground.database
    async with running(servers.keeping_statuses(city.server, every_s=0)):
        await city.says(wire.Status(display="gara", online=True, rss_mb=1))
        async with asyncio.timeout(20):
            while "gara" not in await displays.statuses(database):  # noqa: ASYNC110  as in `until`
                await asyncio.sleep(0)
    async with running(servers.keeping_statuses(city.server, every_s=3600)):
        await asyncio.sleep(0)
        await city.says(wire.Status(display="piata", online=True))
    assert set(await displays.statuses(database)) == {"gara", "piata"}


async def test_pictures_of_displays_that_left_the_pack_are_deleted(city: Simulated) -> None:
    for display in ("gara", "piata"):
        await city.pictured(picture(1), None, display)
    async with running(servers.keeping_statuses(city.server, every_s=0)):
        await city.publish({**PACK, "displays.yaml": PACK["displays.yaml"].split(b"  - id: piata")[0]})
        await until(lambda: "piata" not in city.server.fleet.pictures)
    assert list(city.server.glasses.known) == ["gara"]
    assert not city.server.glasses.path("piata").exists() and city.server.glasses.path("gara").exists()


async def test_statuses_that_cannot_be_kept_end_nothing(
    city: Simulated, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tried: list[object] = []

    async def full(database: object, heard: object) -> None:
        tried.append(heard)
        raise refused("disk", "a.db", "the disk is full, expected room")

    monkeypatch.setattr(displays, "keep_statuses", full)
    async with running(servers.keeping_statuses(city.server, every_s=0)):
        await until(lambda: len(tried) >= 3)
    assert "statuses not kept" in capsys.readouterr().out


async def test_manifests_are_renewed_and_a_failure_is_tried_again_sooner(
    city: Simulated, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.forward(days=24)  # less than 7 of the 30 days remain
    async with running(servers.renewing(city.server, every_s=3600)):
        await until(lambda: city.published.versions() == {"gara": (1, 2), "piata": (1, 2)})
    assert [each.cause.kind for each in await causes.history(city.server.ground.database)] == ["renewal", "pack"]

    tries = 0

    async def fails_once() -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise refused("render", "x", "a worker died, expected one that lives")

    monkeypatch.setattr(city.server.publisher, "renew", fails_once)
    async with running(servers.renewing(city.server, every_s=3600, again_s=0)):
        await until(lambda: tries == 2)


async def test_what_nobody_needs_is_collected_at_start(city: Simulated, clock: Clock) -> None:
    """A server that is started anew every night collects too."""
    await city.put_slide("anunt", slide("Podul se deschide"))
    kept = city.published.programmes.keys()
    assert set(await programmes.digests(city.server.ground.database)) > kept
    clock.forward(days=8)
    async with running(servers.collecting(city.server, every_s=3600)):
        async with asyncio.timeout(20):
            while set(await programmes.digests(city.server.ground.database)) != kept:  # noqa: ASYNC110  state, no event
                await asyncio.sleep(0.01)


async def test_feeds_are_read_when_they_are_due(city: Simulated, monkeypatch: pytest.MonkeyPatch) -> None:
    waits, steps = [0.0, 3600.0], 0

    async def step() -> float:
        nonlocal steps
        steps += 1
        return waits.pop(0)

    monkeypatch.setattr(city.server.feeds, "step", step)
    async with running(servers.reading_feeds(city.server, pause_s=0)):
        await until(lambda: steps == 2)


async def test_the_first_pack_says_how_far_it_is(tmp_path: Path, clock: Clock) -> None:
    async with simulated(tmp_path, clock) as city:
        seen: list[str] = []

        async def look() -> None:
            seen.append(str(city.server.renderer.progress))

        city.pages.meanwhile = look
        await city.publish({**PACK, "slides/anunt.yaml": slide("Podul se deschide")})
        (sentence,) = seen
        assert re.fullmatch("starting: [0-4] of 5 frames drawn", sentence)
        assert city.server.renderer.progress == (0, 0)
