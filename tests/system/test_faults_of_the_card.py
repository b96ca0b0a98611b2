"""A card that turns read-only, and one that is so from the start: the picture stays and comes back."""

import os
import signal
from pathlib import Path

import pytest

from display_client.bench.rehearsal import Rehearsal, SyntheticSlide, draw
from tests.display.cards import playing_from_a_card
from tests.display.windows import Window, until
from tests.figures import shown

pytestmark = pytest.mark.system

SIZE = (640, 360)


@pytest.fixture
def slide(tmp_path: Path) -> Rehearsal:
    city = Rehearsal(tmp_path, SIZE)
    city.enrol()
    city.hang({"a": SyntheticSlide(draw(1, SIZE), 3600)})
    return city


def beats(window: Window, times: int) -> int:
    """How many verified redraws there were, waiting for so many; the screen must stay the same process."""
    screen, seen = window.child("afisier-screen").pid, set()
    for _ in range(times):
        last = window.notes.heartbeat.last()
        until(lambda last=last: window.notes.heartbeat.last() != last, "another verified redraw")  # type: ignore[misc]
        seen.add(window.child("afisier-screen").pid)
    return times if seen == {screen} else 0


def comes_back(window: Window) -> bool:
    """Kills the screen; whether the slide is on the glass again."""
    before = window.slide()
    os.kill(window.child("afisier-screen").pid, signal.SIGKILL)
    again = window.glass(lambda glass: glass.lit > before.lit)
    return (again.slide, again.matches) == ("a", True)


def test_a_card_that_turns_read_only_costs_no_picture(slide: Rehearsal) -> None:
    with playing_from_a_card(slide) as card:
        assert card.window.slide().slide == "a"
        card.turn_read_only()
        with pytest.raises(OSError, match="Read-only"):  # the mount of the display, seen through its process
            Path(f"/proc/{card.window.process.pid}/root{slide.store.folder}/x").write_text("")
        seen = beats(card.window, 3)  # more than the 8 s after which a silent screen would be killed
        shown("card turns read-only: verified redraws of one screen", seen, "3 of 3", holds=seen == 3)
        back = [comes_back(card.window) for _ in range(3)]
        shown("card read-only, screen killed: slide back", f"{sum(back)} of 3", "3 of 3", holds=all(back))


def test_a_start_on_a_read_only_card_plays_what_is_there(slide: Rehearsal) -> None:
    with playing_from_a_card(slide, read_only=True) as card:
        glass = card.window.slide()
        assert (glass.slide, glass.matches) == ("a", True)
        seen = beats(card.window, 3)
        shown("start on a read-only card: verified redraws of one screen", seen, "3 of 3", holds=seen == 3)
        assert comes_back(card.window)
        assert card.window.child("afisier-agent").pid


def test_a_start_on_an_empty_read_only_card_shows_the_city(tmp_path: Path) -> None:
    city = Rehearsal(tmp_path, SIZE)
    city.enrol()
    for folder in (city.store.assets, city.store.slots, city.store.plays):
        folder.rmdir()
    (city.store.folder / "reserve").unlink()
    with playing_from_a_card(city, read_only=True) as card:
        glass = card.window.glass()
        assert (glass.state, glass.asset, glass.matches) == ("neutral", None, True)
        assert beats(card.window, 2) == 2
