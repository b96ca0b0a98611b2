"""A display whose plan or slides are poison, and whose processes end: there is a picture, soon and for good."""

import io
import os
import signal
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import pytest
from PIL import Image

from content.schedule.plan import Entry, Item, Turn
from content.wire import LivePart
from display_client.bench.rehearsal import Rehearsal, Rehearsed, SyntheticSlide, draw
from display_client.quarantine import quarantined
from tests.display.windows import DISPLAY, Window, running, until
from tests.figures import samples, shown
from tests.rounds import ROUNDS

pytestmark = pytest.mark.system

SIZE = (640, 360)


@pytest.fixture
def city(tmp_path: Path) -> Rehearsal:
    city = Rehearsal(tmp_path, SIZE)
    city.enrol()
    return city


# --- heavy plans -----------------------------------------------------------------------------------------------------


def heavy(city: Rehearsal) -> Rehearsed:
    """10,000 campaigns, each with a share of its own and turns of a second: far beyond what a server may publish."""
    told = city.manifest({"a": SyntheticSlide(draw(1, SIZE), 1)})
    items = {f"s{number}": Item(turns=(Turn(lang="ro", seconds=1),)) for number in range(10_000)}
    entries = tuple(
        Entry(campaign=f"c{number}", share=number * 7919 % 999_983 + 1, slides=(f"s{number}",))
        for number in range(10_000)
    )
    frames = dict.fromkeys(items, told.programme.frames["a"])
    plan = told.programme.plan
    return told.told(plan=type(plan)(timezone=plan.timezone, items=items, entries=entries), frames=frames)


def test_a_plan_of_ten_thousand_campaigns_costs_no_picture(city: Rehearsal) -> None:
    city.keep(draw(0, SIZE), draw(1, SIZE))
    city.store.adopt(city.stored(heavy(city)))
    began = time.time()
    with running(city, DISPLAY) as window:
        first = window.glass()
        took = first.lit.timestamp() - began
        assert first.matches
        screen = window.child("afisier-screen")
        last = window.glass(lambda glass: glass.state == "showing")
        assert last.matches and screen.is_running()
        restarts = int(window.notes.restarts.read() or 0)
    shown("plan of 10,000 campaigns: first picture after (s)", f"{took:.1f}", "≤ 3", holds=took <= 3, asserted=False)
    shown("plan of 10,000 campaigns: screens that ended", restarts, "0", holds=restarts == 0)


def test_a_heavy_plan_that_comes_while_another_plays_leaves_it_playing(city: Rehearsal) -> None:
    city.hang({"a": SyntheticSlide(draw(1, SIZE), 2), "b": SyntheticSlide(draw(2, SIZE), 2)})
    with running(city, DISPLAY) as window:
        window.glass(lambda glass: glass.state == "showing")
        city.store.adopt(city.stored(heavy(city)))
        new = window.glass(lambda glass: glass.slide is not None and glass.slide.startswith("s"))
        assert new.matches and not int(window.notes.restarts.read() or 0)


# --- poison slides ---------------------------------------------------------------------------------------------------


def wide() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40_000, 1)).save(out, "PNG")
    return out.getvalue()


POISON = {
    "a PNG of 40,000 × 1 pixels": SyntheticSlide(wide(), 2),
    "a live part of size 0": SyntheticSlide(
        draw(7, SIZE), 2, (LivePart(part="clock", x=9, y=9, width=90, height=30, size=0),)
    ),
    "a live part of 2 billion pixels": SyntheticSlide(
        draw(7, SIZE), 2, (LivePart(part="clock", x=9, y=9, width=40_000, height=50_000, size=9),)
    ),
    "type of 100,000 pixels": SyntheticSlide(
        draw(7, SIZE), 2, (LivePart(part="clock", x=9, y=9, width=9, height=9, size=100_000),)
    ),
    "what is no picture": SyntheticSlide(b"\x89PNG\r\n\x1a\n" + bytes(999), 2),
}


GOOD = {"good": SyntheticSlide(draw(1, SIZE), 2), "fine": SyntheticSlide(draw(2, SIZE), 2)}
CHANGES = 5
"""Of the glass that are looked at after the quarantine: more than a whole rotation."""


def play_poison(city: Rehearsal, what: str, poison: SyntheticSlide, **environ: str) -> None:
    """Nothing ends, and after the quarantine the others are right on the glass, one after the other."""
    city.hang(GOOD | {"poison": poison})
    with running(city, DISPLAY, **environ) as window:
        until(lambda: quarantined(window.notes), "the quarantine")
        held_at = datetime.now(UTC)
        seen = [window.glass(lambda glass: glass.slide in GOOD and glass.lit > held_at)]
        for _ in range(CHANGES):
            seen.append(window.glass(lambda glass: glass.lit > seen[-1].lit))
        ends, held = int(window.notes.restarts.read() or 0), quarantined(window.notes)
        assert all(each.reason.isprintable() for each in held)
    right = sum(glass.matches and glass.slide in GOOD for glass in seen)
    figure = f"{ends}, {len(held)}, {right} of {len(seen)}"
    holds = (ends, len(held), right) == (0, 1, len(seen))
    shown(f"poison, {what}: ends, held, others right", figure, f"0, 1, {len(seen)} of {len(seen)}", holds=holds)
    assert {glass.slide for glass in seen} == GOOD.keys()


@pytest.mark.parametrize("what", POISON)
def test_a_poison_slide_is_put_in_quarantine_and_the_others_go_on(city: Rehearsal, what: str) -> None:
    play_poison(city, what, POISON[what])


@pytest.mark.parametrize("does", ["os.abort()", "while True: pass", "x = []\nwhile True: x.append(bytes(2**27))"])
def test_a_decoder_that_aborts_spins_or_allocates_never_takes_the_screen(
    city: Rehearsal, tmp_path: Path, does: str
) -> None:
    """The fault is injected into the painter's decoder, for the poison's bytes only."""
    injected = tmp_path / "injected"
    injected.mkdir()
    (injected / "sitecustomize.py").write_text(f"""
import os, sys
if any("display" in word for word in sys.orig_argv):
    import display_client.screen.picture as picture
    decode = picture.decode
    def poisoned(png):
        if png.startswith(b"poison") and open("/proc/self/comm").read().strip() == "afisier-painter":
            exec({does!r})
        return decode(png)
    picture.decode = poisoned
""")
    poison = SyntheticSlide(b"poison", 2)
    play_poison(city, f"a decoder with {does.splitlines()[-1]}", poison, PYTHONPATH=str(injected))


# --- ends ------------------------------------------------------------------------------------------------------------


def picture_after(window: Window, number: signal.Signals) -> float:
    """Seconds from that signal to the screen until the slide is on the glass again."""
    before = window.slide()
    until(lambda: (window.notes.heartbeat.last() or before.lit) > before.lit, "a beat")
    sent_at = time.time()
    os.kill(window.child("afisier-screen").pid, number)
    again = window.glass(lambda glass: glass.lit > before.lit)
    assert (again.slide, again.matches) == ("a", True)
    return again.lit.timestamp() - sent_at


def test_a_start_without_a_network_soon_has_a_slide(city: Rehearsal) -> None:
    """Nothing listens on the ports of its broker and its server; it was told the time since the machine started."""
    city.hang({"a": SyntheticSlide(draw(1, SIZE), 3600)})
    took = []
    for _ in range(samples(1, 5)):
        began = time.time()
        with running(city, DISPLAY) as window:
            first = window.slide()
            assert first.matches
            took.append(first.lit.timestamp() - began)
    middle = median(took)
    figure = f"{middle:.1f} of {len(took)}"
    shown("start without a network: first slide after (s, median)", figure, "≤ 3", holds=middle <= 3, asserted=False)


def test_a_crash_and_a_hang_of_the_screen_soon_have_a_picture(city: Rehearsal) -> None:
    city.hang({"a": SyntheticSlide(draw(1, SIZE), 3600)})
    crashes, hangs = [], []
    with running(city, DISPLAY) as window:
        for _ in range(3 * ROUNDS):
            crashes.append(picture_after(window, signal.SIGKILL))
        hangs.append(picture_after(window, signal.SIGSTOP))
    crash, hang, worst = median(crashes), max(hangs), max(crashes)
    killed = f"{worst:.2f} of {len(crashes)}"
    shown("screen killed: slide again after (s, longest)", killed, "≤ 3", holds=worst <= 3, asserted=False)
    shown("screen killed: slide again after (s, median)", f"{crash:.2f}", "≤ 1", holds=crash <= 1, asserted=False)
    shown("screen hung: slide again after (s)", f"{hang:.1f}", "≤ 8", holds=hang <= 8, asserted=False)
