"""What is painted for the glass, in whichever process: an order in, areas of pixels out.

Decides what an order says and which pictures are kept at hand for the next one: an order names everything it needs, so
that a painter who was killed in between is replaced by one who knows nothing. Leaves out where frames come from.
"""

from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import msgspec
from PIL import Image

from content.wire import LivePart
from display_client.screen.picture import Patch, WindowPicture

_AT_HAND = 2
"""Pictures with live parts that are kept: what is on the glass, and what comes next. Others are never asked again."""
NEVER = datetime.max.replace(tzinfo=UTC)

Box = tuple[int, int, int, int]


class PaintOrder(msgspec.Struct, frozen=True, kw_only=True):
    """A picture as it looks at an instant (`at`, UTC): of this asset, with these live parts, in a window of that size.

    Without a known time (`timed`) it has no live parts. `whole` asks for all of it, otherwise only for what changed
    since the last order for the same picture.
    """

    asset: str | None
    live: tuple[LivePart, ...]
    size: tuple[int, int]
    zone: str
    at: datetime
    timed: bool = True
    whole: bool = True


class Painted(msgspec.Struct, frozen=True, kw_only=True):
    """What was painted: areas, those that live parts may change, what these say, and when they say something else."""

    patches: tuple[Patch, ...]
    masks: tuple[Box, ...] = ()
    words: tuple[str, ...] = ()
    until: datetime = NEVER


class Easel:
    """Paints orders. `frame_of` gives the frame and the live parts of one; it may raise whatever it likes."""

    def __init__(self, frame_of: Callable[[PaintOrder], tuple[Image.Image, tuple[LivePart, ...]]]) -> None:
        self._frame_of = frame_of
        self._pictures: OrderedDict[tuple[object, ...], WindowPicture] = OrderedDict()

    def paint(self, order: PaintOrder) -> Painted:
        """Raises whatever a frame and its live parts provoke."""
        key = (order.asset, order.live, order.size, order.zone, order.timed)
        picture = self._pictures.pop(key, None)
        if picture is None or order.whole:
            frame, parts = self._frame_of(order)
            picture = WindowPicture(frame, parts if order.timed else (), order.size, ZoneInfo(order.zone))
        patches = picture.refresh(order.at)
        if picture.masks:
            self._pictures[key] = picture
        while len(self._pictures) > _AT_HAND:
            self._pictures.popitem(last=False)
        if order.whole:
            patches = [Patch(0, 0, *order.size, picture.image.tobytes())]
        return Painted(
            patches=tuple(patches), masks=tuple(picture.masks), words=tuple(picture.words), until=picture.next or NEVER
        )
