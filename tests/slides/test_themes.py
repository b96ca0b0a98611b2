"""The same slides in every theme: they fit wherever the standard one does, and look as they were judged to look."""

import re

import msgspec
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from content.checks import gate
from content.findings import RefusedError
from content.pack.model import Display, Theme
from content.slides.compose import compose
from content.slides.drawing import draw, export
from content.slides.job import Format, Job
from tests.slides.samples import COLOURS, DISPLAYS, FORMATS, city, opened, with_slide
from tests.slides.test_golden import GOLDEN, RENEW, TOLERANCE, difference
from tests.slides.themes import THEMES, job, part_of, themed

KEPT = ("buget-100", "strada", "tramvai", "registratura-harta", "neutral")


WIDTH = 400
"""Pixels of the longer side of these golden pictures."""


LOOKS = {
    "high-contrast.landscape": themed(FORMATS["landscape"], "high-contrast"),
    "high-contrast.portrait": themed(FORMATS["portrait"], "high-contrast"),
    "large-text.portrait": themed(FORMATS["portrait"], "large-text"),
    "large-text.720p": themed(Format.of(city().displays["gara"]), "large-text"),
}


def fits(made: Job) -> bool:
    """Laid out, not painted: forty times as fast."""
    try:
        return bool(export(made, "svg"))
    except RefusedError as error:
        assert {finding.code for finding in error.findings} == {"fit"}
        return False


@pytest.mark.parametrize("theme", ["high-contrast", "large-text"])
@pytest.mark.parametrize("display", DISPLAYS, ids=lambda display: display.id)
def test_every_slide_of_the_sample_city_fits_in_every_theme(display: Display, theme: Theme) -> None:
    fmt = themed(Format.of(display), theme)
    assert fits(job("neutral", fmt))
    for name, slide in city().slides.items():
        for lang in city().languages(slide):
            assert fits(job(name, fmt, lang)), (name, lang)


WORDS = st.lists(st.sampled_from(("strada", "se", "închide", "până", "luni", "25", "de", "zile", "Libertății")))


FRAMES = st.builds(
    Format,
    width=st.sampled_from([1080, 1280, 1920]),
    height=st.sampled_from([720, 1080, 1920]),
    pixels_per_mm=st.floats(1.4, 2.4),
    viewing_distance_m=st.floats(1, 3.5),
)


@settings(max_examples=60, deadline=None)
@given(title=WORDS.map(" ".join), body=st.lists(WORDS.map(" ".join), max_size=4).map("\n".join), fmt=FRAMES)
def test_no_theme_refuses_what_fits_in_the_standard_one(title: str, body: str, fmt: Format) -> None:
    pack = with_slide("registratura", title={"ro": f"Strada {title}"}, body={"ro": f"Azi {body}"})
    if fits(compose(pack, "registratura", "ro", fmt)):
        for theme in ("high-contrast", "large-text"):
            assert fits(compose(pack, "registratura", "ro", themed(fmt, theme))), theme


def test_a_page_without_room_for_large_text_is_named() -> None:
    """From 30 minutes of arc down: the sample's budget has room on no display of 32 inches read from 2 m."""
    display = msgspec.structs.replace(city().displays["gara"], theme="large-text", languages=("ro",))
    pack = msgspec.structs.replace(city(), displays={"gara": display})
    warnings = {finding.where: finding for finding in gate.fits(pack)}
    assert {(finding.code, finding.level) for finding in warnings.values()} == {("not-large", "warning")}
    assert "slides/registratura.yaml" not in warnings  # a short notice has the room
    small = warnings["slides/buget-100.yaml"]
    assert re.fullmatch(r"has no room for large text: drawn at 2\d\.?\d?′ of arc, expected 30′, .*", small.message)
    drawn = draw(job("registratura", Format.of(display)))
    assert 30 <= drawn.arcmin < 33
    assert gate.fits(msgspec.structs.replace(pack, displays={"gara": city().displays["gara"]})) == []


@pytest.mark.parametrize("theme", THEMES)
def test_clock_and_countdown_are_in_the_colours_of_the_theme(theme: Theme) -> None:
    made = job("strada", themed(FORMATS["landscape"], theme))
    colours = COLOURS[theme]["consultation"]
    assert (part_of(made, "clock").color, part_of(made, "countdown").color) == (colours.ink, colours.on_accent)
    neutral = job("neutral", themed(FORMATS["landscape"], theme))
    assert part_of(neutral, "clock").color == COLOURS[theme]["neutral"].accent


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("width", "height", "density", "distance"), [(1280, 720, 1.807, 2.4), (1080, 1920, 2.017, 3)])
def test_a_frame_nearly_filled_by_its_code_still_has_a_notice(
    theme: Theme, width: int, height: int, density: float, distance: float
) -> None:
    """32 inches from 2.4 m, 43 inches upright from 3 m: the panel closes up before a slide is refused."""
    fmt = Format(width=width, height=height, pixels_per_mm=density, viewing_distance_m=distance, theme=theme)
    frame = opened(draw(job("registratura", fmt)).png)
    (code,) = zxingcpp.read_barcodes(frame, try_invert=False)
    assert code.text == "https://www.primariatm.ro"
    side = code.position.top_right.x - code.position.top_left.x
    assert side / density >= 100 * distance - 2


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", KEPT)
def test_looks_as_judged(name: str, look: str) -> None:
    path = GOLDEN / f"{name}.{look}.png"
    now = opened(draw(job(name, LOOKS[look])).png)
    now.thumbnail((WIDTH, WIDTH), Image.Resampling.BOX)
    if RENEW:
        now.quantize(128).save(path, optimize=True)
    assert difference(now, Image.open(path).convert("RGB")) <= TOLERANCE
