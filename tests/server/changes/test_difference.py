"""The picture of a difference: boxes where something differs, the rest paled."""

import io
from itertools import product

from PIL import Image, ImageDraw

from control_server.changes.difference import boxed

INK, PAPER = (178, 0, 96), (250, 247, 240)


def frame(*dots: tuple[int, int], size: tuple[int, int] = (640, 360)) -> bytes:
    picture = Image.new("RGB", size, PAPER)
    draw = ImageDraw.Draw(picture)
    for x, y in dots:
        draw.rectangle((x, y, x + 9, y + 9), fill=(0, 0, 0))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def seen(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def boxes(picture: Image.Image) -> int:
    """The colour of boxes is in no frame of these tests."""
    mask = Image.new("L", picture.size)
    pixels = picture.load()
    assert pixels is not None
    for x, y in product(range(picture.width), range(picture.height)):
        mask.putpixel((x, y), 255 if pixels[x, y] == INK else 0)
    count = 0
    while box := mask.getbbox():
        count += 1
        ImageDraw.floodfill(mask, next((x, box[1]) for x in range(*box[::2]) if mask.getpixel((x, box[1]))), 0)
    return count


def test_what_is_the_same_is_paled_and_has_no_box() -> None:
    picture = seen(boxed(frame((10, 10)), frame((10, 10))))
    assert boxes(picture) == 0
    assert picture.getpixel((300, 300)) != PAPER
    assert min(picture.getpixel((15, 15))) > 150  # type: ignore[type-var]


def test_each_region_has_a_box_and_looks_as_after() -> None:
    picture = seen(boxed(frame((100, 100)), frame((500, 300))))
    assert boxes(picture) == 2
    assert picture.getpixel((505, 305)) == (0, 0, 0)
    assert picture.getpixel((105, 105)) == PAPER


def test_regions_close_together_are_one() -> None:
    assert boxes(seen(boxed(frame(), frame((100, 100), (112, 100))))) == 1


def test_a_single_pixel_is_not_lost() -> None:
    after = seen(frame())
    after.putpixel((639, 359), (0, 0, 0))
    out = io.BytesIO()
    after.save(out, "PNG")
    assert boxes(seen(boxed(frame(), out.getvalue()))) == 1


def test_frames_of_two_sizes_differ_everywhere() -> None:
    picture = seen(boxed(frame(size=(320, 180)), frame((10, 10))))
    assert picture.size == (640, 360)
    assert (boxes(picture), picture.getpixel((300, 300))) == (1, PAPER)
