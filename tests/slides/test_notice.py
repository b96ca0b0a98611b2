"""A notice: lines as a person writes them in a mail become a lead, paragraphs and a list; the picture is never cut."""

import io

import msgspec
import pytest
from PIL import Image

from content.findings import RefusedError
from content.slides import notice
from content.slides.compose import compose
from content.slides.drawing import draw
from tests.slides.samples import FORMATS, PICTURE, opened, picture, with_slide

ROADWORKS = """joi, 27 noiembrie, 8–18

- Autobuzele 13 și 21 ocolesc prin str. Amurgului
• Accesul riveranilor rămâne deschis
"""


def forms(body: str) -> list[tuple[str, str]]:
    return [(part.form, part.words.replace("\u00a0", " ")) for part in notice.paragraphs(body)]


def test_lines_take_their_form() -> None:
    assert forms(ROADWORKS) == [
        ("lead", "joi, 27 noiembrie, 8–18"),
        ("item", "Autobuzele 13 și 21 ocolesc prin str. Amurgului"),
        ("item", "Accesul riveranilor rămâne deschis"),
    ]


@pytest.mark.parametrize(
    ("body", "form"),
    [
        ("Luni, de la ora 9.", "text"),  # alone it is the message, no lead
        ("-5 grade la noapte\nAveți grijă", "lead"),  # a minus sign is no list
        ("O primă linie care e mai lungă decât o dată sau un loc\nȘi alta", "text"),
        ("- Unul\n- Doi", "item"),
    ],
)
def test_the_first_line(body: str, form: str) -> None:
    assert forms(body)[0][0] == form


def test_items_stand_in_from_their_marks() -> None:
    """The marks are in the accent at the left; the words of both items begin at one x, right of them."""
    frame = _frame("landscape", ROADWORKS, None)
    accent = (0x6B, 0x3F, 0xA0)
    below = frame.crop((70, 640, 1200, 1000))
    marks = [x for y in range(below.height) for x in range(60) if below.getpixel((x, y)) == accent]
    words = [x for y in range(below.height) for x in range(600) if below.getpixel((x, y)) == (0x10, 0x15, 0x1C)]
    assert marks and words
    assert min(words) > max(marks) + 10


@pytest.mark.parametrize("orientation", FORMATS)
@pytest.mark.parametrize("size", [(900, 600), (600, 900), (1600, 700)], ids=str)
def test_the_whole_picture_is_shown_in_its_proportions(orientation: str, size: tuple[int, int]) -> None:
    colour = (1, 200, 30)
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, "PNG")
    frame = _frame(orientation, ROADWORKS, made.getvalue())
    mask = Image.frombytes("L", frame.size, bytes(255 * (pixel == colour) for pixel in frame.get_flattened_data()))
    left, top, right, bottom = mask.getbbox() or (0, 0, 0, 0)
    assert (right - left) / (bottom - top) == pytest.approx(size[0] / size[1], rel=0.02)
    assert (right - left) * (bottom - top) > 0.04 * frame.width * frame.height


def test_a_notice_as_long_as_officials_write_is_refused_not_shrunk() -> None:
    """The median official notice of the first city has 1,361 characters."""
    body = ("Se restricționează traficul rutier pe tronsonul cuprins între cele două intersecții. " * 17)[:1361]
    with pytest.raises(RefusedError, match="has no room for the "):
        _frame("landscape", body, None)


def _frame(orientation: str, body: str, image: bytes | None) -> Image.Image:
    more = {"image": PICTURE, "alt": {"ro": "Harta"}} if image else {}
    pack = with_slide("registratura", title={"ro": "Bd. Take Ionescu se închide"}, body={"ro": body}, **more)
    pack = msgspec.structs.replace(pack, files={**pack.files, PICTURE: image or picture()})
    return opened(draw(compose(pack, "registratura", "ro", FORMATS[orientation])).png)
