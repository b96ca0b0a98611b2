"""The last picture stays where the window was, whoever kept the window."""

import os
import signal
from pathlib import Path

import psutil
import pytest
from PIL import Image

from display_client.bench.rehearsal import Rehearsal, SyntheticSlide, draw
from display_client.bench.xvfb import xvfb
from display_client.screen import behind
from display_client.screen.behind import FrameBufferBehind, NothingBehind, behind_for
from display_client.screen.picture import decode
from tests.display.windows import DISPLAY, running, until
from tests.figures import shown

ENDS = {"killed": signal.SIGKILL, "crashed": signal.SIGSEGV, "asked to end": signal.SIGTERM}


@pytest.mark.system
def test_no_end_of_the_screen_leaves_the_glass_black(city: Rehearsal, tmp_path: Path) -> None:
    """Looked at from outside, 60 times a second, through the end of the screen and until the next one is lit."""
    city.hang({"a": SyntheticSlide(draw(1, city.size), 3600)})
    (tmp_path / "x").mkdir()
    with xvfb(tmp_path / "x", city.size) as glass:
        environment = {"DISPLAY": glass.name, "SDL_VIDEODRIVER": "x11"}
        with running(city, DISPLAY, **environment) as window:
            window.slide()
            whole = glass.sample_of(decode(draw(1, city.size)))
            until(lambda: glass.sample() == whole, "the slide on the glass, seen from outside")
            for what, number in ENDS.items():
                glass.samples.clear()
                before = window.slide()
                children = psutil.Process(window.process.pid).children()
                (screen,) = (each for each in children if each.name() == "afisier-screen")
                with glass.watched():
                    os.kill(screen.pid, number)
                    window.glass(lambda glass, before=before: glass.lit > before.lit and glass.slide is not None)  # type: ignore[misc]
                black = sum(not any(sample) for sample in glass.samples)
                other = sum(sample != whole for sample in glass.samples)
                figure = f"{black} and {other} of {len(glass.samples)}"
                shown(f"screen {what}: black and other frames, from outside", figure, "≤ 1 black", holds=black <= 1)
                until(lambda: glass.sample() == whole, "the slide on the glass again")


def test_a_frame_buffer_of_16_and_of_32_bits() -> None:
    picture = Image.new("RGB", (2, 1))
    picture.putdata([(255, 0, 0), (8, 4, 248)])
    rows = behind.rows_of(picture, (2, 1), 32)
    assert [row[:3] + row[4:7] for row in rows] == [bytes([0, 0, 255, 248, 4, 8])]
    red, other = 0b11111_000000_00000, 0b00001_000001_11111
    assert behind.rows_of(picture, (2, 1), 16) == [red.to_bytes(2, "little") + other.to_bytes(2, "little")]
    assert len(behind.rows_of(picture, (6, 4), 32)) == 4  # a frame buffer of another size is filled whole
    with pytest.raises(ValueError, match="24 bits a pixel"):
        behind.rows_of(picture, (2, 1), 24)


def test_only_a_player_keeps_something_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    device = tmp_path / "fb0"
    assert isinstance(behind_for("KMSDRM", (640, 360), device), NothingBehind)
    device.write_bytes(b"")
    assert isinstance(behind_for("KMSDRM", (640, 360), device), FrameBufferBehind)
    for driver in ("offscreen", "x11", None):
        assert isinstance(behind_for(driver, (640, 360), device), NothingBehind)


def test_a_desktop_on_which_the_window_is_one_of_many_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with xvfb(tmp_path, (640, 360)) as glass:
        monkeypatch.setenv("DISPLAY", glass.name)
        assert isinstance(behind_for(None, (320, 180)), NothingBehind)
        before = glass.sample()
        behind_for(None, (640, 360)).keep(Image.new("RGB", (640, 360), "red"))
        assert glass.sample() == bytes([255, 0, 0] * 9) != before
