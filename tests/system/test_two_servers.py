"""Two servers on one PostgreSQL with an external broker: one is killed in mid-publication, the other goes on."""

import asyncio
import base64
import json
import random
import signal
import time
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import aiomqtt
import pytest
import pytest_asyncio
import yaml

from config.system import mqtt
from content import wire
from content.wire import dsse
from control_server.devices.broker import rights
from control_server.tasks import ended
from tests.postgres_cluster import Cluster
from tests.rounds import rounds
from tests.server.simulator import PACK, slide
from tests.system.external_brokers import ExternalNats, documented
from tests.system.two_servers import ServerProcess, TwoServers, two_servers

pytestmark = pytest.mark.system

DISPLAY = "gara"


@pytest_asyncio.fixture
async def two(tmp_path: Path, postgres: Cluster) -> AsyncIterator[TwoServers]:
    async with two_servers(tmp_path, postgres) as two:
        await publish_first(two)
        yield two


async def publish_first(two: TwoServers) -> None:
    """The small pack is published through the leader."""
    pack = {path: base64.b64encode(body).decode() for path, body in PACK.items()}
    new = {"If-None-Match": "*"}
    status, body, _ = await two.call(await two.leader(), "PUT", "/api/pack", new, json=pack)
    assert status == 200, body


class SimulatedDisplay:
    """Enrolled, connected to the broker, and told manifests; it believes the newest."""

    def __init__(self, enrolment: dict[str, Any]) -> None:
        self.enrolment = enrolment
        self.manifest: wire.Manifest | None = None
        self._told = asyncio.Event()

    async def run(self) -> None:
        """Listens; connects again whenever the broker puts it out."""
        key = dsse.public_from_text(self.enrolment["key"])
        topic = wire.TOPICS["manifest"].of(self.enrolment["site"], DISPLAY)
        broker = self.enrolment["broker"]
        while True:
            try:
                async with aiomqtt.Client(
                    broker["host"], broker["port"], username=DISPLAY, password=self.enrolment["password"]
                ) as client:
                    await client.subscribe(topic, qos=0)
                    async for message in client.messages:
                        payload = dsse.verify(bytes(message.payload), "manifest", [key])  # type: ignore[arg-type]
                        manifest = wire.decode(payload, wire.Manifest, DISPLAY)
                        if self.manifest is None or manifest.version > self.manifest.version:
                            self.manifest = manifest
                        elif manifest.version == self.manifest.version:
                            assert manifest == self.manifest, "two manifests of one number"
                        self._told.set()
            except aiomqtt.MqttError:
                await asyncio.sleep(0.1)

    async def knows(self, version: tuple[int, int]) -> None:
        """Waits until it was told this version."""
        async with asyncio.timeout(60):
            while self.manifest is None or self.manifest.version < version:
                self._told.clear()
                await self._told.wait()
        assert self.manifest.version == version


async def enrolled(two: TwoServers) -> dict[str, Any]:
    status, body, _ = await two.call(await two.leader(), "POST", f"/api/displays/{DISPLAY}/enrolment")
    assert status == 200, body
    enrolment: dict[str, Any] = yaml.safe_load(body)
    await two.broker.admit(two.address, enrolment)
    return enrolment


class Served(NamedTuple):
    """What a server says of the display, and of the slide that it shows."""

    envelope: bytes
    manifest: wire.Manifest
    programme: wire.Programme
    slide: bytes


async def served(two: TwoServers, server: ServerProcess, enrolment: dict[str, Any]) -> Served:
    """Manifest, programme and every asset are asked for and checked, as a display does."""
    secret = f"{DISPLAY}:{enrolment['password']}"
    basic = {"Authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"}
    status, envelope, _ = await two.call(server, "GET", f"/api/displays/{DISPLAY}/manifest", basic)
    assert status == 200
    key = dsse.public_from_text(enrolment["key"])
    manifest = wire.decode(dsse.verify(envelope, "manifest", [key]), wire.Manifest, DISPLAY)
    status, body, _ = await two.call(server, "GET", f"/programmes/{manifest.programme}")
    assert (status, sha256(body).hexdigest()) == (200, manifest.programme)
    programme = wire.decode(body, wire.Programme, DISPLAY)
    for asset, size in programme.assets.items():
        status, body, _ = await two.call(server, "GET", f"/assets/{asset}")
        assert (status, len(body), sha256(body).hexdigest()) == (200, size, asset)
    status, body, _ = await two.call(server, "GET", "/api/slides/anunt")
    assert status == 200
    return Served(envelope, manifest, programme, body)


async def until_served(two: TwoServers, server: ServerProcess, enrolment: dict[str, Any], expected: bytes) -> None:
    """Until it serves this manifest: a standby is told of it after it is published."""
    async with asyncio.timeout(60):
        while (await served(two, server, enrolment)).envelope != expected:  # noqa: ASYNC110  another process's state
            await asyncio.sleep(0.05)


async def change(two: TwoServers, server: ServerProcess, title: str) -> int | None:
    """The revision of an acknowledged change; None when the server was gone before it answered."""
    try:
        status, body, _ = await two.call(server, "PUT", "/api/slides/anunt", data=slide(title))
    except aiohttp.ClientError:
        return None
    assert status == 200, body
    return int(json.loads(body)["revision"])


def test_the_rights_in_the_documents_are_those_of_the_managed_broker() -> None:
    displays, servers = documented("acl")
    assert displays == rights("oras")
    assert servers == "user server\ntopic readwrite afisier/v1/#\n"


@rounds
async def test_killed_in_mid_publication_the_other_goes_on_and_nothing_acknowledged_is_lost(
    two: TwoServers, again: int
) -> None:
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    print(f"seed {seed}")
    enrolment = await enrolled(two)
    display = SimulatedDisplay(enrolment)
    listening = asyncio.create_task(display.run())
    began = time.monotonic()
    assert await change(two, await two.leader(), "Podul 0") == 2
    lasts = time.monotonic() - began
    body = slide("Podul 0")
    for number in range(1, 4):
        leader = await two.leader()
        title = f"Podul {number}"
        changing = asyncio.create_task(change(two, leader, title))
        await asyncio.sleep(chance.uniform(0, 1.2 * lasts))  # the random moment: drawing, storing, telling, or done
        await leader.kill(chance.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGTERM]))
        acknowledged = await changing
        other = await two.leader(other_than=leader)
        now = await served(two, other, enrolment)
        durable = now.slide == slide(title)
        print(f"acknowledged: {acknowledged is not None}, durable: {durable}")
        assert now.slide == (slide(title) if durable else body)
        assert durable >= (acknowledged is not None)
        await display.knows(now.manifest.version)
        assert not listening.done()
        body = slide(f"{title} bis")
        assert await change(two, other, f"{title} bis")
        after = await served(two, other, enrolment)
        assert after.slide == body
        assert after.manifest.version > now.manifest.version
        await display.knows(after.manifest.version)
        await leader.start()
        assert not await two.leads(leader)
        await until_served(two, leader, enrolment, after.envelope)
        status, refusal, headers = await two.call(leader, "PUT", "/api/slides/anunt", data=body)
        assert (status, headers["Retry-After"]) == (503, "2"), refusal
    await ended(listening)
    for server in two.servers:
        assert "of-the-database" not in server.log
        assert "of-the-servers" not in server.log


async def test_a_leader_that_hung_is_none_any_more_when_it_goes_on(two: TwoServers) -> None:
    """Its machine stood still: PostgreSQL gave the lead to the other; what it was about to publish is refused."""
    enrolment = await enrolled(two)
    leader = await two.leader()
    assert leader.process
    changing = asyncio.create_task(change_or_refusal(two, leader, "Podul vechi"))
    await asyncio.sleep(0.05)
    leader.process.send_signal(signal.SIGSTOP)
    other = await two.leader(other_than=leader)
    before = (await served(two, other, enrolment)).slide
    revision = await change(two, other, "Podul nou")
    leader.process.send_signal(signal.SIGCONT)
    status = await changing
    assert status in (200, 503)
    assert (before == slide("Podul vechi")) >= (status == 200)  # acknowledged only what the other has found
    now = await served(two, other, enrolment)
    assert now.slide == slide("Podul nou")
    await until_served(two, leader, enrolment, now.envelope)
    assert not await two.leads(leader)
    assert revision is not None
    assert await change(two, other, "Podul si mai nou") == revision + 1


async def change_or_refusal(two: TwoServers, server: ServerProcess, title: str) -> int:
    """The status of the answer."""
    status, _, _ = await two.call(server, "PUT", "/api/slides/anunt", data=slide(title))
    return status


async def test_nats_carries_what_servers_and_displays_say(tmp_path: Path, postgres: Cluster) -> None:
    async with two_servers(tmp_path, postgres, ExternalNats) as two:
        await publish_first(two)
        enrolment = await enrolled(two)
        display = SimulatedDisplay(enrolment)
        listening = asyncio.create_task(display.run())
        leader = await two.leader()
        await display.knows((await served(two, leader, enrolment)).manifest.version)
        await leader.kill()
        other = await two.leader(other_than=leader)
        assert await change(two, other, "Podul 1") == 2
        await display.knows((await served(two, other, enrolment)).manifest.version)
        await ended(listening)
        broker = enrolment["broker"]
        async with aiomqtt.Client(
            broker["host"], broker["port"], username=DISPLAY, password=enrolment["password"]
        ) as client:
            for topic in ("piata/manifest", "+/manifest", "piata/status"):
                (granted,) = await client.subscribe(f"afisier/v1/oras/displays/{topic}", qos=0)
                assert mqtt.refuses([granted]), topic
