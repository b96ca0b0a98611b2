"""The server's link to its broker, with a broker that can be told to misbehave."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

import pytest

from content import wire
from control_server.devices import link as link_module
from control_server.devices.link import Login, MqttLink
from control_server.devices.outbox import WINDOW
from control_server.metrics import Metrics
from control_server.tasks import ended
from tests.mqtt_broker import NOT_AUTHORIZED, SimulatedBroker

SITE = "oras"
STATUS = wire.TOPICS["status"].of(SITE, "gara")


def manifest(display: str) -> str:
    return wire.TOPICS["manifest"].of(SITE, display)


class Mailbox:
    """What the link sends, and what it heard."""

    def __init__(self) -> None:
        self.newest = {"gara": b"g1", "piata": b"p1"}
        self.has: list[tuple[str, bytes]] = []
        self.heard: asyncio.Queue[tuple[str, str, bytes, bool]] = asyncio.Queue()

    def begun(self) -> Collection[str]:
        return self.newest.keys()

    def envelope(self, display: str) -> bytes | None:
        return self.newest.get(display)

    def delivered(self, display: str) -> None:
        self.has.append((display, self.newest[display]))

    def receive(self, topic: str, display: str, payload: bytes, *, retained: bool = False) -> None:
        self.heard.put_nowait((topic, display, payload, retained))
        if payload == b"poison":
            raise ZeroDivisionError("a bug of ours")

    async def next(self) -> tuple[str, str, bytes, bool]:
        async with asyncio.timeout(20):
            return await self.heard.get()


@pytest.fixture
async def broker() -> AsyncIterator[SimulatedBroker]:
    async with SimulatedBroker() as broker:
        yield broker


@asynccontextmanager
async def running(broker: SimulatedBroker, mailbox: Mailbox) -> AsyncIterator[tuple[MqttLink, Metrics]]:
    metrics = Metrics()
    link = MqttLink(Login(broker.host, broker.port, "@server", "secret"), metrics)
    task = asyncio.create_task(link.run(SITE, mailbox))
    try:
        yield link, metrics
    finally:
        await ended(task)


async def test_it_subscribes_to_what_displays_say_and_says_every_newest_manifest(broker: SimulatedBroker) -> None:
    mailbox = Mailbox()
    async with running(broker, mailbox) as (link, metrics):
        await broker.until(lambda: len(broker.published) == 2)
        (login,) = broker.logins
        assert (login.client, login.user, login.password, login.clean_session) == (
            "Server-oras",
            "@server",
            "secret",
            True,
        )
        assert [topic for _, topic in broker.subscriptions] == [
            topic.of(SITE, "+") for topic in wire.TOPICS.values() if topic.sender == "display"
        ]
        assert {(each.topic, each.payload, each.qos, each.retain) for each in broker.published} == {
            (manifest("gara"), b"g1", 1, True),
            (manifest("piata"), b"p1", 1, True),
        }
        assert link.up and b"afisier_link_up 1.0" in metrics.text()
    assert not link.up and b"afisier_link_up 0.0" in metrics.text()


async def test_what_displays_say_is_brought_and_one_bad_message_does_not_end_it_for_good(
    broker: SimulatedBroker,
) -> None:
    mailbox = Mailbox()
    broker.publish(STATUS, b"kept", 1, retain=True)
    async with running(broker, mailbox):
        assert await mailbox.next() == ("status", "gara", b"kept", True)
        broker.publish(STATUS, b"now", 1)
        assert await mailbox.next() == ("status", "gara", b"now", False)
        broker.publish(STATUS, b"poison", 1)
        assert (await mailbox.next())[2] == b"poison"
        await broker.until(lambda: len(broker.logins) == 2)  # the session ended, and another began
        assert await mailbox.next() == ("status", "gara", b"kept", True)


async def test_only_the_newest_is_sent_however_often_it_was_announced(broker: SimulatedBroker) -> None:
    """While a batch waits for its acknowledgement, what is announced is put together."""
    mailbox = Mailbox()
    async with running(broker, mailbox) as (link, _):
        await broker.until(lambda: len(broker.published) == 2)
        broker.holds_acks = True
        mailbox.newest["gara"] = b"g2"
        link.announce(["gara"])
        await broker.until(lambda: len(broker.published) == 3)
        for number in (3, 4, 5):
            mailbox.newest["gara"] = f"g{number}".encode()
            link.announce(["gara"])
        broker.release_acks()
        await broker.until(lambda: len(broker.published) == 4)
        link.announce(["piata"])
        await broker.until(lambda: len(broker.published) == 5)
    assert broker.on(manifest("gara")) == [b"g1", b"g2", b"g5"]


async def test_what_was_announced_without_a_connection_goes_out_with_the_next(broker: SimulatedBroker) -> None:
    mailbox = Mailbox()
    async with running(broker, mailbox) as (link, _):
        await broker.until(lambda: len(broker.published) == 2)
        await broker.stop()
        mailbox.newest["gara"] = b"g2"
        link.announce(["gara"])
        link.send("command", "gara", b"lost, as there is no connection")
        await broker.listen()
        await broker.until(lambda: broker.on(manifest("gara"))[-1:] == [b"g2"])
    assert broker.on(wire.TOPICS["command"].of(SITE, "gara")) == []


async def test_a_message_goes_out_once_and_is_not_kept(broker: SimulatedBroker) -> None:
    async with running(broker, Mailbox()) as (link, _):
        await broker.until(lambda: len(broker.published) == 2)
        link.send("command", "gara", b"identify")
        link.send("plays-ack", "gara", b"7")
        await broker.until(lambda: len(broker.published) == 4)
    sent = [(each.topic, each.payload, each.qos, each.retain) for each in broker.published[2:]]
    assert sorted(sent) == [
        (wire.TOPICS["command"].of(SITE, "gara"), b"identify", 1, False),
        (wire.TOPICS["plays-ack"].of(SITE, "gara"), b"7", 0, False),
    ]


async def test_a_broker_that_refuses_or_drops_is_asked_again_until_it_does_not(broker: SimulatedBroker) -> None:
    broker.connect_code = NOT_AUTHORIZED
    async with running(broker, Mailbox()) as (link, _):
        await broker.until(lambda: len(broker.logins) == 2)
        assert not link.up
        broker.connect_code, broker.drops_sessions = 0, True
        await broker.until(lambda: len(broker.logins) == 4)
        broker.drops_sessions = False
        await broker.until(lambda: len(broker.published) == 2)
        assert link.up


async def test_a_broken_connection_is_made_again_and_everything_said_again(broker: SimulatedBroker) -> None:
    async with running(broker, Mailbox()):
        await broker.until(lambda: len(broker.published) == 2)
        broker.drop()
        await broker.until(lambda: len(broker.published) == 4)
    assert broker.on(manifest("gara")) == [b"g1", b"g1"]


async def test_a_link_that_is_told_to_end_ends_its_session(broker: SimulatedBroker) -> None:
    async with running(broker, Mailbox()):
        await broker.until(lambda: len(broker.published) == 2)
    await broker.until(lambda: broker.farewells == ["Server-oras"])


async def test_a_packet_that_cannot_be_parsed_ends_the_session_and_its_socket(broker: SimulatedBroker) -> None:
    mailbox = Mailbox()
    async with running(broker, mailbox):
        await broker.until(lambda: len(broker.published) == 2)
        (first,) = broker.connections
        broker.drops_sessions = True  # a new session would take over and hide a socket that stays
        broker.send_malformed()
        await broker.until(lambda: first not in broker.connections)
        broker.drops_sessions = False
        await broker.until(lambda: len(broker.published) == 4)


async def test_a_link_that_hears_nothing_is_not_up(broker: SimulatedBroker) -> None:
    broker.refused_topics = {wire.TOPICS["status"].of(SITE, "+")}
    async with running(broker, Mailbox()) as (link, _):
        await broker.until(lambda: len(broker.logins) == 2)
        assert not link.up and broker.published == []


async def test_a_broker_that_acknowledges_slowly_is_sent_few_at_a_time(broker: SimulatedBroker) -> None:
    mailbox = Mailbox()
    mailbox.newest = {f"d{number}": b"m" for number in range(WINDOW * 3)}
    broker.holds_acks = True
    async with running(broker, mailbox):
        await broker.until(lambda: len(broker.published) == WINDOW)
        broker.release_acks()
        await broker.until(lambda: len(broker.published) == WINDOW * 3)
    assert len(broker.logins) == 1


async def test_a_broker_that_acknowledges_nothing_is_left(
    broker: SimulatedBroker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(link_module, "ACKNOWLEDGED_S", 0.05)
    broker.holds_acks = True
    async with running(broker, Mailbox()):
        await broker.until(lambda: len(broker.logins) == 2)
    assert "did not acknowledge a message" in capsys.readouterr().out


async def test_it_ends_at_once_with_ten_thousand_to_say(broker: SimulatedBroker) -> None:
    mailbox = Mailbox()
    mailbox.newest = {f"d{number}": b"m" for number in range(10_000)}
    broker.holds_acks = True
    async with running(broker, mailbox):
        await broker.until(lambda: len(broker.published) == WINDOW)
    assert len(broker.published) == WINDOW
