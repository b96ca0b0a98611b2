"""The simulated broker with the client that the programs use: it must behave as a broker does."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import aiomqtt
import pytest
import pytest_asyncio

from tests.mqtt_broker import NOT_AUTHORIZED, SimulatedBroker, matches


@pytest_asyncio.fixture
async def broker() -> AsyncIterator[SimulatedBroker]:
    async with SimulatedBroker() as broker:
        yield broker


def client(broker: SimulatedBroker, name: str, will: aiomqtt.Will | None = None) -> aiomqtt.Client:
    return aiomqtt.Client(
        broker.host, broker.port, identifier=name, username="u", password="p", clean_session=True, will=will, timeout=20
    )


async def first_message(subscriber: aiomqtt.Client) -> tuple[str, object, int, bool]:
    async with asyncio.timeout(20):
        message = await anext(aiter(subscriber.messages))
    return message.topic.value, message.payload, message.qos, message.retain


@pytest.mark.parametrize("qos", [0, 1])
async def test_a_message_reaches_who_subscribed(broker: SimulatedBroker, qos: int) -> None:
    async with client(broker, "reader") as reader, client(broker, "writer") as writer:
        await reader.subscribe("a/+/c", qos=1)
        await writer.publish("x", b"for nobody", qos)
        await writer.publish("a/b/c", b"!" * 300, qos)
        assert await first_message(reader) == ("a/b/c", b"!" * 300, qos, False)
    assert broker.on("x") == [b"for nobody"]
    assert [login.client for login in broker.logins] == ["reader", "writer"]
    await broker.until(lambda: sorted(broker.farewells) == ["reader", "writer"])


async def test_a_retained_message_waits_for_who_comes_later_until_it_is_cleared(broker: SimulatedBroker) -> None:
    broker.publish("t", b"kept", 1, retain=True)
    async with client(broker, "a") as reader:
        await reader.subscribe("t", qos=0)
        assert await first_message(reader) == ("t", b"kept", 0, True)
        await reader.publish("t", b"", 1, retain=True)
    assert broker.retained == {}


async def test_the_last_will_of_a_broken_connection_is_published(broker: SimulatedBroker) -> None:
    with pytest.raises(aiomqtt.MqttError):
        async with client(broker, "a", aiomqtt.Will("will", b"gone", 1, True)) as lost:
            broker.drop()
            await first_message(lost)
    await broker.until(lambda: broker.on("will") == [b"gone"])
    assert broker.retained["will"].payload == b"gone" and broker.farewells == []


async def test_no_last_will_after_a_goodbye(broker: SimulatedBroker) -> None:
    async with client(broker, "a", aiomqtt.Will("will", b"gone")):
        pass
    await broker.until(lambda: broker.farewells == ["a"] and broker.clients == [])
    assert broker.published == []


async def test_a_client_can_be_refused(broker: SimulatedBroker) -> None:
    broker.connect_code = NOT_AUTHORIZED
    with pytest.raises(aiomqtt.MqttError):
        async with client(broker, "a"):
            pass


async def test_a_subscription_can_be_refused(broker: SimulatedBroker) -> None:
    broker.refused_topics.add("secret")
    async with client(broker, "a") as reader:
        (code,) = await reader.subscribe("secret")
        assert (code if isinstance(code, int) else code.value) >= 0x80
    assert broker.subscriptions == []


async def test_a_session_can_be_dropped_as_soon_as_it_began(broker: SimulatedBroker) -> None:
    broker.drops_sessions = True
    with pytest.raises(aiomqtt.MqttError):
        async with client(broker, "a") as lost:
            await lost.subscribe("t")
            await first_message(lost)


async def test_acknowledgements_can_be_held(broker: SimulatedBroker) -> None:
    broker.holds_acks = True
    async with client(broker, "a") as writer:
        publishing = asyncio.create_task(writer.publish("t", b"1", 1))
        await broker.until(lambda: broker.on("t"))
        assert not publishing.done()
        broker.release_acks()
        await publishing


async def test_the_second_client_of_a_name_takes_over(broker: SimulatedBroker) -> None:
    with contextlib.suppress(aiomqtt.MqttError):
        async with client(broker, "a") as older, client(broker, "a"):
            with pytest.raises(aiomqtt.MqttError):
                await first_message(older)
            assert broker.clients == ["a"]


async def test_it_comes_back_on_its_port(broker: SimulatedBroker) -> None:
    port = broker.port
    await broker.stop()
    with pytest.raises(aiomqtt.MqttError):
        async with client(broker, "a"):
            pass
    await broker.listen()
    async with client(broker, "a"):
        assert broker.port == port


@pytest.mark.parametrize(
    ("topic_filter", "topic", "expected"),
    [
        ("a/b", "a/b", True),
        ("a/+", "a/b", True),
        ("a/+", "a/b/c", False),
        ("a/#", "a/b/c", True),
        ("a/b/c", "a/b", False),
    ],
)
def test_topic_filters(topic_filter: str, topic: str, expected: bool) -> None:
    assert matches(topic_filter, topic) is expected
