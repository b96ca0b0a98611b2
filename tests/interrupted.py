"""A process that is in the middle of `durable.write`: killed, it leaves what a power cut leaves."""

import subprocess
import sys
from pathlib import Path

_PROGRAM = """
import os, sys
from pathlib import Path
from config.system import durable

def stop(descriptor):
    print("written, not yet durable", flush=True)
    sys.stdin.read()

os.fsync = stop
durable.write(Path(sys.argv[1]), b"new")
"""


def interrupted_write(target: Path) -> "subprocess.Popen[bytes]":
    """A process that has written the bytes meant for `target`; `communicate` lets it finish."""
    command = [sys.executable, "-c", _PROGRAM, str(target)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    return process
