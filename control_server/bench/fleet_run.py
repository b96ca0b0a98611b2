"""One run of `afisier bench fleet`: a server, its fleet, and what is done with them, one thing after the other.

Decides what is measured and what each figure is of. The server, its broker and the simulated displays are processes of
their own; what they do is seen from outside. Leaves out how figures are shown (`fleet`).
"""

import asyncio
import os
import signal
import time
from collections.abc import Mapping, Sized
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import click

from content.pack.folder import read_folder
from content.pack.sample import moved, sample_city
from control_server.bench import fleet_city
from control_server.bench.figures import spread
from control_server.bench.fleet_changes import PATIENCE_S, SETTLED_S, Changes, summed_up
from control_server.bench.fleet_displays import Membership
from control_server.bench.fleet_process import FleetProcess, Instruction, simulated
from control_server.bench.fleet_server import ServerProcess, Used

Figures = dict[str, Any]

_LOOK_S = 0.05


class RunLength(NamedTuple):
    """How much is done. Times are seconds."""

    changes: int
    rest_s: float


class FleetRun:
    """A server in `folder` with that many displays, and the figures so far."""

    def __init__(self, folder: Path, displays: int, length: RunLength) -> None:
        self.length, self.displays = length, displays
        self.server = ServerProcess(folder)
        self.figures: Figures = {"displays": displays, "load of the machine when it began": _load()}
        self._folder = folder
        self._files = fleet_city.grown(moved(read_folder(sample_city()), datetime.now(UTC).date()), displays)
        self._resting = Used.nothing()
        self._resting_s = 1.0

    async def measured(self) -> Figures:
        """Everything. Raises ClickException when something does not happen at all."""
        try:
            passwords = await self._published()
            members = await self._admitted(passwords)
            async with simulated(members, self._folder) as fleet:
                await self._connect(fleet)
                await self._rest()
                await self._play(fleet)
                await self._changes(fleet, members)
                await self._pages()
                await self._broker_restart(fleet)
                told = await fleet.tell(Instruction(do="count"))
                self.figures["stop (s)"] = round(await self.server.stop(), 2)
            await self._compare(told)
            self.figures["load of the machine when it ended"] = _load()
        finally:
            await self.server.stop()
        return self.figures

    # --- before the displays -----------------------------------------------------------------------------------------

    async def _published(self) -> dict[str, str]:
        """The pack is published by a server that ends then; returns the passwords of the displays."""
        pack = self._folder / "pack"
        for path, body in self._files.items():
            (pack / path).parent.mkdir(parents=True, exist_ok=True)
            (pack / path).write_bytes(body)
        _say("the pack is published")
        self.figures["first publication (s)"] = round(await self.server.start(pack), 2)
        self._take_memory("after the first publication")
        await self.server.stop()
        return await self.server.enrol_at_rest(fleet_city.display_ids(self.displays))

    async def _admitted(self, passwords: dict[str, str]) -> Membership:
        self.figures["start with all that was published (s)"] = round(await self.server.start(), 2)
        first, began = next(iter(passwords)), time.monotonic()
        enrolment = await self.server.enrol(first)
        self.figures["enrol one by the API (ms)"] = round((time.monotonic() - began) * 1e3, 1)
        return Membership(
            site=enrolment.site,
            host=enrolment.broker.host,
            port=enrolment.broker.port,
            url=enrolment.server,
            passwords=passwords | {first: enrolment.password},
        )

    # --- with the displays -------------------------------------------------------------------------------------------

    async def _connect(self, fleet: FleetProcess) -> None:
        _say("the displays connect")
        began = time.monotonic()
        await fleet.tell(Instruction(do="connect"))
        heads = await fleet.until("heads", PATIENCE_S)
        self.figures["all connected, head received (s)"] = _last(heads, began)
        reports = await fleet.until("reports", PATIENCE_S)
        self.figures["all connected, adopted and reported (s)"] = _last(reports, began)
        self._complete("after connecting", reports)
        await asyncio.sleep(SETTLED_S)

    async def _rest(self) -> None:
        """Nothing but heartbeats and the displays' requests every five minutes."""
        _say("at rest")
        before, began = self.server.used(), time.monotonic()
        await asyncio.sleep(self.length.rest_s)
        self._resting, self._resting_s = self.server.used().since(before), time.monotonic() - began
        self._take_rates("at rest", self._resting, self._resting_s)
        self._take_memory("at rest")

    async def _play(self, fleet: FleetProcess) -> None:
        """What rest has, and slides that change, and plays."""
        _say("slides change and plays are sent")
        before, sent = self.server.used(), (await fleet.tell(Instruction(do="count")))["tally"]["plays"]
        await fleet.begin()
        began = time.monotonic()
        acks = await fleet.tell(Instruction(do="play", within_s=self.length.rest_s))
        used, lasted = self.server.used().since(before), time.monotonic() - began
        self._take_rates("playing", used, lasted)
        sent = (await fleet.tell(Instruction(do="count")))["tally"]["plays"] - sent
        self.figures["playing: plays sent → acknowledged (s)"] = spread(acks)
        self.figures["playing: plays not acknowledged"] = sent - len(acks)
        await asyncio.sleep(SETTLED_S)

    async def _changes(self, fleet: FleetProcess, members: Membership) -> None:
        """One label again and again, and after each change a bare fan-out of as many heads."""
        before, lost = (await fleet.tell(Instruction(do="count")))["tally"], self.server.links_lost()
        work = Changes(self.server, fleet, members, self._files)
        changes, fans = [], []
        for n in range(self.length.changes):
            _say(f"change {n + 1} of {self.length.changes}")
            changes.append(await work.change(n))
            self._complete(f"after change {n + 1}", changes[-1].reports)
            fans.append(await work.bare(self._folder))
            self._complete("after a bare fan-out", fans[-1].heads)
        after = (await fleet.tell(Instruction(do="count")))["tally"]
        self.figures |= summed_up(changes, fans, self._resting, self._resting_s)
        self.figures["links lost"] = self.server.links_lost() - lost
        self.figures |= {f"heads, {name}": after[name] - before[name] for name in ("twice", "late", "strange")}
        self._take_memory("after the changes")
        self.figures["database (MB)"] = round(self.server.database_bytes() / 1e6, 2)

    async def _pages(self) -> None:
        """The wall and the list of displays, as a browser and a program ask for them."""
        for path in ("/", "/api/displays"):
            seconds, size, before = [], 0, self.server.used().server.cpu_s
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(PATIENCE_S)) as session:
                for _ in range(3):
                    began = time.monotonic()
                    async with session.get(self.server.url + path) as answer:
                        answer.raise_for_status()
                        size = len(await answer.read())
                    seconds.append(time.monotonic() - began)
            cpu_s = (self.server.used().server.cpu_s - before) / len(seconds)
            self.figures |= {
                f"GET {path}, the first (ms)": round(seconds[0] * 1e3, 1),
                f"GET {path}, again (ms)": round(min(seconds[1:]) * 1e3, 1),
                f"GET {path}: CPU (ms)": round(cpu_s * 1e3),
                f"GET {path} (kB)": round(size / 1e3),
            }

    async def _broker_restart(self, fleet: FleetProcess) -> None:
        """The broker is killed: seconds until every display is connected again and has a head."""
        _say("the broker is killed")
        await asyncio.sleep(SETTLED_S)
        pid = self.server.broker_pid()
        if pid is None:
            raise click.ClickException("the server has no broker")
        await fleet.begin()
        before, links, began = self.server.used(), self.server.links_made(), time.monotonic()
        os.kill(pid, signal.SIGKILL)
        linked = asyncio.create_task(self._linked(links))
        back = await fleet.until("back", PATIENCE_S)
        used = self.server.used().since(before)
        up = await fleet.until("up", PATIENCE_S)
        self.figures["broker killed → server connected (s)"] = round(await linked - began, 2)
        self.figures["broker killed → display connected (s)"] = spread([at - began for at in up.values()])
        self.figures["broker killed → display back with its head (s)"] = spread([at - began for at in back.values()])
        self.figures["broker killed → all back: CPU of the server (s)"] = round(used.server.cpu_s, 2)
        self._complete("after the restart of the broker", back)

    async def _linked(self, before: int) -> float:
        """When the server's log says that it is connected once more."""
        async with asyncio.timeout(PATIENCE_S):
            while self.server.links_made() == before:  # noqa: ASYNC110  another process writes the log
                await asyncio.sleep(_LOOK_S)
        return time.monotonic()

    # --- afterwards --------------------------------------------------------------------------------------------------

    async def _compare(self, told: Figures) -> None:
        """With what the server's database says was published last."""
        versions = {display: tuple(version) for display, version in told["versions"].items()}
        newest = await self.server.published_versions()
        self.figures["displays without the newest head"] = sum(versions[name] != newest[name] for name in versions)
        self.figures |= {f"in the whole run, {name}": number for name, number in told["tally"].items()}
        self.figures["in the whole run, links lost"] = self.server.links_lost()

    def _take_rates(self, when: str, used: Used, seconds: float) -> None:
        for name, each in used._asdict().items():
            self.figures[f"{when}, {name}: CPU (% of a core)"] = round(each.cpu_s / seconds * 100, 2)
            self.figures[f"{when}, {name}: written (kB/s)"] = round(each.written / seconds / 1e3, 1)

    def _take_memory(self, when: str) -> None:
        for name, each in self.server.used()._asdict().items():
            self.figures[f"memory {when}, {name} (MB)"] = round(each.rss_mb, 1)

    def _complete(self, when: str, happened: Sized) -> None:
        if missing := self.displays - len(happened):
            _say(f"{when}: {missing} displays are missing after {PATIENCE_S:.0f} s")
            self.figures["missing"] = self.figures.get("missing", 0) + missing


def _load() -> float:
    """Processes that ran or waited for a core, the mean of the last minute."""
    return round(os.getloadavg()[0], 2)


def _say(text: str) -> None:
    click.echo(f"… {text}", err=True)


def _last(instants: Mapping[str, float], began: float) -> float | None:
    return round(max(instants.values()) - began, 3) if instants else None
