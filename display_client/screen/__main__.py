"""`python -m display_client.screen ENROLMENT [--neutral]`, started by the supervisor: lights the glass.

The first picture is prepared while Kivy loads, and drawn before anything else is.
"""

import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from config import settings
from config.settings import Enrolment
from config.system.lifeline import beat, die_with_supervisor, name_process
from content.findings import RefusedError
from display_client import runtime_files
from display_client.clock import DisplayClock
from display_client.journal import JournalWriter
from display_client.panel import awaits_panel, panel_for
from display_client.quarantine import Quarantine
from display_client.runtime_files import RuntimeFiles
from display_client.screen import environment
from display_client.screen.behind import behind_for
from display_client.screen.first_picture import FirstPicture
from display_client.screen.glass_recorder import GlassRecorder
from display_client.screen.lookahead import Lookahead
from display_client.screen.memory import keep_flat
from display_client.screen.on_glass import OnGlass
from display_client.screen.preparer import Preparer
from display_client.screen.unshowable import Unshowable
from display_client.screen.waker import Waker
from display_client.store import DisplayStore

_PANEL_S = 1.0
"""Between two looks for a panel."""


def run(path: Path, *, neutral: bool) -> None:
    """The screen of that enrolment file, until SIGTERM. Raises RefusedError."""
    enrolment = settings.read(path, Enrolment)
    store = DisplayStore(path.parent / enrolment.store)
    store.prepare()
    notes = RuntimeFiles(runtime_files.folder(store.folder))
    notes.prepare()
    notes.restart.clear()
    quarantine = Quarantine(notes)
    with store.own("screen"):
        quarantine.recover()
        signal.signal(signal.SIGTERM, lambda *_: _end(quarantine))
        _await_panel()
        _light(enrolment, store, notes, quarantine, neutral=neutral)
    quarantine.done()


def _end(quarantine: Quarantine) -> None:
    """Asked to end before there is a window: nothing that is under way is at fault."""
    quarantine.done()
    os._exit(0)


def _await_panel() -> None:
    """Until a panel is plugged in. There is no picture to prove then: knowing that is a sign of life."""
    while awaits_panel(environment.video_driver(os.environ)):
        beat()
        time.sleep(_PANEL_S)


def _light(
    enrolment: Enrolment, store: DisplayStore, notes: RuntimeFiles, quarantine: Quarantine, *, neutral: bool
) -> None:
    scale = environment.window_scale(os.environ)
    size = (round(enrolment.width * scale), round(enrolment.height * scale))
    clock = DisplayClock(store, notes)
    waker = Waker(notes.path, *store.slot_folders, *store.asset_folders)
    unshowable = Unshowable(quarantine, store)
    lookahead = Lookahead(OnGlass(enrolment, store, unshowable, neutral=neutral), wake=waker.wake)
    worker = ThreadPoolExecutor(1, thread_name_prefix="preparer")
    preparer = Preparer(enrolment, store, notes, size, unshowable)
    preparer.begin_as_copy()
    first = FirstPicture(lookahead, preparer, worker, notes, clock)
    environment.prepare(notes.path, size, framed=scale < 1)

    from display_client.screen import app, window  # noqa: PLC0415  opens the window

    actual = window.window_size()
    shown = first.result()
    if actual != size:
        preparer.close()
        preparer = Preparer(enrolment, store, notes, actual, unshowable)
        shown = worker.submit(preparer.prepare, shown.asked, clock.now()).result()
    window.dress(f"Afișier · {enrolment.display}", shown.picture.image.getpixel((actual[0] // 2, 2)))  # type: ignore[arg-type]
    driver = os.environ.get("SDL_VIDEODRIVER")
    panel, behind = panel_for(driver), behind_for(driver, actual)
    journal = JournalWriter(notes.plays, store.plays)
    recorder = GlassRecorder(journal, notes, panel, actual, clock.clocks, behind)
    recorder.recover(clock.of_system)
    screen = app.Screen(lookahead, preparer, worker, recorder, notes, clock, waker)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: screen.end())
    screen.start(shown)
    window.loop(screen.sleep)
    screen.close()


def main() -> None:
    die_with_supervisor()
    name_process("afisier-screen")
    keep_flat()
    try:
        run(Path(sys.argv[1]), neutral="--neutral" in sys.argv[2:])
    except RefusedError as error:
        sys.exit(str(error))
    os._exit(0)  # everything is written; SDL's and GL's own ending takes long and has nothing to save


if __name__ == "__main__":
    main()
