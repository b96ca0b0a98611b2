"""`python -m display_client.screen ENROLMENT [--neutral]`, started by the supervisor: lights the glass.

The first picture is prepared while Kivy loads, and drawn before anything else is.
"""

import os
import signal
import sys
import threading
from pathlib import Path

from config import settings
from config.settings import Enrolment
from config.system.lifeline import die_with_supervisor
from content.findings import RefusedError
from display_client import runtime_files
from display_client.clock import DisplayClock
from display_client.journal import JournalWriter
from display_client.panel import panel_for
from display_client.runtime_files import RuntimeFiles
from display_client.screen import environment
from display_client.screen.glass_recorder import GlassRecorder
from display_client.screen.memory import keep_flat
from display_client.screen.on_glass import OnGlass
from display_client.screen.preparer import Prepared, Preparer
from display_client.store import DisplayStore


def run(path: Path, *, neutral: bool) -> None:
    """The screen of that enrolment file, until SIGTERM. Raises RefusedError."""
    enrolment = settings.read(path, Enrolment)
    store = DisplayStore(path.parent / enrolment.store)
    store.prepare()
    notes = RuntimeFiles(runtime_files.folder(store.folder))
    notes.prepare()
    notes.restart.clear()
    scale = environment.window_scale(os.environ)
    size = (round(enrolment.width * scale), round(enrolment.height * scale))
    with store.own("screen"):
        clock = DisplayClock(store, notes)
        on_glass = OnGlass(enrolment, store, neutral=neutral)
        on_glass.heed(clock.read())
        first = _Early(on_glass, Preparer(enrolment, store, notes, size), clock)
        title = f"Afișier · {enrolment.display}"
        environment.prepare(notes.path, size, framed=scale < 1)

        from display_client.screen import app  # noqa: PLC0415  opens the window

        actual = app.window_size()
        preparer = Preparer(enrolment, store, notes, actual)
        shown = first.result() if actual == size else preparer.prepare(first.result().asked, clock.now())
        app.dress(title, shown.picture.image.getpixel((actual[0] // 2, 2)))  # type: ignore[arg-type]
        panel = panel_for(os.environ.get("SDL_VIDEODRIVER"))
        recorder = GlassRecorder(JournalWriter(store.plays), notes, panel, actual)
        recorder.recover(clock.of_system)
        screen = app.Screen(on_glass, preparer, recorder, notes, clock)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: screen.end())
        screen.start(shown)
        app.loop()
        screen.close()


class _Early:
    """The first picture, prepared in a thread while the window opens."""

    def __init__(self, on_glass: OnGlass, preparer: Preparer, clock: DisplayClock) -> None:
        self._on_glass, self._preparer, self._clock = on_glass, preparer, clock
        self._first: Prepared | None = None
        self._thread = threading.Thread(target=self._work)
        self._thread.start()

    def _work(self) -> None:
        self._on_glass.reload()
        now = self._clock.now()
        self._first = self._preparer.prepare(self._on_glass.at(now), now)

    def result(self) -> Prepared:
        self._thread.join()
        if self._first is None:
            raise RuntimeError("the first picture could not be prepared")
        return self._first


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
