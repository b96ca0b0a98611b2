"""The display's MQTT link with a simulated broker: sessions, statuses, waits, farewells."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import aiomqtt
import msgspec
import pytest
import pytest_asyncio

from config.settings import BrokerAddress
from content.wire import TOPICS, Status, limits
from display_client import broker_link, events
from display_client.bench.rehearsal import Rehearsal
from display_client.broker_link import BrokerLink
from tests.figures import shown
from tests.mqtt_broker import NOT_AUTHORIZED, SimulatedBroker

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
DISPLAY = "repetitie"


def topic(name: str) -> str:
    return TOPICS[name].of("proba", DISPLAY)


def status(number: int) -> Status:
    return Status(display=DISPLAY, online=True, at=AT + timedelta(seconds=number))


class Latest(random.Random):
    """Chance that always takes the upper bound."""

    def uniform(self, a: float, b: float) -> float:
        return b


class World:
    """The clock, and a pause that lasts until the test lets it go by."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []
        self.waiting = asyncio.Event()
        self._passes = asyncio.Semaphore(0)

    async def pause(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.waiting.set()
        await self._passes.acquire()
        self.waiting.clear()

    async def put_out(self) -> float:
        """The wait that the link is in, once it is; it lasts until `go`."""
        async with asyncio.timeout(20):
            await self.waiting.wait()
        return self.waits[-1]

    def go(self) -> None:
        """The wait goes by."""
        self._passes.release()

    async def next_wait(self) -> float:
        """The wait that the link is in, once it is; then it goes by."""
        async with asyncio.timeout(20):
            await self.waiting.wait()
        self.waiting.clear()
        self._passes.release()
        return self.waits[-1]


class Linked:
    """A link, what it told, and the task that runs it."""

    def __init__(self, city: Rehearsal) -> None:
        self.world = World()
        self.told: asyncio.Queue[events.Event] = asyncio.Queue()
        self.complete: Callable[[Status], Status] = lambda status: msgspec.structs.replace(status, version="7")
        self.link = BrokerLink(
            city.enrolment,
            self.told.put_nowait,
            lambda status: self.complete(status),  # noqa: PLW0108  tests replace it
            Latest(),
            pause=self.world.pause,
            clock=lambda: self.world.now,
        )
        self.task = asyncio.create_task(self.link.run())

    async def next_event(self) -> events.Event:
        async with asyncio.timeout(20):
            return await self.told.get()

    async def end(self) -> None:
        self.task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.task


@pytest_asyncio.fixture
async def broker() -> AsyncIterator[SimulatedBroker]:
    async with SimulatedBroker() as broker:
        yield broker


@pytest_asyncio.fixture
async def linked(broker: SimulatedBroker, city: Rehearsal) -> AsyncIterator[Linked]:
    city.enrol(broker=BrokerAddress(host=broker.host, port=broker.port))
    linked = Linked(city)
    yield linked
    await linked.end()


def statuses(broker: SimulatedBroker) -> list[Status]:
    return [msgspec.json.decode(payload, type=Status) for payload in broker.on(topic("status"))]


async def test_it_connects_as_its_display_with_a_last_will(broker: SimulatedBroker, linked: Linked) -> None:
    assert await linked.next_event() == events.Connected()
    (login,) = broker.logins
    assert (login.client, login.user, login.password) == (DISPLAY, DISPLAY, "nimic")
    assert login.clean_session and login.keepalive_s == broker_link.KEEPALIVE_S
    will = login.will
    assert will is not None and (will.topic, will.qos, will.retain) == (topic("status"), 1, True)
    assert msgspec.json.decode(will.payload, type=Status) == Status(display=DISPLAY, online=False)
    assert [name for _, name in broker.subscriptions] == [topic(n) for n in ("manifest", "command", "plays-ack")]
    assert linked.link.is_up


async def test_messages_are_told_as_what_they_are(broker: SimulatedBroker, linked: Linked) -> None:
    broker.publish(topic("manifest"), b"kept", 1, retain=True)
    told = [await linked.next_event()]
    broker.publish(topic("command"), b"c", 1)
    broker.publish(topic("plays-ack"), b"a")
    told += [await linked.next_event() for _ in range(3)]
    expected = [events.Connected(), events.Received(b"kept"), events.Commanded(b"c"), events.Acknowledged(b"a")]
    assert sorted(map(repr, told)) == sorted(map(repr, expected))
    assert linked.told.empty()


async def test_of_statuses_that_pile_up_only_the_newest_is_sent(broker: SimulatedBroker, linked: Linked) -> None:
    broker.holds_acks = True
    await linked.next_event()
    linked.link.report(status(1))
    await broker.until(lambda: len(statuses(broker)) == 1)
    for number in (2, 3, 4):
        linked.link.report(status(number))
    broker.release_acks()
    await broker.until(lambda: len(statuses(broker)) == 2)
    linked.link.report(status(5))
    await broker.until(lambda: len(statuses(broker)) == 3)
    assert [sent.at for sent in statuses(broker)] == [status(number).at for number in (1, 4, 5)]
    assert {sent.version for sent in statuses(broker)} == {"7"}
    assert broker.retained[topic("status")].payload == broker.on(topic("status"))[-1]


async def test_a_status_from_before_the_connection_is_sent_with_it(broker: SimulatedBroker, city: Rehearsal) -> None:
    city.enrol(broker=BrokerAddress(host=broker.host, port=broker.port))
    linked = Linked(city)
    linked.link.report(status(1))
    await broker.until(lambda: statuses(broker))
    assert statuses(broker)[0].at == status(1).at
    await linked.end()


async def test_a_broken_session_is_followed_by_another_and_the_last_will(
    broker: SimulatedBroker, linked: Linked
) -> None:
    assert await linked.next_event() == events.Connected()
    broker.drop()
    await linked.world.next_wait()
    assert await linked.next_event() == events.Connected()
    await broker.until(lambda: statuses(broker))
    assert statuses(broker) == [Status(display=DISPLAY, online=False)]
    linked.link.report(status(1))
    await broker.until(lambda: len(statuses(broker)) == 2)
    assert statuses(broker)[-1].online


async def test_without_a_session_what_is_sent_is_lost(broker: SimulatedBroker, linked: Linked) -> None:
    await linked.next_event()
    await linked.link.send("plays", b"1")
    await broker.stop()
    async with asyncio.timeout(20):
        await linked.world.waiting.wait()
    assert not linked.link.is_up
    await linked.link.send("plays", b"2")
    await broker.listen()
    await linked.world.next_wait()
    while linked.link.is_up is False:
        assert await linked.next_event() == events.Connected()
    await linked.link.send("plays", b"3")
    await broker.until(lambda: len(broker.on(topic("plays"))) == 2)
    assert broker.on(topic("plays")) == [b"1", b"3"]


async def test_a_broker_that_accepts_and_drops_is_not_hammered(broker: SimulatedBroker, linked: Linked) -> None:
    await linked.next_event()
    broker.drops_sessions = True
    broker.drop()
    waits = [await linked.world.next_wait() for _ in range(8)]
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]


async def test_only_a_session_that_lasted_starts_the_count_anew(broker: SimulatedBroker, linked: Linked) -> None:
    waits = []
    for lasts_s in (0.0, broker_link.STEADY_S - 0.1, 1.0, broker_link.STEADY_S, 1.0):
        assert await linked.next_event() == events.Connected()
        linked.world.now += lasts_s
        broker.drop()
        waits.append(await linked.world.next_wait())
    assert waits == [1.0, 2.0, 4.0, 1.0, 2.0]


async def test_time_spent_without_a_connection_is_no_session(broker: SimulatedBroker, linked: Linked) -> None:
    await linked.next_event()
    await broker.stop()
    waits = []
    for _ in range(4):
        linked.world.now += 999.0 if waits else 0.0
        waits.append(await linked.world.next_wait())
    assert waits == [1.0, 2.0, 4.0, 8.0]


@pytest.mark.parametrize("refuses", ["login", "subscription"])
async def test_a_refusal_is_logged_once_and_tried_again_ever_later(
    broker: SimulatedBroker, city: Rehearsal, refuses: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if refuses == "login":
        broker.connect_code = NOT_AUTHORIZED
    else:
        broker.refused_topics.add(topic("command"))
    city.enrol(broker=BrokerAddress(host=broker.host, port=broker.port))
    linked = Linked(city)
    assert [await linked.world.next_wait() for _ in range(4)] == [1.0, 2.0, 4.0, 8.0]
    assert linked.told.empty() and not linked.link.is_up
    logged = capsys.readouterr()
    assert (logged.out + logged.err).count("no broker") == 1
    broker.connect_code, broker.refused_topics = 0, set()
    assert await linked.next_event() == events.Connected()
    await linked.end()


async def test_ended_while_connected_it_says_goodbye(broker: SimulatedBroker, linked: Linked) -> None:
    await linked.next_event()
    linked.link.report(status(1))
    await broker.until(lambda: statuses(broker))
    await linked.end()
    await broker.until(lambda: broker.farewells == [DISPLAY])
    instance = statuses(broker)[0].instance
    said = msgspec.structs.replace(status(1), online=False, version="7", instance=instance)
    assert instance and statuses(broker)[1:] == [said]
    assert linked.task.cancelled()


async def test_ended_while_a_broker_does_not_acknowledge_it_ends_all_the_same(
    broker: SimulatedBroker, linked: Linked
) -> None:
    broker.holds_acks = True
    await linked.next_event()
    linked.link.report(status(1))
    await broker.until(lambda: statuses(broker))
    await linked.end()
    assert linked.task.cancelled()


async def test_ended_while_an_acknowledgement_comes_it_ends(linked: Linked, monkeypatch: pytest.MonkeyPatch) -> None:
    """The client loses a cancellation that comes with an answer."""
    begun = asyncio.Event()

    async def publish(*_: object, **__: object) -> None:
        begun.set()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.Event().wait()

    monkeypatch.setattr(aiomqtt.Client, "publish", publish)
    await linked.next_event()
    linked.link.report(status(1))
    await begun.wait()
    linked.task.cancel()
    ended, _ = await asyncio.wait([linked.task], timeout=20)
    assert ended and linked.task.cancelled()


@pytest.mark.parametrize("answers_connect", [True, False])
async def test_ended_while_it_connects_or_waits_it_ends(
    broker: SimulatedBroker, city: Rehearsal, answers_connect: bool
) -> None:
    broker.answers_connect = answers_connect
    broker.connect_code = NOT_AUTHORIZED
    city.enrol(broker=BrokerAddress(host=broker.host, port=broker.port))
    linked = Linked(city)
    await broker.until(lambda: broker.logins)
    await linked.end()
    assert linked.task.cancelled()


async def test_of_a_status_that_cannot_be_said_is_said_what_can(broker: SimulatedBroker, linked: Linked) -> None:
    def broken(status: Status) -> Status:
        raise ZeroDivisionError("of the machine \ud800\n")

    await linked.next_event()
    linked.complete = broken
    linked.link.report(status(1))
    await broker.until(lambda: any(sent.at == status(1).at for sent in statuses(broker)))
    (sent,) = (each for each in statuses(broker) if each.at == status(1).at)
    assert (sent.online, sent.rejected) == (True, "status: ZeroDivisionError: of the machine ?�")
    assert not linked.task.done()


def test_every_topic_of_the_server_is_listened_to() -> None:
    server_topics = {name for name, row in TOPICS.items() if row.sender == "server"}
    assert server_topics == {"manifest", "command", "plays-ack"}
    assert limits.MAX_MANIFEST_BYTES < 64 * 1024


async def test_a_packet_that_cannot_be_parsed_ends_the_session_and_its_socket(
    broker: SimulatedBroker, linked: Linked
) -> None:
    assert await linked.next_event() == events.Connected()
    (first,) = broker.connections
    broker.drops_sessions = True  # a new session would take over and hide a socket that stays
    broker.send_malformed()
    await broker.until(lambda: first not in broker.connections)
    broker.drops_sessions = False
    await linked.world.next_wait()
    assert await linked.next_event() == events.Connected()


async def test_two_players_with_one_enrolment_come_to_rest(broker: SimulatedBroker, city: Rehearsal) -> None:
    """Each ends the other's session when it connects. Their waits grow, and each names itself in its statuses."""
    city.enrol(broker=BrokerAddress(host=broker.host, port=broker.port))
    first = Linked(city)
    assert await first.next_event() == events.Connected()
    second = Linked(city)
    pair = [first, second]
    waits: dict[Linked, list[float]] = {first: [], second: []}
    for turn in range(16):
        comes, goes = pair[(turn + 1) % 2], pair[turn % 2]
        if turn:  # whoever was put out has waited, and its rival's session lasted as long
            for each in pair:
                each.world.now += waits[comes][-1]
            comes.world.go()
        assert await comes.next_event() == events.Connected()
        comes.link.report(status(turn))
        waits[goes].append(await goes.world.put_out())
    longest = max(waits[first])
    shown("two players with one enrolment: longest wait (s)", longest, "grows to 60", holds=longest == 60.0)
    assert waits[first] == waits[second] == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]
    await broker.until(lambda: len({said.instance for said in statuses(broker) if said.online}) == 2)
    for each in pair:
        await each.end()
