"""What depends on the machine a display runs on: the panel's power and its connector, behind one small interface.

Decides which panel a machine has, in one place. Leaves out when the panel is off (the schedule's `off`).
"""

import shutil
import subprocess
from pathlib import Path
from typing import Protocol

from content.wire import Connector

DRM = Path("/sys/class/drm")


class PanelSwitch(Protocol):
    """A panel that may be switched and asked."""

    def power(self, on: bool) -> None:
        """Switches the panel's light. Never raises: a panel that cannot be switched shows black by intent."""

    def connector(self) -> Connector:
        """Whether a panel is plugged in."""


class NoPanel:
    """A window on a desktop, or drawing off-screen: nothing to switch."""

    def power(self, on: bool) -> None:
        del on

    def connector(self) -> Connector:
        return "unknown"


class DrmPanel:
    """A panel at a DRM connector, switched over HDMI-CEC when `cec-ctl` is there (vcgencmd no longer can)."""

    def __init__(self, status: Path, cec_ctl: str | None) -> None:
        self._status, self._cec_ctl = status, cec_ctl

    def power(self, on: bool) -> None:
        if self._cec_ctl is None:
            return
        order = ["--to", "0", "--image-view-on"] if on else ["--to", "0", "--standby"]
        try:
            subprocess.run([self._cec_ctl, "--skip-info", *order], check=False, capture_output=True, timeout=10)
        except (OSError, subprocess.TimeoutExpired):
            return

    def connector(self) -> Connector:
        try:
            status = self._status.read_text().strip()
        except OSError:
            return "unknown"
        return "connected" if status == "connected" else "disconnected"


def panel_for(driver: str | None, drm: Path = DRM) -> PanelSwitch:
    """The panel behind SDL's video driver: only KMSDRM drives one directly."""
    statuses = sorted(drm.glob("card*-*/status"))
    if driver != "KMSDRM" or not statuses:
        return NoPanel()
    connected = [path for path in statuses if _status(path) == "connected"]
    return DrmPanel((connected or statuses)[0], shutil.which("cec-ctl"))


class PanelWatch:
    """Notices a panel that is plugged in again: the window is then to be opened anew, as another panel may be there."""

    def __init__(self, panel: PanelSwitch) -> None:
        self._panel, self._was = panel, panel.connector()

    def came(self) -> bool:
        """Whether one came since the last look."""
        was, self._was = self._was, self._panel.connector()
        return was == "disconnected" and self._was == "connected"


def awaits_panel(driver: str | None, drm: Path = DRM) -> bool:
    """Whether SDL's video driver has no panel to draw on: every socket is empty, and one may be plugged in."""
    if driver != "KMSDRM":
        return False
    statuses = [_status(path) for path in drm.glob("card*-*/status")]
    return bool(statuses) and "connected" not in statuses


def _status(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""
