"""The log of flips with a real window: what GL showed from the first flip on."""

import hashlib

import pytest

from display_client.bench.flipbook import faults, flips_in
from display_client.bench.rehearsal import Rehearsal, SyntheticSlide, draw
from display_client.runtime_files import FLIP_GRID
from display_client.screen.picture import decode
from tests.display.windows import SCREEN, differs, running

pytestmark = pytest.mark.system


def test_the_first_picture_is_the_slide_and_no_flip_before_it_shows_anything_else(city: Rehearsal) -> None:
    city.hang({"a": SyntheticSlide(draw(7, city.size), 3600)})
    with running(city, SCREEN, AFISIER_LOG_FLIPS="samples") as window:
        glass = window.slide()
        assert (glass.slide, glass.lang, glass.count, glass.matches) == ("a", "ro", 1, True)
        assert glass.seen == hashlib.sha256(decode(draw(7, city.size)).tobytes()).hexdigest()
        assert not differs(window.capture(), decode(draw(7, city.size)))
        _, flips = flips_in(window.notes.path / "flips")
    assert flips
    assert faults(flips, [draw(7, city.size)] * 2) == 0
    assert len({flip.grid for flip in flips}) == 1


@pytest.mark.parametrize("mode", ["times", "samples", ""])
def test_it_logs_what_it_is_asked_for(city: Rehearsal, mode: str) -> None:
    city.hang({"a": SyntheticSlide(draw(7, city.size), 3600)})
    with running(city, SCREEN, AFISIER_LOG_FLIPS=mode) as window:
        window.slide()
        window.capture()
        log = window.notes.path / "flips"
        assert log.exists() == bool(mode)
        if mode:
            renderer, flips = flips_in(log)
            assert renderer
            assert {len(flip.grid) for flip in flips} == {3 * FLIP_GRID[0] * FLIP_GRID[1] if mode == "samples" else 0}
