"""`afisier bench display --beside chromium`: a display and a browser in kiosk mode, in turn, on the same X server.

Decides how the two are compared: the same pictures on screens of the same size, each start on a server of its own, the
glass looked at from outside, every process of either counted, and ratios of figures of the same round. The X server's
own work is told apart: both have their pixels carried there.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import click

from config.system.usage import usage
from display_client.bench import kiosk
from display_client.bench.rehearsal import Rehearsal, SyntheticSlide, draw
from display_client.bench.xvfb import SeenScreen, xvfb
from display_client.screen.picture import decode

GOALS = {"start_s": "≤ 0.5", "rest_cpu_percent": "≤ 1", "playing_cpu_percent": "≤ 1", "pss_mb": "≤ 0.5"}
"""Of the ratio of a display's figure to the browser's."""
FADE_S = 0.5
SLIDES, EACH_S = 5, 8
_SETTLE_S = 4.0
_PATIENCE_S = 60.0

Figures = dict[str, float]


class Contender(NamedTuple):
    """Who shows pictures: `command` prepares a rotation of these PNG, so many seconds each, in a folder of its own."""

    name: str
    command: Callable[[Path, list[bytes], int], list[str]]


def display(size: tuple[int, int]) -> Contender:
    """A display as it is, started as a person would; nothing listens where its server should be."""

    def command(folder: Path, slides: list[bytes], seconds: int) -> list[str]:
        rehearsal = Rehearsal(folder, size)
        rehearsal.enrol()
        rehearsal.hang({f"nr-{n}": SyntheticSlide(png, seconds) for n, png in enumerate(slides)})
        return [sys.executable, "-c", "from config.commands.cli import main; main()", "display", str(rehearsal.path)]

    return Contender("display", command)


def browser(program: str, size: tuple[int, int]) -> Contender:
    """That browser in kiosk mode."""

    def command(folder: Path, slides: list[bytes], seconds: int) -> list[str]:
        return kiosk.command(program, kiosk.write_page(folder, slides, size, seconds, FADE_S), size)

    return Contender(Path(program).name, command)


def compare(
    contenders: tuple[Contender, Contender], size: tuple[int, int], rounds: int, seconds: float
) -> dict[str, Any]:
    """Medians of each, the ratio of the first to the second of each round, and their median."""
    slides = [draw(number, size) for number in range(1, SLIDES + 1)]
    taken: list[list[Figures]] = [[], []]
    for number in range(rounds):
        for figures, contender in zip(taken, contenders, strict=True):
            figures.append(_round(contender, slides, size, seconds))
            line = ", ".join(f"{name} {value}" for name, value in figures[-1].items())
            click.echo(f"round {number + 1}, {contender.name}: {line}", err=True)
    return {
        name: {
            **{
                each.name: round(median(of[name] for of in rows), 2)
                for each, rows in zip(contenders, taken, strict=True)
            },
            "ratio": round(median(ratios), 2),
            "ratios": ratios,
        }
        for name in taken[0][0]
        if (ratios := [round(ours[name] / max(theirs[name], 0.01), 2) for ours, theirs in zip(*taken, strict=True)])
    }


def show(figures: dict[str, Any]) -> None:
    """A table that a person reads."""
    for name, each in figures.items():
        goal = GOALS.get(name, "")
        values = ", ".join(f"{of} {value}" for of, value in each.items() if of not in {"ratio", "ratios"})
        holds = "" if not goal else "  holds" if each["ratio"] <= float(goal.split()[1]) else "  DOES NOT HOLD"
        click.echo(f"{name:22} {values:36} ratio {each['ratio']:<6} {goal:7}{holds}".rstrip())


def _round(contender: Contender, slides: list[bytes], size: tuple[int, int], seconds: float) -> Figures:
    """One start with a slide that stays, and one with a rotation."""
    with _shown(contender, slides[:1], 3600, size) as (pid, server, start_s):
        time.sleep(_SETTLE_S)
        rest, rest_x = _cpu_percent(pid, server, seconds)
        used = usage(pid)
    with _shown(contender, slides, EACH_S, size) as (pid, server, again_s):
        time.sleep(_SETTLE_S)
        playing, playing_x = _cpu_percent(pid, server, max(1.0, seconds // EACH_S) * EACH_S)
        used_playing = usage(pid)
    return {
        "start_s": round(min(start_s, again_s), 2),
        "rest_cpu_percent": rest,
        "rest_cpu_x_percent": rest_x,
        "playing_cpu_percent": playing,
        "playing_cpu_x_percent": playing_x,
        "pss_rest_mb": used.pss_mb,
        "pss_mb": used_playing.pss_mb,
        "processes": used_playing.processes,
    }


@contextlib.contextmanager
def _shown(
    contender: Contender, slides: list[bytes], seconds: int, size: tuple[int, int]
) -> Iterator[tuple[int, int, float]]:
    """Started, and one of the slides on the glass: its process, the X server's, and how long that took (seconds)."""
    with (
        tempfile.TemporaryDirectory(prefix="afisier-beside-", ignore_cleanup_errors=True) as name,
        contextlib.ExitStack() as stack,
    ):
        folder = Path(name)
        (folder / "x").mkdir()
        glass = stack.enter_context(xvfb(folder / "x", size))
        command = contender.command(folder / "it", slides, seconds)
        wanted = {glass.sample_of(decode(png)) for png in slides}
        environment = os.environ | {"DISPLAY": glass.name, "SDL_VIDEODRIVER": "x11", "AFISIER_LOG_FLIPS": ""}
        began = time.monotonic()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            took = _lit_after(glass, wanted, process, began)
            yield process.pid, glass.pid, took
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _lit_after(glass: SeenScreen, wanted: set[bytes], process: subprocess.Popen[bytes], began: float) -> float:
    """Seconds until one of the wanted samples is on the glass. Raises ClickException when none comes."""
    while time.monotonic() - began < _PATIENCE_S and process.poll() is None:
        if glass.sample() in wanted:
            return time.monotonic() - began
        time.sleep(0.005)
    raise click.ClickException(f"{process.args[0]!r} showed no slide within {_PATIENCE_S:.0f} s")  # type: ignore[index]


def _cpu_percent(pid: int, server: int, seconds: float) -> tuple[float, float]:
    """Of one core, over that long: all processes of the contender, and the X server."""
    before, before_x, began = usage(pid), usage(server), time.monotonic()
    time.sleep(seconds)
    after, after_x, took = usage(pid), usage(server), time.monotonic() - began
    return (
        round((after.cpu_s - before.cpu_s) / took * 100, 2),
        round((after_x.cpu_s - before_x.cpu_s) / took * 100, 2),
    )
