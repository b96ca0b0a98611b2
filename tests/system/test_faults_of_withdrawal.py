"""A card that takes nothing more: what is withdrawn leaves the glass all the same, and what is new is shown."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from config.settings import BrokerAddress
from content.wire import TOPICS, Status, decode
from display_client.bench.rehearsal import Rehearsal, Rehearsed, SyntheticSlide, draw
from display_client.store import DisplayStore
from tests.display.cards import Card, playing_from_a_card
from tests.display.simulator import Simulator
from tests.display.windows import until
from tests.figures import shown
from tests.mqtt_broker import SimulatedBroker

pytestmark = pytest.mark.system

SIZE = (640, 360)
OLD, NEW = SyntheticSlide(draw(1, SIZE), 3600), SyntheticSlide(draw(2, SIZE), 3600)
PATIENCE_S = 60.0


class Play(NamedTuple):
    """A display that plays `withdrawn` alone, with all that it talks to."""

    city: Rehearsal
    card: Card
    broker: SimulatedBroker
    server: Simulator

    def statuses(self) -> list[Status]:
        topic = TOPICS["status"].of(self.city.enrolment.site, self.city.enrolment.display)
        return [decode(payload, Status, "status") for payload in self.broker.on(topic)]

    def tell(self, told: Rehearsed) -> None:
        topic, envelope = TOPICS["manifest"], self.city.sign(told)
        self.server.envelope = envelope
        self.server.offer_programme(told.data)
        self.broker.publish(
            topic.of(self.city.enrolment.site, self.city.enrolment.display), envelope, topic.qos, retain=True
        )

    async def shows(self, slide: str) -> None:
        glass = await asyncio.to_thread(self.card.window.glass, lambda glass: glass.slide == slide)
        assert glass.matches

    async def until_said(self, told: Rehearsed, after: int = 0) -> Status:
        """The status in which the display says that it plays that, but for so many that it said before."""

        def said() -> list[Status]:
            return [each for each in self.statuses()[after:] if each.adopted == told.version]

        async with asyncio.timeout(PATIENCE_S):
            while not said():
                await self.broker.until(said)
        return said()[0]

    async def kill_screen(self) -> bool:
        """Whether the new slide is what the next one shows."""
        before = self.card.window.slide()
        os.kill(self.card.window.child("afisier-screen").pid, signal.SIGKILL)
        again = await asyncio.to_thread(self.card.window.glass, lambda glass: glass.lit > before.lit)
        return (again.slide, again.matches) == ("new", True)

    async def kill_agent(self, told: Rehearsed) -> bool:
        """Whether the next one goes by the same manifest, and the new slide is on the glass."""
        known = len(self.statuses())
        os.kill(self.card.window.child("afisier-agent").pid, signal.SIGKILL)
        await self.until_said(told, known)
        return self.card.window.slide().slide == "new"


@contextlib.asynccontextmanager
async def playing(folder: Path, *, size: str | None) -> AsyncIterator[Play]:
    city, server = Rehearsal(folder, SIZE), Simulator()
    server.times = lambda nonce: city.sign_time(nonce, datetime.now(UTC))
    async with server.server, SimulatedBroker() as broker:
        city.enrol(server=server.url, broker=BrokerAddress(host=broker.host, port=broker.port))
        city.hang({"withdrawn": OLD})
        server.offer(NEW.png, OLD.png, draw(0, SIZE))
        with playing_from_a_card(city, size=size) as card:
            yield Play(city, card, broker, server)


FAULTS = {"read-only": None, "full": "12m"}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_card_that_takes_nothing_more_obeys_a_withdrawal_and_shows_what_is_new(
    tmp_path: Path, fault: str
) -> None:
    async with playing(tmp_path, size=FAULTS[fault]) as play:
        await play.shows("withdrawn")
        if fault == "full":
            await asyncio.to_thread(play.card.fill)
        else:
            play.card.turn_read_only()
        told = play.city.manifest({"new": NEW})
        play.tell(told)
        await play.shows("new")
        said = await play.until_said(told)
        stays = sum([await play.kill_screen(), await play.kill_agent(told), await play.kill_screen()])
        shown(f"card {fault}: withdrawn slide gone, and stays away", f"{stays} of 3", "3 of 3", holds=stays == 3)
        if fault == "read-only":
            assert "plays from memory: Read-only file system" in (said.rejected or "")
            assert DisplayStore(play.card.store).card.asset(told.asset("new")) is None


async def test_a_card_that_has_room_again_takes_what_memory_held(tmp_path: Path) -> None:
    async with playing(tmp_path, size="12m") as play:
        await play.shows("withdrawn")
        await asyncio.to_thread(play.card.fill)
        first, second = play.city.manifest({"new": NEW}), play.city.manifest({"new": NEW, "again": OLD})
        play.tell(first)
        await play.until_said(first)
        play.card.empty()
        play.tell(second)
        await play.until_said(second)
        store = DisplayStore(play.card.store)
        on_card = await asyncio.to_thread(
            until, lambda: all(store.card.asset(asset) for asset in second.assets), "its pictures on the card"
        )
        assert on_card and store.settled() == play.city.stored(second)
