"""The raw client says what a broker understands, and reads whatever pieces a broker's bytes come in."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiomqtt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.settings import BrokerSettings
from content import wire
from control_server.bench import raw_mqtt
from control_server.bench.raw_mqtt import PUBLISH, LastWill, Packet, RawClient
from control_server.devices import broker, credentials
from control_server.devices.broker import Broker

SECRETS = {"gara": credentials.generated(), "piata": credentials.generated()}
WITHIN_S = 20


class Witness(RawClient):
    """Notes what happens to it, and waits for it."""

    def __init__(self, user: str, password: str, topics: tuple[str, ...] = (), will: LastWill | None = None) -> None:
        super().__init__(user, password, will)
        self.topics = topics
        self.events: list[object] = []
        self._happened = asyncio.Condition()

    def accepted(self) -> None:
        self._note("accepted")
        if self.topics:
            self.send(raw_mqtt.subscribe(7, self.topics))

    def subscribed(self) -> None:
        self._note("subscribed")

    def heard(self, topic: str, payload: bytes) -> None:
        self._note((topic, payload))

    def acknowledged(self, number: int) -> None:
        self._note(number)

    def refused(self, reason: str) -> None:
        self._note(reason)

    def lost(self) -> None:
        self._note("lost")

    def _note(self, event: object) -> None:
        self.events.append(event)
        self._task = asyncio.ensure_future(self._notify())

    async def _notify(self) -> None:
        async with self._happened:
            self._happened.notify_all()

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(WITHIN_S), self._happened:
            await self._happened.wait_for(condition)


# --- bytes -----------------------------------------------------------------------------------------------------------


@given(
    payloads=st.lists(st.binary(max_size=300) | st.just(bytes(20_000)), max_size=6),
    cuts=st.lists(st.integers(0, 60_000), max_size=8),
)
def test_packets_are_the_same_in_whatever_pieces_they_come(payloads: list[bytes], cuts: list[int]) -> None:
    sent = b"".join(raw_mqtt.publish("a/b", payload, number + 1) for number, payload in enumerate(payloads))
    rest, packets = b"", []
    for start, end in zip([0, *sorted(cuts)], [*sorted(cuts), len(sent)], strict=True):
        more, rest = raw_mqtt.split(rest + sent[start:end])
        packets += more
    assert rest == b""
    heads = [b"\0\3a/b" + (number + 1).to_bytes(2, "big") for number in range(len(payloads))]
    assert packets == [Packet(PUBLISH, 2, head + payload) for head, payload in zip(heads, payloads, strict=True)]


@given(data=st.binary(max_size=50))
def test_any_bytes_are_packets_and_a_rest_or_are_refused(data: bytes) -> None:
    try:
        packets, rest = raw_mqtt.split(data)
    except ValueError as error:
        assert "expected an MQTT packet" in str(error)
    else:
        assert sum(len(packet.body) + 2 for packet in packets) + len(rest) <= len(data)
        assert data.endswith(rest)


def test_a_packet_is_as_the_standard_has_it() -> None:
    """Sections 3.1 to 3.8, in their bytes."""
    assert raw_mqtt.connect("u", "p", 30).hex(" ") == "10 13 00 04 4d 51 54 54 04 c2 00 1e 00 01 75 00 01 75 00 01 70"
    assert raw_mqtt.connect("u", "p", 30, LastWill("t", b"w"))[9] == 0xEE
    assert raw_mqtt.subscribe(258, ["a"]).hex(" ") == "82 06 01 02 00 01 61 00"
    assert raw_mqtt.publish("a", b"x").hex(" ") == "30 04 00 01 61 78"
    assert raw_mqtt.publish("a", b"x", 3, retain=True).hex(" ") == "33 06 00 01 61 00 03 78"
    assert raw_mqtt.puback(258).hex(" ") == "40 02 01 02"
    assert raw_mqtt.publish("a", bytes(125))[:3].hex(" ") == "30 80 01"


# --- mosquitto -------------------------------------------------------------------------------------------------------


@pytest.fixture
async def own(tmp_path: Path) -> AsyncIterator[Broker]:
    async with broker.managed(BrokerSettings(port=0), tmp_path / "broker") as managed:
        managed.admit("oras", {display: credentials.hashed(secret) for display, secret in SECRETS.items()})
        yield managed


async def connected(own: Broker, client: Witness, port: int | None = None) -> Witness:
    """At the displays' port, if at no other. Mosquitto reads who may connect in its own time."""
    async with asyncio.timeout(WITHIN_S):
        while "accepted" not in client.events:
            client.events.clear()
            await asyncio.get_running_loop().create_connection(lambda: client, own.host, port or own.port)
            await client.until(lambda: client.events)
    return client


def topic(name: str, display: str) -> str:
    return wire.TOPICS[name].of("oras", display)


@pytest.mark.system
async def test_it_hears_what_is_retained_and_what_comes_and_its_own_are_acknowledged(own: Broker) -> None:
    manifest, status = topic("manifest", "piata"), topic("status", "piata")
    server = await connected(own, Witness(broker.SERVER_USER, own.password, (status,)), own.server_port)
    server.send(raw_mqtt.publish(manifest, b"kept", 9, retain=True))
    await server.until(lambda: 9 in server.events)
    display = await connected(own, Witness("piata", SECRETS["piata"], (manifest, topic("command", "piata"))))
    await display.until(lambda: (manifest, b"kept") in display.events)
    server.send(raw_mqtt.publish(manifest, b"x" * 5000))
    await display.until(lambda: (manifest, b"x" * 5000) in display.events)
    display.send(raw_mqtt.PINGREQ + raw_mqtt.publish(status, b"here", 65_535, retain=True))
    await display.until(lambda: 65_535 in display.events)
    await server.until(lambda: (status, b"here") in server.events)
    display.close()
    await display.until(lambda: "lost" in display.events)
    assert not display.is_open
    server.close()


@pytest.mark.system
async def test_its_will_is_published_when_it_is_cut_off_and_not_after_a_goodbye(own: Broker) -> None:
    status = topic("status", "gara")
    server = await connected(own, Witness(broker.SERVER_USER, own.password, (status,)), own.server_port)
    await server.until(lambda: "subscribed" in server.events)
    first = await connected(own, Witness("gara", SECRETS["gara"], will=LastWill(status, b"gone")))
    first.close()
    second = await connected(own, Witness("gara", SECRETS["gara"], will=LastWill(status, b"gone again")))
    await connected(own, Witness("gara", SECRETS["gara"]))  # takes its place
    await second.until(lambda: "lost" in second.events)
    await server.until(lambda: (status, b"gone again") in server.events)
    assert (status, b"gone") not in server.events


@pytest.mark.system
async def test_a_wrong_password_is_refused(own: Broker) -> None:
    await connected(own, Witness("gara", SECRETS["gara"]))
    wrong = Witness("piata", "wrong")
    await asyncio.get_running_loop().create_connection(lambda: wrong, own.host, own.port)
    await wrong.until(lambda: "lost" in wrong.events)
    assert "the broker refused the connection with code 5" in wrong.events


@pytest.mark.system
async def test_it_and_a_library_understand_each_other(own: Broker) -> None:
    manifest = topic("manifest", "piata")
    display = await connected(own, Witness("piata", SECRETS["piata"], (manifest,)))
    await display.until(lambda: "subscribed" in display.events)
    library = aiomqtt.Client(broker.SERVER_HOST, own.server_port, username=broker.SERVER_USER, password=own.password)
    async with library as client:
        await client.publish(manifest, "știre".encode(), qos=1)
    await display.until(lambda: (manifest, "știre".encode()) in display.events)
