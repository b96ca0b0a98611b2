"""The supervisor: keeps an agent and a screen running, and a picture on the glass.

Decides when a child is started again (at once, then after ever longer waits), when a silent screen is taken for hung,
and when a screen that keeps crashing is given only the nameplate. Holds the store's lock. It imports little, because it
is the first thing that runs on the way to the first picture.
"""

import contextlib
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

from config.system.lifeline import SUPERVISOR
from display_client import runtime_files
from display_client.runtime_files import Heartbeat, RuntimeFiles
from display_client.store import DisplayStore

AGAIN_FIRST_S, AGAIN_MOST_S = 0.1, 5.0
STABLE_S = 20.0
"""A child that ran this long did not crash quickly."""
HUNG_S, STARTING_S = 8.0, 20.0
"""A screen without a verified redraw for that long is hung; the first may take longer."""
AGENT_HUNG_S = 45.0
QUICK_CRASHES, NEUTRAL_S = 3, 60.0
STOP_S = 1.0
HEAD_START_S = 2.0
"""The agent starts once the first picture is on the glass, at the latest after this: the picture comes first."""
_POLL_S = 0.05

log = logging.getLogger(__name__)


class Child:
    """One program that is to run. All times are seconds of one monotonic clock.

    The waits between its starts grow without jitter: nobody else waits for the same machine.
    """

    def __init__(self, command: list[str], heartbeat: Heartbeat, hung_s: float) -> None:
        self._command, self._heartbeat, self._hung_s = command, heartbeat, hung_s
        self._last_beat: datetime | None = None
        self._silent_since = 0.0
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0
        self.starts = 0
        self.crashes = 0
        self._again_at = 0.0

    def start(self, now: float, *flags: str) -> None:
        """A system that cannot start it now (no memory) is asked again later; the other child goes on meanwhile."""
        environment = os.environ | {SUPERVISOR: str(os.getpid())}
        try:
            # A group of its own: Ctrl-C reaches the supervisor, and it alone decides how its children end.
            self.process = subprocess.Popen(
                [*self._command, *flags], env=environment, stdin=subprocess.DEVNULL, process_group=0
            )
        except OSError as error:
            log.error("%s cannot be started: %s", " ".join(self._command), error)
            self._start_later(now, self.crashes + 1)
            return
        self.started_at, self.starts = now, self.starts + 1
        self._last_beat, self._silent_since = self._heartbeat.last(), now + STARTING_S - self._hung_s

    def is_due(self, now: float) -> bool:
        """Whether it is to be started now; notices its end."""
        if self.process is not None and self.process.poll() is not None:
            quick = now - self.started_at < STABLE_S
            wanted = self.process.returncode == 0
            self._start_later(now, 0 if wanted else self.crashes + 1 if quick else 1)
            self.process = None
        return self.process is None and now >= self._again_at

    def _start_later(self, now: float, crashes: int) -> None:
        self.crashes = crashes
        self._again_at = now + min(AGAIN_MOST_S, AGAIN_FIRST_S * 3 ** max(0, crashes - 1))

    def beats(self, now: float) -> bool:
        """Whether there was a beat since the last call; a child silent for too long is killed."""
        beat = self._heartbeat.last()
        if beat != self._last_beat:
            self._last_beat, self._silent_since = beat, now
            return True
        if now - self._silent_since > self._hung_s:
            self.kill()
        return False

    def kill(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()

    def ask_to_end(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.terminate()


class Supervisor:
    """Runs until SIGTERM or SIGINT."""

    def __init__(self, enrolment: Path, store: DisplayStore) -> None:
        self._store = store
        self._notes = RuntimeFiles(runtime_files.folder(store.folder))
        self._screen = Child(_program("display_client.screen", enrolment), self._notes.heartbeat, HUNG_S)
        self._agent = Child(_program("display_client.agent", enrolment), self._notes.agent_heartbeat, AGENT_HUNG_S)
        self._ending = False
        self._neutral_until = self._began_at = 0.0

    def run(self) -> None:
        """Raises RefusedError when another display owns the store."""
        self._store.prepare()
        self._notes.prepare()
        self._notes.restarts.write(b"0")
        with self._store.own("display"):
            self._notes.sweep()
            self._notes.glass.news()  # what an earlier run left behind
            self._began_at = time.monotonic()
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, self._end)
            _notify("READY=1")
            try:
                while not self._ending:
                    self._look(time.monotonic())
                    time.sleep(_POLL_S if self._busy() else 4 * _POLL_S)
            finally:
                self._stop()

    def _end(self, *_: object) -> None:
        self._ending = True

    def _busy(self) -> bool:
        return self._screen.process is None or self._agent.process is None

    def _look(self, now: float) -> None:
        if self._screen.is_due(now):
            if self._screen.crashes >= QUICK_CRASHES:
                self._screen.crashes = 0
                self._neutral_until = now + NEUTRAL_S
            self._screen.start(now, *(["--neutral"] if now < self._neutral_until else []))
            self._notes.restarts.write(str(max(0, self._screen.starts - 1)).encode())
        if self._agent.is_due(now) and (self._agent.starts or self._is_lit(now)):
            self._agent.start(now)
        self._agent.beats(now)
        if self._screen.beats(now):  # systemd's watchdog is fed while the picture is redrawn rightly
            _notify("WATCHDOG=1")
        if self._neutral_until and now >= self._neutral_until:
            self._neutral_until = 0.0
            self._notes.restart.write(b"")

    def _is_lit(self, now: float) -> bool:
        return now - self._began_at >= HEAD_START_S or self._notes.glass.news() is not None

    def _stop(self) -> None:
        """Everything ends within `STOP_S`, asked first, then killed."""
        children = (self._screen, self._agent)
        for child in children:
            child.ask_to_end()
        deadline = time.monotonic() + STOP_S
        for child in children:
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.process.wait()
        _notify("STOPPING=1")


def _program(module: str, enrolment: Path) -> list[str]:
    return [sys.executable, "-m", module, str(enrolment)]


def _notify(message: str) -> None:
    """sd_notify(3): tells systemd, when it asked to be told."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as link:
        link.connect("\0" + address[1:] if address.startswith("@") else address)
        link.sendall(message.encode())
