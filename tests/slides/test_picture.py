"""Uploaded pictures: which are placed, and which are refused."""

import msgspec
import pytest

from content.findings import RefusedError
from content.slides.compose import compose
from content.slides.drawing import draw
from tests.slides.samples import FORMATS, PICTURE, city, opened, picture


@pytest.mark.parametrize("orientation", FORMATS)
def test_the_picture_of_a_notice_is_on_the_frame(orientation: str) -> None:
    made = opened(draw(compose(city(), "registratura-harta", "ro", FORMATS[orientation])).png)
    pixels = sum(1 for pixel in made.resize((192, 192)).get_flattened_data() if pixel == (223, 232, 216))
    assert pixels > 300


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"GIF89a" + bytes(40), "not a picture that can be read"),
        (picture()[:900], "not a picture that can be read"),
        (bytes(30_000_000), "expected at most 20,000,000"),
    ],
)
def test_a_picture_that_is_none_is_one_sentence(data: bytes, sentence: str) -> None:
    pack = msgspec.structs.replace(city(), files={**city().files, PICTURE: data})
    with pytest.raises(RefusedError, match=sentence) as refusal:
        draw(compose(pack, "registratura-harta", "ro", FORMATS["landscape"]))
    assert refusal.value.findings[0].where == PICTURE


def test_a_huge_picture_is_refused_before_it_is_decoded() -> None:
    pack = msgspec.structs.replace(city(), files={**city().files, PICTURE: picture(9000, 5000)})
    with pytest.raises(RefusedError, match="9000 × 5000 pixels"):
        draw(compose(pack, "registratura-harta", "ro", FORMATS["landscape"]))
