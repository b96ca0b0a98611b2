"""One fault after the other on one display, whose glass is looked at from outside all the time: it is never black."""

import signal
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from display_client.bench.rehearsal import Rehearsal, SyntheticSlide, draw
from display_client.bench.xvfb import xvfb
from display_client.quarantine import quarantined
from display_client.screen.picture import decode
from display_client.store import StoredManifest
from tests.display.windows import DISPLAY, Window, running, until
from tests.figures import shown
from tests.system.test_faults_of_the_picture import heavy, wide

pytestmark = pytest.mark.system

SIZE = (640, 360)
EACH_S = 1 / 20
"""Between two looks: twice as often as is asked for."""
A, B = SyntheticSlide(draw(1, SIZE), 2), SyntheticSlide(draw(2, SIZE), 2)

Fault = Callable[[Rehearsal, Window], None]


def ended(number: signal.Signals, name: str) -> Fault:
    """That signal to the process of that name. Its end is waited for; where it is the screen, a slide on the glass."""

    def inject(city: Rehearsal, window: Window) -> None:
        before, process = window.slide(), window.child(name)
        process.send_signal(number)
        until(lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE or None, "its end")
        if name == "afisier-screen":
            window.glass(lambda glass: glass.lit > before.lit and glass.slide is not None)

    return inject


def asset_lost(city: Rehearsal, window: Window) -> None:
    asset, mended = city.store.assets / city.hang({"a": A, "b": B}).asset("a"), city.folder / "mended"
    asset.unlink()
    for _ in range(4):  # more than a rotation
        last = window.slide()
        window.glass(lambda glass, last=last: glass.lit > last.lit)  # type: ignore[misc]
    mended.write_bytes(A.png)
    mended.rename(asset)


def slots_torn(city: Rehearsal, window: Window) -> None:
    del window
    for slot in city.store.slots.iterdir():
        slot.write_bytes(slot.read_bytes()[:-9])


def forged(city: Rehearsal, window: Window) -> None:
    del window
    stranger = Rehearsal(city.folder / "stranger", SIZE)
    told = stranger.manifest({"a": A})
    city.store.adopt(StoredManifest((9, 9), stranger.sign(told), told.data))


def poisoned(city: Rehearsal, window: Window) -> None:
    city.hang({"a": A, "poison": SyntheticSlide(wide(), 2), "b": B})
    until(lambda: quarantined(window.notes), "the quarantine")


def heavy_plan(city: Rehearsal, window: Window) -> None:
    city.store.adopt(city.stored(heavy(city)))
    window.glass(lambda glass: (glass.slide or "").startswith("s"))


def restarted(city: Rehearsal, window: Window) -> None:
    """As a command asks for it."""
    del city
    before = window.slide()
    window.notes.restart.write(b"")
    window.glass(lambda glass: glass.lit > before.lit and glass.slide is not None)


FAULTS: dict[str, Fault] = {
    "screen killed": ended(signal.SIGKILL, "afisier-screen"),
    "screen crashed": ended(signal.SIGSEGV, "afisier-screen"),
    "screen aborted": ended(signal.SIGABRT, "afisier-screen"),
    "screen asked to end": ended(signal.SIGTERM, "afisier-screen"),
    "screen hung": ended(signal.SIGSTOP, "afisier-screen"),
    "screen restarted by a command": restarted,
    "painter killed": ended(signal.SIGKILL, "afisier-painter"),
    "agent killed": ended(signal.SIGKILL, "afisier-agent"),
    "a picture lost": asset_lost,
    "both slots torn": slots_torn,
    "a forged manifest in the slots": forged,
    "a poison slide": poisoned,
    "a plan of 10,000 campaigns": heavy_plan,
}


def test_no_fault_of_the_matrix_leaves_the_glass_black(tmp_path: Path) -> None:
    city = Rehearsal(tmp_path / "display", SIZE)
    city.enrol()
    city.hang({"a": A, "b": B})
    (tmp_path / "x").mkdir()
    black: dict[str, int] = {}
    with (
        xvfb(tmp_path / "x", SIZE) as glass,
        running(city, DISPLAY, DISPLAY=glass.name, SDL_VIDEODRIVER="x11") as window,
    ):
        window.slide()
        pictures = {glass.sample_of(decode(each.png)) for each in (A, B)}
        until(lambda: glass.sample() in pictures, "a slide on the glass, seen from outside")
        total = 0
        for name, inject in FAULTS.items():
            glass.samples.clear()
            with glass.watched(EACH_S):
                inject(city, window)
                again = city.hang({"a": A, "b": B})
                window.glass(lambda seen, again=again: seen.asset in again.assets and seen.slide is not None)  # type: ignore[misc]
            black[name] = sum(not any(sample) for sample in glass.samples)
            total += len(glass.samples)
    dark = {name: count for name, count in black.items() if count}
    figure = f"{sum(black.values())} of {total}"
    print(dark)
    shown(f"{len(FAULTS)} faults, glass seen from outside: black frames", figure, "0", holds=not dark)
