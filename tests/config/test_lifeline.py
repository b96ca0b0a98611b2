"""A child never outlives its parent."""

import os
import subprocess
import sys
from pathlib import Path

import psutil

from config.system.lifeline import SUPERVISOR, bound

PATIENCE_S = 60.0
CHILD = """
import sys
from config.system.lifeline import die_with_supervisor
die_with_supervisor()
print("alive", flush=True)
sys.stdin.read()
"""
PARENT = """
import os, subprocess, sys
environment = os.environ | {sys.argv[1]: str(os.getpid())}
child = subprocess.Popen([sys.executable, "-c", sys.argv[2]], env=environment, stdin=subprocess.PIPE)
print(child.pid, flush=True)
child.wait()
"""


def test_a_killed_parent_takes_its_child_with_it() -> None:
    command = [sys.executable, "-c", PARENT, SUPERVISOR, CHILD]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        lines = {parent.stdout.readline().strip(), parent.stdout.readline().strip()}
        (number,) = lines - {"alive"}
        child = psutil.Process(int(number))
        parent.kill()
        _, alive = psutil.wait_procs([child], timeout=PATIENCE_S)
    assert alive == []


def test_a_child_of_a_parent_that_is_gone_does_not_begin() -> None:
    environment = os.environ | {SUPERVISOR: "1"}
    ended = subprocess.run([sys.executable, "-c", CHILD], env=environment, capture_output=True, check=False)
    assert (ended.returncode, ended.stdout) == (1, b"")


def test_a_program_run_by_hand_lives_by_nobody() -> None:
    environment = {name: value for name, value in os.environ.items() if name != SUPERVISOR}
    ended = subprocess.run([sys.executable, "-c", CHILD], env=environment, input=b"", capture_output=True, check=True)
    assert ended.stdout == b"alive\n"


def test_a_bound_program_keeps_its_process_id_and_its_words(tmp_path: Path) -> None:
    command = bound([sys.executable, "-c", "import os, sys; print(os.getpid(), *sys.argv[1:])", "a b", "c"])
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        out, _ = process.communicate()
    assert out.split(maxsplit=1) == [str(process.pid), "a b c\n"]
