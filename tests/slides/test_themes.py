"""The same slides in every theme: they fit wherever the standard one does, and look as they were judged to look."""

import re
from typing import get_args

import msgspec
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from content.checks import gate
from content.findings import RefusedError
from content.pack.model import Display, Theme
from content.slides import page, sizes
from content.slides.compose import compose, compose_neutral
from content.slides.drawing import draw, export
from content.slides.job import Format, Job
from content.wire import LivePart
from tests.slides.samples import COLOURS, FORMATS, city, opened, with_slide
from tests.slides.test_golden import GOLDEN, RENEW, TOLERANCE, difference

THEMES = get_args(Theme)
DISPLAYS = list(city().displays.values())
KEPT = ("buget-100", "strada", "tramvai", "registratura-harta", "neutral")
WIDTH = 400
"""Pixels of the longer side of these golden pictures."""


def themed(fmt: Format, theme: Theme) -> Format:
    return msgspec.structs.replace(fmt, theme=theme)


LOOKS = {
    "high-contrast.landscape": themed(FORMATS["landscape"], "high-contrast"),
    "high-contrast.portrait": themed(FORMATS["portrait"], "high-contrast"),
    "large-text.portrait": themed(FORMATS["portrait"], "large-text"),
    "large-text.720p": themed(Format.of(city().displays["gara"]), "large-text"),
}


def job(name: str, fmt: Format, lang: str = "ro") -> Job:
    return compose_neutral(city().city, lang, fmt) if name == "neutral" else compose(city(), name, lang, fmt)


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


@pytest.mark.parametrize("fmt", FORMATS.values(), ids=FORMATS)
def test_large_text_is_larger_where_there_is_room_and_never_below_the_minimum(fmt: Format) -> None:
    large = themed(fmt, "large-text")
    assert sizes.minimum(large) == sizes.minimum(fmt) == sizes.wanted(fmt)
    for role, factor in (("head", 54 / 42), ("body", 30 / 22), ("small", 20 / 16)):
        assert getattr(sizes.wanted(large), role) == pytest.approx(
            factor * getattr(sizes.minimum(fmt), role), rel=0.001
        )
    clocks = [_part(job("registratura", themed(fmt, theme)), "clock").size for theme in ("standard", "large-text")]
    assert clocks[1] >= 1.2 * clocks[0]
    assert page.rows(large) < page.rows(fmt) == 7


def test_a_page_without_room_for_large_text_is_named() -> None:
    """From 30 minutes of arc down: the sample's budget has room on no display of 32 inches read from 2 m."""
    display = msgspec.structs.replace(city().displays["gara"], theme="large-text", languages=("ro",))
    pack = msgspec.structs.replace(city(), displays={"gara": display})
    found = {finding.where: finding for finding in gate.fits(pack)}
    assert {(finding.code, finding.level) for finding in found.values()} == {("not-large", "warning")}
    assert "slides/registratura.yaml" not in found  # a short notice has the room
    small = found["slides/buget-100.yaml"]
    assert re.fullmatch(r"has no room for large text: drawn at 2\d\.?\d?′ of arc, expected 30′, .*", small.message)
    drawn = draw(job("registratura", Format.of(display)))
    assert 30 <= drawn.arcmin < 33
    assert gate.fits(msgspec.structs.replace(pack, displays={"gara": city().displays["gara"]})) == []


def test_a_frame_that_is_small_for_its_type_has_fewer_rows() -> None:
    near, far = (Format(width=1280, height=720, pixels_per_mm=1.8, viewing_distance_m=d) for d in (2, 2.6))
    assert (page.rows(near), page.rows(far)) == (7, 5)


def _part(made: Job, part: str) -> LivePart:
    return next(found for found in draw(made).live if found.part == part)


@pytest.mark.parametrize("theme", THEMES)
def test_clock_and_countdown_are_in_the_colours_of_the_theme(theme: Theme) -> None:
    made = job("strada", themed(FORMATS["landscape"], theme))
    colours = COLOURS[theme]["consultation"]
    assert (_part(made, "clock").color, _part(made, "countdown").color) == (colours.ink, colours.on_accent)
    neutral = job("neutral", themed(FORMATS["landscape"], theme))
    assert _part(neutral, "clock").color == COLOURS[theme]["neutral"].accent


@pytest.mark.parametrize("orientation", FORMATS)
def test_the_code_is_black_on_white_on_a_dark_panel_too(orientation: str) -> None:
    made = job("buget-100", themed(FORMATS[orientation], "high-contrast"))
    frame = opened(draw(made).png)
    (code,) = zxingcpp.read_barcodes(frame, try_invert=False)
    shape = made.data.panel.qr
    left, top, quiet, side = code.position.top_left.x, code.position.top_left.y, 4 * shape.module, shape.count
    right = left + side * shape.module + quiet
    for y in (top + 10, top + side * shape.module - 10):
        assert {frame.getpixel((x, y)) for x in (left - quiet + 3, left - 3, right - quiet + 3, right - 3)} == {
            (255,) * 3
        }
    assert frame.getpixel((left - quiet - 8, top + 10)) == (0x16, 0x1C, 0x24)


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


def test_a_theme_is_a_job_of_its_own_and_named_in_a_refusal() -> None:
    assert len({job("tramvai", themed(FORMATS["landscape"], theme)).key() for theme in THEMES}) == 3
    far = Format(width=1280, height=720, pixels_per_mm=1.8, viewing_distance_m=9, theme="high-contrast")
    with pytest.raises(RefusedError, match="at the smallest permitted size in the theme high-contrast"):
        draw(job("registratura", far))


def test_only_a_display_that_is_touched_has_alternatives() -> None:
    display = DISPLAYS[0]
    touched = msgspec.structs.replace(display, touch=True, theme="high-contrast")
    assert Format.alternatives(display) == ()
    assert [fmt.theme for fmt in Format.alternatives(touched)] == ["standard", "large-text"]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", KEPT)
def test_looks_as_judged(name: str, look: str) -> None:
    path = GOLDEN / f"{name}.{look}.png"
    now = opened(draw(job(name, LOOKS[look])).png)
    now.thumbnail((WIDTH, WIDTH), Image.Resampling.BOX)
    if RENEW:
        now.quantize(128).save(path, optimize=True)
    assert difference(now, Image.open(path).convert("RGB")) <= TOLERANCE
