"""The panel is switched off and on, is off when the machine starts, or has another one beside it."""

import time

import pytest

from tests.figures import shown
from tests.machine.bench import Bench
from tests.machine.guest import until

pytestmark = pytest.mark.machine

FIRST, SECOND = (f"/sys/class/drm/card0-Virtual-{number}/status" for number in (1, 2))


def test_a_panel_that_is_unplugged_while_playing(lit: Bench) -> None:
    lit.reach()
    until(lit.is_exact, "the wall says that it shows what it should")
    before = lit.agreed()
    began = time.monotonic()
    lit.guest.do(f"echo off > {FIRST}")
    until(lambda: lit.kind() == "unseen", "the wall says that nothing is seen")
    shown("machine: panel unplugged: the wall no longer says that it shows", f"{time.monotonic() - began:.0f} s",
          "60 s", holds=time.monotonic() - began <= 60, asserted=False)  # fmt: skip
    screen = lit.guest.processes()["screen"]
    lit.guest.do(f"echo detect > {FIRST}")
    watched = lit.watch(
        lambda: lit.guest.processes().get("screen", screen) != screen and lit.agrees_since(before), "slide"
    )
    shown(
        "machine: panel plugged in again: slide in a new window after", f"{watched.took_s:.0f} s", "again", holds=True
    )
    until(lit.is_exact, "the wall says that it shows what it should")


def test_a_panel_that_is_off_at_the_start(lit: Bench) -> None:
    lit.guest.do(f"systemctl stop afisier-display; echo off > {FIRST}; systemctl start afisier-display", within_s=120)
    lit.reach()
    until(lambda: lit.kind() == "unseen", "the wall says that nothing is seen")
    screen = lit.guest.processes()["screen"]
    time.sleep(25)  # longer than a screen may take for its first picture
    waits = lit.guest.processes()["screen"] == screen and lit.kind() == "unseen"
    shown("machine: panel off at the start: waits, and the wall knows", "yes" if waits else "no", "yes", holds=waits)
    began = time.monotonic()
    lit.guest.do(f"echo detect > {FIRST}")
    lit.agreed()
    shown("machine: panel plugged in later: slide after", f"{time.monotonic() - began:.0f} s", "a slide", holds=True)
    until(lit.is_exact, "the wall says that it shows what it should")


def test_a_second_panel(lit: Bench) -> None:
    lit.agreed()
    lit.guest.do(f"echo on > {SECOND}")
    before = lit.agreed()
    after = lit.agreed(lambda glass: glass.slide is not None and glass.lit > before.lit)
    shown("machine: a second panel is plugged in: the first shows", after.slide, "a slide", holds=bool(after.slide))
