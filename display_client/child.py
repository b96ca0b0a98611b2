"""One program that the supervisor keeps running: when it is started again, and when it is taken for hung.

Decides that its end is noticed at once and its life by beats in a pipe, neither of which a failing card can falsify;
that waits between starts grow, and that the time it may be silent grows with each time it was killed for silence, so
that a slow machine gets there in the end. Leaves out which programs run, and with which flags (`supervisor`).
"""

import contextlib
import logging
import os
import signal
from collections.abc import Callable, Mapping
from pathlib import Path

from config.system.lifeline import PULSE, SUPERVISOR
from display_client.forked import Process

AGAIN_FIRST_S, AGAIN_MOST_S = 0.1, 5.0
STABLE_S = 20.0
"""A child that ran this long did not crash quickly."""
BUSY_MOST, _LEAST_S = 3.0, 0.1
PATIENCE_MOST_S = 600.0
"""The longest silence that is ever waited for."""
_SENT = (0, -signal.SIGKILL, -signal.SIGTERM)
"""Codes of an end that somebody else wanted: a person, the supervisor, the kernel when memory is short."""

log = logging.getLogger(__name__)


Launch = Callable[[Mapping[str, str], int, tuple[str, ...]], Process]
"""Starts the program with that in its environment, keeping that descriptor, with those flags. Raises OSError."""


def held_up_s(pid: int) -> float:
    """Seconds for which its main thread was ready and the kernel ran others (/proc/PID/schedstat); 0 where untold."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


class Child:
    """All times are seconds of one monotonic clock. A first beat may take `starting_s`, one after another `hung_s`.

    For as long as the kernel ran others (`held_up`, by process id) it could not beat: that is waited for as well, up to
    `BUSY_MOST` times as long.

    The waits between its starts grow without jitter: nobody else waits for the same machine.
    """

    def __init__(
        self,
        name: str,
        start: Launch,
        hung_s: float,
        starting_s: float,
        held_up: Callable[[int], float] = held_up_s,
    ) -> None:
        self._name, self._launch, self._hung_s, self._starting_s = name, start, hung_s, starting_s
        self._held_up, self._counted_s, self._left_s = held_up, 0.0, 0.0
        self._pulse: int | None = None
        self._again_at = 0.0
        self._killed_silent = False
        self._patience = 1.0
        self.process: Process | None = None
        self.started_at = self.silent_at = 0.0
        self.starts = 0
        self._quick = 0
        self.crashes = 0
        """Quick ends in a row that were its own fault: no signal from outside, nor its silence."""

    @property
    def pulse(self) -> int | None:
        """The descriptor to wait on: readable at a beat and at the child's end. None while it does not run."""
        return self._pulse

    def start(self, now: float, *flags: str) -> None:
        """A system that cannot start it now (no memory) is asked again later; the other child goes on meanwhile."""
        pulse, theirs = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        try:
            self.process = self._launch({SUPERVISOR: str(os.getpid()), PULSE: str(theirs)}, theirs, flags)
        except OSError as error:
            log.error("%s cannot be started: %s", self._name, error)
            os.close(pulse)
            self._start_later(now, self._quick + 1)
            return
        finally:
            os.close(theirs)
        self._pulse = pulse
        self.started_at, self.starts = now, self.starts + 1
        self._listen(now, self._starting_s)

    def is_due(self, now: float) -> bool:
        """Whether it is to be started now; notices its end."""
        if self.process is not None and self.process.poll() is not None:
            self._ended(now, self.process.returncode)
        return self.process is None and now >= self._again_at

    @property
    def wakes_at(self) -> float:
        """When it is to be looked at although its pipe is silent."""
        return self._again_at if self.process is None else self.silent_at

    def beats(self, now: float) -> bool:
        """Whether there was a beat since the last call; a child silent for too long is killed."""
        if self._has_news():
            if now - self.started_at >= STABLE_S:
                self._patience = 1.0
            self._listen(now, self._hung_s)
            return True
        if self.process is not None and now > self.silent_at:
            if (more := self._excused_s()) > _LEAST_S:
                self.silent_at = now + more
                return False
            if not self._killed_silent:
                log.error("%s was silent for too long and is ended", self._name)
                self._killed_silent = True
                self._patience *= 2.0
            self.silent_at = now + AGAIN_MOST_S  # what waits for a card may need more than one signal's time
            self.kill()
        return False

    def _listen(self, now: float, limit_s: float) -> None:
        patience = min(PATIENCE_MOST_S, limit_s * self._patience)
        self.silent_at, self._left_s = now + patience, BUSY_MOST * patience
        self._counted_s = self._held_up(self.process.pid) if self.process else 0.0

    def _excused_s(self) -> float:
        """Seconds of its silence for which it could not help it, as far as they were not excused before."""
        if self.process is None or self._killed_silent:
            return 0.0
        held_up = self._held_up(self.process.pid)
        excused = min(self._left_s, held_up - self._counted_s)
        self._counted_s, self._left_s = held_up, self._left_s - excused
        return excused

    def kill(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()

    def ask_to_end(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.terminate()

    def _has_news(self) -> bool:
        if self._pulse is None:
            return False
        try:
            return bool(os.read(self._pulse, 4096))
        except OSError:
            return False

    def _ended(self, now: float, code: int) -> None:
        quick = code != 0 and now - self.started_at < STABLE_S
        self._start_later(now, self._quick + 1 if quick else min(1, abs(code)))
        if code not in _SENT:
            self.crashes = self.crashes + 1 if quick else 0
        self.process, self._killed_silent = None, False
        if self._pulse is not None:
            os.close(self._pulse)
            self._pulse = None

    def _start_later(self, now: float, quick: int) -> None:
        self._quick = quick
        self._again_at = now + min(AGAIN_MOST_S, AGAIN_FIRST_S * 3 ** max(0, quick - 1))
