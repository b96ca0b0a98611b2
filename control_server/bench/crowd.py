"""`afisier bench crowd`: the studio's pages and the API while many edit and many displays play.

Decides three situations on one server, one after the other: one person alone; one person while the displays play; and
all people. What a page takes in the last is told as a ratio to the first, so that a slow machine is no bad result.
Leaves out what a person does (`crowd_editor`) and what displays do (`fleet_displays`).
"""

import asyncio
import contextlib
import os
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import click

from config.system.machine import facts, percentile
from content.pack.folder import read_folder
from content.pack.sample import moved, sample_city
from control_server.bench import crowd_editor, fleet_city
from control_server.bench.crowd_editor import CrowdEditor, Pause, Timed
from control_server.bench.figures import report
from control_server.bench.fleet_changes import PATIENCE_S
from control_server.bench.fleet_displays import Membership
from control_server.bench.fleet_process import FleetProcess, Instruction, simulated
from control_server.bench.fleet_server import ServerProcess, Used
from control_server.tasks import ended

Figures = dict[str, Any]

_HASTY = Pause((0.05, 0.1), (0.05, 0.1))
"""Of one who is alone with the server: nobody else is kept waiting."""


class Crowd(NamedTuple):
    """How many there are, how many slides the first edits alone, and for how long all of them edit (s)."""

    editors: int
    displays: int
    alone: int
    lasts_s: float
    pause: Pause = Pause()


@click.command()
@click.option("--editors", type=click.IntRange(1, 200), default=30, show_default=True, help="People who edit.")
@click.option("--displays", type=click.IntRange(1, 5_000), default=200, show_default=True, help="Displays that play.")
@click.option("--seconds", type=click.IntRange(5, 3_600), default=60, show_default=True, help="How long all edit.")
@click.option("--json", "out", type=click.Path(path_type=Path), help="Write the figures here as JSON too.")
def crowd(editors: int, displays: int, seconds: int, out: Path | None) -> None:
    """Pages of the studio and answers of the API while many people edit and many displays play."""
    wanted = Crowd(editors, displays, 8, seconds)
    report({"machine": facts()} | asyncio.run(measured(wanted)), out, width=60)


async def measured(wanted: Crowd) -> Figures:
    """The figures by name."""
    with tempfile.TemporaryDirectory(prefix="afisier-bench-") as folder:
        server = ServerProcess(Path(folder))
        try:
            return await _measured(server, Path(folder), wanted)
        finally:
            await server.stop()


async def _measured(server: ServerProcess, folder: Path, wanted: Crowd) -> Figures:
    ids = fleet_city.display_ids(wanted.displays)
    pack = folder / "pack"
    files = fleet_city.grown(moved(read_folder(sample_city()), datetime.now(UTC).date()), wanted.displays)
    for path, body in files.items():
        (pack / path).parent.mkdir(parents=True, exist_ok=True)
        (pack / path).write_bytes(body)
    await server.start(pack)
    await server.stop()
    passwords = await server.enrol_at_rest(ids)
    people = await crowd_editor.signed_in_at_rest(server.data, wanted.editors)
    await server.start()
    enrolment = await server.enrol(ids[0])
    passwords[ids[0]] = enrolment.password
    where = enrolment.broker
    members = Membership(
        site=enrolment.site, host=where.host, port=where.port, url=enrolment.server, passwords=passwords
    )
    everyone = [CrowdEditor(server.url, key, number, ids[0], wanted.pause) for number, key in enumerate(people)]
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        one, alone = CrowdEditor(server.url, people[0], wanted.editors, ids[0], _HASTY), Timed()
        await one.work(session, Timed(), 1)  # what is made once is made
        await one.work(session, alone, wanted.alone)
        async with simulated(members, folder) as fleet, _playing(fleet, wanted.displays):
            beside = Timed()
            await one.work(session, beside, wanted.alone)
            before = server.used()
            together = await _together(session, everyone, wanted.lasts_s)
            used = server.used().since(before)
    return _figures(wanted, {"alone": alone, "displays play": beside, "all": together}, used)


@asynccontextmanager
async def _playing(fleet: FleetProcess, displays: int) -> AsyncIterator[None]:
    """All are connected and have their manifests; they show slide after slide and send plays until the block ends."""
    await fleet.tell(Instruction(do="connect"))
    reported = len(await fleet.until("reports", PATIENCE_S))
    if reported < displays:
        raise click.ClickException(f"{reported} of {displays} displays reported within {PATIENCE_S:.0f} s")
    await fleet.begin()
    playing = asyncio.create_task(fleet.tell(Instruction(do="play", within_s=3_600)))
    try:
        yield
    finally:
        fleet.process.kill()
        with contextlib.suppress(click.ClickException):
            await playing


async def _together(session: aiohttp.ClientSession, editors: Sequence[CrowdEditor], lasts_s: float) -> Timed:
    timed = Timed()
    working = [asyncio.create_task(editor.work(session, timed)) for editor in editors]
    try:
        done, _ = await asyncio.wait(working, timeout=lasts_s, return_when=asyncio.FIRST_EXCEPTION)
        for task in done:
            task.result()
    finally:
        for task in working:
            await ended(task)
    return timed


def _figures(wanted: Crowd, situations: dict[str, Timed], used: Used) -> Figures:
    load = round(os.getloadavg()[0], 2)  # processes that ran or waited for a core, the mean of the last minute
    figures: Figures = {"editors": wanted.editors, "displays": wanted.displays, "load of the machine at the end": load}
    for name in situations["alone"].seconds:
        for situation, timed in situations.items():
            figures[f"{name}, {situation} (ms)"] = _spread(timed.seconds[name])
        alone, everyone = situations["alone"].seconds[name], situations["all"].seconds[name]
        if alone and everyone:
            figures[f"{name}, all to alone (p95)"] = round(percentile(everyone, 95) / percentile(alone, 95), 2)
    figures["busy answers, asked again"] = situations["all"].busy
    for name, each in used._asdict().items():
        figures[f"all, {name}: CPU (% of a core)"] = round(each.cpu_s / wanted.lasts_s * 100, 1)
        figures[f"all, {name}: memory (MB)"] = round(each.rss_mb, 1)
    return figures


def _spread(seconds: list[float]) -> dict[str, float]:
    if not seconds:
        return {}
    spread = {f"p{percent}": round(percentile(seconds, percent) * 1e3, 1) for percent in (50, 95)}
    return {"n": len(seconds), **spread, "max": round(max(seconds) * 1e3, 1)}
