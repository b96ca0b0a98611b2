"""The clocks of the machine, and where what is known of the time is kept.

Decides which clocks are read and what is written where. The evidence of this start of the machine lies beside the other
runtime files, so that a program that is started again need not ask. The last trusted time lies on the card, as a floor
for the next start. Leaves out what follows from all that (`timekeeping`) and asking the server (`time_asking`).
"""

import contextlib
import ctypes
import struct
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from config.system import durable
from display_client.runtime_files import RuntimeFiles
from display_client.store import DisplayStore
from display_client.timekeeping import RELEASED, Evidence, Timekeeper, TimeReading

KEEP_S = 7200.0
"""Between two writes of the trusted time to the card."""
_DAY_S = 86_400.0
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_UNSYNCHRONISED = 0x40
"""STA_UNSYNC of adjtimex(2)."""
_STATUS, _MAXERROR = 40, 24
"""Offsets of `status` (int) and `maxerror` (long, microseconds) in struct timex on a 64-bit Linux."""


def synchronised_s() -> float | None:
    """How far the system's clock may be off in seconds, as the kernel reckons it; None when nothing synchronises it.

    The kernel takes the word back when the clock is set, and when nobody has corrected it for some hours.
    """
    timex = ctypes.create_string_buffer(256)
    try:
        if ctypes.CDLL(None).adjtimex(timex) < 0:
            return None
    except (OSError, AttributeError):  # a C library without it
        return None
    (status,), (error_us,) = struct.unpack_from("i", timex, _STATUS), struct.unpack_from("q", timex, _MAXERROR)
    return None if status & _UNSYNCHRONISED else error_us / 1e6


class Clocks(msgspec.Struct, frozen=True):
    """The clocks of a machine; tests set their own."""

    system: Callable[[], datetime] = lambda: datetime.now(UTC)
    boot_s: Callable[[], float] = lambda: time.clock_gettime(time.CLOCK_BOOTTIME)
    synchronised_s: Callable[[], float | None] = synchronised_s
    boot_id: Callable[[], str] = lambda: _BOOT_ID.read_text().strip()


class _Kept(msgspec.Struct, frozen=True):
    """The evidence, and the start of the machine that it counts for."""

    boot: str
    evidence: Evidence


class DisplayClock:
    """The time as one program of a display knows it."""

    def __init__(self, store: DisplayStore, notes: RuntimeFiles, clocks: Clocks | None = None) -> None:
        self._path, self._note = store.folder / "time", notes.clock
        self.clocks = clocks or Clocks()
        self.boot_id = self.clocks.boot_id()
        self._keeper = Timekeeper(self._last_kept())
        self._kept_s = -KEEP_S
        self.look()

    def now(self) -> datetime:
        """The time as it is known (UTC)."""
        return self.read().now

    def read(self) -> TimeReading:
        return self._keeper.read(self.clocks.system(), self.clocks.boot_s())

    @property
    def system_is_right(self) -> bool:
        """Whether the system's clock is known to tell the day, so that it can judge certificates."""
        offset_s = self.read().state.offset_s
        return offset_s is not None and abs(offset_s) < _DAY_S

    def of_system(self, at: datetime) -> datetime:
        """When it was what the system's clock called `at`, as far as is known."""
        return at - timedelta(seconds=self.read().state.offset_s or 0.0)

    def look(self) -> None:
        """Takes up what another program of this display was told, and what the kernel says."""
        if (kept := _decoded(self._note.news())) and kept.boot == self.boot_id:
            self._keeper.take(kept.evidence)
        error_s = self.clocks.synchronised_s()
        if error_s is not None:
            at, boot_s = self.clocks.system(), self.clocks.boot_s()
            self._keeper.take(Evidence(at=at, boot_s=boot_s, error_s=error_s, source="ntp"))

    def passed(self, at: datetime) -> None:
        """It is known to be `at` or later: a genuine document says so."""
        self._keeper.passed(at, self.clocks.boot_s())

    def told(self, at: datetime, asked_s: float) -> None:
        """The server signed `at` in answer to a question of that moment of the even clock; tells the others."""
        boot_s = self.clocks.boot_s()
        half = max(0.0, boot_s - asked_s) / 2
        told = Evidence(at=at + timedelta(seconds=half), boot_s=boot_s, error_s=half, source="server")
        if self._keeper.take(told):
            self._note.write(msgspec.json.encode(_Kept(self.boot_id, told)))

    def keep(self) -> None:
        """Writes the trusted time to the card, every two hours. A card that takes nothing costs only the next floor."""
        reading, boot_s = self.read(), self.clocks.boot_s()
        if reading.trusted and boot_s - self._kept_s >= KEEP_S:
            self._kept_s = boot_s
            with contextlib.suppress(OSError):
                durable.write(self._path, reading.earliest.isoformat().encode())

    def _last_kept(self) -> datetime:
        try:
            return datetime.fromisoformat(self._path.read_text()).astimezone(UTC)
        except (OSError, ValueError, OverflowError):
            return RELEASED


def _decoded(data: bytes | None) -> _Kept | None:
    if data is None:
        return None
    try:
        return msgspec.json.decode(data, type=_Kept)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
