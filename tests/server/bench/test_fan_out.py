"""A bare fan-out brings every message once, and says so when it is not let in."""

import asyncio
from pathlib import Path

import aiomqtt
import click
import pytest

from config.settings import BrokerSettings
from content import wire
from control_server.bench.fan_out import fan_out
from control_server.devices import broker

pytestmark = pytest.mark.system

COUNT = 250
"""More than fit into its window."""


async def test_every_message_arrives_once_and_is_retained(tmp_path: Path) -> None:
    messages = {f"{wire.PREFIX}/bench/{n}": b"%d" % n for n in range(COUNT)}
    async with broker.managed(BrokerSettings(port=0), tmp_path / "broker") as own, asyncio.timeout(20):
        login = (broker.SERVER_USER, own.password)
        assert await fan_out((broker.SERVER_HOST, own.server_port), login, messages) > 0
        async with aiomqtt.Client(broker.SERVER_HOST, own.server_port, username=login[0], password=login[1]) as client:
            await client.subscribe(f"{wire.PREFIX}/bench/+")
            arrived = [await anext(aiter(client.messages)) for _ in range(COUNT)]
    assert {message.topic.value: message.payload for message in arrived} == messages
    assert all(message.retain for message in arrived)


async def test_who_is_not_let_in_is_told(tmp_path: Path) -> None:
    async with broker.managed(BrokerSettings(port=0), tmp_path / "broker") as own:
        with pytest.raises(click.ClickException, match="does not let x in"):
            await fan_out((own.host, own.port), ("x", "wrong"), {"a": b"b"}, tries=2)
