"""Whatever happens to server, broker and displays in whatever order: in the end every display plays the newest.

Real are the server (its database, publisher, reception) and the decisions of the displays with their slots. Simulated
are the broker, the network, the cards' files and the time that passes.
"""

import asyncio
import random
import tempfile
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content import wire
from content.schedule.resolve import Schedule
from display_client import events
from display_client.player import Player
from display_client.store import StoredManifest
from tests.rounds import rounds
from tests.server.simulator import PACK, Clock, Simulated, SimulatedLink, simulated, slide

QUIET_S = 700
"""Longer than any wait of a display: it asks by HTTP at the latest after 360 s, and a broken fetch again after 60."""


class SimulatedBroker:
    """Keeps the last manifest of each display, or a former one, or none: it may forget and rewind at any time."""

    def __init__(self) -> None:
        self.up = True
        self.retained: dict[str, bytes] = {}
        self.former: dict[str, bytes] = {}

    def keep(self, display: str, manifest: bytes) -> None:
        self.former[display] = self.retained.get(display, manifest)
        self.retained[display] = manifest


class SimulatedDisplay:
    """A real player, with what its card and its connection do."""

    def __init__(self, world: "World", name: str) -> None:
        self.world, self.name = world, name
        self.slots: StoredManifest | None = None
        self.player: Player | None = None
        self.told = False
        """Whether the server has said since its start which manifest is its newest."""
        self.reachable = True
        self.card_takes = True
        self.status: wire.Status | None = None
        self.seen: list[tuple[int, int]] = []
        """Versions in the order in which they were adopted."""

    async def start(self) -> None:
        key: Ed25519PublicKey = self.world.server.ground.signer.public_key
        self.player, self.told = Player("oras", self.name, key, random.Random(self.name)), False
        await self.on(events.Started(self.slots))
        await self.connect()

    async def connect(self) -> None:
        """The broker takes the subscriptions, and sends what it keeps."""
        if self.player and self.reachable and self.world.broker.up:
            await self.on(events.Connected())
            if (kept := self.world.broker.retained.get(self.name)) is not None:
                await self.on(events.Received(kept))

    async def hear(self, manifest: bytes) -> None:
        if self.player and self.reachable and self.world.broker.up:
            await self.on(events.Received(manifest))

    async def on(self, event: events.Event) -> None:
        assert self.player is not None
        for effect in self.player.handle(event, self.world.clock.now):
            await self.carry_out(effect)

    async def tick(self) -> None:
        if self.player and self.reachable and self.world.city and not self.told:
            newest = self.world.city.published.latest.get(self.name)
            self.told = True
            await self.on(events.NewestTold(newest.version if newest else None))
        if self.player and self.player.wakes_at <= self.world.clock.now:
            await self.on(events.Ticked())

    async def carry_out(self, effect: events.Effect) -> None:
        server = self.world.city
        up = server is not None and self.reachable
        match effect:
            case events.AskManifest():
                publication = server.published.latest.get(self.name) if server and up else None
                await self.on(events.Received(publication.envelope) if publication else events.Unavailable())
            case events.FetchProgramme(digest=digest):
                issued = server.published.programmes.get(digest) if server and up else None
                answer = events.ProgrammeArrived(digest, issued.data) if issued else None
                await self.on(answer or events.Failed(digest, "unreachable"))
            case events.Fetch(asset=asset):
                await self.on(events.Stored(asset) if up else events.Failed(asset, "unreachable"))
            case events.Adopt(adopted=adopted):
                if self.card_takes:
                    self.slots = adopted
                    self.seen.append(adopted.version)
                    await self.on(events.Kept(adopted.version))
                else:
                    await self.on(events.NotKept(adopted.version, "No space left on device"))
            case events.Report(status=status):
                self.status = status
                if server and up and self.world.broker.up:
                    await server.says(status)


class World:
    """A server that may be down, a broker that forgets, and two displays."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, Clock()
        self.broker = SimulatedBroker()
        self.city: Simulated | None = None
        self.running = AsyncExitStack()
        self.displays = {name: SimulatedDisplay(self, name) for name in ("gara", "piata")}
        self.changes = 0

    @property
    def server(self) -> Any:
        assert self.city is not None
        return self.city.server

    async def start(self) -> None:
        if self.city is None:
            self.city = await self.running.enter_async_context(simulated(self.folder, self.clock))
            self.city.link.announce(list(self.city.published.latest))  # as the link does when it has connected

    async def stop(self) -> None:
        self.city = None
        await self.running.aclose()
        self.running = AsyncExitStack()

    async def deliver(self) -> None:
        """What the link was told to announce goes to the broker, and from there to who listens."""
        if self.city is None or not self.broker.up:
            return
        link: SimulatedLink = self.city.link
        while link.announced:
            name = link.announced.pop(0)
            manifest = self.city.published.latest[name].envelope
            self.broker.keep(name, manifest)
            await self.displays[name].hear(manifest)

    async def publish(self) -> None:
        if self.city is not None:
            self.changes += 1
            hours = f"\n    phase: {self.changes}".encode() if self.changes % 3 == 0 else b""
            displays = PACK["displays.yaml"].replace(b"    languages: [ro, en]", b"    languages: [ro, en]" + hours)
            title = slide(f"Podul se inchide, stirea {self.changes // 2}")
            await self.city.publish({**PACK, "displays.yaml": displays, "slides/anunt.yaml": title})

    async def pass_time(self, seconds: int) -> None:
        for _ in range(seconds // 5):
            self.clock.forward(seconds=5)
            for display in self.displays.values():
                await display.tick()
            await self.deliver()

    async def broker_restarts(self) -> None:
        """It forgets everything. The server's link connects again and announces all; the displays connect again."""
        self.broker.retained.clear()
        await self.reconnected()

    async def broker_rewinds(self) -> None:
        """It comes back with what it kept before the last manifests."""
        self.broker.retained = dict(self.broker.former)
        for display in self.displays.values():
            await display.connect()
        await self.reconnected()

    async def reconnected(self) -> None:
        if self.city is not None:
            self.city.link.announce(list(self.city.published.latest))
        for display in self.displays.values():
            await display.connect()

    async def lose_announcements(self) -> None:
        """The server is killed, or its link ends, before they are sent."""
        if self.city is not None:
            self.city.link.announced.clear()

    async def toggle(self, change: Callable[[], None]) -> None:
        change()
        for display in self.displays.values():
            await display.connect()

    async def well(self) -> None:
        """Everything is up from now on."""
        await self.start()
        self.broker.up = True
        for display in self.displays.values():
            display.reachable = display.card_takes = True
            if display.player is None:
                await display.start()
        await self.pass_time(QUIET_S)


def _flip(target: object, name: str) -> Callable[[], None]:
    return lambda: setattr(target, name, not getattr(target, name))


STEPS: dict[str, Callable[[World], Coroutine[Any, Any, None]]] = {
    "publish": World.publish,
    "publish, deliver": lambda world: _both(world.publish(), world.deliver()),
    "deliver": World.deliver,
    "announcements lost": World.lose_announcements,
    "server stops": World.stop,
    "server starts": World.start,
    "broker restarts": World.broker_restarts,
    "broker rewinds": World.broker_rewinds,
    "broker up or down": lambda world: world.toggle(_flip(world.broker, "up")),
    "gara cut off or back": lambda world: world.toggle(_flip(world.displays["gara"], "reachable")),
    "gara's card fills or empties": lambda world: world.toggle(_flip(world.displays["gara"], "card_takes")),
    "gara restarts": lambda world: _restart(world, "gara"),
    "piata restarts": lambda world: _restart(world, "piata"),
    "10 s": lambda world: world.pass_time(10),
    "100 s": lambda world: world.pass_time(100),
}


async def _both(*steps: Coroutine[Any, Any, None]) -> None:
    for step in steps:
        await step


async def _restart(world: World, name: str) -> None:
    if world.city is not None:
        await world.displays[name].start()


async def _played(folder: Path, steps: list[str]) -> None:
    world = World(folder)
    await world.start()
    await world.publish()
    try:
        for display in world.displays.values():
            await display.start()
        for name in steps:
            await STEPS[name](world)
        await world.well()
        assert world.city is not None
        for name, display in world.displays.items():
            newest = world.city.published.latest[name]
            assert display.status is not None and display.slots is not None
            assert (display.status.adopted, display.status.rejected) == (newest.version, None)
            assert display.slots.envelope == newest.envelope
            assert display.slots.programme == world.city.published.programmes[newest.manifest.programme].data
            assert display.seen == sorted(set(display.seen))  # every version at most once, and only ever newer
            shows = Schedule(world.city.published.plan(name)).resolve(world.clock.now)
            assert shows.slide == "anunt"
            assert world.city.server.fleet.statuses[name][0].adopted == newest.version
    finally:
        await world.stop()


@rounds
@given(st.lists(st.sampled_from(sorted(STEPS)), min_size=3, max_size=14))
@settings(max_examples=25, deadline=timedelta(minutes=1), suppress_health_check=[HealthCheck.too_slow])
def test_every_display_ends_with_the_newest_manifest(again: int, steps: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_played(Path(folder), steps))
