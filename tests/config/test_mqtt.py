"""The MQTT client: whatever ends a session, its socket is gone."""

import asyncio

import aiomqtt
import pytest

from config.system import mqtt
from tests.mqtt_broker import SimulatedBroker


async def listen(client: aiomqtt.Client) -> None:
    async for _ in client.messages:
        pass


async def test_a_packet_that_cannot_be_parsed_ends_the_session_and_its_socket() -> None:
    async with SimulatedBroker() as broker:
        with pytest.raises(aiomqtt.MqttError):
            async with mqtt.MqttClient(broker.host, broker.port, identifier="x") as client:
                broker.send_malformed()
                async with asyncio.timeout(20):
                    await listen(client)
        await broker.until(lambda: not broker.connections)


async def test_a_client_that_is_refused_leaves_no_socket() -> None:
    async with SimulatedBroker() as broker:
        broker.answers_connect = False
        with pytest.raises(aiomqtt.MqttError):
            async with mqtt.MqttClient(broker.host, broker.port, identifier="x", timeout=0.1):
                pytest.fail("there is no session")
        await broker.until(lambda: not broker.connections)


async def test_a_session_that_ends_well_says_farewell() -> None:
    async with SimulatedBroker() as broker:
        async with mqtt.MqttClient(broker.host, broker.port, identifier="x") as client:
            assert not mqtt.refuses(await client.subscribe("a/b"))
            broker.refused_topics = {"a/c"}
            assert mqtt.refuses(await client.subscribe("a/c"))
        await broker.until(lambda: broker.farewells == ["x"] and not broker.connections)
