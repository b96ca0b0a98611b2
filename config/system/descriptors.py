"""How many files and connections a process may have open (RLIMIT_NOFILE, getrlimit(2)).

Debian gives a process 1,024 and lets it ask for more, up to its hard limit; children inherit what it has.
"""

import resource

_KERNEL_MOST = 1_048_576
"""Of a process, where the system names no limit (fs.nr_open)."""


def raised() -> int:
    """As many as this process may have. Sets its limit there, and returns it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _KERNEL_MOST if hard == resource.RLIM_INFINITY else hard
    if soft != most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most
