"""The emulated machine with all that tests do to it and see of it.

Decides when the panel and what the display says of it are taken to agree. The panel is always the emulator's own
picture of it, taken from outside.
"""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from content.wire import Glass
from tests.machine.emulator import Disks, Emulator, digest, is_black
from tests.machine.guest import Guest, until
from tests.machine.image import Image, copy_on_write, small_disk
from tests.machine.outside import City

TELL = "cat /run/afisier-display/glass.json; ps -eo user,pid,ppid,stat,etime,time,args; journalctl -b --no-pager -n 300"
STATE_MB = 48
LIT = "lit"
LOOKS, LOOK_S = 6, 0.1
"""Looks at the panel between two questions to the machine inside, and seconds between them."""


class Watched(NamedTuple):
    """What was seen of the panel: how often it was looked at, how often it was black, and how long all took (s)."""

    looks: int
    black: int
    took_s: float


class Bench:
    """`took_s` is from power on to the first slide, in seconds of the host."""

    def __init__(self, folder: Path, image: Image, city: City) -> None:
        self._folder, self._image, self.city = folder, image, city
        self.disks = Disks(
            root=copy_on_write(folder / "root.qcow2", image.disk),
            state=small_disk(folder / "state.qcow2", "state", STATE_MB),
            enrolment=city.enrolment_disk(folder / "enrolment.qcow2", image.group),
        )
        self.emulator: Emulator
        self.guest: Guest
        self.took_s = 0.0

    # --- power -----------------------------------------------------------------------------------------------------

    def power_on(self, *extra: str, rtc: str = "base=utc") -> None:
        """Starts the machine anew from its disks, or (`-loadvm`) from a kept moment."""
        self.emulator = Emulator(self._folder / "emulator", self._image, self.disks, rtc=rtc, extra=extra)
        self.guest = Guest(str(self.emulator.shell_path))

    def cut_power(self) -> None:
        self.emulator.cut_power()

    def light(self) -> None:
        """Switches it on for the first time, and keeps the moment at which panel and display agree on a slide."""
        began = time.monotonic()
        self.power_on()
        self.agreed()
        self.took_s = time.monotonic() - began
        until(self.is_exact, "the wall says that it shows what it should")
        self.agreed()
        self.emulator.save(LIT)

    def back(self) -> None:
        """To the kept moment. The connection to the broker that there was is gone (`reach`)."""
        if self.emulator.running:
            self.emulator.load(LIT)
        else:
            self.power_on("-loadvm", LIT)
        self.emulator.unplug_network(False)

    def reach(self) -> None:
        """Until the server has heard the display since."""
        now = datetime.now(UTC)
        until(lambda: self._heard() > now, "the server hears the display")

    # --- what is seen ----------------------------------------------------------------------------------------------

    def agreed(self, wanted: Callable[[Glass], bool] = lambda glass: glass.slide is not None) -> Glass:
        """The glass, once it is as wanted and the panel has the very pixels that the display says it sees."""
        return until(lambda: self._agrees(wanted), "panel and display agree", every_s=0.3)

    def _agrees(self, wanted: Callable[[Glass], bool]) -> Glass | None:
        told = self.guest.glass()
        if told is None or not wanted(told) or digest(self.emulator.panel()) != told.seen:
            return None
        return told

    def agrees_since(self, before: Glass) -> Glass | None:
        """The glass with a slide that came after that one, if panel and display agree on it."""
        return self._agrees(lambda glass: glass.slide is not None and glass.lit > before.lit)

    def watch(self, done: Callable[[], Any], what: str) -> Watched:
        """Looks at the panel, several times a second, until it is done."""
        looks = black = 0
        began = time.monotonic()

        def look() -> Any:
            nonlocal looks, black
            for _ in range(LOOKS):
                looks, black = looks + 1, black + is_black(self.emulator.panel())
                time.sleep(LOOK_S)
            return done()

        until(look, what, every_s=0.0)
        return Watched(looks, black, time.monotonic() - began)

    # --- what the server knows -------------------------------------------------------------------------------------

    def _heard(self) -> datetime:
        return datetime.fromisoformat(self.city.said()["heard"])

    def kind(self) -> str:
        """What the wall says of the glass (`control_server.devices.agreement`)."""
        agreement = self.city.said()["agreement"]
        return str(agreement["kind"]) if agreement else "never heard"

    def is_exact(self) -> bool:
        """Whether the wall says that the approved frame is on the glass."""
        return self.kind() == "exact"

    def explain(self, folder: Path) -> None:
        """For whoever looks into a failure: the panel, and what the display and the kernel said."""
        folder.mkdir(parents=True, exist_ok=True)
        self.emulator.panel().save(folder / "panel.png")
        (folder / "wall").write_text(json.dumps(self.city.said(), indent=1, ensure_ascii=False))
        (folder / "journal").write_text(self.guest.run(TELL).text)
