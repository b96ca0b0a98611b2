"""What depends on the machine: the video driver, the panel, the folder of runtime files."""

import subprocess
from pathlib import Path

import pytest

from display_client import runtime_files
from display_client.panel import DrmPanel, NoPanel, panel_for
from display_client.runtime_files import Note, RuntimeFiles, Watch
from display_client.screen.environment import video_driver, window_scale


def drm(folder: Path, **connectors: str) -> Path:
    for name, status in connectors.items():
        (folder / name.replace("_", "-")).mkdir()
        (folder / name.replace("_", "-") / "status").write_text(status + "\n")
    return folder


@pytest.mark.parametrize(
    ("environ", "status", "driver"),
    [
        ({}, "connected", "KMSDRM"),
        ({}, "disconnected", "offscreen"),
        ({"DISPLAY": ":0"}, "connected", None),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "connected", None),
        ({"SDL_VIDEODRIVER": "offscreen", "DISPLAY": ":0"}, "connected", "offscreen"),
        ({"SDL_VIDEODRIVER": "x11"}, "connected", "x11"),
    ],
)
def test_where_the_window_opens(tmp_path: Path, environ: dict[str, str], status: str, driver: str | None) -> None:
    assert video_driver(environ, drm(tmp_path, card1_HDMI_A_1=status)) == driver


def test_a_machine_without_a_card_draws_off_screen(tmp_path: Path) -> None:
    assert video_driver({}, tmp_path) == "offscreen"


@pytest.mark.parametrize(("text", "scale"), [("0.4", 0.4), ("3", 1.0), ("0", 0.1), ("mult", 1.0)])
def test_a_window_is_at_most_the_glass(text: str, scale: float) -> None:
    assert window_scale({"AFISIER_WINDOW_SCALE": text}) == scale
    assert window_scale({}) == 1.0


def test_the_panel_is_the_connected_one_of_a_player(tmp_path: Path) -> None:
    found = panel_for("KMSDRM", drm(tmp_path, card0_HDMI_A_1="disconnected", card1_HDMI_A_2="connected"))
    assert isinstance(found, DrmPanel)
    assert found.connector() == "connected"
    (tmp_path / "card1-HDMI-A-2" / "status").write_text("disconnected\n")
    assert found.connector() == "disconnected"
    (tmp_path / "card1-HDMI-A-2" / "status").unlink()
    assert found.connector() == "unknown"


def test_a_window_has_no_panel(tmp_path: Path) -> None:
    assert isinstance(panel_for("offscreen", drm(tmp_path, card0_HDMI_A_1="connected")), NoPanel)
    assert NoPanel().connector() == "unknown"


def test_the_panels_light_is_switched_over_cec(tmp_path: Path) -> None:
    order = tmp_path / "cec-ctl"
    order.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/said\n')
    order.chmod(0o755)
    found = DrmPanel(tmp_path / "status", str(order))
    found.power(False)
    found.power(True)
    said = (tmp_path / "said").read_text().splitlines()
    assert said == ["--skip-info --to 0 --standby", "--skip-info --to 0 --image-view-on"]


@pytest.mark.parametrize("tool", [None, "/nonexistent/cec-ctl"])
def test_a_panel_that_cannot_be_switched_is_no_fault(tmp_path: Path, tool: str | None) -> None:
    DrmPanel(tmp_path / "status", tool).power(False)


def test_a_panel_that_does_not_answer_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("cec-ctl", 10)

    monkeypatch.setattr(subprocess, "run", late)
    DrmPanel(tmp_path / "status", "cec-ctl").power(True)


def test_runtime_files_are_in_memory_where_systemd_gives_some(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RUNTIME_DIRECTORY", raising=False)
    assert runtime_files.folder(tmp_path) == tmp_path / "run"
    monkeypatch.setenv("RUNTIME_DIRECTORY", "/run/afisier")
    assert runtime_files.folder(tmp_path) == Path("/run/afisier")


def test_a_note_is_news_once(tmp_path: Path) -> None:
    writer, reader = Note(tmp_path / "note"), Note(tmp_path / "note")
    assert reader.news() is None
    writer.write(b"one")
    assert (reader.news(), reader.news()) == (b"one", None)
    writer.write(b"two")
    assert reader.news() == b"two"
    writer.clear()
    assert reader.news() is None


def test_a_change_hidden_behind_another_is_still_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr("display_client.runtime_files.time.monotonic", lambda: clock[0])
    watch = Watch(tmp_path)
    assert watch.changed()
    clock[0] += 0.05
    assert watch.changed()  # the stamp is the same, but a second change may have had the same one
    clock[0] += 0.06
    assert watch.changed()
    assert not watch.changed()
    (tmp_path / "new").touch()
    assert watch.changed()


def test_damage_is_taken_once(tmp_path: Path) -> None:
    notes = RuntimeFiles(tmp_path)
    notes.prepare()
    notes.report_damaged("a" * 64)
    assert notes.take_damaged() == ["a" * 64]
    assert notes.take_damaged() == []
