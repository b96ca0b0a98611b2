"""`afisier demo`: a whole small city on this machine, and a witness of what its screens showed.

Decides what counts as a demo that went well. Leaves out how server and displays run (`local_city`).
"""

import asyncio
import importlib.resources
import json
import logging
import os
import signal
import socket
import sys
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
import msgspec

from config.system import durable, logs
from content import wire
from content.findings import refused
from content.pack.folder import read_folder
from content.pack.model import Pack
from content.pack.parse import parse
from content.pack.sample import moved
from control_server.commands.check import counted
from control_server.commands.local_city import LocalCity, display_environment, local_city
from control_server.devices.fleet import Event, Heard, Pictured, Presence

USUAL_PORT = 8600
_WINDOW_SCALE, _WINDOW_GAP = 0.4, 20
"""On a desktop: size of a window as part of its glass, and pixels between windows."""
_PICTURE_WITHIN_S = 3.0
"""Seconds after a change within which its picture must have come."""


class Witnessed(msgspec.Struct):
    """What one display did during the demo. Times are seconds since its start was asked for."""

    first_lit_s: float | None = None
    changes: int = 0
    shots: int = 0
    slides: list[str] = []
    failures: list[str] = []


class Witness:
    """Watches the displays of a city and keeps what must not be: each failure one sentence."""

    def __init__(self, pack: Pack, started: datetime, shots: Path | None) -> None:
        self.zone = pack.city.zone
        self.started = started
        self.shots = shots
        self.displays = {display: Witnessed() for display in pack.displays}
        self._last: dict[str, wire.Glass] = {}
        self._pictured: dict[str, int] = {}

    def saw(self, event: Event) -> wire.Glass | None:
        """Takes note of an event; returns the glass if it is a change of one."""
        if isinstance(event, Heard):
            return self._heard(event)
        if isinstance(event, Pictured):
            self._shot(event)
        if isinstance(event, Presence) and not event.online:
            self._failed(event.display, "went offline")
        return None

    def _heard(self, event: Heard) -> wire.Glass | None:
        status, seen = event.status, self.displays[event.display]
        if status.rejected:
            self._failed(event.display, f"rejected a manifest: {status.rejected}")
        if status.screen_restarts:
            self._failed(event.display, f"its screen was restarted {status.screen_restarts} times")
        glass, before = status.glass, self._last.get(event.display)
        if glass is None or (before and before.count == glass.count):
            return None
        if before and (glass.lit - before.lit).total_seconds() > _PICTURE_WITHIN_S:
            self._must_be_pictured(event.display, before)
        self._last[event.display] = glass
        if glass.state != "showing":
            return glass
        seen.changes += 1
        name = f"{glass.slide}-{glass.lang}"
        if name not in seen.slides:
            seen.slides.append(name)
        if seen.first_lit_s is None:
            seen.first_lit_s = round((glass.lit - self.started).total_seconds(), 3)
        if not glass.matches:
            self._failed(event.display, f"its glass did not match the frame of {name} at {glass.lit.isoformat()}")
        return glass

    def _shot(self, event: Pictured) -> None:
        glass = event.glass
        if glass is None or self._pictured.get(event.display) == glass.count:
            return
        self._pictured[event.display] = glass.count
        if self.shots is None or glass.state != "showing":
            return
        at = glass.lit.astimezone(self.zone).strftime("%Y%m%dT%H%M%S")
        path = self.shots / event.display / f"{at}-{glass.slide}-{glass.lang}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        durable.write(path, event.png)
        self.displays[event.display].shots += 1

    def _failed(self, display: str, sentence: str) -> None:
        failures = self.displays[display].failures
        if sentence not in failures:
            failures.append(sentence)

    def _must_be_pictured(self, display: str, glass: wire.Glass) -> None:
        """For a glass that stood long enough for its picture to come."""
        if self.shots and glass.state == "showing" and self._pictured.get(display) != glass.count:
            self._failed(display, f"sent no picture of {glass.slide} ({glass.lang}) at {glass.lit.isoformat()}")

    def finish(self, now: datetime, restarts: int) -> list[str]:
        """Every failure, as sentences."""
        found = [f"the broker was restarted {restarts} times"] if restarts else []
        for display, seen in self.displays.items():
            glass = self._last.get(display)
            if seen.first_lit_s is None:
                self._failed(display, "never lit")
            if glass and (now - glass.lit).total_seconds() > _PICTURE_WITHIN_S:
                self._must_be_pictured(display, glass)
            found += [f"{display} {failure}" for failure in seen.failures]
        return found


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
        _made(shots)
    logs.to_stderr(logging.WARNING)
    click.echo("Drawing the slides of the city …")
    sys.exit(asyncio.run(_demo(files, seconds, shots, _free(port), offscreen)))


def sample_city() -> Path:
    """The folder of the sample city's pack."""
    return Path(str(importlib.resources.files("content") / "timisoara"))


def _made(shots: Path) -> None:
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


async def _demo(files: dict[str, bytes], seconds: float | None, shots: Path | None, port: int, offscreen: bool) -> int:
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    today = datetime.now(parse(files).city.zone).date()
    with tempfile.TemporaryDirectory(prefix="afisier-demo-") as temporary:
        environment = display_environment(offscreen=offscreen, scale=1.0 if offscreen else _WINDOW_SCALE)
        async with local_city(Path(temporary), moved(files, today), port=port, environment=environment) as city:
            pack = city.server.publisher.published.city_pack()
            witness = Witness(pack, datetime.now(pack.city.zone), shots)
            with city.server.fleet.subscribed(pictures=shots is not None) as events:
                watching = asyncio.create_task(_watch(events, witness))
                city.windows = _side_by_side(pack)
                await city.start(pack.displays)
                _greet(city, pack, offscreen)
                with suppress(TimeoutError):
                    async with asyncio.timeout(seconds):
                        await ended.wait()
                now = datetime.now(pack.city.zone)
                watching.cancel()
                await asyncio.gather(watching, return_exceptions=True)
            broker = city.server.surroundings.broker
            failures = witness.finish(now, broker.restarts if broker else 0) if seconds else []
            summary = _summary(city, witness, now, failures)
    return _report(summary, shots, failures)


async def _watch(events: Any, witness: Witness) -> None:
    async for event in events:
        glass = witness.saw(event)
        if glass:
            _line(event.display, glass, witness.zone)


def _line(display: str, glass: wire.Glass, zone: ZoneInfo) -> None:
    what = f"{glass.slide} ({glass.lang})" if glass.slide else glass.state
    click.echo(f"{glass.lit.astimezone(zone):%H:%M:%S}  {display:<16} {what}")


def _side_by_side(pack: Pack) -> dict[str, tuple[int, int]]:
    """Where the windows of a demo open on a desktop: in a row from the left, so that none hides another."""
    places, left = {}, _WINDOW_GAP
    for display in pack.displays.values():
        places[display.id] = (left, 3 * _WINDOW_GAP)
        left += round(display.panel.width * _WINDOW_SCALE) + _WINDOW_GAP
    return places


def _greet(city: LocalCity, pack: Pack, offscreen: bool) -> None:
    where = "drawing off-screen" if offscreen else "in windows"
    click.echo(f"{pack.city.name}: {counted(len(pack.displays), 'display')}, {where}. Ctrl-C ends everything.")
    click.echo(f"The wall: {city.server.url}/")


def _summary(city: LocalCity, witness: Witness, now: datetime, failures: list[str]) -> dict[str, Any]:
    return {
        "ok": not failures and all(seen.first_lit_s is not None for seen in witness.displays.values()),
        "wall": f"{city.server.url}/",
        "started": witness.started.isoformat(),
        "seconds": round((now - witness.started).total_seconds(), 1),
        "displays": {
            display: {"lit": seen.first_lit_s is not None, **msgspec.to_builtins(seen)}
            for display, seen in witness.displays.items()
        },
        "failures": failures,
    }


def _report(summary: dict[str, Any], shots: Path | None, failures: list[str]) -> int:
    for failure in failures:
        click.echo(f"error: {failure}", err=True)
    if shots is not None:
        durable.write(shots / "summary.json", json.dumps(summary, indent=2, ensure_ascii=False).encode() + b"\n")
    return 1 if failures else 0
