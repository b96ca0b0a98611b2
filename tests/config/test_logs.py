"""Logs go to standard error, from their level on, as long as it takes them."""

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

PROGRAM = """
import structlog
from config.system import logs
logs.to_stderr()
log = structlog.get_logger()
log.debug("unsaid")
log.info("said", display="gara")
print("the answer")
"""


def test_standard_output_is_for_what_was_asked() -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert ended.stdout == "the answer\n"
    assert "said" in ended.stderr and "gara" in ended.stderr
    assert "unsaid" not in ended.stderr


def answer(stderr: IO[str] | int) -> str:
    command = [sys.executable, "-c", PROGRAM]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=stderr, text=True, check=False).stdout


def test_a_full_disk_under_the_log_ends_nothing() -> None:
    with Path("/dev/full").open("w") as full:  # every write finds no space left (full(4))
        assert answer(full) == "the answer\n"


def test_a_log_that_nobody_reads_any_more_ends_nothing() -> None:
    read, write = os.pipe()
    os.close(read)
    assert answer(write) == "the answer\n"
    os.close(write)
