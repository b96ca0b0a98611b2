"""The screen as the supervisor starts it: its flags, its window, its lock."""

import os
import subprocess
import sys

import pytest

from display_client.bench.rehearsal import Rehearsal, SyntheticSlide, draw
from tests.display.windows import PATIENCE_S, SCREEN, running

pytestmark = pytest.mark.system


@pytest.fixture
def slide(city: Rehearsal) -> Rehearsal:
    city.hang({"a": SyntheticSlide(draw(1, city.size), 3600)})
    return city


def test_a_second_screen_alone_is_told_too(slide: Rehearsal) -> None:
    with running(slide, SCREEN) as window:
        window.slide()
        command = [sys.executable, *SCREEN, str(slide.path)]
        environment = os.environ | {"SDL_VIDEODRIVER": "offscreen"}
        second = subprocess.run(
            command, capture_output=True, text=True, timeout=PATIENCE_S, check=False, env=environment
        )
        assert second.returncode == 1
        assert second.stderr.count("\n") == 1 and "the screen of process" in second.stderr


def test_after_crashes_the_nameplate_alone_is_shown(city: Rehearsal) -> None:
    city.hang({"a": SyntheticSlide(draw(1, city.size), 3600)})
    with running(city, SCREEN, "--neutral") as window:
        assert (window.glass().state, window.glass().asset) == ("neutral", None)


def test_in_a_small_window_the_whole_picture_is_seen(city: Rehearsal) -> None:
    city.hang({"a": SyntheticSlide(draw(1, city.size), 3600)})
    with running(city, SCREEN, AFISIER_WINDOW_SCALE="0.4") as window:
        assert window.slide().matches
        assert window.capture().size == (256, 144)
