"""The window and its loop, in a process of its own: what is drawn, how often, and what a look at a row costs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.system

PROGRAM = """
import json, sys
from pathlib import Path
from PIL import Image
from display_client.screen import environment
environment.prepare(Path(sys.argv[1]), (64, 36), framed=False)
from display_client.screen import window
from display_client.screen.crossfade import Crossfade
window.dress("test", (10, 20, 30))
crossfade = Crossfade(window.window_size())
picture = Image.new("RGB", (64, 36), "red")
picture.paste("blue", (0, 0, 64, 18))
crossfade.begin(picture, 0.0, 0.0)
seen = {"size": window.window_size(), "sleeps": 0, "flips": 0, "rows": []}
def flipped(*_):
    seen["flips"] += 1
window.Window.bind(on_flip=flipped)
def sleep():
    seen["sleeps"] += 1
    at = seen["sleeps"]
    if at in (3, 4):
        seen["rows"] += [list(window.drawn_row(y)[:4]) for y in (2, 33)]
    if at == 5:
        crossfade.redraw()
        seen["row before a frame"] = window.drawn_row(2)
    if at == 9:
        window.stop()
window.loop(sleep)
print(json.dumps(seen))
"""


def test_one_frame_for_each_that_is_asked_for_and_none_for_a_look_at_rows(tmp_path: Path) -> None:
    environment = os.environ | {"SDL_VIDEODRIVER": "offscreen"}
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], env=environment, capture_output=True, text=True, check=True
    )
    red, blue = [255, 0, 0, 255], [0, 0, 255, 255]
    assert json.loads(ended.stdout) == {
        "size": [64, 36],
        "sleeps": 9,
        "flips": 2,
        "rows": [red, blue, red, blue],
        "row before a frame": None,
    }
