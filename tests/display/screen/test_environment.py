"""Where the window opens, and how large."""

from pathlib import Path

import pytest

from display_client.screen.environment import video_driver, window_place, window_scale
from tests.display.test_panel import drm


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


@pytest.mark.parametrize(
    ("text", "place"), [("10,20", (10, 20)), ("0,0", (0, 0)), ("10", None), ("a,b", None), ("-1,2", None)]
)
def test_a_window_opens_where_it_is_told_to(text: str, place: tuple[int, int] | None) -> None:
    assert window_place({"AFISIER_WINDOW_AT": text}) == place
    assert window_place({}) is None
