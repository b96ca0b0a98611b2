"""Simulated displays do what players do, and count what they are sent.

The broker is the simulated one. What they fetch is there already, or is not to be had.
"""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
import pytest_asyncio

from content import wire
from control_server.bench.fleet_displays import Membership, SimulatedFleet
from control_server.bench.fleet_proxy import CityProxy
from tests.mqtt_broker import SimulatedBroker
from tests.server.bench.test_fleet_tally import signed

NAMES = ("gara", "piata")
WITHIN_S = 20


class Shelf(CityProxy):
    """Has everything, and no manifest that is newer than what the broker says."""

    def __init__(self) -> None:
        super().__init__("http://127.0.0.1:1")
        self.asked: list[tuple[str, str, str]] = []

    def has(self, programme: str) -> bool:
        return True

    async def manifest(self, display: str, password: str, known: str) -> bytes | None:
        self.asked.append((display, password, known))
        return None


@pytest_asyncio.fixture
async def broker() -> AsyncIterator[SimulatedBroker]:
    async with SimulatedBroker() as broker:
        yield broker


@asynccontextmanager
async def fleet_at(broker: SimulatedBroker, proxy: CityProxy) -> AsyncIterator[SimulatedFleet]:
    """Both displays, connected and subscribed."""
    members = Membership(
        site="oras", host=broker.host, port=broker.port, url="", passwords={name: f"{name}-secret" for name in NAMES}
    )
    fleet = SimulatedFleet(members, proxy, random.Random(1))
    async with fleet.working():
        await fleet.connect_all()
        await broker.until(lambda: len(broker.subscriptions) == 3 * len(NAMES))
        yield fleet
    await proxy.close()


def tell(broker: SimulatedBroker, display: str, payload: bytes) -> None:
    broker.publish(wire.TOPICS["manifest"].of("oras", display), payload, 1, retain=True)


def statuses(broker: SimulatedBroker, display: str) -> list[wire.Status]:
    topic = wire.TOPICS["status"].of("oras", display)
    return [wire.decode(payload, wire.Status, display) for payload in broker.on(topic)]


async def test_they_connect_subscribe_report_and_ask(broker: SimulatedBroker) -> None:
    shelf = Shelf()
    async with fleet_at(broker, shelf) as fleet:
        await broker.until(lambda: all(statuses(broker, name) for name in NAMES))
        assert fleet.tally.connections == 2
        assert sorted(shelf.asked) == [(name, f"{name}-secret", "") for name in NAMES]
    assert {(login.client, login.user, login.password) for login in broker.logins} == {
        (name, name, f"{name}-secret") for name in NAMES
    }
    assert all(login.clean_session and login.will and login.will.retain for login in broker.logins)
    await broker.until(lambda: sorted(broker.farewells) == list(NAMES))
    assert [status.online for name in NAMES for status in statuses(broker, name)] == [True, True]


async def test_a_head_is_adopted_and_reported_and_the_round_says_when(broker: SimulatedBroker) -> None:
    async with fleet_at(broker, Shelf()) as fleet:
        fleet.begin()
        for name in NAMES:
            tell(broker, name, signed(name, 1))
        await fleet.until(fleet.round.reports, WITHIN_S)
        for name in NAMES:
            assert fleet.round.heads[name] < fleet.round.reports[name]
            assert statuses(broker, name)[-1].adopted == (1, 1)
        assert fleet.round.back.keys() == set(NAMES)
        assert [display.version for display in fleet.displays] == [(1, 1)] * 2


async def test_what_should_not_come_is_counted(broker: SimulatedBroker) -> None:
    async with fleet_at(broker, Shelf()) as fleet:
        fleet.begin()
        for payload in (
            signed("gara", 5),
            signed("gara", 5),  # twice
            signed("gara", 4),  # late
            signed("gara", 5, programme="cd"),  # late: another head of the same version
            signed("piata", 6),  # strange
            b"nothing",  # strange
            signed("gara", 7),
        ):
            tell(broker, "gara", payload)
        tell(broker, "piata", signed("piata", 1))
        await broker.until(lambda: any(status.adopted == (1, 7) for status in statuses(broker, "gara")))
        await fleet.until(fleet.round.reports, WITHIN_S)
        tally = fleet.tally
        assert (tally.heads, tally.twice, tally.late, tally.strange) == (8, 1, 2, 2)
        assert [display.version for display in fleet.displays] == [(1, 7), (1, 1)]


async def test_in_a_bare_round_every_message_counts_and_none_is_news(broker: SimulatedBroker) -> None:
    async with fleet_at(broker, Shelf()) as fleet:
        for name in NAMES:
            tell(broker, name, signed(name, 1))
        await fleet.until(fleet.round.reports, WITHIN_S)
        fleet.begin(bare=True)
        for name in NAMES:
            tell(broker, name, signed(name, 1))
        await fleet.until(fleet.round.heads, WITHIN_S)
        assert fleet.round.reports == {} and fleet.tally.twice == 0


async def test_after_a_lost_connection_they_come_back_to_the_retained_head(broker: SimulatedBroker) -> None:
    async with fleet_at(broker, Shelf()) as fleet:
        for name in NAMES:
            tell(broker, name, signed(name, 1))
        await fleet.until(fleet.round.reports, WITHIN_S)
        fleet.begin()
        broker.drop()
        await fleet.until(fleet.round.back, WITHIN_S)
        assert fleet.round.heads == {}  # nothing new
        assert (fleet.tally.lost, fleet.tally.connections, fleet.tally.twice) == (2, 4, 0)


class EmptyAtFirst(Shelf):
    """Has a programme when it is fetched for the second time."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched = 0

    def has(self, programme: str) -> bool:
        return self.fetched > 1

    async def fetch(self, programme: str) -> None:
        self.fetched += 1
        if self.fetched == 1:
            raise aiohttp.ClientError("not here")


async def test_what_cannot_be_fetched_is_not_adopted(broker: SimulatedBroker) -> None:
    shelf = EmptyAtFirst()
    async with fleet_at(broker, shelf) as fleet:
        fleet.begin()
        tell(broker, "gara", signed("gara", 1))
        tell(broker, "piata", signed("piata", 1, programme="cd"))
        await broker.until(lambda: any(status.adopted for status in statuses(broker, "piata")))
        tell(broker, "gara", signed("gara", 2))
        await fleet.until(fleet.round.reports, WITHIN_S)
        assert fleet.tally.failed == 1
        assert {status.adopted for status in statuses(broker, "gara")} == {None, (1, 2)}


class Faulty(Shelf):
    """Is wrong itself."""

    def has(self, programme: str) -> bool:
        return False

    async def fetch(self, programme: str) -> None:
        raise KeyError(programme)


async def test_a_mistake_in_a_task_is_not_lost(broker: SimulatedBroker) -> None:
    async with fleet_at(broker, Faulty()) as fleet:
        fleet.begin()
        for name in NAMES:
            tell(broker, name, signed(name, 1))
        await fleet.until(fleet.round.heads, WITHIN_S)
        with pytest.raises(KeyError, match="ab"):
            await asyncio.wait_for(fleet.failure, WITHIN_S)
