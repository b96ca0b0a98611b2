"""Keeps the process from growing: pictures of megabytes come and go for months."""

import ctypes

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
"""mallopt(3), glibc."""


def keep_flat() -> None:
    """Blocks of a quarter megabyte and more go back to the system when freed.

    glibc raises that bound by itself to 32 MB as soon as one such block is freed, and the heap then only grows.
    Without glibc this does nothing.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return
    mallopt(_M_MMAP_THRESHOLD, 256 * 1024)
    mallopt(_M_ARENA_MAX, 2)
