"""Where the window opens, and how large."""

import pytest

from display_client.screen.environment import video_driver, window_place, window_scale


@pytest.mark.parametrize(
    ("environ", "driver"),
    [
        ({}, "KMSDRM"),  # a player, whether a panel is plugged in or not
        ({"DISPLAY": ":0"}, None),
        ({"WAYLAND_DISPLAY": "wayland-0"}, None),
        ({"SDL_VIDEODRIVER": "offscreen", "DISPLAY": ":0"}, "offscreen"),
        ({"SDL_VIDEODRIVER": "x11"}, "x11"),
    ],
)
def test_where_the_window_opens(environ: dict[str, str], driver: str | None) -> None:
    assert video_driver(environ) == driver


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
