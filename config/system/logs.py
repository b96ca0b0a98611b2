"""Where logs go: standard error, so that standard output is for what a command was asked."""

import logging
import sys

import structlog


def to_stderr(level: int = logging.INFO) -> None:
    """From now on logs of at least `level` go to standard error."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
