"""Where logs go: standard error, so that standard output is for what a command was asked.

Decides that a log which cannot be written costs its lines, never the program: it may lie on the disk that is full.
"""

import contextlib
import io
import logging
import sys
from typing import TextIO, cast

import structlog


class _Forgiving(io.TextIOBase):
    """Standard error that takes everything; what it cannot write is lost."""

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError):
            sys.stderr.write(text)
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            sys.stderr.flush()


def to_stderr(level: int = logging.INFO) -> None:
    """From now on logs of at least `level` go to standard error."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", _Forgiving())),
    )
