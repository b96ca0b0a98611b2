"""Child processes that never outlive their parent, however it ends.

`PR_SET_PDEATHSIG` is Linux's: the kernel ends the child when its parent is gone, SIGKILL included (prctl(2)).
"""

import ctypes
import os
import shutil
import signal

SUPERVISOR = "AFISIER_SUPERVISOR"
"""Environment variable that tells a child which process it lives by; a process run by hand has none."""
_PR_SET_PDEATHSIG = 1


def die_with_supervisor() -> None:
    """Called in a child: see `SUPERVISOR`."""
    if supervisor := os.environ.get(SUPERVISOR):
        die_with_parent(int(supervisor))


def die_with_parent(parent: int) -> None:
    """Called in a child: it is killed when its parent ends. `parent` is the expected parent's process id."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the call
        os._exit(1)


def bound(program: list[str]) -> list[str]:
    """The command line that runs `program` so that it ends with this process. Same process id: `setpriv` execs it."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", "--", *program] if setpriv else program
