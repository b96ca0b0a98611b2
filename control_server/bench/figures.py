"""How a bench reports its figures: a line each on standard output, and all of them as JSON when a file is named.

Also how a figure grows, told from its values at several sizes.
"""

import json
import math
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from config.system import durable
from config.system.machine import percentile


def report(figures: Mapping[str, Any], out: Path | None, *, width: int = 34) -> None:
    """`width` is that of the names, in characters. A figure of several values stands on one line with their names."""
    for name, value in figures.items():
        text = "  ".join(f"{key} {each}" for key, each in value.items()) if isinstance(value, dict) else value
        click.echo(f"{name:<{width}} {text}")
    if out is not None:
        text = json.dumps(figures, indent=2, ensure_ascii=False) + "\n"
        durable.write(out, text.encode(), mode=durable.FOR_PEOPLE)


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """The slope of the least-squares line through log size and log value: 1 is linear. All are above 0."""
    return statistics.linear_regression(list(map(math.log, sizes)), list(map(math.log, values))).slope


def spread(seconds: list[float]) -> dict[str, float]:
    """Median, 99th percentile and maximum; nothing of nothing."""
    if not seconds:
        return {}
    return {
        "p50": round(percentile(seconds, 50), 4),
        "p99": round(percentile(seconds, 99), 4),
        "max": round(max(seconds), 4),
    }
