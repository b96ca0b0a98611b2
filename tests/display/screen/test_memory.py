"""Blocks of megabytes go back to the system."""

import subprocess
import sys

PROGRAM = """
import os
from pathlib import Path
from display_client.screen.memory import keep_flat

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

keep_flat()
before = resident()
for _ in range(3):
    blocks = [bytearray(os.urandom(1024)) * 1024 for _ in range(40)]
    grown = resident() - before
    del blocks
print(grown, resident() - before)
"""


def test_pictures_that_are_gone_leave_no_memory_behind() -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    grown, left = map(int, ended.stdout.split())
    assert grown > 30_000_000
    assert left < grown / 4
