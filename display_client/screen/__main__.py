"""`python -m display_client.screen ENROLMENT [--neutral]`, started by the supervisor: lights the glass.

The first picture is developed while Kivy loads, and drawn before anything else is.
"""

import os
import signal
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

from config import settings
from config.settings import Enrolment
from config.system.lifeline import die_with_supervisor
from content.findings import RefusedError
from display_client import runtime_files
from display_client.journal import JournalWriter
from display_client.panel import panel_for
from display_client.runtime_files import Volatile
from display_client.screen import environment
from display_client.screen.memory import keep_flat
from display_client.screen.on_glass import Programme
from display_client.screen.preparer import Developed, Developer
from display_client.screen.witness import Witness
from display_client.store import Store


def run(path: Path, *, neutral: bool) -> None:
    """The screen of that enrolment file, until SIGTERM. Raises RefusedError."""
    enrolment = settings.read(path, Enrolment)
    store = Store(path.parent / enrolment.store)
    store.prepare()
    notes = Volatile(runtime_files.folder(store.folder))
    notes.prepare()
    notes.restart.clear()
    scale = environment.window_scale(os.environ)
    size = (round(enrolment.width * scale), round(enrolment.height * scale))
    with store.own("screen"):
        programme = Programme(enrolment, store, neutral=neutral)
        first = _Early(programme, Developer(enrolment, store, notes, size))
        title = f"Afișier · {enrolment.display}"
        environment.prepare(store.folder / "kivy", size, framed=scale < 1)

        from display_client.screen import app  # noqa: PLC0415  opens the window

        actual = app.window_size()
        developer = Developer(enrolment, store, notes, actual)
        shown = first.result() if actual == size else developer.develop(first.result().asked, datetime.now(UTC))
        app.dress(title, shown.picture.image.getpixel((actual[0] // 2, 2)))  # type: ignore[arg-type]
        panel = panel_for(os.environ.get("SDL_VIDEODRIVER"))
        witness = Witness(JournalWriter(store.plays), notes, panel, actual)
        witness.recover()
        screen = app.Screen(programme, developer, witness, notes)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: screen.end())
        screen.start(shown)
        app.loop()
        screen.close()


class _Early:
    """The first picture, developed in a thread while the window opens."""

    def __init__(self, programme: Programme, developer: Developer) -> None:
        self._programme, self._developer = programme, developer
        self._found: Developed | None = None
        self._thread = threading.Thread(target=self._work)
        self._thread.start()

    def _work(self) -> None:
        self._programme.reload()
        now = datetime.now(UTC)
        self._found = self._developer.develop(self._programme.at(now), now)

    def result(self) -> Developed:
        self._thread.join()
        if self._found is None:
            raise RuntimeError("the first picture could not be developed")
        return self._found


def main() -> None:
    die_with_supervisor()
    keep_flat()
    try:
        run(Path(sys.argv[1]), neutral="--neutral" in sys.argv[2:])
    except RefusedError as error:
        sys.exit(str(error))
    os._exit(0)  # everything is written; SDL's and GL's own ending takes long and has nothing to save


if __name__ == "__main__":
    main()
