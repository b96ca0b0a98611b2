"""The server and its mosquitto with hundreds of displays, of which some attack."""

import asyncio
import base64
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TypeVar

import aiohttp
import psutil
import pytest

from config.settings import AdvertisedBroker, BrokerSettings, ServerSettings
from config.system import descriptors
from content import wire
from control_server.devices import broker as brokers
from control_server.devices.fleet import Heard
from control_server.server import running
from control_server.service import ControlServer
from control_server.storage import displays
from tests.changes import publish, put_slide
from tests.playing import SigningDisplay
from tests.server.devices.raw_display import RawDisplay
from tests.server.simulator import PACK, START, slide

pytestmark = pytest.mark.system

T = TypeVar("T")

PANEL = "panel: {diagonal_inch: 32, width: 1280, height: 720}, viewing_distance_m: 2, languages: [ro]"


def pack(number: int) -> dict[str, bytes]:
    """With so many displays, all of one kind."""
    rows = (f"  - {{id: d{each}, name: Ecranul {each}, {PANEL}}}\n" for each in range(number))
    return {**PACK, "displays.yaml": ("displays:\n" + "".join(rows)).encode()}


@asynccontextmanager
async def city(folder: Path, number: int, **broker: object) -> AsyncIterator[ControlServer]:
    chosen = BrokerSettings(port=0, **broker)  # type: ignore[arg-type]
    settings = ServerSettings(data=str(folder / "data"), port=0, workers=1, broker=chosen)
    async with running(settings) as server:
        await publish(server, pack(number))
        yield server


async def connected(stack: AsyncExitStack, server: ControlServer, names: Iterable[str]) -> list[RawDisplay]:
    """Enrolled, let in, and subscribed to their manifests."""
    enrolments = [await server.enrolments.enrol(name) for name in names]
    came = []
    for enrolment in enrolments:
        display = RawDisplay(enrolment)
        await eventually(display)
        stack.callback(display.close)
        assert await display.subscribe(display.topic("manifest")) == 0
        came.append(display)
    return came


async def eventually(display: RawDisplay) -> None:
    """Connects, as soon as the broker has read who may, or is there again."""
    async with asyncio.timeout(20):
        while True:
            try:
                await display.connect()
            except (ConnectionError, asyncio.IncompleteReadError):
                await asyncio.sleep(0.05)
            else:
                return


async def silent(stack: AsyncExitStack, server: ControlServer, number: int) -> list[asyncio.StreamReader]:
    """So many connections that say nothing. Mosquitto lets 100 wait to be accepted."""
    own = server.surroundings.broker
    assert own
    readers = []
    for _ in range(number):
        reader, writer = await asyncio.open_connection(own.host, own.port)
        stack.callback(writer.transport.abort)
        readers.append(reader)
        await asyncio.sleep(0.001)
    return readers


async def each(work: Iterable[Awaitable[T]]) -> list[T]:
    async with asyncio.timeout(60):
        return await asyncio.gather(*work)


def written(server: ControlServer) -> int:
    """Bytes that mosquitto has sent to a disk (proc(5), `write_bytes`)."""
    own = server.surroundings.broker
    assert own
    lines = Path(f"/proc/{own.pid}/io").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("write_bytes")).split()[1])


def links_lost(server: ControlServer) -> float:
    lines = server.ground.metrics.text().decode().splitlines()
    return float(next(line for line in lines if line.startswith("afisier_link_lost_total")).split()[1])


def heartbeat(display: str, count: int) -> bytes:
    return wire.encode(wire.Status(display=display, online=True, screen_restarts=count))


async def test_three_hundred_are_told_nothing_is_written_and_no_link_is_lost(tmp_path: Path) -> None:
    async with city(tmp_path, 300) as server, AsyncExitStack() as stack:
        told = await connected(stack, server, [f"d{number}" for number in range(300)])
        started = written(server)  # what its start cost is not counted
        assert {m.sequence for m in await each(display.manifest() for display in told)} == {1}
        for count in range(3):
            for display in told:
                await display.publish("status", heartbeat(display.id, count))
            await put_slide(server, "anunt", slide(f"Podul {count}"))
            assert {m.sequence for m in await each(d.manifest(count + 2) for d in told)} == {count + 2}
        assert (written(server) - started, links_lost(server)) == (0, 0)
        own = server.surroundings.broker
        assert own and own.pid
        os.kill(own.pid, signal.SIGKILL)  # it forgets everything, and is told everything
        await eventually(told[0])
        started = written(server)
        for display in told:
            await eventually(display)
            await display.subscribe(display.topic("manifest"))
        assert {m.sequence for m in await each(display.manifest() for display in told)} == {4}
        assert (written(server) - started, links_lost(server)) == (0, 1)
        assert not list((tmp_path / "data" / "broker").glob("*.db"))


@pytest.mark.parametrize("size", [100, 2000, 100_000])
async def test_while_one_floods_nothing_of_the_others_is_lost_and_it_is_put_out(tmp_path: Path, size: int) -> None:
    """30,000 messages of QoS 1 as fast as they go, while 20 others report 15 times each."""
    async with city(tmp_path, 21) as server, AsyncExitStack() as stack:
        flooder, *others = await connected(stack, server, [f"d{number}" for number in range(21)])
        flood = heartbeat(flooder.id, 0)[:-1] + b',"x":"' + b"x" * size + b'"}'

        async def pour() -> int:
            for sent in range(30_000):
                try:
                    await flooder.publish("status", flood)
                except ConnectionError:
                    return sent
            return 30_000

        heard: dict[str, list[int]] = {display.id: [] for display in others}
        with server.fleet.subscribed() as events:
            flooding = asyncio.create_task(pour())
            for count in range(15):
                for display in others:
                    await display.publish("status", heartbeat(display.id, count))
            async with asyncio.timeout(30):
                async for event in events:
                    if isinstance(event, Heard) and event.display in heard:
                        heard[event.display].append(event.status.screen_restarts)
                    if all(len(counts) == 15 for counts in heard.values()):
                        break
        await each([flooder.ended(), flooding])
        assert all(counts == list(range(15)) for counts in heard.values())
        assert not server.enrolments.counts(flooder.id)
        with pytest.raises(ConnectionRefusedError):
            await flooder.connect()
        assert links_lost(server) == 0


async def test_three_thousand_connections_that_say_nothing_keep_nobody_out(tmp_path: Path) -> None:
    if descriptors.raised() < 7000:
        pytest.skip("the system allows too few open files for both sides of 3,000 connections")
    async with city(tmp_path, 2) as server, AsyncExitStack() as stack:
        own = server.surroundings.broker
        assert own
        await silent(stack, server, 3000)
        (gara,) = await connected(stack, server, ["d0"])
        await gara.manifest()
        await put_slide(server, "anunt", slide("Podul e deschis"))
        assert (await gara.manifest(2)).sequence == 2
        assert links_lost(server) == 0


async def test_when_every_place_is_taken_the_servers_own_connection_lives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(brokers, "MOST_PLACES", 20)
    async with city(tmp_path, 21) as server, AsyncExitStack() as stack:
        own = server.surroundings.broker
        assert own and own.places == 20
        came = await silent(stack, server, 40)
        assert await each(reader.read() for reader in came[20:]) == [b""] * 20  # closed at once
        assert own.lacks(21) == (
            "has room for 20 connections and the city has 21 displays; expected a limit of open files of at least 221 "
            "(`ulimit -Hn`, or LimitNOFILE= of the service)"
        )
        token = {"Authorization": f"Bearer {server.token}"}
        async with aiohttp.ClientSession(headers=token) as session, session.get(f"{server.url}/healthz") as answer:
            assert (answer.status, await answer.json()) == (
                503,
                {"broker": own.lacks(21), "database": "ok", "workers": "ok"},
            )
        await stack.aclose()
        (gara,) = await connected(stack, server, ["d0"])
        await gara.manifest()
        assert links_lost(server) == 0


async def test_subscriptions_without_end_fill_no_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """200,000 of them take 17 MB where there is no limit; here it is 6 MB."""
    monkeypatch.setattr(brokers, "MOST_MEMORY", 6_000_000)
    async with city(tmp_path, 2) as server, AsyncExitStack() as stack:
        greedy, other = await connected(stack, server, ["d0", "d1"])
        own = server.surroundings.broker
        assert own
        before = psutil.Process(own.pid).memory_info().rss
        with contextlib.suppress(ConnectionError):
            for packet in range(2000):
                await greedy.ask_for([f"t/{packet}/{number}" for number in range(100)])
        await put_slide(server, "anunt", slide("Podul e deschis"))
        assert (await other.manifest(2)).sequence == 2
        assert psutil.Process(own.pid).memory_info().rss - before < 10_000_000
        assert links_lost(server) == 0


# --- identities ------------------------------------------------------------------------------------------------------


async def status_of(server: ControlServer, display: RawDisplay) -> int:
    """Of a request for its manifest."""
    secret = base64.b64encode(f"{display.id}:{display.enrolment.password}".encode()).decode()
    headers = {"Authorization": f"Basic {secret}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.get(f"{server.url}/api/displays/{display.id}/manifest") as answer,
    ):
        return answer.status


async def test_a_display_that_leaves_the_pack_is_told_and_then_put_out(tmp_path: Path) -> None:
    async with city(tmp_path, 2) as server, AsyncExitStack() as stack:
        stays, leaves = await connected(stack, server, ["d0", "d1"])
        before = await leaves.manifest()
        assert (await status_of(server, leaves), await status_of(server, stays)) == (200, 200)
        await publish(server, pack(1))
        told = await leaves.manifest(2)
        programme = server.publisher.published.programmes[told.programme].programme
        assert told.programme != before.programme and not programme.plan.entries
        async with asyncio.timeout(20):
            await leaves.ended()
        assert (await status_of(server, leaves), await status_of(server, stays)) == (401, 200)
        with pytest.raises(ConnectionRefusedError):
            await leaves.connect()


async def test_of_a_display_that_left_the_pack_no_play_is_kept(tmp_path: Path) -> None:
    async with city(tmp_path, 2) as server, AsyncExitStack() as stack:
        leaves, stays = await connected(stack, server, ["d1", "d0"])
        with server.fleet.subscribed() as events:
            committed = asyncio.create_task(publish(server, pack(1)))
            while "d1" in server.publisher.published.city_pack().displays:  # noqa: ASYNC110  the moment of the commit
                await asyncio.sleep(0)
            play = wire.Play(number=1, slide=None, lang=None, campaign=None, asset=None, since=START, until=START)
            for display in (leaves, stays):
                await display.publish(
                    "plays", SigningDisplay(display.id, server.publisher.published.city_pack().city.id).envelope(play)
                )
            await committed
            await stays.publish("status", heartbeat("d0", 7))
            async with asyncio.timeout(20):
                async for event in events:
                    if isinstance(event, Heard):
                        break
            await server.reception.plays.keep()
        assert await displays.plays(server.ground.database, "d1") == []


async def test_a_revoked_display_is_put_out_at_once(tmp_path: Path) -> None:
    async with city(tmp_path, 2) as server, AsyncExitStack() as stack:
        lost, other = await connected(stack, server, ["d0", "d1"])
        headers = {"Authorization": f"Bearer {server.token}"}
        async with aiohttp.ClientSession(headers=headers) as session:
            async with session.delete(f"{server.url}/api/displays/d0/enrolment") as answer:
                assert answer.status == 204
            async with session.delete(f"{server.url}/api/displays/d0/enrolment") as answer:
                assert answer.status == 404
        async with asyncio.timeout(20):
            await lost.ended()
        assert (await status_of(server, lost), await status_of(server, other)) == (401, 200)
        with pytest.raises(ConnectionRefusedError):
            await lost.connect()
        await put_slide(server, "anunt", slide("Podul e deschis"))
        assert (await other.manifest(2)).sequence == 2


async def test_displays_are_told_what_is_advertised(tmp_path: Path) -> None:
    async with city(tmp_path, 1, advertise=AdvertisedBroker(host="mqtt.oras.ro")) as server:
        own = server.surroundings.broker
        told = (await server.enrolments.enrol("d0")).broker
        assert own and (told.host, told.port) == ("mqtt.oras.ro", own.port)
    async with city(tmp_path, 1, advertise=AdvertisedBroker(host="mqtt.oras.ro", port=9999)) as server:
        assert (await server.enrolments.enrol("d0")).broker.port == 9999
