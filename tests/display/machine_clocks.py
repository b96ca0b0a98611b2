"""The clocks of a machine whose system clock says what a test wants, while true time goes its way."""

from datetime import UTC, datetime, timedelta

from content import wire
from display_client.bench.rehearsal import Rehearsal
from display_client.clock import Clocks, DisplayClock
from display_client.runtime_files import RuntimeFiles

TRUE = datetime(2026, 11, 30, 9, tzinfo=UTC)


class Machine:
    """`true` is what time it really is. The even clock goes `drift` faster than that."""

    def __init__(self, city: Rehearsal, true: datetime = TRUE, *, drift: float = 0.0) -> None:
        self.city, self.true, self._drift = city, true, drift
        self.offset = timedelta(0)
        self.synchronised_s: float | None = None
        self.boot, self._booted = 0, true
        self.notes = RuntimeFiles(city.folder / "memory")
        self.notes.prepare()
        self.start()

    def start(self) -> None:
        """The machine starts: memory is empty, and nothing synchronises its clock yet."""
        self.boot += 1
        self._booted, self.synchronised_s = self.true, None
        self.notes.clock.clear()
        self.clock = self.program()

    def program(self) -> DisplayClock:
        """The clock of a program that starts now."""
        return DisplayClock(
            self.city.store,
            RuntimeFiles(self.notes.path),
            Clocks(
                system=lambda: self.true + self.offset,
                boot_s=lambda: (self.true - self._booted).total_seconds() * (1 + self._drift),
                synchronised_s=lambda: self.synchronised_s,
                boot_id=lambda: str(self.boot),
            ),
        )

    def after(self, **time: float) -> None:
        self.true += timedelta(**time)
        self.clock.look()

    def set_to(self, at: datetime) -> None:
        """The system's clock says that now."""
        self.offset = at - self.true

    def told(self) -> None:
        """The server signs the time, at once."""
        self.clock.told(self.true, self.clock.clocks.boot_s())

    def state(self) -> wire.ClockState:
        return self.clock.read().state
