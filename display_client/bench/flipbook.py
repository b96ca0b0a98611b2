"""Reads the screen's log of flips (`screen.flips`) and judges it: frame rates, gaps, black and torn frames.

A sample is torn when it is no mix of a slide with the one that follows it: one share for all points of the grid.
"""

import io
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from display_client.runtime_files import FLIP_GRID

TOLERANCE = 6
"""Steps of 255 a channel may differ from the best mix."""
BLACK = 16


class Flip(NamedTuple):
    """One flip: seconds (monotonic), whether a fade was under way, channels of the grid (rows from the bottom)."""

    at: float
    fading: bool
    grid: bytes


def flips_in(path: Path) -> tuple[str, list[Flip]]:
    """The GL renderer, and every whole line."""
    renderer, flips = "", []
    for line in path.read_text().splitlines():
        if line.startswith("#"):
            renderer = line[1:].strip()
            continue
        at, fading, *grid = line.split()
        flips.append(Flip(float(at), fading == "1", bytes.fromhex(grid[0]) if grid else b""))
    return renderer, flips


def fades(flips: list[Flip]) -> tuple[list[float], list[float]]:
    """For each fade its frames a second, and every gap between two flips inside one (seconds)."""
    rates, gaps, run = [], [], list[Flip]()
    for flip in flips:
        if flip.fading:
            run.append(flip)
            continue
        if len(run) > 2:
            steps = [b.at - a.at for a, b in pairwise([*run, flip])]
            rates.append(len(steps) / sum(steps))
            gaps += steps
        run = []
    return rates, gaps


def grid_of(png: bytes) -> bytes:
    """What the grid of that picture looks like, rows from the bottom."""
    (columns, rows), image = FLIP_GRID, Image.open(io.BytesIO(png)).convert("RGB")
    channels = bytearray()
    for row in range(rows):
        y = image.height - 1 - (2 * row + 1) * image.height // (2 * rows)
        for column in range(columns):
            channels += bytes(image.getpixel(((2 * column + 1) * image.width // (2 * columns), y)))  # type: ignore[arg-type]
    return bytes(channels)


def is_mix(sample: bytes, before: bytes, after: bytes) -> bool:
    """Whether one share of `after` explains every channel of the sample (least squares, then the worst channel)."""
    steps = [b - a for a, b in zip(before, after, strict=True)]
    moved = [s - a for a, s in zip(before, sample, strict=True)]
    length = sum(step * step for step in steps)
    share = sum(s * m for s, m in zip(steps, moved, strict=True)) / length if length else 0.0
    share = min(1.0, max(0.0, share))
    return all(abs(m - share * s) <= TOLERANCE for s, m in zip(steps, moved, strict=True))


def faults(flips: list[Flip], pictures: list[bytes]) -> int:
    """How many samples are black, or no mix of a picture and the next, in this order.

    Samples before the first picture (the nameplate) are looked at for black only.
    """
    grids = [grid_of(png) for png in pictures]
    bad, at, begun = 0, 0, False
    for flip in flips:
        if max(flip.grid) < BLACK:
            bad += 1
            continue
        begun = begun or is_mix(flip.grid, grids[0], grids[0])
        if not begun:
            continue
        ahead = next((i for i in range(at, min(at + 3, len(grids) - 1)) if is_mix(flip.grid, *grids[i : i + 2])), None)
        if ahead is None:
            bad += 1
        else:
            at = ahead
    return bad
