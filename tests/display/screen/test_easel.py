"""Orders and what is painted for them: the same whoever painted before, and no more kept than is needed."""

from datetime import UTC, datetime, timedelta

import msgspec
from PIL import Image

from content.wire import LivePart
from display_client.bench.rehearsal import draw
from display_client.screen.easel import NEVER, Easel, PaintOrder
from display_client.screen.picture import decode

SIZE = (640, 360)
NOW = datetime(2026, 11, 20, 8, 0, 30, tzinfo=UTC)
CLOCK = LivePart(part="clock", x=400, y=20, width=200, height=60, size=40)
ORDER = PaintOrder(asset="a", live=(CLOCK,), size=SIZE, zone="Europe/Bucharest", at=NOW)
LATER = msgspec.structs.replace(ORDER, at=NOW + timedelta(seconds=30), whole=False)


class Frames:
    """Frames, and how often one was asked for."""

    def __init__(self) -> None:
        self.asked = 0

    def of(self, order: PaintOrder) -> tuple[Image.Image, tuple[LivePart, ...]]:
        self.asked += 1
        return decode(draw(3, SIZE)), order.live


def test_a_whole_picture_is_one_area_with_its_live_parts_in_it() -> None:
    painted = Easel(Frames().of).paint(ORDER)
    (whole,) = painted.patches
    assert (whole.x, whole.y, whole.width, whole.height) == (0, 0, *SIZE)
    assert painted.words == ("10:00",)
    assert painted.until == NOW + timedelta(seconds=30)
    assert painted.masks == ((400, 20, 600, 80),)
    assert whole.rgb != decode(draw(3, SIZE)).tobytes()


def test_what_changed_is_the_same_from_one_who_painted_before_and_from_one_who_knows_nothing() -> None:
    frames = Frames()
    easel = Easel(frames.of)
    easel.paint(ORDER)
    assert easel.paint(LATER) == Easel(Frames().of).paint(LATER)
    assert frames.asked == 1


def test_a_picture_without_live_parts_is_not_kept_and_never_changes() -> None:
    frames = Frames()
    easel = Easel(frames.of)
    still = msgspec.structs.replace(ORDER, live=())
    assert easel.paint(still).until == NEVER
    easel.paint(still)
    assert frames.asked == 2
