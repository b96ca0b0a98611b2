"""The screen's end of its painter: orders go to a process that may abort, spin or be killed, and the screen goes on.

Decides when a painter has had its time, by the processor time that it took, so that a slow or busy machine is not taken
for a spinning one; and that the next order gets a new painter. Leaves out what is painted (`easel`) and what follows
from a failure (`preparer`).
"""

import contextlib
import mmap
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, NamedTuple

import msgspec

from config.system.lifeline import PULSE, SUPERVISOR
from display_client.forked import Process, fork
from display_client.screen.easel import Painted, PaintOrder
from display_client.screen.painter import NAME, MissingError, PaintAnswer, received, send, serve
from display_client.screen.picture import Patch, UnreadableError

CPU_S, WALL_S = 2.0, 20.0
"""The most that one order may take: of processor time, and of time."""
LONGER = 3.0
"""So many times as much it may take when it is tried again."""
_ABANDONED_S = 1.0
_LOOK_S = 0.05
_TICKS = os.sysconf("SC_CLK_TCK")


class _Painter(NamedTuple):
    program: Process
    orders: IO[bytes]
    answers: IO[bytes]


class NoPainterError(Exception):
    """The system starts none."""


class AbandonedError(Exception):
    """The order was wanted no more."""


class Painting:
    """Paints pictures of one window size (pixels) from one store, for one thread that lives as long as the process.

    (A painter ends with the thread that started it: prctl(2), PR_SET_PDEATHSIG.)
    """

    def __init__(self, store: Path, size: tuple[int, int]) -> None:
        self._store, self._size = store, size
        self._bytes = size[0] * size[1] * 3 * 2  # areas of live parts may overlap
        self._memory = os.memfd_create("afisier-painting")
        os.ftruncate(self._memory, self._bytes)
        self._shared = mmap.mmap(self._memory, self._bytes)
        self._process: _Painter | None = None
        self._abandoned = self._greeted = False

    def paint(self, order: PaintOrder, patience: float = 1.0) -> Painted:
        """`patience` multiplies the limits.

        Raises MissingError, AbandonedError, NoPainterError, or UnreadableError with what became of the painter.
        """
        self._abandoned = False
        process = self._ready()
        try:
            send(order, process.orders)
            self._await(process, patience)
            data = received(process.answers)
        except OSError as error:
            raise UnreadableError(f"the painter {self._ended() or error.strerror}") from error
        if data is None:
            raise UnreadableError(f"the painter {self._ended()}")
        answer = msgspec.msgpack.decode(data, type=PaintAnswer)
        if answer.missing:
            raise MissingError
        if answer.painted is None:
            raise UnreadableError(answer.fault or "nothing was painted")
        return msgspec.structs.replace(answer.painted, patches=self._areas(answer))

    def begin(self) -> None:
        """Starts the painter, so that it is there when the first order comes."""
        if self._process is None or self._process.program.poll() is not None:
            with contextlib.suppress(OSError):
                self._start()

    def begin_as_copy(self) -> None:
        """The first painter is a copy of this process, as long as it has one thread: it is there at once.

        Those that follow one that ended are started as programs.
        """
        with contextlib.suppress(OSError):
            orders, ours = os.pipe2(os.O_CLOEXEC)
            answers, theirs = os.pipe2(os.O_CLOEXEC)

            def work() -> None:
                with os.fdopen(orders, "rb") as reading, os.fdopen(theirs, "wb") as writing:
                    serve(self._store, self._shared, reading, writing)

            try:
                program = fork(work, NAME, {SUPERVISOR: str(os.getpid())}, (orders, theirs))
                self._process = _Painter(program, os.fdopen(ours, "wb"), os.fdopen(answers, "rb"))
            finally:
                os.close(orders)
                os.close(theirs)

    def abandon(self) -> None:
        """What is being painted is wanted no more: it may take little time yet. Callable from any thread."""
        self._abandoned = True

    def close(self) -> None:
        """Ends the painter and gives the memory back."""
        self._ended()
        self._shared.close()
        os.close(self._memory)

    def _start(self) -> None:
        """Raises OSError."""
        self._ended()
        command = [sys.executable, "-m", "display_client.screen.painter", str(self._store)]
        inherited = {name: value for name, value in os.environ.items() if name != PULSE}
        self._greeted = False
        program = subprocess.Popen(
            [*command, str(self._memory), str(self._bytes)],
            env=inherited | {SUPERVISOR: str(os.getpid())},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=(self._memory,),
        )
        assert program.stdin and program.stdout
        self._process = _Painter(program, program.stdin, program.stdout)

    def _ready(self) -> _Painter:
        """A painter that has said that it is there."""
        self.begin()
        process = self._process
        if process is None:
            raise NoPainterError("no process could be started")
        if not self._greeted:
            if not select.select([process.answers], [], [], WALL_S)[0] or received(process.answers) is None:
                raise NoPainterError(f"a painter {self._ended()} before it began")
            self._greeted = True
        return process

    def _await(self, process: _Painter, patience: float) -> None:
        """Until it answers or ends. Raises UnreadableError when it has had its time."""
        began, cpu = time.monotonic(), _cpu_s(process.program.pid)
        while not select.select([process.answers], [], [], _LOOK_S)[0]:
            took, cpu_took = time.monotonic() - began, _cpu_s(process.program.pid) - cpu
            if self._abandoned and took > _ABANDONED_S:
                self._ended()
                raise AbandonedError
            if cpu_took > CPU_S * patience or took > WALL_S * patience:
                self._ended()
                raise UnreadableError(
                    f"took more than {cpu_took:.0f} s of processor time, expected {CPU_S:.0f} at most"
                )

    def _ended(self) -> str:
        """Ends the painter; how it ended."""
        process, self._process = self._process, None
        if process is None:
            return ""
        for stream in (process.orders, process.answers):
            with contextlib.suppress(OSError):
                stream.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.program.wait(_LOOK_S)
        process.program.kill()
        code = process.program.wait()
        return f"ended by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"

    def _areas(self, answer: PaintAnswer) -> tuple[Patch, ...]:
        at, patches = 0, []
        for x, y, width, height in answer.areas:
            length = width * height * 3
            patches.append(Patch(x, y, width, height, self._shared[at : at + length]))
            at += length
        return tuple(patches)


def _cpu_s(pid: int) -> float:
    """Seconds of processor time that it has had; 0 when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS
