"""A child process that never outlives its supervisor."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """From now on the kernel kills this process when its parent ends, however it ends (prctl(2), Linux).

    Does nothing without AFISIER_SUPERVISOR (the parent's process id), so that a process can be run by hand.
    """
    supervisor = os.environ.get("AFISIER_SUPERVISOR")
    if not supervisor:
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != int(supervisor):  # it ended before the line above
        sys.exit(1)
