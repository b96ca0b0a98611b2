"""The agent with a real mosquitto: what it subscribes to, what it says, and that it comes back."""

import asyncio
import contextlib
import hashlib
import os
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiomqtt
import msgspec
import pytest
import pytest_asyncio

from config.settings import BrokerAddress
from content import wire
from content.wire import TOPICS, Command, Glass, Play, Plays, PlaysAck, Status, Tip, dsse, play_chain
from display_client import runtime_files
from display_client.agent import Agent
from display_client.bench.rehearsal import Rehearsal, Rehearsed, SyntheticSlide
from display_client.download import Downloads
from display_client.journal import JournalReader, JournalWriter
from display_client.runtime_files import RuntimeFiles
from tests.display.simulator import Simulator
from tests.display.test_agent import until

pytestmark = pytest.mark.system

FILE, NEUTRAL = b"a picture", b"the neutral one"
AT = datetime(2026, 11, 20, 8, tzinfo=UTC)


class Broker:
    """A mosquitto that can be killed and started again on its port."""

    def __init__(self, folder: Path, host: str = "127.0.0.1") -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._configuration = folder / "mosquitto.conf"
        self._configuration.write_text(f"listener {self.port} {host}\nallow_anonymous true\n")
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        program = shutil.which("mosquitto") or "/usr/sbin/mosquitto"
        command = [program, "-c", str(self._configuration)]
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: ASYNC220  forks once, at the start

        def listens() -> bool:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return True
            return False

        await until(listens)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@pytest_asyncio.fixture
async def broker(tmp_path: Path) -> AsyncIterator[Broker]:
    broker = Broker(tmp_path)
    await broker.start()
    yield broker
    broker.kill()


class Server:
    """The server's side of the broker; every status the display published, in order."""

    def __init__(self, client: aiomqtt.Client, city: Rehearsal) -> None:
        self.client, self._city = client, city
        self.statuses: list[Status] = []
        self.plays: list[Play] = []
        self.batches: list[Plays] = []

    def topic(self, name: str) -> str:
        return TOPICS[name].of(self._city.enrolment.site, self._city.enrolment.display)

    async def publish(self, name: str, payload: bytes) -> None:
        await self.client.publish(self.topic(name), payload, TOPICS[name].qos, TOPICS[name].retain)

    async def listen(self) -> None:
        async for message in self.client.messages:
            assert isinstance(message.payload, bytes)
            if message.topic.matches(self.topic("status")):
                self.statuses.append(msgspec.json.decode(message.payload, type=Status))
            else:
                self.batches.append(play_chain.opened(message.payload).batch)
                self.plays += self.batches[-1].plays


@contextlib.asynccontextmanager
async def serving(broker: Broker, city: Rehearsal) -> AsyncIterator[Server]:
    async with aiomqtt.Client("127.0.0.1", broker.port) as client:
        server = Server(client, city)
        for name in ("status", "plays"):
            await client.subscribe(server.topic(name), qos=1)
        work = asyncio.create_task(server.listen())
        yield server
        work.cancel()


@pytest_asyncio.fixture
async def server(broker: Broker, city: Rehearsal) -> AsyncIterator[Server]:
    async with serving(broker, city) as server:
        yield server


def hung(city: Rehearsal) -> Rehearsed:
    """The first manifest of the display."""
    return city.manifest({"a": SyntheticSlide(FILE)}, NEUTRAL).told(sequence=1)


def journal_of(city: Rehearsal) -> JournalReader:
    return JournalReader(RuntimeFiles(runtime_files.folder(city.store.folder)).plays, city.store.plays)


@pytest_asyncio.fixture
async def agent(broker: Broker, city: Rehearsal, simulator: Simulator) -> AsyncIterator["asyncio.Task[None]"]:
    """An agent that runs; cancelled as by SIGTERM."""
    city.enrol(server=simulator.url, broker=BrokerAddress(host="127.0.0.1", port=broker.port))
    simulator.offer(FILE, NEUTRAL)
    simulator.offer_programme(hung(city).data)
    notes = RuntimeFiles(runtime_files.folder(city.store.folder))
    notes.prepare()
    writer = JournalWriter(notes.plays, city.store.plays)
    for minute in range(3):
        since = AT + timedelta(minutes=minute)
        writer.append(Play(number=0, slide="a", lang="ro", campaign="c", asset=None, since=since, until=since))
    writer.close()
    async with Downloads(city.enrolment, city.store) as downloads:
        work = asyncio.create_task(Agent(city.enrolment, city.store, notes, downloads).run())
        yield work
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work


def is_adopted(server: Server, version: tuple[int, int]) -> bool:
    return any(status.adopted == version for status in server.statuses)


@pytest.mark.usefixtures("agent")
async def test_a_retained_manifest_is_adopted_and_said(server: Server, city: Rehearsal) -> None:
    await until(lambda: server.statuses)
    assert server.statuses[0].online and server.statuses[0].adopted is None
    assert server.statuses[0].version and server.statuses[0].rss_mb > 1 and server.statuses[0].disk_free_mb > 1
    envelope = city.sign(hung(city))
    await server.publish("manifest", envelope)
    await until(lambda: is_adopted(server, (1, 1)))
    assert server.statuses[-1].manifest == hashlib.sha256(envelope).hexdigest()


@pytest.mark.usefixtures("agent")
async def test_a_forged_manifest_is_refused_in_words(server: Server, city: Rehearsal, tmp_path: Path) -> None:
    await until(lambda: server.statuses)
    forged = Rehearsal(tmp_path).sign(hung(city))
    await server.publish("manifest", forged)
    await until(lambda: any(status.rejected for status in server.statuses))
    assert "is not genuine" in str(server.statuses[-1].rejected)
    assert city.store.adopted() is None


@pytest.mark.usefixtures("agent")
async def test_plays_are_sent_until_acknowledged_then_trimmed(server: Server, city: Rehearsal) -> None:
    await until(lambda: len(server.plays) >= 3)
    assert [play.number for play in server.plays[:3]] == [1, 2, 3]
    assert len(journal_of(city).waiting(9)) == 3
    key, tip = dsse.key_id(dsse.public_from_text(server.batches[0].key)), Tip(number=2, hash="0" * 64)
    anybody = wire.encode(PlaysAck(display="repetitie", key=key, tip=Tip(number=3, hash="")))
    await server.publish("plays-ack", anybody)
    await server.publish("plays-ack", city.sign_ack("f" * 16, Tip(number=3, hash="")))  # of a card that was lost
    await server.publish("plays-ack", city.sign_ack(key, tip))
    await until(lambda: journal_of(city).tip == tip)
    await until(lambda: [play.number for play in server.batches[-1].plays] == [3])
    sent = [[play.number for play in batch.plays] for batch in server.batches]
    assert sent[0] == [1, 2, 3] and all(numbers in ([1, 2, 3], [3]) for numbers in sent)
    assert server.batches[-1].after == tip


@pytest.mark.usefixtures("agent")
async def test_a_change_of_the_glass_is_said_at_once_and_captured_when_asked(
    server: Server, city: Rehearsal, simulator: Simulator
) -> None:
    await until(lambda: server.statuses)
    notes = RuntimeFiles(runtime_files.folder(city.store.folder))
    glass = Glass(state="showing", slide="a", lang="ro", since=AT, lit=datetime.now(UTC), count=7)
    notes.glass.write(msgspec.json.encode(glass))
    await until(lambda: server.statuses[-1].glass == glass)
    expires = datetime.now(UTC) + timedelta(seconds=30)
    asked = Command(id="c-1", display=city.enrolment.display, verb="screenshot", expires=expires)
    await server.publish("command", dsse.sign(wire.encode(asked), "command", city.key))
    await until(lambda: notes.capture.read() == b"c-1")
    notes.captured_png.write(b"pixels")
    notes.captured.write(msgspec.json.encode(glass))
    await until(lambda: simulator.glass)
    assert simulator.glass[0][0] == b"pixels"
    assert simulator.glass[0][1]["count"] == 7


@pytest.mark.usefixtures("agent")
async def test_a_glass_nobody_has_seen_lately_is_not_reported(server: Server, city: Rehearsal) -> None:
    await until(lambda: server.statuses)
    before = len(server.statuses)
    notes = RuntimeFiles(runtime_files.folder(city.store.folder))
    written = notes.path / "written-long-ago"
    written.write_bytes(msgspec.json.encode(Glass(state="showing", slide="a", lang="ro", since=AT, lit=AT, count=7)))
    os.utime(written, (AT.timestamp(), AT.timestamp()))
    written.rename(notes.glass.path)
    await until(lambda: len(server.statuses) > before)
    assert server.statuses[-1].glass is None
    notes.heartbeat.beat()
    notes.glass.write(msgspec.json.encode(Glass(state="showing", slide="a", lang="ro", since=AT, lit=AT, count=8)))
    await until(lambda: server.statuses[-1].glass)


async def test_it_says_goodbye_and_the_last_will_is_kept(server: Server, agent: "asyncio.Task[None]") -> None:
    await until(lambda: server.statuses)
    agent.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await agent
    await until(lambda: not server.statuses[-1].online)


@pytest.mark.usefixtures("agent")
async def test_a_killed_broker_is_found_again_and_the_manifest_catches_up(city: Rehearsal, broker: Broker) -> None:
    async with serving(broker, city) as server:
        await until(lambda: server.statuses)
    broker.kill()
    await broker.start()
    async with serving(broker, city) as server:
        await server.publish("manifest", city.sign(hung(city)))
        await until(lambda: is_adopted(server, (1, 1)))
