"""A display behind a bad line: every change arrives, not much is carried twice, and a line that is dead is noticed."""

import asyncio
import contextlib
import os
import random
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from config.settings import BrokerAddress
from content.wire import DOWN_AFTER_S
from display_client.bench.rehearsal import Rehearsal, Rehearsed, SyntheticSlide
from tests.display.simulator import Simulator
from tests.display.test_broker import Broker, Server, serving
from tests.display.windows import DISPLAY
from tests.figures import samples, shown
from tests.lossy_line import HERE, Line, lossy_line

pytestmark = pytest.mark.system

AGENT = ("-m", "display_client.agent")
PICTURE_BYTES = 30_000
CHANGES = samples(3, 12)
PATIENCE_S = 240.0
"""Of one change, on a line that loses a third of all packets and a machine that is busy."""
NOTICED_S = 45.0


class World(NamedTuple):
    """A display behind a line, its broker and its server."""

    city: Rehearsal
    line: Line
    broker: Broker
    heard: Server
    server: Simulator

    async def change(self, number: int) -> Rehearsed:
        """Another picture is published, and the display plays it."""
        picture = random.Random(number).randbytes(PICTURE_BYTES)
        told = self.city.manifest({"a": SyntheticSlide(picture)}, b"neutral")
        self.server.offer(picture, b"neutral")
        self.server.offer_programme(told.data)
        self.server.envelope = self.city.sign(told)
        await self.heard.publish("manifest", self.server.envelope)
        async with asyncio.timeout(PATIENCE_S):
            await until(lambda: any(status.adopted == told.version for status in self.heard.statuses))
        return told


async def until(true: object) -> None:
    assert callable(true)
    while not true():  # noqa: ASYNC110  the other side is a process
        await asyncio.sleep(0.02)


@contextlib.asynccontextmanager
async def world(folder: Path, seed: int, program: tuple[str, ...] = AGENT) -> AsyncIterator[World]:
    folder.mkdir()
    city, broker, server = Rehearsal(folder), Broker(folder, "0.0.0.0"), Simulator("0.0.0.0")
    server.times = lambda nonce: city.sign_time(nonce, datetime.now(UTC))
    await broker.start()
    try:
        async with server.server, serving(broker, city) as heard:
            address = BrokerAddress(host=HERE, port=broker.port)
            city.enrol(server=f"http://{HERE}:{server.server.port}", broker=address)
            with lossy_line([sys.executable, *program, str(city.path)], seed, SDL_VIDEODRIVER="offscreen") as line:
                yield World(city, line, broker, heard, server)
    finally:
        broker.kill()


async def carried(folder: Path, seed: int, loss: float) -> tuple[int, int]:
    """Changes that arrived, and bytes that it took."""
    async with world(folder, seed) as far:
        await far.change(0)
        before, arrived, far.line.loss = far.line.carried, 0, loss
        for number in range(1, CHANGES + 1):
            await far.change(number)
            arrived += 1
        return arrived, far.line.carried - before


async def test_a_line_that_loses_a_third_of_all_packets_costs_time_and_little_else(tmp_path: Path) -> None:
    seed = int(os.environ.get("AFISIER_SEED", "0")) or random.randrange(10**6)
    print(f"seed {seed}")
    _, clean = await carried(tmp_path / "clean", seed, 0.0)
    arrived, lossy = await carried(tmp_path / "lossy", seed, 0.3)
    shown("30 % of packets lost: changes that arrived", f"{arrived} of {CHANGES}", "all", holds=arrived == CHANGES)
    ratio = lossy / clean
    shown("30 % of packets lost: bytes carried, of those without loss", f"{ratio:.2f}", "≤ 1.2", holds=ratio <= 1.2)


async def test_a_server_whose_every_answer_breaks_off_costs_no_change(tmp_path: Path) -> None:
    arrived = 0
    async with world(tmp_path / "cut", 1) as far:
        far.server.cut_after = PICTURE_BYTES // 3
        for number in range(CHANGES):
            await far.change(number)
            arrived += 1
    figure = f"{arrived} of {CHANGES}"
    shown("every transfer cut at a third: changes that arrived", figure, "all", holds=arrived == CHANGES)


async def test_a_display_that_plays_listens_on_no_port(tmp_path: Path) -> None:
    """All of it, in a network namespace of its own, connected to its broker."""

    def sockets(which: str) -> list[str]:
        command = ["nsenter", "-t", str(far.line.pid), "-n", "ss", "-H", "-n", which]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()

    async with world(tmp_path / "whole", 1, DISPLAY) as far:
        await far.change(0)
        async with asyncio.timeout(PATIENCE_S):
            await until(lambda: far.heard.statuses[-1].glass)
        ports, links = sockets("-lntu"), sockets("-nt")
        shown("ports on which a display listens (ss -lntu)", len(ports), "0", holds=not ports)
        assert any(f"{HERE}:{far.broker.port}" in link for link in links)


@pytest.mark.skipif("AFISIER_FIGURES" not in os.environ, reason="it takes two minutes: make test-faults")
async def test_a_line_that_is_dead_is_noticed_at_both_ends(tmp_path: Path) -> None:
    assert DOWN_AFTER_S <= NOTICED_S
    async with world(tmp_path / "dead", 1) as far:
        await far.change(0)
        far.line.gave_up_at.clear()
        far.line.dead, died = True, time.monotonic()
        async with asyncio.timeout(2 * NOTICED_S):
            await until(lambda: not far.heard.statuses[-1].online)
            by_broker = time.monotonic() - died
            await until(lambda: far.broker.port in far.line.gave_up_at)
        by_display = far.line.gave_up_at[far.broker.port] - died
        shown("line dead: noticed by the broker after (s)", f"{by_broker:.0f}", "≤ 45", holds=by_broker <= NOTICED_S)
        shown("line dead: noticed by the display after (s)", f"{by_display:.0f}", "≤ 45", holds=by_display <= NOTICED_S)
        far.line.dead = False
        await far.change(1)
