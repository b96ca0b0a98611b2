"""What screen, agent and supervisor tell each other while they run; lost with the power on purpose.

Small files in one folder of memory: systemd's RUNTIME_DIRECTORY when there is one, otherwise one in /dev/shm. A card
that is full, read-only or failing silences none of them. Written whole by a rename, never synced. Read by one `stat`
until they change. That a process lives is told by a pipe instead (`config.system.lifeline`).

    glass.json        screen → agent        what is on the glass (`wire.Glass`), at every change
    heartbeat         screen → agent        touched after each verified redraw
    restarts          supervisor → agent    how often the screen was started again
    capture           agent → screen        the id of the command that asks for the glass
    captured.png      screen → agent        the glass as read back, then `captured.json`: its `wire.Glass`
    damaged/<sha256>  screen → agent        an asset that did not have its digest when it was needed
    restart           agent → screen        end, to be started again
    clock.json        agent → screen        what vouches for the time (`clock`)
    quarantine        screen → agent        what failed here, how often and why (`quarantine`)
    doing             screen                what may end it, while it is done
    shown             screen                what is on the glass, for the screen that comes next
    playing           screen                the play that has begun, for the screen that comes next
    plays/            screen → agent        the plays that the server has not acknowledged (`journal`)
    display-key       agent                 the display's own key, where the card took none (`own_key`)
    flips             screen                only with AFISIER_LOG_FLIPS: see `screen.flips`
"""

import contextlib
import hashlib
import os
import time
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from content.findings import refused
from content.wire import Glass

MEMORY = Path("/dev/shm")  # noqa: S108  the folder below it is its owner's alone, and of no secret
"""A file system of memory that every Linux with glibc has (shm_open(3))."""
FLIP_GRID = (16, 9)
"""Columns and rows of the points that the log of flips samples."""


def folder(store: Path, memory: Path = MEMORY) -> Path:
    """Where the runtime files of that store are: in memory, or without any in the store."""
    if runtime := os.environ.get("RUNTIME_DIRECTORY", "").partition(":")[0]:
        return Path(runtime)
    if not os.access(memory, os.W_OK):
        return store / "run"
    name = hashlib.sha256(os.fsencode(store.absolute())).hexdigest()[:16]
    return memory / f"afisier-{os.getuid()}-{name}"


class Watch:
    """Whether anything in a folder was made, renamed or deleted since last asked: one `stat`, cheap enough for a tick.

    The kernel stamps folders in steps of some milliseconds, so a second change can hide behind the first: for
    `LINGER_S` after a change the answer stays yes.
    """

    LINGER_S = 0.1

    def __init__(self, path: Path) -> None:
        self._path = str(path)
        self._seen = -1
        self._until = 0.0

    def changed(self) -> bool:
        try:
            changed_ns = os.stat(self._path).st_mtime_ns  # noqa: PTH116  a Path's own costs twice as much
        except OSError:
            changed_ns = 0
        if changed_ns == self._seen:
            return self._until > 0.0 and self._lingers()
        self._seen = changed_ns
        self._until = time.monotonic() + self.LINGER_S
        return True

    def _lingers(self) -> bool:
        if time.monotonic() < self._until:
            return True
        self._until = 0.0
        return True  # once more, after the last moment in which a change could hide


class Note:
    """One small file, written whole."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, int, int] | None = None

    def write(self, data: bytes) -> bool:
        """Whether it was written. On a full disk the old note stays, and the caller goes on without."""
        fresh = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        try:
            fresh.write_bytes(data)
            fresh.rename(self.path)
        except OSError:
            with contextlib.suppress(OSError):
                fresh.unlink()
            return False
        return True

    def read(self) -> bytes | None:
        try:
            return self.path.read_bytes()
        except OSError:
            return None

    def news(self) -> bytes | None:
        """The content if it was written since the last call."""
        try:
            status = self.path.stat()
        except OSError:
            self._seen = None
            return None
        stamp = (status.st_ino, status.st_mtime_ns, status.st_size)
        if stamp == self._seen:
            return None
        self._seen = stamp
        return self.read()

    def clear(self) -> None:
        with contextlib.suppress(OSError):
            self.path.unlink()


class Heartbeat:
    """A file whose time is that of the last beat."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def beat(self) -> None:
        with contextlib.suppress(OSError):
            self._path.touch()

    def last(self) -> datetime | None:
        """When the last beat was (UTC)."""
        try:
            return datetime.fromtimestamp(self._path.stat().st_mtime, UTC)
        except OSError:
            return None


class RuntimeFiles:
    """The files by name."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.watch = Watch(path)
        self.glass = Note(path / "glass.json")
        self.capture = Note(path / "capture")
        self.captured = Note(path / "captured.json")
        self.captured_png = Note(path / "captured.png")
        self.clock = Note(path / "clock.json")
        self.restart = Note(path / "restart")
        self.restarts = Note(path / "restarts")
        self.quarantine = Note(path / "quarantine")
        self.doing = Note(path / "doing")
        self.shown = Note(path / "shown")
        self.playing = Note(path / "playing")
        self.heartbeat = Heartbeat(path / "heartbeat")
        self.plays = path / "plays"
        self._damaged = path / "damaged"

    def prepare(self) -> None:
        """Makes the folders, for their owner alone.

        Raises RefusedError when the folder is somebody else's. One that cannot be made costs reports, never the
        picture.
        """
        with contextlib.suppress(OSError):
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._damaged.mkdir(exist_ok=True)
        with contextlib.suppress(OSError):
            if self.path.lstat().st_uid != os.getuid():
                raise refused("store", str(self.path), "belongs to somebody else, expected a folder of this user")

    def sweep(self) -> None:
        """Deletes what notes left half written when their process was killed. Only while nobody else writes here."""
        for path in self.path.glob(".*"):
            with contextlib.suppress(OSError):
                path.unlink()

    def report_damaged(self, digest: str) -> None:
        with contextlib.suppress(OSError):
            (self._damaged / digest).touch()
            os.utime(self.path)  # `watch` looks at this folder only

    def take_damaged(self) -> list[str]:
        """The assets reported since the last call."""
        digests = []
        with contextlib.suppress(OSError):
            for path in self._damaged.iterdir():
                digests.append(path.name)
                path.unlink()
        return digests


def glass_of(data: bytes | None) -> Glass | None:
    """None when there is none, or it is not one."""
    if data is None:
        return None
    try:
        return msgspec.json.decode(data, type=Glass)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
