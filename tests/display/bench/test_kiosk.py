"""The page that a browser shows beside a display."""

from pathlib import Path

from display_client.bench import kiosk
from display_client.bench.rehearsal import draw

SIZE = (640, 360)


def test_the_page_of_a_slide_that_stays_and_of_a_rotation(tmp_path: Path) -> None:
    pictures = [draw(1, SIZE), draw(2, SIZE)]
    page = kiosk.write_page(tmp_path / "page", pictures, SIZE, 8, 0.5)
    assert [(tmp_path / "page" / f"{n}.png").read_bytes() for n in (0, 1)] == pictures
    text = page.read_text()
    assert 'const slides = ["0.png", "1.png"], each = 8;' in text
    assert "width: 640px; height: 360px; }" in text
    assert "transition: opacity 0.5s" in text
    command = kiosk.command("chromium", page, SIZE)
    assert (command[0], command[-1]) == ("chromium", page.as_uri())
    assert {"--kiosk", "--window-size=641,361", "--force-device-scale-factor=1"} < set(command)
