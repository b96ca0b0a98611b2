"""Where the window comes from: SDL's video driver and Kivy's settings, decided in one place before Kivy is imported.

Leaves out what is drawn.
"""

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path


def video_driver(environ: Mapping[str, str]) -> str | None:
    """SDL's driver; None lets SDL choose on a desktop.

    Without one and without a desktop the machine is a player: its panel's driver is pinned, plugged in or not, because
    SDL would silently fall back to drawing off-screen, and nothing would show. What is in SDL_VIDEODRIVER wins.
    """
    if chosen := environ.get("SDL_VIDEODRIVER"):
        return chosen
    return None if environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY") else "KMSDRM"


def window_scale(environ: Mapping[str, str]) -> float:
    """AFISIER_WINDOW_SCALE: the window's size as a part of the glass, for a demo on a desktop; 1 otherwise."""
    try:
        return min(1.0, max(0.1, float(environ.get("AFISIER_WINDOW_SCALE", "1"))))
    except ValueError:
        return 1.0


def window_place(environ: Mapping[str, str]) -> tuple[int, int] | None:
    """AFISIER_WINDOW_AT, "left,top" in pixels of a desktop: where the window opens; None leaves it to the desktop."""
    left, _, top = environ.get("AFISIER_WINDOW_AT", "").partition(",")
    return (int(left), int(top)) if left.isdecimal() and top.isdecimal() else None


def prepare(home: Path, size: tuple[int, int], *, framed: bool) -> None:
    """Sets the process up for a window of `size` pixels, `framed` to be moved about on a desktop.

    `home` is a folder of memory, for what Kivy and GL's drivers want to write.
    Call before anything of Kivy is imported.
    """
    with contextlib.suppress(OSError):
        (home / "kivy").mkdir(parents=True, exist_ok=True)
    os.environ.update(
        KIVY_NO_ARGS="1",
        KIVY_NO_CONFIG="1",
        KIVY_NO_FILELOG="1",
        KIVY_LOG_MODE="PYTHON",
        KIVY_HOME=str(home / "kivy"),
        MESA_SHADER_CACHE_DIR=str(home),
        KIVY_WINDOW="sdl2",  # else the real error of a failed window is hidden by the next provider's
        SDL_AUDIODRIVER="dummy",
    )
    if driver := video_driver(os.environ):
        os.environ["SDL_VIDEODRIVER"] = driver

    from kivy.config import Config  # noqa: PLC0415  importing Kivy reads the environment

    settings = {
        "width": size[0],
        "height": size[1],
        "multisamples": 0,
        "show_cursor": int(framed),
        "borderless": int(not framed),
        "resizable": 0,
        "allow_screensaver": 0,
        "window_state": "visible",
        "maxfps": 20,
        "vsync": 0,
    }
    if place := window_place(os.environ):
        settings |= {"position": "custom", "left": place[0], "top": place[1]}
    for name, value in settings.items():
        Config.set("graphics", name, str(value))
    Config.set("kivy", "exit_on_escape", "0")
    Config.remove_section("input")  # nothing on this glass is touched
    Config.add_section("input")
