"""Child processes that never outlive their parent, however it ends, and that show it that they live.

`PR_SET_PDEATHSIG` is Linux's: the kernel ends the child when its parent is gone, SIGKILL included (prctl(2)). The sign
of life is a byte in a pipe that the child inherits: it needs no file system, so no card that fails can silence it.
"""

import contextlib
import ctypes
import os
import shutil
import signal

SUPERVISOR = "AFISIER_SUPERVISOR"
"""Environment variable that tells a child which process it lives by; a process run by hand has none."""
PULSE = "AFISIER_PULSE"
"""Environment variable: the descriptor of the pipe into which a child beats; a process run by hand has none."""
_PR_SET_PDEATHSIG, _PR_SET_NAME = 1, 15


def beat() -> None:
    """Called in a child: tells its supervisor that it lives and does its work. Never waits and never raises."""
    if pipe := os.environ.get(PULSE):
        with contextlib.suppress(OSError, ValueError):  # a full pipe says the same
            os.write(int(pipe), b".")


def keep_pulse_to_oneself() -> None:
    """Called in a child: what it starts itself does not inherit the pipe, whose end is noticed as the child's."""
    if pipe := os.environ.get(PULSE):
        with contextlib.suppress(OSError, ValueError):
            os.set_inheritable(int(pipe), False)


def die_with_supervisor() -> None:
    """Called in a child: see `SUPERVISOR`."""
    keep_pulse_to_oneself()
    if supervisor := os.environ.get(SUPERVISOR):
        die_with_parent(int(supervisor))


def name_process(name: str) -> None:
    """Called in the process: what `ps -o comm` and `top` call it, at most 15 bytes."""
    ctypes.CDLL(None).prctl(_PR_SET_NAME, name.encode())


def die_with_parent(parent: int) -> None:
    """Called in a child: it is killed when its parent ends. `parent` is the expected parent's process id."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the call
        os._exit(1)


def bound(program: list[str]) -> list[str]:
    """The command line that runs `program` so that it ends with this process. Same process id: `setpriv` execs it."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", "--", *program] if setpriv else program
