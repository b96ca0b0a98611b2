"""The nameplate of a display with nothing to show: the city and the clock."""

import pytest
from PIL import Image, ImageChops

from display_client.screen.nameplate import nameplate


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1280, 720)])
@pytest.mark.parametrize("city", ["Iași", "Municipiul Timișoara", "Municipiul Drobeta-Turnu Severin"])
def test_the_nameplate_names_the_city_within_its_margins(city: str, size: tuple[int, int]) -> None:
    image, parts = nameplate(city, size)
    ground = Image.new("RGB", size, image.getpixel((size[0] - 1, 0)))
    inked = ImageChops.difference(image, ground).crop((size[0] // 20, 0, *size)).getbbox()
    assert inked is not None
    assert inked[2] + size[0] // 20 < size[0] * 0.96
    assert parts[0].y >= inked[3] - parts[0].size // 4  # the clock is below the name
