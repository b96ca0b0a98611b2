"""`afisier bench display`: what one display costs and how smooth it is, measured without a server.

Decides how each figure is taken; the goals stand beside them. The display is the real one, started as `afisier display`
with its supervisor, agent and screen; its store is filled by the `rehearsal`.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import click

from config.system.machine import facts
from config.system.usage import usage
from content.wire import Glass
from display_client import runtime_files
from display_client.bench import beside
from display_client.bench.flipbook import fades, faults, flips_in
from display_client.bench.rehearsal import Rehearsal, SyntheticSlide, draw
from display_client.runtime_files import Note, glass_of

GOALS = {
    "start_s": "≤ 2 s",
    "end_s": "≤ 3 s",
    "idle_cpu_percent": "≤ 3 %",
    "rss_mb": "≤ 220 MB, flat",
    "fade_fps": "",
    "black_or_torn": "0",
    "apart_ms": "≤ 100 ms",
}
_PATIENCE_S = 30.0
FADED = 200
"""Changes of programme in the long run; what follows are corrections of one slide."""


class Running:
    """A display that runs, and what it says of its glass."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path, began: float) -> None:
        self.process, self.began = process, began
        self.flips = folder / "flips"
        self._note = Note(folder / "glass.json")

    def next_glass(self) -> Glass:
        """The next change of the glass. Raises ClickException when none comes."""
        deadline = time.monotonic() + _PATIENCE_S
        while time.monotonic() < deadline:
            if glass := glass_of(self._note.news()):
                return glass
            time.sleep(0.005)
        raise click.ClickException(f"the glass did not change within {_PATIENCE_S:.0f} s")


@contextlib.contextmanager
def started(rehearsal: Rehearsal, log: str = "") -> Iterator[Running]:
    """A display started as a person would, ended as Ctrl-C would."""
    folder = runtime_files.folder(rehearsal.store.folder)
    (folder / "glass.json").unlink(missing_ok=True)
    environment = os.environ | {"AFISIER_LOG_FLIPS": log}
    command = [sys.executable, "-c", "from config.commands.cli import main; main()", "display", str(rehearsal.path)]
    began = time.time()
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        yield Running(process, folder, began)
    finally:
        process.terminate()
        process.wait(10)


def measure_start(rehearsal: Rehearsal, starts: int) -> dict[str, Any]:
    """Seconds from the start of the process to the slide being complete on the glass, and from SIGTERM to its end.

    Nothing listens anywhere.
    """
    rehearsal.hang({"unu": SyntheticSlide(draw(1, rehearsal.size), 3600)})
    starting, ending = [], []
    for _ in range(starts):
        with started(rehearsal) as running:
            starting.append(running.next_glass().lit.timestamp() - running.began)
            asked_at = time.monotonic()
        ending.append(time.monotonic() - asked_at)
    return {
        "start_s": {"median": round(median(starting), 2), "max": round(max(starting), 2), "starts": starts},
        "end_s": {"median": round(median(ending), 2), "max": round(max(ending), 2), "ends": starts},
    }


def measure_idle(rehearsal: Rehearsal, seconds: float) -> dict[str, Any]:
    """CPU of all its processes, in percent of one core, while one slide stands."""
    rehearsal.hang({"unu": SyntheticSlide(draw(1, rehearsal.size), 3600)})
    with started(rehearsal) as running:
        running.next_glass()
        time.sleep(3)
        before, began = usage(running.process.pid), time.monotonic()
        time.sleep(seconds)
        after, took = usage(running.process.pid), time.monotonic() - began
    return {
        "idle_cpu_percent": round((after.cpu_s - before.cpu_s) / took * 100, 2),
        "idle_memory": {"rss_all_mb": after.rss_mb, "pss_all_mb": after.pss_mb, "processes": after.processes},
    }


def measure_playing(rehearsal: Rehearsal, seconds: float) -> dict[str, Any]:
    """CPU of all its processes, in percent of one core, while a slide follows another every 8 s.

    The log of flips is on: without it llvmpipe would skip drawing what nobody looks at.
    """
    rehearsal.hang({f"nr-{n}": SyntheticSlide(draw(n, rehearsal.size), 8) for n in range(1, 6)})
    with started(rehearsal, "times") as running:
        running.next_glass()
        running.next_glass()
        before, began = usage(running.process.pid), time.monotonic()
        time.sleep(max(8.0, seconds // 8 * 8))
        after, took = usage(running.process.pid), time.monotonic() - began
    return {"playing_cpu_percent": round((after.cpu_s - before.cpu_s) / took * 100, 2)}


def measure_fades(rehearsal: Rehearsal, changes: int) -> dict[str, Any]:
    """Frame rate and worst gap of scheduled fades (0.5 s), from the times of the flips."""
    rehearsal.hang({f"nr-{n}": SyntheticSlide(draw(n, rehearsal.size), 2) for n in range(1, 6)})
    with started(rehearsal, "times") as running:
        for _ in range(changes + 1):
            running.next_glass()
        renderer, flips = flips_in(running.flips)
    rates, gaps = fades(flips)
    return {
        "gl_renderer": renderer,
        "fade_fps": round(median(rates), 1),
        "fade_worst_gap_ms": round(max(gaps) * 1000),
        "fades": len(rates),
    }


def measure_changes(rehearsal: Rehearsal, changes: int) -> dict[str, Any]:
    """Memory of the screen after many different slides, and every flip looked at: the first 200 fade, others cut."""
    memory, pictures = {}, []
    marks = {min(changes, 100), changes * 3 // 5, changes}
    with started(rehearsal, "samples") as running:
        for number in range(changes + 1):
            png = draw(number, rehearsal.size)
            pictures.append(png)
            name = f"nr-{number}" if number <= FADED else "unu"
            rehearsal.hang({name: SyntheticSlide(png, 3600)})
            if number == 0:
                while (glass := running.next_glass()).asset is None:
                    pass
            else:
                glass = running.next_glass()
            if not glass.matches:
                raise click.ClickException(f"the glass of slide {number} differs from its frame")
            rehearsal.store.collect(rehearsal.assets())
            if number in marks:
                used = usage(running.process.pid)
                memory[str(number)] = {"screen_rss_mb": used.rss_largest_mb, "all_pss_mb": used.pss_mb}
        _, flips = flips_in(running.flips)
    bad = faults(flips, pictures)
    return {"rss_mb": memory, "black_or_torn": bad, "flips_sampled": len(flips), "changes": changes}


def measure_step(folder: Path, size: tuple[int, int], changes: int) -> dict[str, Any]:
    """Two displays with the same plan and nothing between them: how far apart the same change is on their glass.

    The log of flips is on: without it llvmpipe would draw a whole fade when its end is read back.
    """
    lit: list[dict[tuple[str | None, datetime], datetime]] = [{}, {}]
    with contextlib.ExitStack() as stack:
        displays = []
        for name in ("one", "other"):
            rehearsal = Rehearsal(folder / name, size)
            rehearsal.enrol()
            rehearsal.hang({f"nr-{n}": SyntheticSlide(draw(n, size), 4) for n in range(1, 6)})
            displays.append(stack.enter_context(started(rehearsal, "times")))
        for _ in range(changes + 2):  # the first of each is its start
            for lit_at, running in zip(lit, displays, strict=True):
                glass = running.next_glass()
                lit_at[glass.slide, glass.since] = glass.lit
    both = sorted(lit[0].keys() & lit[1].keys(), key=lambda change: change[1])
    apart = [abs((lit[0][key] - lit[1][key]).total_seconds()) * 1000 for key in both]
    apart = apart[1:] or apart  # the first is where each came in when it started
    return {"apart_ms": {"median": round(median(apart)), "max": round(max(apart)), "changes": len(apart)}}


def _machine() -> dict[str, str]:
    load = f"{os.getloadavg()[0]:.2f}"
    return facts() | {"kivy": version("kivy"), "pillow": version("pillow"), "load_1_min": load}


def show(figures: dict[str, Any]) -> None:
    """A table a person reads."""
    for name, value in figures.items():
        text = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else str(value)
        click.echo(f"{name:20} {text:60} {GOALS.get(name, '')}".rstrip())


@click.command()
@click.option("--seconds", default=30.0, show_default=True, help="How long the idle display is watched.")
@click.option("--starts", default=5, show_default=True, help="How often it is started.")
@click.option("--changes", default=500, show_default=True, help="How many different slides it shows.")
@click.option("--size", default="1920x1080", show_default=True, help="Pixels of the glass.")
@click.option("--json", "path", type=click.Path(path_type=Path), help="Write the figures to this file too.")
@click.option(
    "--beside", "program", help="Measure it in turn with this browser in kiosk mode instead, for example chromium."
)
@click.option("--rounds", default=5, show_default=True, help="How often each of the two is measured, with --beside.")
def display(  # noqa: PLR0913, PLR0917  one for each option
    seconds: float, starts: int, changes: int, size: str, path: Path | None, program: str | None, rounds: int
) -> None:
    """Measure one display on this machine: start, idle CPU, memory, fades; and two side by side."""
    width, _, height = size.partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise click.UsageError(f"found size {size!r}, expected for example 1920x1080")
    pixels = int(width), int(height)
    if program is not None:
        _measure_beside(program, pixels, rounds, seconds, path)
        return
    with tempfile.TemporaryDirectory(prefix="afisier-bench-") as folder:
        rehearsal = Rehearsal(Path(folder), pixels)
        rehearsal.enrol()
        figures: dict[str, Any] = {"machine": _machine(), "size": size}
        figures |= measure_start(rehearsal, starts)
        figures |= measure_idle(rehearsal, seconds)
        figures |= measure_playing(rehearsal, seconds)
        figures |= measure_fades(rehearsal, 10)
        figures |= measure_changes(rehearsal, changes)
        figures |= measure_step(Path(folder), rehearsal.size, 12)
    show(figures)
    _keep(figures, path)


def _measure_beside(program: str, size: tuple[int, int], rounds: int, seconds: float, path: Path | None) -> None:
    """Raises UsageError when that browser is not installed."""
    if shutil.which(program) is None:
        raise click.UsageError(f"found no program {program!r}, expected for example chromium")
    machine = _machine()
    figures = beside.compare((beside.display(size), beside.browser(program, size)), size, rounds, seconds)
    show({"machine": machine, "size": f"{size[0]}x{size[1]}", "rounds": rounds})
    beside.show(figures)
    _keep({"machine": machine, "size": f"{size[0]}x{size[1]}", "rounds": rounds, "beside": figures}, path)


def _keep(figures: dict[str, Any], path: Path | None) -> None:
    if path is not None:
        path.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n")
