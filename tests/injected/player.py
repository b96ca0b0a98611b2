"""A display that adopts a manifest, keeps plays and the time, while its card fails (`tests.power_cuts.player_work`)."""

import contextlib
import os
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.settings import BrokerAddress
from config.system import logs
from content.wire import Status
from display_client import adoption, assets
from display_client.bench.rehearsal import Rehearsal
from display_client.runtime_files import RuntimeFiles
from display_client.store import DisplayStore
from tests.display.machine_clocks import Machine
from tests.display.simulator import Simulator
from tests.injected.forks import about_to_write
from tests.injected.outcome import Notes
from tests.mqtt_broker import SimulatedBroker
from tests.power_cuts.player_work import STORE, Plays, Server, agent_of, keep_time

adoption.AGAIN_S = assets.RETRY_FIRST_S = assets.RETRY_MOST_S = 0.05


async def run(card: str, outside: str, lasting: str) -> None:
    """`lasting` is not empty where the fault does not pass: then it is enough that the display says it."""
    logs.to_stderr()
    os.environ["RUNTIME_DIRECTORY"] = str(memory := Path(outside) / "run")
    city, notes = Rehearsal(Path(outside)), Notes(Path(outside))
    city.store = DisplayStore(Path(card) / STORE)
    simulator = Simulator()
    simulator.times = lambda nonce: city.sign_time(nonce, datetime.now(UTC))
    async with SimulatedBroker() as broker, simulator.server:
        address = BrokerAddress(host=broker.host, port=broker.port)
        city.enrol(server=simulator.url, broker=address, store=str(city.store.folder))
        runtime = RuntimeFiles(memory)
        runtime.prepare()
        machine = Machine(city, datetime.now(UTC) + timedelta(hours=1))
        machine.told()
        server = Server(city, simulator, broker, random.Random(14))
        async with agent_of(city, runtime) as work:
            notes.say("adopted {} {}".format(*await server.publishes(1)))
            about_to_write()
            with contextlib.suppress(OSError):  # also what this program reads of its own fails
                _keep(city, machine, notes)
            version = server.offers(2)
            await broker.until(lambda: any(_ended(status, version, lasting) for status in server.statuses()))
            for reason in {status.rejected for status in server.statuses() if status.rejected}:
                notes.refused(reason)
            if any(status.adopted == version for status in server.statuses()):
                notes.say("adopted {} {}".format(*version))
            assert not work.done(), "the agent has ended"


def _ended(status: Status, version: tuple[int, int], lasting: str) -> bool:
    return status.adopted == version or bool(lasting and status.rejected)


def _keep(city: Rehearsal, machine: Machine, notes: Notes) -> None:
    keep_time(city, machine, notes)
    plays = Plays(city.folder / "plays", city.store.plays, _Reserved(notes, city.store.plays / "numbers"))
    for _ in range(3):
        plays.play()
    try:
        plays.spill()
    except OSError as error:  # the agent says it once a reason, and spills again half a minute later
        notes.refused(error.strerror or str(error))


class _Reserved:
    """Passes on which numbers are used as far as the card has taken that; one that takes none may see them again."""

    def __init__(self, notes: Notes, numbers: Path) -> None:
        self._notes, self._numbers = notes, numbers

    def say(self, mark: str) -> None:
        name, _, number = mark.partition(" ")
        if name != "used" or (self._numbers.exists() and int(self._numbers.read_text()) >= int(number)):
            self._notes.say(mark)
