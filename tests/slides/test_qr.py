"""The QR code: it leads to the link, and there is room around it."""

import pytest
import zxingcpp

from content.findings import RefusedError
from content.pack.model import Display
from content.slides import qr
from content.slides.compose import compose
from content.slides.drawing import draw
from content.slides.job import Format
from tests.slides.samples import DISPLAYS, FORMATS, OWN, city, opened
from tests.slides.themes import job, themed


@pytest.mark.parametrize("display", DISPLAYS, ids=lambda display: display.id)
@pytest.mark.parametrize("name", OWN)
def test_the_code_on_the_frame_leads_to_the_link(name: str, display: Display) -> None:
    fmt = Format.of(display)
    address = city().slides[name].address()
    assert address is not None
    made = opened(draw(compose(city(), name, "ro", fmt)).png)
    (code,) = zxingcpp.read_barcodes(made, formats=zxingcpp.BarcodeFormat.QRCode)
    assert code.text == address.url
    assert code.ec_level == "Q"
    corners = code.position
    side = corners.top_right.x - corners.top_left.x
    assert side / fmt.pixels_per_mm >= fmt.viewing_distance_m * 100 - 2


def test_the_quiet_zone_is_white_four_modules_wide() -> None:
    fmt = FORMATS["landscape"]
    job = compose(city(), "buget-100", "ro", fmt)
    made = opened(draw(job).png)
    (code,) = zxingcpp.read_barcodes(made)
    module, count = job.data.panel.qr.module, job.data.panel.qr.count
    left, top, quiet = code.position.top_left.x, code.position.top_left.y, 4 * module
    around = made.crop(
        (left - quiet + 2, top - quiet + 2, left + count * module + quiet - 2, top + count * module + quiet - 2)
    )
    around.paste((255, 255, 255), (quiet - 4, quiet - 4, quiet + count * module + 4, quiet + count * module + 4))
    assert around.getextrema() == ((255, 255),) * 3


def test_an_address_no_code_can_hold_is_one_sentence() -> None:
    with pytest.raises(RefusedError, match="found 3,000 characters, expected an address short enough for a QR code"):
        qr.code("http://a/" + "b" * 2991, FORMATS["landscape"])
    assert qr.code("http://a/" + "b" * 291, FORMATS["landscape"]).count <= 100


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
