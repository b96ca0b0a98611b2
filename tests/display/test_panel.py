"""The panel of a machine: which one it is, and its light."""

import subprocess
from pathlib import Path

import pytest

from display_client.panel import DrmPanel, NoPanel, PanelWatch, awaits_panel, panel_for


def drm(folder: Path, **connectors: str) -> Path:
    for name, status in connectors.items():
        (folder / name.replace("_", "-")).mkdir()
        (folder / name.replace("_", "-") / "status").write_text(status + "\n")
    return folder


def test_the_panel_is_the_connected_one_of_a_player(tmp_path: Path) -> None:
    panel = panel_for("KMSDRM", drm(tmp_path, card0_HDMI_A_1="disconnected", card1_HDMI_A_2="connected"))
    assert isinstance(panel, DrmPanel)
    assert panel.connector() == "connected"
    (tmp_path / "card1-HDMI-A-2" / "status").write_text("disconnected\n")
    assert panel.connector() == "disconnected"
    (tmp_path / "card1-HDMI-A-2" / "status").unlink()
    assert panel.connector() == "unknown"


def test_a_window_has_no_panel(tmp_path: Path) -> None:
    assert isinstance(panel_for("offscreen", drm(tmp_path, card0_HDMI_A_1="connected")), NoPanel)
    assert NoPanel().connector() == "unknown"


def test_the_panels_light_is_switched_over_cec(tmp_path: Path) -> None:
    order = tmp_path / "cec-ctl"
    order.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/orders\n')
    order.chmod(0o755)
    panel = DrmPanel(tmp_path / "status", str(order))
    panel.power(False)
    panel.power(True)
    orders = (tmp_path / "orders").read_text().splitlines()
    assert orders == ["--skip-info --to 0 --standby", "--skip-info --to 0 --image-view-on"]


@pytest.mark.parametrize("tool", [None, "/nonexistent/cec-ctl"])
def test_a_panel_that_cannot_be_switched_is_no_fault(tmp_path: Path, tool: str | None) -> None:
    DrmPanel(tmp_path / "status", tool).power(False)


def test_a_panel_that_does_not_answer_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("cec-ctl", 10)

    monkeypatch.setattr(subprocess, "run", late)
    DrmPanel(tmp_path / "status", "cec-ctl").power(True)


def test_a_player_waits_for_a_panel_and_nobody_else_does(tmp_path: Path) -> None:
    assert not awaits_panel("KMSDRM", tmp_path)  # a card without sockets: SDL says what is wrong
    folder = drm(tmp_path, card0_HDMI_A_1="disconnected", card0_HDMI_A_2="disconnected")
    assert awaits_panel("KMSDRM", folder)
    assert not any(awaits_panel(driver, folder) for driver in ("offscreen", "x11", None))
    (folder / "card0-HDMI-A-2" / "status").write_text("connected\n")
    assert not awaits_panel("KMSDRM", folder)


def test_a_panel_that_comes_back_is_noticed_once(tmp_path: Path) -> None:
    status = drm(tmp_path, card0_HDMI_A_1="connected") / "card0-HDMI-A-1" / "status"
    watch = PanelWatch(DrmPanel(status, None))
    seen = [watch.came()]
    for told in ("disconnected", "disconnected", "connected", "connected"):
        status.write_text(told)
        seen.append(watch.came())
    assert seen == [False, False, False, True, False]
    assert not PanelWatch(NoPanel()).came()
