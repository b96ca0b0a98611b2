"""What the machine of a display says of itself: heat, power, memory, its card, its panel, its clock.

Decides where Linux and the firmware of a Raspberry Pi say it, below `root`. What a machine does not tell is None: most
machines lack some of it. Leaves out what follows from it (`self_test`, and the server).
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from content.wire import Health

_THROTTLED = (
    "sys/devices/platform/soc/soc:firmware/get_throttled",
    "sys/devices/platform/soc@*/soc*firmware/get_throttled",
)
_UNDER_VOLTAGE, _SLOWED = 1 << 0 | 1 << 16, 1 << 2 | 1 << 18
"""Bits of `get_throttled` (Raspberry Pi firmware): now, and since the machine started."""


class Connector(NamedTuple):
    """A socket for a panel. `mode` is the first that the panel wants, as 1920x1080."""

    name: str
    connected: bool
    mode: str


class StoreCard(NamedTuple):
    """What a folder lies on. `worn` is how much of its life is used in tenths, 11 beyond it; SD cards do not tell.

    `errors` are those that ext4 has counted in all the life of the file system.
    """

    device: str
    kind: str
    writable: bool
    errors: int | None
    worn: int | None


class Machine:
    """Reads files of the kernel; tests lay out their own below `root`."""

    def __init__(self, root: Path = Path("/")) -> None:
        self._root = root

    def health(self, store: Path) -> Health:
        """What is worth a heartbeat."""
        card, throttled = self.card(store), self.throttled()
        return Health(
            temperature_c=self.temperature_c(),
            under_voltage=None if throttled is None else bool(throttled & _UNDER_VOLTAGE),
            slowed=None if throttled is None else bool(throttled & _SLOWED),
            memory_free_mb=self.memory_mb("MemAvailable"),
            up_s=self.up_s(),
            store_writable=card.writable if card else None,
            card_errors=card.errors if card else None,
            card_worn=card.worn if card else None,
        )

    def model(self) -> str:
        """`Raspberry Pi 4 Model B Rev 1.4`; empty where no device tree says it."""
        return (self._text("proc/device-tree/model") or "").rstrip("\0")

    def temperature_c(self) -> float | None:
        """Of the hottest part that has a sensor."""
        told = (_whole(_read(path)) for path in self._all("sys/class/thermal/thermal_zone*/temp"))
        values = [each for each in told if each is not None]
        return max(values) / 1000 if values else None

    def throttled(self) -> int | None:
        """The firmware's word about power and heat, as bits."""
        for pattern in _THROTTLED:
            for path in self._all(pattern):
                if (bits := _whole(_read(path), 16)) is not None:
                    return bits
        return None

    def memory_mb(self, name: str) -> float | None:
        """A line of /proc/meminfo in MB (10⁶ bytes)."""
        for line in (self._text("proc/meminfo") or "").splitlines():
            key, _, value = line.partition(":")
            if key == name and (kibibytes := _whole((value.split() or [""])[0])) is not None:
                return round(kibibytes * 1024 / 1e6, 1)
        return None

    def up_s(self) -> float | None:
        """Since the machine started."""
        seconds = _whole((self._text("proc/uptime") or "").partition(".")[0])
        return None if seconds is None else float(seconds)

    def connectors(self) -> list[Connector]:
        """Every socket of every graphics card."""
        sockets = []
        for path in self._all("sys/class/drm/card*-*/status"):
            modes = _read(path.parent / "modes").splitlines()
            name = path.parent.name.partition("-")[2]
            sockets.append(Connector(name, _read(path) == "connected", modes[0] if modes else ""))
        return sockets

    def renderer(self) -> str:
        """The driver that draws (`v3d` on a Pi); empty where the processor has to."""
        for path in self._all("sys/class/drm/renderD*/device/driver"):
            return path.resolve().name
        return ""

    def watchdog(self) -> str:
        """The hardware that starts a machine anew which hangs; empty without."""
        return next((_read(path) or "unnamed" for path in self._all("sys/class/watchdog/watchdog*/identity")), "")

    def hardware_clock(self) -> str:
        """The day that a clock with a battery says, as 2026-11-30; empty without one."""
        return next((_read(path) for path in self._all("sys/class/rtc/rtc*/date")), "")

    def card(self, folder: Path) -> StoreCard | None:
        """What the folder lies on; None where that is no block device of this machine."""
        mount = self._mount(folder)
        if mount is None or not mount.device.startswith("/dev/"):
            return None
        device = mount.device.removeprefix("/dev/")
        disk = next((path.name for path in self._all("sys/block/*") if device.startswith(path.name)), device)
        about = f"sys/block/{disk}/device"
        errors = self._text(f"sys/fs/ext4/{device}/errors_count") or ""
        lives = (self._text(f"{about}/life_time") or "").split()
        return StoreCard(
            device=device,
            kind=self._text(f"{about}/type") or disk,
            writable="rw" in mount.options.split(","),
            errors=_whole(errors),
            worn=min(max((_whole(each, 16) or 0 for each in lives), default=0), 255) or None,
        )

    def _mount(self, folder: Path) -> "_Mount | None":
        """The mount that the folder is in: of those above it the longest, and of several there the last."""
        best: _Mount | None = None
        where = Path(os.path.abspath(folder))  # noqa: PTH100  links are followed by the kernel's own list
        for line in (self._text("proc/self/mounts") or "").splitlines():
            parts = line.split(" ")
            if len(parts) < 4:
                continue
            mount = _Mount(parts[0], Path(parts[1].replace("\\040", " ")), parts[3])
            if where.is_relative_to(mount.point) and (best is None or len(mount.point.parts) >= len(best.point.parts)):
                best = mount
        return best

    def _all(self, pattern: str) -> Iterator[Path]:
        return iter(sorted(self._root.glob(pattern)))

    def _text(self, path: str) -> str | None:
        return _read(self._root / path)


class _Mount(NamedTuple):
    device: str
    point: Path
    options: str


def _read(path: Path) -> str:
    """What the kernel says there; empty where it does not."""
    try:
        return path.read_text(errors="replace").strip()
    except OSError:
        return ""


def _whole(text: str, base: int = 10) -> int | None:
    """The number that a text is; None for what is none, or no number of such a thing."""
    try:
        number = int(text, base)
    except ValueError:
        return None
    return number if 0 <= number < 2**40 else None
