"""The process that a display's programs are copied from: all is there but a window, and only one thread."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

from display_client.bench.rehearsal import Rehearsal

PROGRAM = """
import sys
from pathlib import Path
from config import settings
from config.settings import Enrolment
from display_client.warm import program, warm_up
path = Path(sys.argv[1])
"""


def run(city: Rehearsal, code: str, **environ: str) -> list[str]:
    """The lines it wrote."""
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM + textwrap.dedent(code), str(city.path)],
        env=os.environ | {"SDL_VIDEODRIVER": "offscreen"} | environ,
        capture_output=True,
        text=True,
        check=True,
    )
    return ended.stdout.splitlines()


WARM = """
    import gc, threading
    warm_up(settings.read(path, Enrolment), path.parent / "store")
    print("display_client.screen.preparer" in sys.modules, "kivy.graphics" in sys.modules)
    print("kivy.core.window" in sys.modules, "display_client.agent" in sys.modules, "aiohttp" in sys.modules)
    print(len(list(Path("/proc/self/task").iterdir())), gc.get_freeze_count() > 10_000)
"""


def test_everything_but_a_window_is_there_in_one_thread(city: Rehearsal) -> None:
    assert run(city, WARM) == ["True True", "False False False", "1 True"]


def test_what_cannot_be_imported_is_left_to_the_screen(city: Rehearsal, tmp_path: Path) -> None:
    (tmp_path / "broken" / "kivy").mkdir(parents=True)
    (tmp_path / "broken" / "kivy" / "__init__.py").write_text("raise OSError('no such library')")
    lines = run(city, WARM, PYTHONPATH=str(tmp_path / "broken"))
    assert lines == ["False False", "False False False", "1 True"]


def test_a_program_has_the_arguments_of_a_command_line(city: Rehearsal, tmp_path: Path) -> None:
    (tmp_path / "shows.py").write_text("import sys\ndef main():\n    print(sys.argv[0], *sys.argv[2:])\n")
    lines = run(city, 'program("shows", path)(("--neutral",))', PYTHONPATH=str(tmp_path))
    assert lines == ["shows --neutral"]
