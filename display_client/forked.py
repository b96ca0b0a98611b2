"""A program that begins as a copy of this process: what is imported is there at once, and shares its memory.

Decides what the copy keeps: its environment, standard error and a group of its own; no descriptor, no handler of a
signal and no way back into the code that made it. Only a process with one thread may be copied. The copy has the
command line of its original; its name (proc(5), comm) tells the two apart.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from config.system.lifeline import name_process

_LOOK_S = 0.01
_MANY = 2**20
"""More descriptors than a process has."""


class Process(Protocol):
    """What is asked of a child process, forked or spawned; the words are those of `subprocess.Popen`."""

    @property
    def pid(self) -> int: ...

    @property
    def returncode(self) -> int | Any:
        """The code of its end, negative the signal that ended it."""

    def poll(self) -> int | None:
        """Its code when it has ended."""

    def wait(self, timeout: float | None = None) -> int:
        """Raises TimeoutExpired."""

    def kill(self) -> None: ...

    def terminate(self) -> None: ...


class Forked:
    """A copy that was made."""

    def __init__(self, pid: int, name: str) -> None:
        self._pid, self._name = pid, name
        self._code: int | None = None

    @property
    def pid(self) -> int:
        return self._pid

    @property
    def returncode(self) -> int:
        """The code of its end, negative the signal that ended it; 0 before."""
        return self._code or 0

    def poll(self) -> int | None:
        if self._code is None:
            self._reap(os.WNOHANG)
        return self._code

    def wait(self, timeout: float | None = None) -> int:
        """Raises TimeoutExpired."""
        if timeout is None and self._code is None:
            self._reap(0)
        deadline = time.monotonic() + (timeout or 0.0)
        while self.poll() is None:
            if time.monotonic() >= deadline:
                raise subprocess.TimeoutExpired(self._name, timeout or 0.0)
            time.sleep(_LOOK_S)
        return self.returncode

    def kill(self) -> None:
        self._send(signal.SIGKILL)

    def terminate(self) -> None:
        self._send(signal.SIGTERM)

    def _send(self, number: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def _reap(self, options: int) -> None:
        try:
            pid, status = os.waitpid(self.pid, options)
        except ChildProcessError:  # somebody else took note of its end
            pid, status = self.pid, 0
        if pid:
            self._code = os.waitstatus_to_exitcode(status)


def fork(work: Callable[[], object], name: str, environment: Mapping[str, str], keeps: tuple[int, ...] = ()) -> Forked:
    """Does `work` in a copy of this process, which ends with it. `keeps` are the descriptors that it needs.

    Raises OSError when the system makes none.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    try:
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                _begin(name, environment, keeps)
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
                code = _code_of(work)
            finally:
                os._exit(code)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return Forked(pid, name)


def _begin(name: str, environment: Mapping[str, str], keeps: tuple[int, ...]) -> None:
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    os.setpgid(0, 0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    low = 3
    for each in sorted(keeps):
        os.closerange(low, each)
        low = each + 1
    os.closerange(low, _MANY)
    os.environ.update(environment)
    name_process(name)


def _code_of(work: Callable[[], object]) -> int:
    """Does it; the code that an interpreter would end with."""
    code = 0
    try:
        work()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1 if end.code else 0
        if isinstance(end.code, str):
            sys.stderr.write(end.code + "\n")
    except BaseException:  # whatever ends a program: it is told, and goes no further up
        traceback.print_exc()
        code = 1
    with contextlib.suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    return code
