"""A program that waits just before it writes, again and again: forked, stopped, traced, and let go on.

`python -m tests.injected.forks MODULE` reads a line for each run, the arguments of `MODULE.run`. It answers with the
process, which stops itself when it is about to write, and then with how it has ended.
"""

import asyncio
import importlib
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.injected.calls import WRITING

PATIENCE_S = 120.0


def about_to_write() -> None:
    """Called by the program, once: what comes from now on is traced."""
    os.kill(os.getpid(), signal.SIGSTOP)


class Program:
    """The side of the test."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def run(self, trace: Path, inject: str, *arguments: object) -> int:
        """One run, in which strace injects that (nothing where it is empty); its status, negative for a signal."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write("\t".join(map(str, arguments)) + "\n")
        self._process.stdin.flush()
        child = psutil.Process(int(self._process.stdout.readline()))
        _wait(lambda: child.status() == psutil.STATUS_STOPPED, child)
        command = ["strace", "-f", "-q", "-y", "-s", "0", "-o", str(trace), "-e", f"trace={','.join(WRITING)}"]
        command += ["-e", f"inject={inject}"] if inject else []
        tracer = subprocess.Popen([*command, "-p", str(child.pid)])
        try:
            _wait(lambda: _is_traced(child.pid), child)
            child.send_signal(signal.SIGCONT)
            return int(self._process.stdout.readline())
        finally:
            tracer.wait(PATIENCE_S)


def _wait(true: object, child: psutil.Process) -> None:
    while not true():  # type: ignore[operator]
        try:
            child.wait(0.002)
        except psutil.TimeoutExpired:
            continue


def _is_traced(pid: int) -> bool:
    """Every thread of it."""
    states = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/status")]
    return bool(states) and not any("TracerPid:\t0\n" in state for state in states)


@contextmanager
def program(module: str) -> Iterator[Program]:
    """One that stays loaded."""
    command = [sys.executable, "-m", "tests.injected.forks", module]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Program(process)
        assert process.stdin
        process.stdin.close()


def _fork(work: object, arguments: Sequence[str]) -> int:
    pid = os.fork()
    if pid:
        return pid
    os.dup2(2, 1)  # what it says is for people
    status = 1
    try:
        asyncio.run(work(*arguments))  # type: ignore[operator]
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def main(module: str) -> None:
    work = importlib.import_module(module).run
    for line in sys.stdin:
        pid = _fork(work, line.rstrip("\n").split("\t"))
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
