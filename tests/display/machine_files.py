"""The files by which a Raspberry Pi tells how it fares, laid out in a folder."""

from collections.abc import Mapping
from pathlib import Path

PI = {
    "proc/device-tree/model": "Raspberry Pi 4 Model B Rev 1.4\0",
    "proc/meminfo": "MemTotal:        1948000 kB\nMemFree:  100 kB\nMemAvailable:    1400000 kB\n",
    "proc/uptime": "86400.25 170000.00\n",
    "proc/self/mounts": "/dev/mmcblk0p2 / ext4 rw,noatime 0 0\ntmpfs /run tmpfs rw 0 0\n",
    "sys/class/thermal/thermal_zone0/temp": "61322\n",
    "sys/devices/platform/soc/soc:firmware/get_throttled": "0\n",
    "sys/class/drm/card1-HDMI-A-1/status": "connected\n",
    "sys/class/drm/card1-HDMI-A-1/modes": "1920x1080\n1280x720\n",
    "sys/class/drm/card1-HDMI-A-2/status": "disconnected\n",
    "sys/class/drm/card1-HDMI-A-2/modes": "",
    "sys/block/mmcblk0/device/type": "MMC\n",
    "sys/block/mmcblk0/device/life_time": "0x01 0x02\n",
    "sys/fs/ext4/mmcblk0p2/errors_count": "0\n",
    "sys/class/watchdog/watchdog0/identity": "Broadcom BCM2835 Watchdog timer\n",
    "sys/class/rtc/rtc0/date": "2026-11-30\n",
}


def lay_out(root: Path, other: Mapping[str, str | None] | None = None) -> Path:
    """A Pi that is well, but for `other`: path → text, None for no such file."""
    files = {**PI, **(other or {})}
    for path, text in files.items():
        if text is not None:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
    driver = root / "sys/bus/platform/drivers/v3d"
    driver.mkdir(parents=True)
    (root / "sys/class/drm/renderD128/device").mkdir(parents=True)
    (root / "sys/class/drm/renderD128/device/driver").symlink_to(driver)
    return root
