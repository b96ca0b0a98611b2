"""What is drawn on an X server without a panel is seen from outside."""

from pathlib import Path

import click
import pytest
from PIL import Image

from display_client.bench.xvfb import xvfb
from display_client.screen.behind import RootWindowBehind

SIZE = (640, 360)


def test_a_sample_is_of_what_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    halves = Image.new("RGB", SIZE, "red")
    halves.paste("blue", (0, 0, 250, 360))
    with xvfb(tmp_path, SIZE) as screen:
        assert not any(screen.sample())
        monkeypatch.setenv("DISPLAY", screen.name)
        with screen.watched():
            RootWindowBehind(SIZE).keep(halves)
            while screen.sample() not in screen.samples:
                pass
        assert screen.sample() == screen.sample_of(halves) == bytes([0, 0, 255, 0, 0, 255, 255, 0, 0] * 3)
        assert Path(f"/proc/{screen.pid}/comm").read_text() == "Xvfb\n"


def test_without_a_server_it_is_said_what_brings_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(click.ClickException, match="found no Xvfb"), xvfb(tmp_path, SIZE):
        pass
