"""A display at work on a card: `python -m tests.power_cuts.player_work CARD OUTSIDE MARKS ROUNDS SEED WITHOUT`.

The real agent, with a server and a broker that are simulated: it fetches, adopts and reports. Beside it the journal of
plays and the clock's floor. All that lies on the card is on CARD; the enrolment, what is in memory and what the other
side knows is OUTSIDE. Marks, and what they promise:

    adopted EPOCH SEQUENCE    the server was told: this manifest or a newer one is there, with all of its files
    used NUMBER               a play has that number; no other one may have it
    spilled NUMBER            the plays up to that number are on the card
    trimming NUMBER           the server has the plays up to that number: they may go
    floor INSTANT             it is that late at least
"""

import asyncio
import contextlib
import os
import random
import shutil
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from config.settings import BrokerAddress
from content.wire import TOPICS, Play, Status, Tip
from display_client import journal
from display_client.agent import Agent
from display_client.bench.rehearsal import Rehearsal, SyntheticSlide
from display_client.clock import DisplayClock
from display_client.download import Downloads
from display_client.runtime_files import RuntimeFiles
from display_client.store import DisplayStore
from tests.display.machine_clocks import Machine
from tests.display.simulator import Simulator
from tests.mqtt_broker import SimulatedBroker
from tests.power_cuts import syncs
from tests.power_cuts.images import END
from tests.power_cuts.record import Acknowledges, Marks

STORE = "store"
"""The folder on the card."""
_STARTED_EVERY = 20
"""Rounds after which the agent is started anew."""


@contextlib.asynccontextmanager
async def agent_of(
    city: Rehearsal, notes: RuntimeFiles, clock: DisplayClock | None = None
) -> AsyncIterator["asyncio.Task[None]"]:
    """The agent runs; it ends as by SIGTERM."""
    async with Downloads(city.enrolment, city.store) as downloads:
        work = asyncio.create_task(Agent(city.enrolment, city.store, notes, downloads, clock).run())
        try:
            yield work
        finally:
            work.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await work


class Server:
    """The other side: what it offers, and what it is told."""

    def __init__(self, city: Rehearsal, simulator: Simulator, broker: SimulatedBroker, chance: random.Random) -> None:
        self._city, self._simulator, self._broker, self._chance = city, simulator, broker, chance
        self._kept = b"the neutral one"
        simulator.offer(self._kept)

    async def publishes(self, rounds: int) -> tuple[int, int]:
        """What it offers; its version, when the display has said that it has adopted it."""
        version = self.offers(rounds)
        await self._broker.until(lambda: any(status.adopted == version for status in self.statuses()))
        return version

    def offers(self, rounds: int) -> tuple[int, int]:
        """A manifest with files of its own; its version."""
        files = [self._chance.randbytes(self._chance.randint(1, 30_000)) for _ in range(self._chance.randint(1, 2))]
        self._simulator.offer(*files)
        slides = {f"s{rounds}-{number}": SyntheticSlide(data) for number, data in enumerate(files)}
        told = self._city.manifest(slides, self._kept)
        self._simulator.offer_programme(told.data)
        self._simulator.envelope = self._city.sign(told)
        self._broker.published.clear()
        self._broker.publish(self._topic("manifest"), self._simulator.envelope, 1, retain=True)
        return told.version

    def statuses(self) -> list[Status]:
        """What the display has said since the last offer."""
        return [msgspec.json.decode(payload, type=Status) for payload in self._broker.on(self._topic("status"))]

    def _topic(self, name: str) -> str:
        return TOPICS[name].of(self._city.enrolment.site, self._city.enrolment.display)


class Plays:
    """The screen's plays, and the agent's end of the journal."""

    def __init__(self, memory: Path, card: Path, marks: Acknowledges) -> None:
        self._memory, self._card, self._marks = memory, card, marks
        self._at = datetime.now(UTC)
        self._has: Tip | None = None
        """What the server has."""
        self._begin()

    def _begin(self) -> None:
        self._writer = journal.JournalWriter(self._memory, self._card)
        self._reader = journal.JournalReader(self._memory, self._card)
        self._reader.told(self._has, "this start")

    def play(self) -> None:
        number, since = self._writer.next, self._at
        self._at += timedelta(seconds=8)
        self._writer.append(
            Play(number=0, slide="a", lang="ro", campaign="c", asset="0" * 64, since=since, until=self._at)
        )
        self._marks.say(f"used {number}")

    def spill(self) -> None:
        journal.spill(self._memory, self._card)
        self._marks.say(f"spilled {self._writer.next - 1}")

    def acknowledge(self) -> None:
        if plays := self._reader.waiting(4):
            self._marks.say(f"trimming {plays[-1].number}")
            self._has = Tip(number=plays[-1].number, hash="0" * 64)
            self._reader.handed_out(self._has.number)
            self._reader.trim(self._has)

    def restart(self) -> None:
        """The machine goes down and comes back in order: memory is empty."""
        self._writer.close()
        self._marks.say(f"spilled {self._writer.next - 1}")
        shutil.rmtree(self._memory)
        self._begin()


async def work(card: Path, outside: Path, marks: Marks, rounds: int, seed: int) -> None:
    chance = random.Random(seed)
    city = Rehearsal(outside)
    city.store = DisplayStore(card / STORE)
    simulator = Simulator()
    city.store.prepare()
    machine = Machine(city, datetime.now(UTC))
    simulator.times = lambda nonce: city.sign_time(nonce, machine.true)
    async with SimulatedBroker() as broker, simulator.server:
        address = BrokerAddress(host=broker.host, port=broker.port)
        city.enrol(server=simulator.url, broker=address, store=str(city.store.folder))
        server, plays = Server(city, simulator, broker, chance), Plays(outside / "plays", city.store.plays, marks)
        for begin in range(0, rounds, _STARTED_EVERY):
            async with agent_of(city, machine.notes, machine.program()):
                for number in range(begin, min(begin + _STARTED_EVERY, rounds)):
                    marks.say("adopted {} {}".format(*await server.publishes(number)))
                    machine.after(hours=2)
                    machine.told()
                    keep_time(city, machine, marks)
                    for _ in range(3):
                        plays.play()
                    (plays.spill, plays.acknowledge, plays.restart)[number % 3]()
    marks.say(END)


def keep_time(city: Rehearsal, machine: Machine, marks: Acknowledges) -> None:
    """The time is kept on the card, at most every two hours, if the card takes it."""
    machine.clock.keep()
    earliest, kept = machine.clock.read().earliest.isoformat(), city.store.folder / "time"
    if kept.exists() and kept.read_text() == earliest:
        marks.say(f"floor {earliest}")


if __name__ == "__main__":
    card, outside, marks, rounds, seed, without = sys.argv[1:]
    journal.RESERVE = 10  # so that the card is told one often
    os.environ["RUNTIME_DIRECTORY"] = str(Path(outside) / "run")
    syncs.take_away(without)  # type: ignore[arg-type]
    asyncio.run(work(Path(card), Path(outside), Marks(Path(marks)), int(rounds), int(seed)))
