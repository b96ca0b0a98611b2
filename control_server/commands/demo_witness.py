"""What the displays of a demo did: when each was lit, what it showed, and what went wrong.

Decides what counts as a failure of a demo, and keeps each as one sentence. Leaves out running the demo (`demo`).
"""

from datetime import datetime
from pathlib import Path

import msgspec

from config.system import durable
from content import wire
from content.pack.model import Pack
from control_server.devices.fleet import Event, Heard, Pictured, Presence

_PICTURE_WITHIN_S = 3.0
"""Seconds after a change within which its picture must have come."""


class DisplayRecord(msgspec.Struct):
    """What one display did during the demo. Times are seconds since its start was asked for."""

    first_lit_s: float | None = None
    changes: int = 0
    shots: int = 0
    slides: list[str] = []
    failures: list[str] = []


class DemoWitness:
    """Watches the displays of a city, and keeps a record and the failures of each. `shots` is a folder for pictures."""

    def __init__(self, pack: Pack, started: datetime, shots: Path | None) -> None:
        self.zone = pack.city.zone
        self.started = started
        self.shots = shots
        self.records = {display: DisplayRecord() for display in pack.displays}
        self._last: dict[str, wire.Glass] = {}
        self._pictured: dict[str, int] = {}

    def note(self, event: Event) -> wire.Glass | None:
        """Notes an event. Returns the glass when the event is a change of it."""
        if isinstance(event, Heard):
            return self._note_status(event)
        if isinstance(event, Pictured):
            self._keep_picture(event)
        if isinstance(event, Presence) and not event.online:
            self._fail(event.display, "went offline")
        return None

    def _note_status(self, event: Heard) -> wire.Glass | None:
        status, record = event.status, self.records[event.display]
        if status.rejected:
            self._fail(event.display, f"rejected a manifest: {status.rejected}")
        if status.screen_restarts:
            self._fail(event.display, f"its screen was restarted {status.screen_restarts} times")
        glass, before = status.glass, self._last.get(event.display)
        if glass is None or (before and before.count == glass.count):
            return None
        if before and (glass.lit - before.lit).total_seconds() > _PICTURE_WITHIN_S:
            self._require_picture(event.display, before)
        self._last[event.display] = glass
        if glass.state != "showing":
            return glass
        record.changes += 1
        name = f"{glass.slide}-{glass.lang}"
        if name not in record.slides:
            record.slides.append(name)
        if record.first_lit_s is None:
            record.first_lit_s = round((glass.lit - self.started).total_seconds(), 3)
        if not glass.matches:
            self._fail(event.display, f"its glass did not match the frame of {name} at {glass.lit.isoformat()}")
        return glass

    def _keep_picture(self, event: Pictured) -> None:
        glass = event.glass
        if glass is None or self._pictured.get(event.display) == glass.count:
            return
        self._pictured[event.display] = glass.count
        if self.shots is None or glass.state != "showing":
            return
        at = glass.lit.astimezone(self.zone).strftime("%Y%m%dT%H%M%S")
        path = self.shots / event.display / f"{at}-{glass.slide}-{glass.lang}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        durable.write(path, event.png, mode=durable.FOR_PEOPLE)
        self.records[event.display].shots += 1

    def _fail(self, display: str, sentence: str) -> None:
        failures = self.records[display].failures
        if sentence not in failures:
            failures.append(sentence)

    def _require_picture(self, display: str, glass: wire.Glass) -> None:
        """Notes a failure when the picture of a glass, which stood long enough for it, did not come."""
        if self.shots and glass.state == "showing" and self._pictured.get(display) != glass.count:
            self._fail(display, f"sent no picture of {glass.slide} ({glass.lang}) at {glass.lit.isoformat()}")

    def finish(self, now: datetime, restarts: int) -> list[str]:
        """Every failure, each as one sentence. `restarts` is how often the broker was restarted."""
        failures = [f"the broker was restarted {restarts} times"] if restarts else []
        for display, record in self.records.items():
            glass = self._last.get(display)
            if record.first_lit_s is None:
                self._fail(display, "never lit")
            if glass and (now - glass.lit).total_seconds() > _PICTURE_WITHIN_S:
                self._require_picture(display, glass)
            failures += [f"{display} {failure}" for failure in record.failures]
        return failures
