"""How far the publication of a pack is, shown while one waits for it: a bar in a terminal, else a line now and then.

Decides what is said of what has been sent and drawn. Leaves out how that is found out (`client`).
"""

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TextIO

import click

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

_LINE_EVERY_S = 5.0
_MEGABYTE = 1_000_000


class Headway(NamedTuple):
    """Bytes sent of `size`, frames drawn of `needed`; of frames nothing while the server still reads the pack."""

    sent: int
    size: int
    drawn: int = 0
    needed: int = 0

    def step(self) -> tuple[str, int, int]:
        """What is under way, how much of it is done, and how much it is."""
        if self.sent < self.size:
            return "Sent", self.sent, self.size
        if self.drawn < self.needed:
            return "Frames drawn", self.drawn, self.needed
        return "The server reads the pack", 0, 0

    def line(self) -> str:
        """`Frames drawn: 12 of 86`."""
        label, done, whole = self.step()
        if label == "Sent":
            return f"{label}: {done / _MEGABYTE:.1f} of {whole / _MEGABYTE:.1f} MB"
        return f"{label}: {done:,} of {whole:,}" if whole else f"{label} …"


class HeadwayShown:
    """On `out`. Says nothing of what is done before it is first told."""

    def __init__(self, out: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._out, self._clock = out or sys.stderr, clock
        self._bar: ProgressBar[int] | None = None
        self._line, self._told_at = "", 0.0

    def tell(self, headway: Headway) -> None:
        """How far it is by now."""
        label, done, whole = headway.step()
        if self._out.isatty() and whole:
            self._draw(label, done, whole)
        elif headway.line() != self._line and (not self._line or self._clock() - self._told_at >= _LINE_EVERY_S):
            self.close()
            self._line, self._told_at = headway.line(), self._clock()
            click.echo(self._line, file=self._out)

    def close(self) -> None:
        """What is written next begins a line of its own."""
        if self._bar is not None:
            self._bar.render_finish()
            self._bar = None

    def _draw(self, label: str, done: int, whole: int) -> None:
        if self._bar is None or self._bar.label != label:
            self.close()
            self._bar = click.progressbar(length=whole, label=label, file=self._out)
            self._bar.render_progress()
        self._bar.length = whole
        self._bar.update(max(0, done - self._bar.pos))
