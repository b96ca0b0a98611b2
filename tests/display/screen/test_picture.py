"""Pictures for the glass: frames that fit, live parts that change alone."""

import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PIL import Image, ImageChops

from content import live
from content.wire import LivePart
from display_client.bench.rehearsal import draw
from display_client.screen.picture import UnreadableError, WindowPicture, decode

ZONE = ZoneInfo("Europe/Bucharest")
NOW = datetime(2026, 11, 20, 8, 0, 30, tzinfo=UTC)
CLOCK = LivePart(part="clock", x=400, y=20, width=200, height=60, size=40)


def frame(size: tuple[int, int] = (640, 360)) -> Image.Image:
    return decode(draw(3, size))


def test_a_frame_of_the_windows_size_is_shown_pixel_for_pixel() -> None:
    assert WindowPicture(frame(), (), (640, 360), ZONE).image.tobytes() == frame().tobytes()


def test_a_live_part_is_what_the_preview_composes() -> None:
    picture = WindowPicture(frame(), (CLOCK,), (640, 360), ZONE)
    picture.refresh(NOW)
    meant = live.composed(draw(3, (640, 360)), (CLOCK,), NOW, ZONE)
    assert picture.words == ["10:00"]
    assert picture.image.tobytes() == decode(meant).tobytes()
    assert picture.image.tobytes() != frame().tobytes()


def test_a_patch_comes_only_when_the_words_change_and_is_all_that_changed() -> None:
    picture = WindowPicture(frame(), (CLOCK,), (640, 360), ZONE)
    assert picture.refresh(NOW)
    before = picture.image.copy()
    assert picture.refresh(NOW + timedelta(seconds=20)) == []
    (patch,) = picture.refresh(NOW + timedelta(seconds=30))
    assert picture.words == ["10:01"]
    box = (patch.x, patch.y, patch.x + patch.width, patch.y + patch.height)
    assert picture.image.crop(box).tobytes() == patch.rgb
    changed = ImageChops.difference(before, picture.image).getbbox()
    assert changed is not None
    assert box[0] <= changed[0] and box[1] <= changed[1] and changed[2] <= box[2] and changed[3] <= box[3]


@pytest.mark.parametrize("window", [(256, 144), (500, 281), (640, 640), (333, 777)])
def test_in_a_window_of_another_size_the_whole_frame_is_seen(window: tuple[int, int]) -> None:
    picture = WindowPicture(frame(), (CLOCK,), window, ZONE)
    for patch in picture.refresh(NOW):
        assert len(patch.rgb) == patch.width * patch.height * 3
        assert patch.x >= 0 and patch.x + patch.width <= window[0]
        assert patch.y >= 0 and patch.y + patch.height <= window[1]
    assert picture.image.size == window
    scale = min(window[0] / 640, window[1] / 360)
    left, top = (window[0] - round(640 * scale)) // 2, (window[1] - round(360 * scale)) // 2
    for x, y in ((30, 300), (600, 200), (320, 180)):
        seen = picture.image.getpixel((left + round(x * scale), top + round(y * scale)))
        assert max(abs(a - b) for a, b in zip(seen, frame().getpixel((x, y)), strict=True)) < 40  # type: ignore[arg-type]


def test_a_part_at_the_edge_of_the_frame_stays_inside() -> None:
    edge = LivePart(part="clock", x=560, y=320, width=80, height=40, size=30)
    for window in ((640, 360), (257, 145)):
        for patch in WindowPicture(frame(), (edge,), window, ZONE).refresh(NOW):
            assert patch.x + patch.width <= window[0] and patch.y + patch.height <= window[1]


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", draw(1, (64, 64))[:-200], b"GIF89a" + bytes(99)])
def test_what_is_no_whole_png_is_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        decode(data)


def test_a_bomb_is_unreadable() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    with pytest.raises(UnreadableError):
        decode(out.getvalue())


@pytest.mark.parametrize("hours", [-2, 2, -24 * 365])
def test_a_clock_that_steps_is_drawn_anew_at_once(hours: int) -> None:
    picture = WindowPicture(frame(), (CLOCK,), (640, 360), ZONE)
    picture.refresh(NOW)
    stepped = NOW + timedelta(hours=hours, minutes=5)
    assert len(picture.refresh(stepped)) == 1
    assert picture.words == [live.text(CLOCK, stepped, ZONE)]
    assert picture.refresh(stepped) == []
