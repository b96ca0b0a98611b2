"""What a tree of processes uses."""

import subprocess
import sys

import psutil

from display_client.bench.usage import family, usage

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
