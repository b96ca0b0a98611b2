"""Type and codes are as large as the distance asks for."""

import math

import pytest

from content.slides import page, sizes
from content.slides.compose import compose
from content.slides.drawing import draw
from content.slides.job import Format
from tests.slides.samples import DISPLAYS, FORMATS, city, opened
from tests.slides.themes import job, part_of, themed


@pytest.mark.parametrize("fmt", [*FORMATS.values(), *map(Format.of, DISPLAYS)], ids=str)
def test_type_subtends_the_angle_it_must(fmt: Format) -> None:
    least = sizes.minimum(fmt)
    for role, arcmin in (("head", 42), ("body", 22), ("small", 16)):
        cap_mm = getattr(least, role) * 0.727 / fmt.pixels_per_mm
        assert 2 * math.degrees(math.atan(cap_mm / 2000 / fmt.viewing_distance_m)) * 60 == pytest.approx(arcmin)
    assert sizes.steps(fmt)[-2:] == [1, 0]
    assert sizes.steps(fmt) == sorted(sizes.steps(fmt), reverse=True)


def test_known_sizes() -> None:
    """passer-by figures: 22' at 3 m is 19 mm, 0.7 degrees at 3 m is 36.7 mm of capital height."""
    fmt = Format(width=1920, height=1080, pixels_per_mm=1, viewing_distance_m=3)
    assert sizes.cap_height(22, fmt) == pytest.approx(19.2, abs=0.05)
    assert sizes.cap_height(42, fmt) == pytest.approx(36.65, abs=0.05)


def test_the_headline_on_the_frame_is_as_tall_as_promised() -> None:
    """Measured on the pixels: the D of the headline against 0.7 degrees."""
    fmt = FORMATS["portrait"]
    made = opened(draw(compose(city(), "buget-100", "ro", fmt)).png).convert("L")
    left = next(x for x in range(90, 200) if made.getpixel((x, 300)) < 60)
    column = [y for y in range(220, 400) if made.getpixel((left + 4, y)) < 60]
    height = 1 + next(i for i, (a, b) in enumerate(zip(column, [*column[1:], 9999], strict=True)) if b != a + 1)
    assert height >= sizes.cap_height(42, fmt) - 1


@pytest.mark.parametrize("fmt", FORMATS.values(), ids=FORMATS)
def test_large_text_is_larger_where_there_is_room_and_never_below_the_minimum(fmt: Format) -> None:
    large = themed(fmt, "large-text")
    assert sizes.minimum(large) == sizes.minimum(fmt) == sizes.wanted(fmt)
    for role, factor in (("head", 54 / 42), ("body", 30 / 22), ("small", 20 / 16)):
        assert getattr(sizes.wanted(large), role) == pytest.approx(
            factor * getattr(sizes.minimum(fmt), role), rel=0.001
        )
    clocks = [part_of(job("registratura", themed(fmt, theme)), "clock").size for theme in ("standard", "large-text")]
    assert clocks[1] >= 1.2 * clocks[0]
    assert page.rows(large) < page.rows(fmt) == 7
