"""The supervisor: keeps an agent and a screen running, and a picture on the glass.

Decides in which order the two are started and when a screen that keeps crashing is given only the nameplate; `child`
decides when one is started again and when it is hung. Holds the store's lock. It sleeps until a child beats or ends,
writes nothing to the card, and has one thread, because its children begin as copies of it.
"""

import contextlib
import os
import select
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping

from display_client import runtime_files
from display_client.child import Child, Launch
from display_client.forked import Process, fork
from display_client.runtime_files import RuntimeFiles
from display_client.store import DisplayStore

HUNG_S, STARTING_S = 6.0, 20.0
"""A screen without a verified redraw for that long is hung; the first may take longer."""
AGENT_HUNG_S, AGENT_STARTING_S = 45.0, 60.0
QUICK_CRASHES, NEUTRAL_S = 3, 60.0
STOP_S = 1.0
HEAD_START_S = 2.0
"""The agent starts once the first picture is on the glass, at the latest after this: the picture comes first."""
_ASLEEP_S = 30.0
"""The longest sleep."""


Program = Callable[[tuple[str, ...]], None]
"""Runs with those flags until it is asked to end."""


class Supervisor:
    """Runs until SIGTERM or SIGINT."""

    def __init__(self, store: DisplayStore, screen: Program, agent: Program) -> None:
        self._store = store
        self._notes = RuntimeFiles(runtime_files.folder(store.folder))
        self._screen = Child("the screen", _copies("afisier-screen", screen), HUNG_S, STARTING_S)
        self._agent = Child("the agent", _copies("afisier-agent", agent), AGENT_HUNG_S, AGENT_STARTING_S)
        self._ending = self._is_lit = False
        self._neutral_until = self._began_at = 0.0

    def run(self) -> None:
        """Raises RefusedError when another display owns the store."""
        self._store.prepare()
        self._notes.prepare()
        self._notes.restarts.write(b"0")
        with self._store.own("display"), _signals((signal.SIGTERM, signal.SIGINT), self._end) as signalled:
            self._notes.sweep()
            self._began_at = time.monotonic()
            _notify("READY=1")
            try:
                while not self._ending:
                    self._look(time.monotonic())
                    self._sleep(signalled)
            finally:
                self._stop()

    def _end(self, *_: object) -> None:
        self._ending = True

    def _sleep(self, signalled: int) -> None:
        """Until a child beats or ends, a signal comes, or something is due."""
        poll = select.poll()
        for descriptor in (signalled, self._screen.pulse, self._agent.pulse):
            if descriptor is not None:
                poll.register(descriptor, select.POLLIN)
        wakes_at = [self._screen.wakes_at]
        if self._agent.process or self._agent.starts or self._is_lit:
            wakes_at.append(self._agent.wakes_at)
        else:
            wakes_at.append(self._began_at + HEAD_START_S)
        if self._neutral_until:
            wakes_at.append(self._neutral_until)
        poll.poll(1000 * min(_ASLEEP_S, max(0.0, min(wakes_at) - time.monotonic())) + 1)

    def _look(self, now: float) -> None:
        if self._screen.beats(now):  # systemd's watchdog is fed while the picture is redrawn rightly
            self._is_lit = True
            _notify("WATCHDOG=1")
        self._agent.beats(now)
        if self._screen.is_due(now):
            if self._screen.crashes >= QUICK_CRASHES:
                self._screen.crashes = 0
                self._neutral_until = now + NEUTRAL_S
            self._screen.start(now, *(["--neutral"] if now < self._neutral_until else []))
            self._notes.restarts.write(str(max(0, self._screen.starts - 1)).encode())
        head_start = not self._is_lit and now - self._began_at < HEAD_START_S
        if self._agent.is_due(now) and (self._agent.starts or not head_start):
            self._agent.start(now)
        if self._neutral_until and now >= self._neutral_until:
            self._neutral_until = 0.0
            self._screen.ask_to_end()

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


def _copies(name: str, program: Program) -> Launch:
    """Starts the program as a copy of this process."""

    def launch(environment: Mapping[str, str], pulse: int, flags: tuple[str, ...]) -> Process:
        # A group of its own: Ctrl-C reaches the supervisor, and it alone decides how its children end.
        return fork(lambda: program(flags), name, environment, (pulse,))

    return launch


@contextlib.contextmanager
def _signals(numbers: tuple[signal.Signals, ...], handler: Callable[..., None]) -> Iterator[int]:
    """Handles these signals, and gives the descriptor of a pipe that each of them makes readable."""
    reading, writing = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    try:
        for number in numbers:
            signal.signal(number, handler)
        yield reading
    finally:
        signal.set_wakeup_fd(-1)
        os.close(reading)
        os.close(writing)


def _notify(message: str) -> None:
    """sd_notify(3): tells systemd, when it asked to be told."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as link:
        link.connect("\0" + address[1:] if address.startswith("@") else address)
        link.sendall(message.encode())
