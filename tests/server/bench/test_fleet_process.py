"""The process of simulated displays does what it is told, and ends with who started it."""

from collections.abc import AsyncIterator
from pathlib import Path

import click
import msgspec
import pytest
import pytest_asyncio

from config.system.usage import name
from control_server.bench.fleet_displays import Membership
from control_server.bench.fleet_process import Instruction, simulated
from tests.mqtt_broker import SimulatedBroker
from tests.server.bench.test_fleet_displays import NAMES, tell
from tests.server.bench.test_fleet_tally import signed

WITHIN_S = 20


@pytest_asyncio.fixture
async def broker() -> AsyncIterator[SimulatedBroker]:
    async with SimulatedBroker() as broker:
        yield broker


async def test_it_connects_waits_tells_and_saves(broker: SimulatedBroker, tmp_path: Path) -> None:
    members = Membership(
        site="oras", host=broker.host, port=broker.port, url="http://127.0.0.1:1", passwords=dict.fromkeys(NAMES, "p")
    )
    heads = {display: signed(display, 3) for display in NAMES}
    async with simulated(members, tmp_path) as fleet:
        assert (tmp_path / "displays.json").stat().st_mode & 0o777 == 0o600
        await fleet.tell(Instruction(do="connect"))
        await broker.until(lambda: len(broker.subscriptions) == 3 * len(NAMES))
        await fleet.begin()
        for display, head in heads.items():
            tell(broker, display, head)
        when = await fleet.until("heads", WITHIN_S)
        assert when.keys() == set(NAMES) and all(at > 0 for at in when.values())
        told = await fleet.tell(Instruction(do="count"))
        assert told["versions"] == {display: [1, 3] for display in NAMES}
        assert told["tally"]["heads"] == 2
        await fleet.tell(Instruction(do="save", path=str(tmp_path / "heads")))
        assert msgspec.msgpack.decode((tmp_path / "heads").read_bytes()) == heads
        assert name(fleet.process.pid).startswith("python")
    assert name(fleet.process.pid) == ""
    await broker.until(lambda: sorted(broker.farewells) == list(NAMES))


async def test_one_that_has_ended_is_not_waited_for(broker: SimulatedBroker, tmp_path: Path) -> None:
    members = Membership(site="oras", host=broker.host, port=broker.port, url="http://127.0.0.1:1", passwords={})
    async with simulated(members, tmp_path) as fleet:
        fleet.process.kill()
        await fleet.process.wait()
        with pytest.raises(click.ClickException, match="has ended before it answered 'count'"):
            await fleet.tell(Instruction(do="count"))
