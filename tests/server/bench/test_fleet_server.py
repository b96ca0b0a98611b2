"""A server in a process of its own is started, watched and ended from outside."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiomqtt
import click
import pytest

from config.system.usage import name
from content import wire
from control_server.bench.fleet_server import ServerProcess, Used
from tests.server.simulator import PACK

pytestmark = pytest.mark.system


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ServerProcess]:
    server = ServerProcess(tmp_path)
    yield server
    await server.stop()


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    for path, body in PACK.items():
        (tmp_path / "pack" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "pack" / path).write_bytes(body)
    return tmp_path / "pack"


async def test_it_publishes_and_keeps_its_identities(server: ServerProcess, pack: Path) -> None:
    assert await server.start(pack) > 0
    used = server.used()
    assert all(each.rss_mb > 1 for each in used) and used.since(used) == Used.nothing()._replace(
        **{key: each.since(each) for key, each in used._asdict().items()}
    )
    broker = server.broker_pid()
    assert broker is not None and name(broker) == "mosquitto"
    assert await server.stop() > 0
    assert name(broker) == ""

    displays = [*(await server.published_versions())]
    passwords = await server.enrol_at_rest(displays)
    assert sorted(passwords) == sorted(displays) and displays
    await server.start()
    assert server.links_lost() == 0 and server.database_bytes() > 10_000
    enrolment = await server.enrol(displays[0])
    assert enrolment.server == server.url and enrolment.password != passwords[displays[0]]
    for display in displays[1:]:
        async with await let_in(enrolment.broker.port, display, passwords[display]):
            pass


async def let_in(port: int, user: str, password: str) -> aiomqtt.Client:
    """A client that is let in; mosquitto reads who may connect in its own time."""
    async with asyncio.timeout(20):
        while True:
            client = aiomqtt.Client("127.0.0.1", port, username=user, password=password, timeout=1)
            try:
                async with client:
                    return aiomqtt.Client("127.0.0.1", port, username=user, password=password, timeout=20)
            except aiomqtt.MqttError:
                await asyncio.sleep(0.01)


async def test_the_bench_may_publish_what_the_server_may(server: ServerProcess, pack: Path) -> None:
    await server.start(pack)
    enrolment = await server.enrol("piata")
    user, password = server.admit_bench()
    async with (
        await let_in(enrolment.broker.port, "piata", enrolment.password) as display,
        await let_in(enrolment.broker.port, user, password) as bench,
        asyncio.timeout(20),
    ):
        topic = wire.TOPICS["manifest"].of(enrolment.site, "piata")
        await display.subscribe(topic)
        await bench.publish(topic, b"x", qos=1)
        payloads = (message.payload async for message in display.messages)
        assert b"x" in [await anext(payloads), await anext(payloads)]  # the other is the server's own


async def test_a_server_that_does_not_start_says_why(server: ServerProcess, pack: Path) -> None:
    (pack / "city.yaml").write_text("id: oras\n")
    with pytest.raises(click.ClickException, match=r"city\.yaml.*name"):
        await server.start(pack)


async def test_what_does_not_run_is_stopped_already(server: ServerProcess) -> None:
    assert await server.stop() == 0.0
