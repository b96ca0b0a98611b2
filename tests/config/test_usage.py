"""What processes use."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from config.system.usage import Counters, counters, family, name, usage

PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import sys; print('ready', flush=True); sys.stdin.read()"])
child.wait()
"""


def test_a_process_is_measured_with_its_children() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        (child,) = psutil.Process(process.pid).children()
        assert family(process.pid) == [process.pid, child.pid]
        used = usage(process.pid)
        assert used.processes == 2
        assert used.rss_mb > used.rss_largest_mb > 1
        assert 0 < used.pss_mb <= used.rss_mb
        process.communicate()
    assert usage(process.pid).rss_mb == 0.0


def test_counters_are_of_the_named_processes_only(tmp_path: Path) -> None:
    before = counters([os.getpid()])
    with (tmp_path / "data").open("wb") as file:
        file.write(os.urandom(1 << 20))
        file.flush()
        os.fsync(file.fileno())
    used = counters([os.getpid()]).since(before)
    on_disk = psutil.Process().io_counters().write_bytes - before.written  # type: ignore[attr-defined]
    assert used.written == on_disk
    assert used.rss_mb == pytest.approx(psutil.Process().memory_info().rss / 1e6, rel=0.05)
    assert used.cpu_s >= 0
    assert counters([os.getpid(), os.getpid()]).rss_mb > 1.9 * used.rss_mb


def test_what_rest_takes_is_left_out_but_never_more() -> None:
    change, rest = Counters(2.0, 100.0, 5_000), Counters(0.5, 90.0, 3_000)
    assert change.less(rest, 1.5) == Counters(1.25, 100.0, 500)
    assert change.less(rest, 10) == Counters(0.0, 100.0, 0)


def test_a_process_that_has_ended_has_no_name_and_counts_nothing() -> None:
    with subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE) as process:
        assert name(process.pid).startswith("python")
        process.communicate()
    assert (name(process.pid), counters([process.pid])) == ("", Counters())
