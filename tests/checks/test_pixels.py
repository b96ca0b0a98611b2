"""The gate computes contrast from a table; here drawn frames are measured, so that the table is what is painted."""

import io
from collections import Counter
from collections.abc import Iterator
from operator import sub

import msgspec
import pytest
import zxingcpp
from PIL import Image

from content.checks.written import looks
from content.pack.model import Theme
from content.slides.colours import PAPERS
from content.slides.compose import compose
from content.slides.drawing import draw
from content.slides.job import Format, Job
from tests.checks import packs
from tests.checks.traps import picture, with_picture

Pixel = tuple[int, int, int]
MAGENTA = (255, 0, 255)
SHAPES = [(1920, 1080), (1080, 1920)]


def drawn(slide: str, theme: Theme, size: tuple[int, int] = (1920, 1080), **media: bytes) -> tuple[Image.Image, Job]:
    pack = packs.parsed(*([with_picture()] if media else []), **media)
    fmt = Format(width=size[0], height=size[1], pixels_per_mm=1.577, viewing_distance_m=3, theme=theme)
    job = compose(pack, slide, "ro", fmt)
    return Image.open(io.BytesIO(draw(job).png)).convert("RGB"), job


def luminance(pixel: Pixel) -> float:
    return looks.luminance("#{:02x}{:02x}{:02x}".format(*pixel))


def pixels(image: Image.Image) -> Iterator[Pixel]:
    data = image.tobytes()
    return zip(data[::3], data[1::3], data[2::3], strict=True)


def painted(image: Image.Image, colour: Pixel) -> Image.Image:
    """White where that colour is."""
    return Image.frombytes("L", image.size, bytes(255 * (pixel == colour) for pixel in pixels(image)))


@pytest.mark.parametrize("theme", PAPERS)
@pytest.mark.parametrize("slide", ["buget", "tramvai", "strada", "apa"])
def test_frames_are_painted_with_the_colours_of_the_table(slide: str, theme: Theme) -> None:
    """Areas of one colour, but for the renderer's rounding; the edges of letters are mixtures."""
    image, job = drawn(slide, theme)
    table = {tuple(bytes.fromhex(colour[1:])) for colour in msgspec.to_builtins(job.data.frame.colors).values()}
    areas = {colour for colour, count in Counter(pixels(image)).items() if count > 0.002 * image.width * image.height}
    known = table | {(0, 0, 0), (255, 255, 255)}  # the QR code
    strange = {area for area in areas if not any(max(map(abs, map(sub, area, other))) <= 2 for other in known)}
    assert strange == set()
    assert len(areas) >= 3


@pytest.mark.parametrize("theme", PAPERS)
def test_the_code_is_dark_on_light_in_every_theme(theme: Theme) -> None:
    image, _ = drawn("strada", theme)
    (code,) = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    at = code.position
    seen = Counter(pixels(image.crop((at.top_left.x, at.top_left.y, at.bottom_right.x, at.bottom_right.y))))
    (first, _), (second, _) = seen.most_common(2)
    assert {first, second} == {(0, 0, 0), (255, 255, 255)}
    assert looks.ratio(luminance(first), luminance(second)) >= 7
    assert sum(seen.values()) - seen[first] - seen[second] < 0.02 * sum(seen.values())  # modules are whole pixels


@pytest.mark.parametrize("size", SHAPES, ids=["landscape", "portrait"])
def test_no_text_stands_over_a_picture(size: tuple[int, int]) -> None:
    """A picture of one colour is a rectangle of that colour on the frame, but for its rounded corners."""
    out = io.BytesIO()
    Image.new("RGB", (1200, 800), MAGENTA).save(out, "PNG")
    image, _ = drawn("apa", "standard", size, harta=out.getvalue())
    mask = painted(image, MAGENTA)
    box = mask.getbbox()
    assert box is not None
    left, top, right, bottom = box
    assert (right - left) / (bottom - top) == pytest.approx(1.5, abs=0.02)
    inner = mask.crop((left + 20, top + 20, right - 20, bottom - 20))
    assert inner.getextrema() == (255, 255)


def test_a_picture_is_judged_as_enlarged_as_it_is_drawn() -> None:
    """`coarse` must not warn of less than the template does."""
    small = picture((300, 200), 250, 20)
    for size in SHAPES:
        image, job = drawn("apa", "standard", size, harta=small)
        box = painted(image, (20, 20, 20)).getbbox()
        assert box is not None
        scale = (box[2] - box[0]) / 150
        enlarged = looks.enlargement(job.format, 300, 200)
        assert enlarged >= 0.85 * scale, (enlarged, scale, size)
