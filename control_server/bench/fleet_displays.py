"""Ten thousand simulated displays in one process: what they do by themselves, and when.

They send a status every 20 seconds and ask for their manifests every five minutes, evenly spread. What a head needs is
fetched, then the display adopts it and reports at once. Leaves out what a display does when something comes
(`simulated_display`), and what is asked of the process (`fleet_process`).
"""

import asyncio
import contextlib
import itertools
import random
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Any

import aiohttp
import msgspec

from content import wire
from control_server.bench.fleet_proxy import CityProxy
from control_server.bench.fleet_tally import Round, Tally
from control_server.bench.simulated_display import SimulatedDisplay
from control_server.tasks import ended

_POLL_S = 300.0
_SLIDE_S, _PLAYS_S = 10.0, 30.0
_LAST_ACKS_S = 20.0
_TICK_S = 0.05
_REPORTS_AT_ONCE = 50
"""Before what else there is to do is looked at."""
_ASKERS = 20
_CONNECTING = 200


class Membership(msgspec.Struct, frozen=True, kw_only=True):
    """The displays of a site, each with its password, and where they go."""

    site: str
    host: str
    port: int
    url: str
    passwords: dict[str, str]


class SimulatedFleet:
    """The displays of a membership, what they noted, and what they do by themselves while `working`."""

    def __init__(self, members: Membership, proxy: CityProxy, chance: random.Random) -> None:
        self.members, self.chance = members, chance
        self.tally, self.round = Tally(), Round()
        self._topics = {name: topic.of(members.site, "{}") for name, topic in wire.TOPICS.items()}
        self.displays = [SimulatedDisplay(self, name, password) for name, password in members.passwords.items()]
        self._proxy = proxy
        self._noted = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting: dict[str, list[tuple[SimulatedDisplay, wire.Manifest]]] = {}
        self._adopting: asyncio.Queue[tuple[SimulatedDisplay, wire.Manifest]] = asyncio.Queue()
        self._asking: asyncio.Queue[SimulatedDisplay] = asyncio.Queue()
        self._ends = False
        self.failure: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Raises what ended one of its tasks: a mistake of this program."""

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """The displays report, ask and adopt; afterwards every connection is closed."""
        report = _whoever_is_up(SimulatedDisplay.report)
        works = [self._turns(wire.HEARTBEAT_S, report), self._turns(_POLL_S, self.ask), self._adopt()]
        for work in [*works, *(self._ask() for _ in range(_ASKERS))]:
            self._begin(work)
        try:
            yield
        finally:
            self._ends = True
            for display in self.displays:
                display.close()
            for task in list(self._tasks):
                await ended(task)

    @property
    def site(self) -> str:
        """The city's id."""
        return self.members.site

    def topic(self, name: str, display: str) -> str:
        """That topic (a key of `wire.TOPICS`) of a display."""
        return self._topics[name].replace("{}", display)

    @property
    def fetched(self) -> int:
        """Bytes of programmes and files."""
        return self._proxy.bytes

    # --- what is noted -----------------------------------------------------------------------------------------------

    def begin(self, *, bare: bool = False) -> None:
        """Another round."""
        self.round = Round(bare=bare)

    def note(self, when: dict[str, float], display: SimulatedDisplay) -> None:
        """It happened to this display; only the first time counts."""
        when.setdefault(display.name, time.monotonic())
        self._noted.set()

    def plays_kept(self, seconds: float) -> None:
        """The server acknowledged plays so long after they were sent."""
        self.round.acks.append(seconds)
        self._noted.set()

    async def until(self, when: dict[str, float], within_s: float) -> None:
        """Waits until it has happened to every display, at most so long."""
        await self._noted_until(lambda: len(when) == len(self.displays), within_s)

    async def _noted_until(self, condition: Callable[[], bool], within_s: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                while not condition():
                    self._noted.clear()
                    await self._noted.wait()

    async def play(self, seconds: float) -> list[float]:
        """For so long slides change every 10 s and plays are sent every 30 s; how long acknowledgements took."""
        before = self.tally.plays
        turns = [self._turns(_SLIDE_S, _whoever_is_up(SimulatedDisplay.show))]
        turns.append(self._turns(_PLAYS_S, _whoever_is_up(SimulatedDisplay.send_plays)))
        tasks = [asyncio.create_task(turn) for turn in turns]
        done, _ = await asyncio.wait(tasks, timeout=seconds)
        for task in tasks:
            await ended(task)
        for task in done:
            task.result()
        await self._noted_until(lambda: len(self.round.acks) == self.tally.plays - before, _LAST_ACKS_S)
        return self.round.acks

    # --- what displays ask for ---------------------------------------------------------------------------------------

    async def connect_all(self) -> None:
        """Every display makes its first try, some at a time."""
        slots = asyncio.Semaphore(_CONNECTING)

        async def one(display: SimulatedDisplay) -> None:
            async with slots:
                await self._connect(display)

        await asyncio.gather(*map(one, self.displays))

    def connect_after(self, wait_s: float, display: SimulatedDisplay) -> None:
        """Tries again then."""
        if not self._ends:
            asyncio.get_running_loop().call_later(wait_s, lambda: self._begin(self._connect(display)))

    def ask(self, display: SimulatedDisplay) -> None:
        """It asks for its manifest by HTTP as soon as a connection is free."""
        self._asking.put_nowait(display)

    def adopt(self, display: SimulatedDisplay, head: wire.Manifest) -> None:
        """The display adopts its head as soon as all that it needs was fetched."""
        if self._proxy.has(head.programme):
            self._adopting.put_nowait((display, head))
            return
        waiting = self._waiting.setdefault(head.programme, [])
        waiting.append((display, head))
        if len(waiting) == 1:
            self._begin(self._fetch(head))

    # --- its tasks ---------------------------------------------------------------------------------------------------

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        if self._ends:
            work.close()
            return
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) and not self.failure.done():
            self.failure.set_exception(error)

    async def _connect(self, display: SimulatedDisplay) -> None:
        try:
            await asyncio.get_running_loop().create_connection(lambda: display, self.members.host, self.members.port)
        except OSError:
            display.lost()

    async def _fetch(self, head: wire.Manifest) -> None:
        try:
            await self._proxy.fetch(head.programme)
        except (aiohttp.ClientError, OSError, ValueError):
            self.tally.failed += 1
        for display, waits_for in self._waiting.pop(head.programme):
            if self._proxy.has(head.programme):
                self._adopting.put_nowait((display, waits_for))

    async def _adopt(self) -> None:
        for number in itertools.count(1):
            display, head = await self._adopting.get()
            if head.version == display.version:  # or the next one is under way already
                display.adopt()
            if number % _REPORTS_AT_ONCE == 0:
                await asyncio.sleep(0)

    async def _ask(self) -> None:
        while True:
            display = await self._asking.get()
            self.tally.asked += 1
            known = sha256(display.envelope).hexdigest() if display.envelope else ""
            try:
                envelope = await self._proxy.manifest(display.name, self.members.passwords[display.name], known)
            except (aiohttp.ClientError, OSError):
                self.tally.failed += 1
                continue
            if envelope is not None and envelope != display.envelope:
                display.told(envelope)

    async def _turns(self, every_s: float, act: Callable[[SimulatedDisplay], None]) -> None:
        """Each display in turn, all of them in `every_s` seconds."""
        began, done = time.monotonic(), 0
        while True:
            await asyncio.sleep(_TICK_S)
            due = int((time.monotonic() - began) / every_s * len(self.displays))
            for n in range(done, due):
                act(self.displays[n % len(self.displays)])
            done = due


def _whoever_is_up(act: Callable[[SimulatedDisplay], None]) -> Callable[[SimulatedDisplay], None]:
    def acting(display: SimulatedDisplay) -> None:
        if display.is_up:
            act(display)

    return acting
