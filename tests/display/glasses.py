"""What belongs on the glass, worked out at once: what the screen does in threads, one after the other."""

from datetime import UTC, datetime, timedelta

from content.wire import ClockState
from display_client.bench.rehearsal import Rehearsal
from display_client.quarantine import Quarantine
from display_client.runtime_files import RuntimeFiles
from display_client.screen.on_glass import OnGlass, Target
from display_client.screen.unshowable import Unshowable
from display_client.timekeeping import TimeReading

MID = datetime(2026, 6, 15, 9, 0, 4, tzinfo=UTC)


def on_glass_of(city: Rehearsal, *, neutral: bool = False) -> OnGlass:
    notes = RuntimeFiles(city.folder / "notes")
    notes.prepare()
    return OnGlass(city.enrolment, city.store, Unshowable(Quarantine(notes), city.store), neutral=neutral)


def take(on_glass: OnGlass, shown: Target | None = None, now: datetime = MID) -> bool:
    """Whether what is in the store, by what is known of the time, plays from now on and did not before."""
    loaded = on_glass.load(now)
    if loaded is not None:
        on_glass.take(loaded, shown, now)
    return loaded is not None


def reload(on_glass: OnGlass, shown: Target | None = None, now: datetime = MID) -> bool:
    """The same when another manifest may have been adopted."""
    assert on_glass.changed()
    return take(on_glass, shown, now)


def heed(on_glass: OnGlass, reading: TimeReading) -> bool:
    """How well the time is known from now on; whether that changes what may be shown."""
    changes = on_glass.heed(reading)
    if changes:
        take(on_glass, now=reading.now)
    return changes


def read(now: datetime, *, trusted: bool = True) -> TimeReading:
    """It is that time, and whether that is known."""
    return TimeReading(now=now, earliest=now, margin=timedelta(0) if trusted else None, state=ClockState())
