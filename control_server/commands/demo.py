"""`afisier demo`: a whole small city on this machine, with windows or off-screen.

Decides how long it runs, what is printed and written, and the exit code. Leaves out what counts as a failure
(`demo_witness`), and how server and displays run (`local_city`).
"""

import asyncio
import json
import logging
import os
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import click
import msgspec

from config.system import durable, logs
from content import wire
from content.findings import refused
from content.pack.folder import read_folder
from content.pack.model import Pack
from content.pack.parse import parse
from content.pack.sample import moved, sample_city
from control_server.commands.check import counted
from control_server.commands.demo_witness import DemoWitness
from control_server.commands.local_city import display_environment, local_city
from control_server.devices.fleet import Event
from control_server.people.sign_in import SignIn

USUAL_PORT = 8600
_WINDOW_SCALE, _WINDOW_GAP = 0.4, 20
"""On a desktop: the size of a window as a part of its glass, and the pixels between windows."""


class DemoOptions(NamedTuple):
    """How a demo runs. `seconds` is its length (None: until Ctrl-C), `shots` the folder for pictures and summary."""

    seconds: float | None
    shots: Path | None
    port: int
    offscreen: bool


@click.command()
@click.option("--seconds", type=click.FloatRange(min=1), help="End by itself after so many seconds.")
@click.option("--shots", type=click.Path(path_type=Path), help="Write what each glass showed, and summary.json, here.")
@click.option("--port", type=click.IntRange(0, 65535), help=f"Port of the wall (default {USUAL_PORT}, or a free one).")
@click.option(
    "--pack",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Another city pack than the sample city.",
)
@click.option("--offscreen", is_flag=True, help="Draw off-screen even where there is a desktop.")
def demo(seconds: float | None, shots: Path | None, port: int | None, folder: Path | None, offscreen: bool) -> None:
    """A whole small city on this machine: server, broker, displays, and the wall that shows them live."""
    files = read_folder(folder or sample_city())
    offscreen = offscreen or not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    if shots is not None:
        _make(shots)
    logs.to_stderr(logging.WARNING)
    click.echo("Drawing the slides of the city …")
    sys.exit(asyncio.run(_demo(files, DemoOptions(seconds, shots, _free(port), offscreen))))


def _make(shots: Path) -> None:
    try:
        shots.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refused("file", str(shots), f"the folder cannot be made: {error.strerror}") from error


def _free(port: int | None) -> int:
    """The port that was asked for; else the usual one unless something answers there."""
    if port is not None:
        return port
    with suppress(OSError), socket.create_server(("127.0.0.1", USUAL_PORT)):
        return USUAL_PORT
    return 0


async def _demo(files: dict[str, bytes], options: DemoOptions) -> int:
    """Runs the demo and returns its exit code."""
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    today = datetime.now(parse(files).city.zone).date()
    with tempfile.TemporaryDirectory(prefix="afisier-demo-") as temporary:
        environment = display_environment(
            offscreen=options.offscreen, scale=1.0 if options.offscreen else _WINDOW_SCALE
        )
        pack_of_today = moved(files, today)
        async with local_city(Path(temporary), pack_of_today, port=options.port, environment=environment) as city:
            pack = city.server.publisher.published.city_pack()
            witness = DemoWitness(pack, datetime.now(pack.city.zone), options.shots)
            with city.server.fleet.subscribed(pictures=options.shots is not None) as events:
                watching = asyncio.create_task(_watch(events, witness))
                city.windows = _side_by_side(pack)
                await city.start(pack.displays)
                click.echo(greeting(pack, city.server.url, offscreen=options.offscreen))
                click.echo(await invitations(city.server.sign_in, city.server.url))
                with suppress(TimeoutError):
                    async with asyncio.timeout(options.seconds):
                        await ended.wait()
                now = datetime.now(pack.city.zone)
                watching.cancel()
                await asyncio.gather(watching, return_exceptions=True)
            broker = city.server.surroundings.broker
            failures = witness.finish(now, broker.restarts if broker else 0) if options.seconds else []
            summary = _summary(city.server.url, witness, now, failures)
    return _report(summary, options.shots, failures)


async def _watch(events: AsyncIterable[Event], witness: DemoWitness) -> None:
    async for event in events:
        glass = witness.note(event)
        if glass:
            click.echo(_line(event, glass, witness.zone))


def _line(event: Event, glass: wire.Glass, zone: ZoneInfo) -> str:
    what = f"{glass.slide} ({glass.lang})" if glass.slide else glass.state
    return f"{glass.lit.astimezone(zone):%H:%M:%S}  {event.display:<16} {what}"


def _side_by_side(pack: Pack) -> dict[str, tuple[int, int]]:
    """Display → left and top of its window on a desktop: in a row from the left, so that none hides another."""
    corners, left = {}, _WINDOW_GAP
    for display in pack.displays.values():
        corners[display.id] = (left, 3 * _WINDOW_GAP)
        left += round(display.panel.width * _WINDOW_SCALE) + _WINDOW_GAP
    return corners


def greeting(pack: Pack, url: str, *, offscreen: bool) -> str:
    """What is printed when the displays have been started. `url` is the server's."""
    where = "drawing off-screen" if offscreen else "in windows"
    displays = counted(len(pack.displays), "display")
    return f"{pack.city.name}: {displays}, {where}. Ctrl-C ends everything.\nThe wall: {url}/"


async def invitations(sign_in: SignIn, url: str) -> str:
    """One-time links into the studio of the demo: for who changes a slide, and for a colleague who approves it."""
    author, approver = await sign_in.first_link(), await sign_in.invite(["approver"], "console")
    return (
        f"The studio: {url}/studio/join/{author}\n"
        f"  and for a colleague who approves, in another (private) window: {url}/studio/join/{approver}\n"
        "  each link works once, the first within 15 minutes"
    )


def _summary(url: str, witness: DemoWitness, now: datetime, failures: list[str]) -> dict[str, Any]:
    return {
        "ok": not failures and all(record.first_lit_s is not None for record in witness.records.values()),
        "wall": f"{url}/",
        "started": witness.started.isoformat(),
        "seconds": round((now - witness.started).total_seconds(), 1),
        "displays": {
            display: {"lit": record.first_lit_s is not None, **msgspec.to_builtins(record)}
            for display, record in witness.records.items()
        },
        "failures": failures,
    }


def _report(summary: dict[str, Any], shots: Path | None, failures: list[str]) -> int:
    """Prints the failures, writes the summary, and returns the exit code."""
    for failure in failures:
        click.echo(f"error: {failure}", err=True)
    if shots is not None:
        text = json.dumps(summary, indent=2, ensure_ascii=False) + "\n"
        durable.write(shots / "summary.json", text.encode(), mode=durable.FOR_PEOPLE)
    return 1 if failures else 0
