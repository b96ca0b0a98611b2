"""Days of slide changes in minutes: the screen that shows them, and its painter, grow by nothing.

The screen is the real one, its window off-screen; its clock goes `SPEED` times as fast, and its fades are short. A day
has 10,800 changes of 8 seconds. `make test-faults` shows more of them and prints the figures.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import linear_regression
from typing import NamedTuple

import psutil
import pytest

from display_client.bench.rehearsal import Rehearsal, SyntheticSlide, draw
from tests.display.windows import Window
from tests.figures import shown

pytestmark = pytest.mark.system

LONG = "AFISIER_FIGURES" in os.environ
CHANGES = 3_000 if LONG else 60
"""As many as the bound below takes to be told from noise; a few in `make test`."""
SAMPLES, WARM, A_DAY = 20, 60, 10_800
SPEED = 100
PROGRAM = """
import gc, json, signal, sys, time
from datetime import UTC, datetime
from pathlib import Path
from display_client import clock
from display_client.screen import __main__ as screen

began, wall, speed = time.monotonic(), time.time(), int(sys.argv[2])
elapsed = lambda: (time.monotonic() - began) * speed
fast = clock.Clocks(system=lambda: datetime.fromtimestamp(wall + elapsed(), UTC), boot_s=elapsed)
former = clock.DisplayClock.__init__
clock.DisplayClock.__init__ = lambda self, store, notes: former(self, store, notes, fast)

def tell(*_):
    from kivy.graphics.texture import Texture
    from display_client.screen import app
    app.FADE_S, app.REST_S = 0.04, 0.02
    gc.collect()
    print(json.dumps(sum(isinstance(each, Texture) for each in gc.get_objects())), flush=True)

signal.signal(signal.SIGUSR1, tell)
screen.run(Path(sys.argv[1]), neutral=False)
"""


class Seen(NamedTuple):
    """What the screen and its painter have after so many changes: bytes of memory, and things that are counted."""

    changes: int
    screen: int
    painter: int
    counted: tuple[int, int, int, int]
    """Textures, descriptors, threads, processes."""


@contextmanager
def hurried(city: Rehearsal) -> Iterator[tuple[subprocess.Popen[bytes], Window]]:
    environment = os.environ | {"SDL_VIDEODRIVER": "offscreen"}
    command = [sys.executable, "-c", PROGRAM, str(city.path), str(SPEED)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        try:
            yield process, Window(process, city)
        finally:
            process.kill()


def seen(process: subprocess.Popen[bytes], changes: int) -> Seen:
    process.send_signal(signal.SIGUSR1)
    assert process.stdout is not None
    textures = json.loads(process.stdout.readline())
    screen = psutil.Process(process.pid)
    (painter,) = screen.children()
    counted = textures, screen.num_fds(), screen.num_threads(), 2
    return Seen(changes, screen.memory_info().rss, painter.memory_info().rss, counted)


def test_no_memory_descriptor_thread_or_texture_is_left_behind(city: Rehearsal) -> None:
    city.hang({f"s{number}": SyntheticSlide(draw(number, city.size), 8) for number in range(1, 8)})
    samples = []
    with hurried(city) as (process, window):
        window.slide()
        seen(process, 0)  # from here on it hurries
        for number in range(SAMPLES + 1):
            wanted = WARM + CHANGES * number // SAMPLES
            glass = window.glass(lambda glass, wanted=wanted: glass.count >= wanted)  # type: ignore[misc]
            assert glass.matches
            samples.append(seen(process, glass.count))
    changes = samples[-1].changes - samples[0].changes
    assert changes >= CHANGES * 0.9
    grown = {
        what: max(each.counted[at] for each in samples) - samples[0].counted[at]
        for at, what in enumerate(("textures", "descriptors", "threads", "processes"))
    }
    for what, more in grown.items():
        shown(f"{changes} slide changes: more {what}", more, "0", holds=more <= 0)
    for program in ("screen", "painter"):
        slope, _ = linear_regression([each.changes for each in samples], [getattr(each, program) for each in samples])
        a_day = slope * A_DAY / 1e6
        what = f"{changes} slide changes: memory of the {program}, a day"
        shown(what, f"{a_day:+.2f} MB", "≤ 1 MB", holds=a_day <= 1, asserted=False)
