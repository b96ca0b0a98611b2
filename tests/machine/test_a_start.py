"""A whole machine, from power on to the slide on its panel."""

import pytest

from tests.figures import shown
from tests.machine.bench import Bench

pytestmark = pytest.mark.machine

CHANGES = 5


def test_the_shipped_unit_lights_the_panel_by_kmsdrm(bench: Bench) -> None:
    shown("machine: power on → slide on the panel, emulated", f"{bench.took_s:.0f} s", "lit", holds=True)
    screen = bench.guest.processes()["screen"]
    driver = bench.guest.do(f"tr '\\0' '\\n' < /proc/{screen}/environ | grep ^SDL_VIDEODRIVER=")
    card = bench.guest.do(f"ls -l /proc/{screen}/fd").count("/dev/dri/card0")
    shown("machine: SDL's driver, and the graphics card held", driver, "KMSDRM", holds="KMSDRM" in driver and card > 0)
    users = bench.guest.do("ps -eo user=,args= | grep '[u]sr/lib/afisier-display' | cut -d' ' -f1").split()
    shown("machine: programs of the display as another user", len([u for u in users if u != "afisier"]), "0",
          holds=len(users) >= 4 and set(users) == {"afisier"})  # fmt: skip


def test_the_panel_has_the_pixels_that_the_display_says_it_sees(lit: Bench) -> None:
    counts: set[int] = set()
    while len(counts) < CHANGES:
        counts.add(lit.agreed(lambda glass: glass.slide is not None and glass.count not in counts).count)
    skipped = max(counts) - min(counts) + 1 - len(counts)
    shown("machine: SHA-256 of the panel = what the display says it sees",
          f"{len(counts)} of {len(counts) + skipped} slides", "all", holds=not skipped)  # fmt: skip


def test_the_player_listens_on_no_port(lit: Bench) -> None:
    listening = [line for line in lit.guest.do("ss -Hlntu").splitlines() if line]
    shown("machine: ports that something listens on", len(listening), "0", holds=not listening)
