"""What the agent adds to a status just before it is sent: facts of the machine, and whether the screen lives.

Decides that a fact the machine does not tell is left out (its default is sent): no fact is worth the heartbeat.
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import msgspec
import structlog

from content.wire import Status
from display_client.clock import DisplayClock
from display_client.machine import Machine
from display_client.panel import awaits_panel
from display_client.quarantine import quarantined
from display_client.runtime_files import Heartbeat, RuntimeFiles
from display_client.store import DisplayStore

SILENT_S = 15.0
"""A screen without a verified redraw for that long is not said to show anything."""

log = structlog.get_logger()


class StatusFacts:
    """The facts of one display; `facts` is field of `Status` → how to ask for it."""

    def __init__(self, store: DisplayStore, notes: RuntimeFiles, clock: DisplayClock) -> None:
        self._notes, self._clock = notes, clock
        self._version = metadata.version("afisier")
        self._reasons: dict[str, str] = {}
        self.facts: dict[str, Callable[[], Any]] = {
            "rss_mb": resident_mb,
            "disk_free_mb": lambda: round(store.free_mb(), 1),
            "screen_restarts": lambda: int(notes.restarts.read() or 0),
            "connector": lambda: plugged_in(Machine()),
            "quarantined": lambda: quarantined(notes),
            "health": lambda: Machine().health(store.folder),
        }

    def complete(self, status: Status) -> Status:
        """The status with everything that can be told now."""
        facts = {name: value for name, ask in self.facts.items() if (value := self._asked(name, ask)) is not None}
        dark = awaits_panel(os.environ.get("SDL_VIDEODRIVER"))  # what no panel shows is on no glass
        glass = status.glass if self._screen_lives() and not dark else None
        clock = self._clock.read().state
        return msgspec.structs.replace(status, glass=glass, version=self._version, clock=clock, **facts)

    def _asked(self, name: str, ask: Callable[[], Any]) -> Any:
        """The fact; None when asking fails, which is logged once a reason."""
        try:
            return ask()
        except Exception as error:  # whatever the system answers
            reason = str(error) or type(error).__name__
            if self._reasons.get(name) != reason:
                self._reasons[name] = reason
                log.warning("not told by the machine", fact=name, reason=reason)
            return None

    def _screen_lives(self) -> bool:
        """Whether the glass was seen lately; a dead or hung screen is not reported as showing.

        By when its files were written: these times and this one are of the same clock, right or wrong.
        """
        beats = (self._notes.heartbeat.last(), Heartbeat(self._notes.glass.path).last())
        instants = [at for at in beats if at]
        return bool(instants) and (datetime.now(UTC) - max(instants)).total_seconds() < SILENT_S


def resident_mb() -> float:
    """Resident memory of this process in MB (10⁶ bytes). Raises OSError."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


def plugged_in(machine: Machine) -> str | None:
    """Whether a panel is plugged in; None where there is no socket for one."""
    sockets = machine.connectors()
    return ("connected" if any(each.connected for each in sockets) else "disconnected") if sockets else None
