"""The fade with a real window: the glass is never without a whole picture."""

import pytest

from display_client.bench.flipbook import faults, flips_in
from display_client.bench.rehearsal import Rehearsal, SyntheticSlide, draw
from tests.display.windows import SCREEN, running

pytestmark = pytest.mark.system


@pytest.mark.parametrize(("slides", "least"), [(("a", "b"), 50), (("a", "a"), 24)], ids=["fades", "cuts"])
def test_no_flip_is_black_or_torn_over_many_changes(city: Rehearsal, slides: tuple[str, str], least: int) -> None:
    pictures = [draw(number, city.size) for number in range(1, 26)]
    city.hang({"a": SyntheticSlide(pictures[0], 3600)})
    with running(city, SCREEN, AFISIER_LOG_FLIPS="samples") as window:
        window.slide()
        for number, png in enumerate(pictures[1:], start=1):
            slide = slides[number % 2]
            asset = city.hang({slide: SyntheticSlide(png, 3600)}).asset(slide)
            assert window.glass(lambda glass, asset=asset: glass.asset == asset).matches  # type: ignore[misc]
        _, flips = flips_in(window.notes.path / "flips")
    assert len(flips) > least
    assert faults(flips, pictures) == 0
