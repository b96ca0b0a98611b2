"""Golden pictures: each kind in each orientation looks as it was judged to look.

Renew them after a change that is meant, and look at them: `AFISIER_RENEW_GOLDEN=1 pytest tests/slides/test_golden.py`.
"""

import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter

from content.slides.compose import compose, compose_neutral
from content.slides.drawing import draw
from tests.slides.budgets import VIEWS, budget_city
from tests.slides.samples import FORMATS, city, opened

GOLDEN = Path(__file__).parent / "golden"
WIDTH = 480
"""Pixels of the longer side the pictures are kept at."""
TOLERANCE = 36
"""Grey levels a blurred pixel may differ: antialiasing stays well below, a line of type moved by 5 px well above."""
RENEW = os.environ.get("AFISIER_RENEW_GOLDEN") == "1"

KEPT = [
    "buget-ce-este",
    "buget-100",
    "buget-total",
    "buget-venituri",
    "buget-locuitor",
    *VIEWS,
    "strada",
    "strada-viata.announced",
    "strada-viata.result",
    "tramvai",
    "tramvai-linie",
    "tramvai-fara-legatura",
    "tramvai-ruptura",
    "biciclete",
    "registratura",
    "registratura-harta",
    "apa",
    "neutral",
]


def frame(name: str, orientation: str) -> Image.Image:
    """The slide in Romanian, at the size golden pictures are kept at."""
    fmt = FORMATS[orientation]
    job = compose_neutral(city().city, "ro", fmt) if name == "neutral" else compose(budget_city(), name, "ro", fmt)
    picture = opened(draw(job).png)
    picture.thumbnail((WIDTH, WIDTH), Image.Resampling.BOX)
    return picture


def difference(one: Image.Image, other: Image.Image) -> int:
    """The largest difference of two pictures in grey levels, after a blur of one pixel."""
    assert one.size == other.size
    delta = ImageChops.difference(one, other).filter(ImageFilter.BoxBlur(1))
    return max(high for _, high in delta.getextrema())


@pytest.mark.parametrize("orientation", FORMATS)
@pytest.mark.parametrize("name", KEPT)
def test_looks_as_judged(name: str, orientation: str) -> None:
    path = GOLDEN / f"{name}.{orientation}.png"
    now = frame(name, orientation)
    if RENEW:
        now.quantize(256).save(path, optimize=True)
    assert difference(now, Image.open(path).convert("RGB")) <= TOLERANCE


def test_every_kind_has_golden_pictures() -> None:
    pack = budget_city()
    slides = (*pack.slides.values(), *pack.alerts.values())
    kinds = {type(phase) for slide in slides for phase in slide.phases().values()}
    assert kinds == {type(pack.shown(name)) for name in KEPT if name != "neutral"}


@pytest.mark.parametrize("orientation", FORMATS)
def test_a_moved_element_is_seen(orientation: str) -> None:
    """The comparison itself: a headline 5 px lower on the full frame, one word changed, are beyond the tolerance."""
    kept = Image.open(GOLDEN / f"buget-100.{orientation}.png").convert("RGB")
    fmt = FORMATS[orientation]
    job = compose(city(), "buget-100", "ro", fmt)
    picture = opened(draw(job).png)
    headline = picture.crop((60, 150, fmt.width // 2, 330))
    picture.paste(headline, (60, 155))
    picture.thumbnail((WIDTH, WIDTH), Image.Resampling.BOX)
    assert difference(picture, kept) > TOLERANCE
