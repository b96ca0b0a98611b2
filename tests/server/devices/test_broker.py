"""The real mosquitto under the server: who may do what, and that it comes back."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import aiomqtt
import pytest

from config.settings import BrokerSettings, Enrolment, ServerSettings
from content import wire
from content.findings import RefusedError
from content.wire import dsse
from content.wire.trusted import TrustedSet
from control_server.devices import broker, credentials
from control_server.devices.broker import Broker
from control_server.devices.fleet import Heard, Presence
from control_server.server import running
from control_server.service import ControlServer
from control_server.storage import displays
from tests.changes import publish, put_slide
from tests.playing import SigningDisplay
from tests.server.simulator import PACK, START, slide

pytestmark = pytest.mark.system

SITE = "oras"
_TRY_S = 1.0
"""The client does not notice a connection reset before its CONNACK and waits this long."""
SECRETS = {"gara": credentials.generated(), "piata": credentials.generated()}


def client(port: int, user: str | None, password: str | None) -> aiomqtt.Client:
    return aiomqtt.Client(
        "127.0.0.1", port, username=user, password=password, identifier=f"{user}-test", timeout=_TRY_S
    )


def as_server(own: Broker) -> aiomqtt.Client:
    return client(own.server_port, broker.SERVER_USER, own.password)


@pytest.fixture
async def own(tmp_path: Path) -> AsyncIterator[Broker]:
    """A managed broker that knows two displays."""
    async with broker.managed(BrokerSettings(port=0), tmp_path / "broker") as found:
        found.admit(SITE, {display: credentials.hashed(secret) for display, secret in SECRETS.items()})
        await admitted(found, "piata")
        yield found


async def admitted(found: Broker, display: str) -> None:
    """Mosquitto reads its files again in its own time."""
    async with asyncio.timeout(10):
        while True:
            try:
                async with client(found.port, display, SECRETS[display]):
                    return
            except aiomqtt.MqttError:
                await asyncio.sleep(0.01)


def every_topic() -> list[tuple[str, str, str]]:
    """(topic, sender, display) for both displays."""
    return [(t.of(SITE, display), t.sender, display) for t in wire.TOPICS.values() for display in SECRETS]


async def collected(listener: aiomqtt.Client, last: str) -> set[str]:
    """Topics of what arrives, until a message on `last`."""
    found = set()
    async with asyncio.timeout(10):
        async for message in listener.messages:
            if message.payload == b"last" and message.topic.value == last:
                break
            found.add(message.topic.value)
    return found


async def test_a_display_publishes_on_its_own_topics_only(own: Broker) -> None:
    others = [f"{wire.PREFIX}/{SITE}/alert", f"{wire.PREFIX}/alt/displays/gara/status", "$SYS/x", "any"]
    mine = wire.TOPICS["status"].of(SITE, "gara")
    async with (
        as_server(own) as server,
        client(own.port, "gara", SECRETS["gara"]) as gara,
    ):
        await server.subscribe(f"{wire.PREFIX}/#", qos=1)
        for topic in [topic for topic, _, _ in every_topic()] + others:
            await gara.publish(topic, b"x", qos=1)
        await gara.publish(mine, b"last", qos=1)
        arrived = await collected(server, mine)
    assert arrived == {topic for topic, sender, display in every_topic() if (sender, display) == ("display", "gara")}


async def test_a_display_reads_its_own_topics_only(own: Broker) -> None:
    mine = wire.TOPICS["manifest"].of(SITE, "gara")
    async with (
        as_server(own) as server,
        client(own.port, "gara", SECRETS["gara"]) as gara,
    ):
        await gara.subscribe("#", qos=1)
        await gara.subscribe([(topic, 1) for topic, _, _ in every_topic()])
        for topic, _, _ in every_topic():
            await server.publish(topic, b"x", qos=1)
        await server.publish(mine, b"last", qos=1)
        arrived = await collected(gara, mine)
    assert arrived == {topic for topic, sender, display in every_topic() if (sender, display) == ("server", "gara")}


async def test_a_kept_manifest_of_another_display_is_not_given_out(own: Broker) -> None:
    mine, other = (wire.TOPICS["manifest"].of(SITE, display) for display in ("gara", "piata"))
    async with as_server(own) as server:
        await server.publish(other, b"x", qos=1, retain=True)
        await server.publish(mine, b"last", qos=1, retain=True)
    async with client(own.port, "gara", SECRETS["gara"]) as gara:
        await gara.subscribe([(other, 0), (mine, 0)])
        assert await collected(gara, mine) == set()


@pytest.mark.parametrize(
    ("user", "password"),
    [
        (None, None),
        ("gara", None),
        ("gara", ""),
        ("gara", SECRETS["piata"]),
        ("cineva", SECRETS["gara"]),
        ("server", SECRETS["gara"]),
        (broker.SERVER_USER, ""),
        (broker.SERVER_USER, SECRETS["gara"]),
        ("", ""),
    ],
    ids={secret: f"secret-of-{name}" for name, secret in SECRETS.items()}.get,
)
@pytest.mark.parametrize("listener", ["port", "server_port"])
async def test_nobody_else_is_let_in(own: Broker, user: str | None, password: str | None, listener: str) -> None:
    with pytest.raises(aiomqtt.MqttError):
        async with client(getattr(own, listener), user, password):
            pass


async def test_each_comes_in_by_its_own_listener_only(own: Broker) -> None:
    for port, user, password in [
        (own.port, broker.SERVER_USER, own.password),
        (own.server_port, "gara", SECRETS["gara"]),
    ]:
        with pytest.raises(aiomqtt.MqttError):
            async with client(port, user, password):
                pass


async def test_a_display_cannot_put_out_another_by_its_client_id(own: Broker) -> None:
    """MQTT 3.1.1 [MQTT-3.1.4-2]: of two connections with one client id the older is ended."""
    mine = wire.TOPICS["manifest"].of(SITE, "gara")
    async with (
        as_server(own) as server,
        client(own.port, "gara", SECRETS["gara"]) as gara,
    ):
        await gara.subscribe(mine)
        for taken in (broker.SERVER_USER, "gara", f"{broker.SERVER_USER}-test", "gara-test"):
            async with aiomqtt.Client(
                "127.0.0.1", own.port, username="piata", password=SECRETS["piata"], identifier=taken, timeout=_TRY_S
            ):
                pass
        await server.publish(mine, b"last", qos=1)
        assert await collected(gara, mine) == set()


async def test_who_is_no_longer_known_is_put_out(own: Broker) -> None:
    async with client(own.port, "gara", SECRETS["gara"]) as gara:
        own.admit(SITE, {"piata": credentials.hashed(SECRETS["piata"])})
        with pytest.raises(aiomqtt.MqttError):
            async with asyncio.timeout(10):
                async for _ in gara.messages:
                    pass
    with pytest.raises(aiomqtt.MqttError):
        async with client(own.port, "gara", SECRETS["gara"]):
            pass


async def test_a_killed_broker_comes_back_on_its_port(own: Broker) -> None:
    pid = own.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    await admitted(own, "gara")
    assert own.pid != pid
    assert own.restarts == 1


async def test_a_port_in_use_is_a_sentence(own: Broker, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=r"Address already in use; choose another port in broker\.port"):
        async with broker.managed(BrokerSettings(port=own.port), tmp_path / "second"):
            pass


async def test_no_mosquitto_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker.shutil, "which", lambda *_, **__: None)
    with pytest.raises(RefusedError, match="apt install mosquitto"):
        async with broker.managed(BrokerSettings(port=0), tmp_path / "broker"):
            pass
    assert not (tmp_path / "broker").exists()


# --- with the whole server -----------------------------------------------------------------------------------------


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ControlServer]:
    settings = ServerSettings(data=str(tmp_path / "data"), port=0, workers=1, broker=BrokerSettings(port=0))
    async with running(settings) as found:
        await publish(found, PACK)
        yield found


def display(enrolment: Enrolment) -> aiomqtt.Client:
    found = enrolment.broker
    return aiomqtt.Client(
        found.host, found.port, username=enrolment.display, password=enrolment.password, timeout=_TRY_S
    )


async def manifest(enrolment: Enrolment, gara: aiomqtt.Client, *, at_least: int = 1) -> wire.Manifest:
    """The display's manifest as it arrives, of this sequence or later."""
    topic = wire.TOPICS["manifest"]
    await gara.subscribe(topic.of(enrolment.site, "gara"), qos=0)
    async with asyncio.timeout(20):
        async for message in gara.messages:
            assert isinstance(message.payload, bytes)
            payload = dsse.verify(message.payload, "manifest", [enrolment.public_key()])
            found = wire.decode(payload, wire.Manifest, "")
            if found.sequence >= at_least:
                return found
    raise AssertionError


async def test_a_manifest_waits_for_its_display_and_a_change_follows(server: ControlServer) -> None:
    enrolment = await server.enrolments.enrol("gara")
    async with display(enrolment) as gara:
        assert (await manifest(enrolment, gara)).version == (1, 1)
        await put_slide(server, "anunt", slide("Podul e inchis"))
        assert (await manifest(enrolment, gara, at_least=2)).version == (1, 2)


async def test_after_a_killed_broker_that_forgot_everything_the_manifests_are_there_again(
    server: ControlServer,
) -> None:
    enrolment = await server.enrolments.enrol("gara")
    async with display(enrolment) as gara:
        await manifest(enrolment, gara)
    own = server.surroundings.broker
    assert own is not None and own.pid is not None
    os.kill(own.pid, signal.SIGKILL)
    async with asyncio.timeout(20):
        while True:
            try:
                async with display(enrolment) as gara:
                    assert (await manifest(enrolment, gara)).version == (1, 1)
                    break
            except aiomqtt.MqttError:
                await asyncio.sleep(0.05)


async def test_words_of_a_display_arrive_and_plays_are_acknowledged(server: ControlServer) -> None:
    enrolment = await server.enrolments.enrol("gara")
    played = wire.Play(number=1, slide=None, lang=None, campaign=None, asset=None, since=START, until=START)
    own = {name: topic.of(enrolment.site, "gara") for name, topic in wire.TOPICS.items()}
    signing = SigningDisplay("gara", enrolment.site)
    with server.fleet.subscribed(pictures=True) as events:
        async with display(enrolment) as gara:
            await gara.subscribe(own["plays-ack"])
            status = wire.Status(display="gara", online=True, adopted=(1, 1))
            await gara.publish(own["status"], wire.encode(status), qos=1, retain=True)
            await gara.publish(own["plays"], signing.envelope(played), qos=1)
            async with asyncio.timeout(10):
                message = await anext(aiter(gara.messages))
        assert isinstance(message.payload, bytes)
        believing = TrustedSet([enrolment.public_key()], enrolment.site, "gara")
        assert signing.tip is not None
        ack = wire.PlaysAck(display="gara", key=signing.key, tip=signing.tip)
        assert believing.accept_ack(message.payload) == ack
        server.fleet.close()
        told = [event async for event in events]
    assert [e.status for e in told if isinstance(e, Heard)] == [status]
    assert Presence("gara", True) in told
    assert await displays.plays(server.ground.database, "gara") == [played]


async def test_a_new_secret_puts_out_the_former_device(server: ControlServer) -> None:
    former = await server.enrolments.enrol("gara")
    async with display(former) as gara:
        await manifest(former, gara)
        present = await server.enrolments.enrol("gara")
        with pytest.raises(aiomqtt.MqttError):
            async with asyncio.timeout(10):
                async for _ in gara.messages:
                    pass
    async with display(present) as gara:
        await manifest(present, gara)
    with pytest.raises(aiomqtt.MqttError):
        async with display(former):
            pass


async def test_an_external_broker_is_one_setting(own: Broker, tmp_path: Path) -> None:
    outside = BrokerSettings(managed=False, port=own.server_port, user=broker.SERVER_USER, password=own.password)
    settings = ServerSettings(data=str(tmp_path / "data"), port=0, workers=1, broker=outside)
    async with running(settings) as server:
        await publish(server, PACK)
        assert server.surroundings.broker is None
        enrolment = await server.enrolments.enrol("gara")
        async with client(own.port, "gara", SECRETS["gara"]) as gara:
            assert (await manifest(enrolment, gara)).display == "gara"
