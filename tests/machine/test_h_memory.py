"""Something else takes the machine's memory, and the kernel ends the display's programs to find room."""

import pytest

from tests.figures import shown
from tests.machine.bench import Bench

pytestmark = pytest.mark.machine

HOG = """
import time
held = []
for _ in range(66):
    held.append(bytearray(b"x" * 10_000_000))
time.sleep(5)
"""
"""Takes 660 MB where some 560 are free, and keeps them for 5 s. What the kernel ends to find room is not this."""


def test_memory_runs_out(lit: Bench) -> None:
    before = lit.agreed()
    lit.guest.do(f"cat > /tmp/hog <<'END'\n{HOG}\nEND")
    lit.guest.do("nohup choom -n -990 -- python3 /tmp/hog > /dev/null 2>&1 &")
    watched = lit.watch(lambda: lit.guest.run("pgrep -f '[/]tmp/hog'").code and lit.agrees_since(before), "slide")
    ended = lit.guest.run("dmesg | grep -c 'Out of memory: Killed process'").text.strip()
    figure = f"{watched.black} of {watched.looks}, {watched.took_s:.0f} s"
    shown(f"machine: memory runs out, {ended} programs ended: black, slide again", figure, "0, again",
          holds=not watched.black and int(ended) > 0)  # fmt: skip
    lit.reach()
